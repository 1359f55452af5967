"""練習用 across the window: a ground of its own, striped, with the word at both ends, above every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from reform_desktop.domain.practice import PRACTICE
from reform_desktop.ui.theme import active_sizes, active_theme
from reform_desktop.ui.widgets.headings import WrappedLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

SENTENCE: Final = (
    f"{PRACTICE}のファイルです。内容は架空です。自由に書き換えて試せます。"
    f"印刷物にも「{PRACTICE}」と入り、本番のファイルとは内容をやり取りできません。"
)
_TONE: Final = "yellow"
_STRIPES: Final = 130
"""Of 255: how strongly the stripes stand on the ground."""


class PracticeStrip(QWidget):
    """Told from every other strip by colour, stripes and words; nothing closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(SENTENCE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        sizes = active_sizes()
        self._label = WrappedLabel(SENTENCE, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(self._end_width, sizes.px(6), self._end_width, sizes.px(6))
        row.addWidget(self._label, 1)

    def minimumSizeHint(self) -> QSize:
        """Return room for the word at both ends and some of the sentence between."""
        return QSize(2 * self._end_width + active_sizes().px(160), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, stripes at both ends and the word on each of them."""
        painter = QPainter(self)
        tone = active_theme().tone(_TONE)
        ink, ground = QColor(tone.ink), QColor(tone.ground)
        painter.fillRect(self.rect(), ground)
        for left in (0, self.width() - self._end_width + active_sizes().gap):
            self._paint_end(painter, QRect(left, 0, self._end_width - active_sizes().gap, self.height()))
        painter.setPen(QPen(ink, 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    @property
    def _end_width(self) -> int:
        return active_sizes().px(116)

    def _paint_end(self, painter: QPainter, box: QRect) -> None:
        tone = active_theme().tone(_TONE)
        stripes = QColor(tone.ink)
        stripes.setAlpha(_STRIPES)
        painter.fillRect(box, QBrush(stripes, Qt.BrushStyle.BDiagPattern))
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        plate = QRect(0, 0, metrics.horizontalAdvance(PRACTICE) + active_sizes().px(16), metrics.height() + 2)
        plate.moveCenter(box.center())
        painter.fillRect(plate, QColor(tone.ground))
        painter.setPen(QColor(tone.ink))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, PRACTICE)
