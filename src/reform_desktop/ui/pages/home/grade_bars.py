"""Grades by year as stacked bars: each grade has its own colour and its own pattern, for print and for every eye."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year, format_fiscal_year_short
from reform_desktop.domain.progress import percent_text
from reform_desktop.ui.theme import active_sizes, active_theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from reform_desktop.domain.grades import Grade
    from reform_desktop.services.overview import YearColumn

PATTERNS: Final = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense6Pattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.NoBrush,
    Qt.BrushStyle.DiagCrossPattern,
)
"""One a grade, best first; a longer scale begins again."""

NAME: Final = "年度ごとの達成状況のグラフ"


class GradeBars(QWidget):
    """One bar a year, as long as the measures that have a grade; at its end the rate of 一部以上達成."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: list[YearColumn] = []
        self.setAccessibleName(NAME)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_years(self, columns: Sequence[YearColumn]) -> None:
        """Show these years; those without any graded measure have an empty bar."""
        self._columns = list(columns)
        words = "。".join(_spoken(one) for one in self._columns)
        self.setAccessibleDescription(words)
        self.setToolTip("\n".join(_spoken(one) for one in self._columns))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for all bars."""
        return QSize(active_sizes().px(320), self._pitch * max(1, len(self._columns)))

    def minimumSizeHint(self) -> QSize:
        """Return the least width at which counts can be read."""
        return QSize(active_sizes().px(240), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bars."""
        painter = QPainter(self)
        painter.setFont(self.font())
        sizes = active_sizes()
        label, rate = sizes.px(40), sizes.px(52)
        longest = max((one.counts.evaluated for one in self._columns), default=0)
        room = self.width() - label - rate
        for row, column in enumerate(self._columns):
            line = QRect(0, row * self._pitch, self.width(), self._pitch)
            self._text(painter, QRect(0, line.top(), label, line.height()), _short(column), Qt.AlignmentFlag.AlignLeft)
            self._bar(painter, line.adjusted(label, sizes.px(5), -rate, -sizes.px(5)), column, longest, room)
            words = percent_text(column.counts.achieved_rate)
            self._text(painter, line.adjusted(line.width() - rate, 0, 0, 0), words, Qt.AlignmentFlag.AlignRight)
        painter.end()

    @property
    def _pitch(self) -> int:
        return active_sizes().px(34)

    def _bar(self, painter: QPainter, line: QRect, column: YearColumn, longest: int, room: int) -> None:
        left = line.left()
        for place, one in enumerate(column.counts.by_grade):
            width = round(room * one.count / longest) if longest else 0
            if width:
                segment = QRect(left, line.top(), width, line.height())
                self._segment(painter, segment, one.grade, place, f"{one.grade.symbol}{one.count}")
                left += width

    def _segment(self, painter: QPainter, segment: QRect, grade: Grade, place: int, words: str) -> None:
        tone = active_theme().tone(grade.tone)
        pattern = PATTERNS[place % len(PATTERNS)]
        ink, ground = QColor(tone.ink), QColor(tone.ground)
        solid = pattern is Qt.BrushStyle.SolidPattern
        painter.fillRect(segment, ink if solid else ground)
        if not solid:
            faint = QColor(tone.ink)
            faint.setAlpha(110)
            painter.fillRect(segment, QBrush(faint, pattern))
        painter.setPen(QPen(ink, 1))
        painter.drawRect(segment.adjusted(0, 0, -1, -1))
        width = painter.fontMetrics().horizontalAdvance(words) + active_sizes().gap
        if width <= segment.width():
            plate = QRect(0, 0, width, painter.fontMetrics().height() + 2)
            plate.moveCenter(segment.center())
            if not solid:
                painter.fillRect(plate, ground)
            painter.setPen(ground if solid else ink)
            painter.drawText(segment, Qt.AlignmentFlag.AlignCenter, words)

    def _text(self, painter: QPainter, box: QRect, words: str, side: Qt.AlignmentFlag) -> None:
        painter.setPen(QColor(active_theme().text))
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, words)


def _short(column: YearColumn) -> str:
    return format_fiscal_year_short(column.counts.fiscal_year)


def _spoken(column: YearColumn) -> str:
    counts = column.counts
    grades = "、".join(f"{one.grade.symbol} {one.grade.label} {one.count}件" for one in counts.by_grade if one.count)
    rate = f"、一部以上達成 {percent_text(counts.achieved_rate)}" if counts.evaluated else ""
    return f"{format_fiscal_year(counts.fiscal_year)}：{grades or '評価した取組はありません'}{rate}"
