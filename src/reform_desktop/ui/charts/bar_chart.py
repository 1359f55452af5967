"""Horizontal bars made of parts, one line a bar: names at the left or above, a figure at the right.

The whole chart is one stop of the Tab key; arrow keys walk through its parts, Enter and Space open what a part shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from reform_desktop.ui.charts.part import ChartPart, PartLook
from reform_desktop.ui.theme import active_sizes, active_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

_LEAST_PART: Final = 10
"""Pixels that a part keeps however small its share: less could not be hit."""

_STEPS: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar, as long as its ``amount``; ``name`` is what is read aloud, ``target`` where it leads."""

    amount: int
    look: PartLook
    name: str
    target: object


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its ``label``, what stands at its end, and its parts from the left."""

    label: str
    end: str
    segments: tuple[Segment, ...]


class BarChart(QWidget):
    """``chosen`` carries the target of the part that was opened. The longest bar takes all the room there is."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None, *, labels_above: bool = False) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self._labels_above = labels_above
        self._parts: list[list[ChartPart]] = []
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def parts(self) -> list[list[ChartPart]]:
        """The parts of each bar, from the top and from the left."""
        return self._parts

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars; the same ones again change nothing, so that the focus stays where it is."""
        if tuple(bars) == self._bars:
            return
        self._bars = tuple(bars)
        for part in (part for line in self._parts for part in line):
            part.hide()
            part.deleteLater()
        self._parts = [[self._part(one) for one in bar.segments] for bar in self._bars]
        first = next((line[0] for line in self._parts if line), None)
        if first is not None:
            first.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription("。".join(_spoken(bar) for bar in self._bars))
        self.updateGeometry()
        self._place_parts()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all bars."""
        return QSize(active_sizes().px(320), self._pitch * max(1, len(self._bars)))

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which counts can be read."""
        return QSize(active_sizes().px(240), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the parts their places anew."""
        super().resizeEvent(event)
        self._place_parts()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the parts with the arrow keys."""
        step = _STEPS.get(Qt.Key(event.key()))
        place = self._focused()
        if step is None or place is None:
            super().keyPressEvent(event)
            return
        self._walk(place, step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what stands beside the bars."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(QColor(active_theme().text))
        middle = Qt.AlignmentFlag.AlignVCenter
        for row, bar in enumerate(self._bars):
            label, end = self._label_box(row), self._end_box(row)
            words = painter.fontMetrics().elidedText(bar.label, Qt.TextElideMode.ElideRight, label.width())
            painter.drawText(label, Qt.AlignmentFlag.AlignLeft | middle, words)
            painter.drawText(end, Qt.AlignmentFlag.AlignRight | middle, bar.end)
        painter.end()

    # Inner parts

    def _part(self, segment: Segment) -> ChartPart:
        part = ChartPart(segment.look, segment.name, self)
        part.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        part.clicked.connect(lambda *_: self.chosen.emit(segment.target))
        part.show()
        return part

    def _focused(self) -> tuple[int, int] | None:
        return next(
            (
                (row, column)
                for row, line in enumerate(self._parts)
                for column, one in enumerate(line)
                if one.hasFocus()
            ),
            None,
        )

    def _walk(self, place: tuple[int, int], step: tuple[int, int]) -> None:
        rows = [row for row, line in enumerate(self._parts) if line]
        at = rows.index(place[0]) + step[0]
        if not 0 <= at < len(rows):
            return
        line = self._parts[rows[at]]
        column = min(place[1], len(line) - 1) + step[1]
        if 0 <= column < len(line):
            for one in (one for each in self._parts for one in each):
                one.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            line[column].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            line[column].setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def _pitch(self) -> int:
        sizes = active_sizes()
        return self._bar_height + sizes.gap + (self._line_height if self._labels_above else 0)

    @property
    def _bar_height(self) -> int:
        return active_sizes().px(24)

    @property
    def _line_height(self) -> int:
        return self.fontMetrics().height() + active_sizes().tight

    @property
    def _end_width(self) -> int:
        return max((self.fontMetrics().horizontalAdvance(one.end) for one in self._bars), default=0)

    @property
    def _label_width(self) -> int:
        if self._labels_above:
            return 0
        widths = (self.fontMetrics().horizontalAdvance(one.label) for one in self._bars)
        return max(widths, default=0) + active_sizes().gap

    def _label_box(self, row: int) -> QRect:
        top = row * self._pitch
        if self._labels_above:
            return QRect(0, top, self.width(), self._line_height)
        return QRect(0, top, self._label_width, self._pitch - active_sizes().gap)

    def _end_box(self, row: int) -> QRect:
        line = self._bar_box(row)
        return QRect(self.width() - self._end_width, line.top(), self._end_width, line.height())

    def _bar_box(self, row: int) -> QRect:
        top = row * self._pitch + (self._line_height if self._labels_above else 0)
        room = self.width() - self._label_width - self._end_width - active_sizes().gap
        return QRect(self._label_width, top, max(1, room), self._bar_height)

    def _place_parts(self) -> None:
        longest = max((sum(one.amount for one in bar.segments) for bar in self._bars), default=0)
        for row, (bar, parts) in enumerate(zip(self._bars, self._parts, strict=True)):
            box = self._bar_box(row)
            widths = _shared([one.amount for one in bar.segments], longest, box.width())
            left = box.left()
            for part, width in zip(parts, widths, strict=True):
                part.setGeometry(left, box.top(), width, box.height())
                left += width


def _shared(amounts: list[int], longest: int, room: int) -> list[int]:
    """Return the width of each part; small ones are kept large enough to be hit, at the cost of the largest."""
    if not amounts or not longest:
        return [0 for _ in amounts]
    least = active_sizes().px(_LEAST_PART)
    widths = [max(least, round(room * amount / longest)) for amount in amounts]
    over = sum(widths) - room
    if over > 0:
        largest = widths.index(max(widths))
        widths[largest] = max(least, widths[largest] - over)
    return widths


def _spoken(bar: Bar) -> str:
    return "、".join((bar.label, *(one.name for one in bar.segments), *((bar.end,) if bar.end else ())))
