"""The year's counts per grade as 図表-2 prints them: symbol, word, count, share."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from reform_desktop.domain.progress import percent_text
from reform_desktop.ui.pages.home.clearing import clear_layout
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.grade_badge import NOT_GRADED, GradeBadge
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.domain.progress import Counts


class GradeCounts(QWidget):
    """A small table of labels; made anew when the figures change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sizes = active_sizes()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(sizes.px(16))
        self._grid.setVerticalSpacing(sizes.px(6))
        self._shown: Counts | None = None

    def show_counts(self, counts: Counts) -> None:
        """Show a year's figures."""
        if counts == self._shown:
            return
        self._shown = counts
        clear_layout(self._grid)
        for row, one in enumerate(counts.by_grade):
            share = Fraction(one.count, counts.evaluated) if counts.evaluated else None
            self._row(row, GradeBadge(one.grade, self), one.count, percent_text(share))
        row = len(counts.by_grade)
        self._row(row, self._label("一部以上達成", Look.LABEL), counts.achieved, percent_text(counts.achieved_rate))
        for words, count in (
            (NOT_GRADED, counts.ungraded),
            ("開始前", counts.not_begun),
            ("終了・廃止", counts.ended),
            ("評価対象外", counts.outside),
        ):
            if count:
                row += 1
                self._row(row, self._label(words, Look.MUTED), count, "")
        self._grid.setColumnStretch(3, 1)

    def _row(self, row: int, name: QWidget, count: int, share: str) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(self._label(f"{count:,}件"), row, 1, right)
        self._grid.addWidget(self._label(share, Look.MUTED), row, 2, right)

    def _label(self, words: str, look: Look | None = None) -> QLabel:
        label = QLabel(words, self)
        if look is not None:
            set_look(label, look)
        return label
