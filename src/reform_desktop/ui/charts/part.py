"""One part of a chart: a painted button with its pattern and its words, reached by mouse, keys and screen reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from reform_desktop.ui.theme import active_sizes, active_theme
from reform_desktop.ui.widgets.tool_tips import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from reform_desktop.ui.theme import Tone

PATTERNS: Final = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense6Pattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.NoBrush,
    Qt.BrushStyle.DiagCrossPattern,
)
"""One a kind of part, in the order of the grades; a longer scale begins again."""

ARROWS: Final = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})

_FAINT: Final = 110
"""Of 255: how strongly a pattern stands behind the words."""


@dataclass(frozen=True, slots=True)
class PartLook:
    """How a part is told from its neighbours: ``words`` stand in it, the first that fit; ``tone`` names its colours."""

    words: tuple[str, ...]
    pattern: Qt.BrushStyle
    tone: str


class ChartPart(QPushButton):
    """A rectangle of a chart. Its accessible name says all of it; where it leads nowhere it is only a picture."""

    def __init__(self, look: PartLook, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))
        self.setAutoDefault(True)  # Enter opens it, too
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def shown_words(self) -> str:
        """The words that fit into the part at its present width."""
        room = self.width() - active_sizes().tight
        fitting = (one for one in self._look.words if self.fontMetrics().horizontalAdvance(one) <= room)
        return next(fitting, "")

    def minimumSizeHint(self) -> QSize:
        """Return hardly anything: the chart decides how large its parts are."""
        return QSize(1, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrow keys to the chart, which knows what lies beside the part."""
        if Qt.Key(event.key()) in ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, pattern, words, and the ring of the focus."""
        painter = QPainter(self)
        tone = active_theme().tone(self._look.tone)
        _paint_ground(painter, self.rect(), tone, self._look.pattern)
        _paint_words(painter, self.rect(), tone, self._look.pattern, self.shown_words)
        if self.hasFocus() or self.underMouse():
            width = active_sizes().px(3 if self.hasFocus() else 2)
            painter.setPen(QPen(QColor(active_theme().focus), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inset = width // 2
            painter.drawRect(self.rect().adjusted(inset, inset, -inset - 1, -inset - 1))
        painter.end()


class Swatch(QWidget):
    """A small field with a part's pattern and colour, beside the word that it stands for."""

    def __init__(self, pattern: Qt.BrushStyle, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pattern, self._tone = pattern, tone
        self.setFixedSize(active_sizes().px(24), active_sizes().px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pattern."""
        painter = QPainter(self)
        _paint_ground(painter, self.rect(), active_theme().tone(self._tone), self._pattern)
        painter.end()


def _paint_ground(painter: QPainter, box: QRect, tone: Tone, pattern: Qt.BrushStyle) -> None:
    ink = QColor(tone.ink)
    if pattern is Qt.BrushStyle.SolidPattern:
        painter.fillRect(box, ink)
    else:
        painter.fillRect(box, QColor(tone.ground))
        faint = QColor(tone.ink)
        faint.setAlpha(_FAINT)
        painter.fillRect(box, QBrush(faint, pattern))
    painter.setPen(QPen(ink, 1))
    painter.drawRect(box.adjusted(0, 0, -1, -1))


def _paint_words(painter: QPainter, box: QRect, tone: Tone, pattern: Qt.BrushStyle, words: str) -> None:
    """Paint words on a plain plate, so that no pattern runs through them."""
    if not words:
        return
    solid = pattern is Qt.BrushStyle.SolidPattern
    if not solid:
        metrics = painter.fontMetrics()
        plate = QRect(0, 0, metrics.horizontalAdvance(words) + active_sizes().tight, metrics.height())
        plate.moveCenter(box.center())
        painter.fillRect(plate.intersected(box.adjusted(1, 1, -1, -1)), QColor(tone.ground))
    painter.setPen(QColor(tone.ground if solid else tone.ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
