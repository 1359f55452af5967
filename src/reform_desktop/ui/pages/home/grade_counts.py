"""The year's counts per grade as 図表-2 prints them: symbol, word, count, share; each line leads to its measures."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from reform_desktop.domain.grades import CountsAs
from reform_desktop.domain.progress import Standing, percent_text
from reform_desktop.store.outline import NO_GRADE, MeasureFilter
from reform_desktop.ui.charts.part import PATTERNS, Swatch
from reform_desktop.ui.pages.home.bars import NOT_GRADED_PATTERN, NOT_GRADED_TONE, measures_with
from reform_desktop.ui.pages.measures.statuses import STANDINGS, side_grades
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.clearing import clear_layout
from reform_desktop.ui.widgets.grade_badge import NOT_GRADED, GradeBadge
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.domain.grades import GradeScale
    from reform_desktop.domain.progress import Counts


class GradeCounts(QWidget):
    """A small table whose lines are buttons; made anew when the figures change. ``chosen`` carries a `Place`."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sizes = active_sizes()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(sizes.px(16))
        self._grid.setVerticalSpacing(sizes.px(2))
        self._grid.setColumnStretch(4, 1)
        self._shown: Counts | None = None
        self._department_id: str | None = None

    def show_counts(self, counts: Counts, scale: GradeScale, department_id: str | None) -> None:
        """Show a year's figures."""
        if counts == self._shown:
            return
        self._shown = counts
        self._department_id = department_id
        clear_layout(self._grid)
        for place, one in enumerate(counts.by_grade):
            words = f"{one.grade.symbol} {one.grade.label}"
            badge = GradeBadge(one.grade, self)
            self._row(badge, words, one.count, _share(one.count, counts), self._graded(one.grade.grade))
            self._add_swatch(PATTERNS[place % len(PATTERNS)], one.grade.tone)
        for side, words, count, rate in (
            (CountsAs.ACHIEVED, "一部以上達成", counts.achieved, counts.achieved_rate),
            (CountsAs.NOT_ACHIEVED, "未達成", counts.not_achieved, counts.not_achieved_rate),
        ):
            target = self._graded(*side_grades(scale, side))
            self._row(self._label(words, Look.LABEL), words, count, percent_text(rate), target)
        if counts.ungraded:
            self._row(self._label(NOT_GRADED, Look.MUTED), NOT_GRADED, counts.ungraded, "", self._graded(NO_GRADE))
            self._add_swatch(NOT_GRADED_PATTERN, NOT_GRADED_TONE)
        apart = {
            Standing.NOT_BEGUN: counts.not_begun,
            Standing.ENDED: counts.ended,
            Standing.OUTSIDE: counts.outside,
        }
        for standing, words in STANDINGS.items():
            if apart[standing]:
                wanted = MeasureFilter(counts.fiscal_year, department_id=department_id, standing=standing)
                target = Place("measures", narrowed=wanted)
                self._row(self._label(words, Look.MUTED), words, apart[standing], "", target)

    def _graded(self, *grades: str) -> Place | None:
        return measures_with(self._shown, self._department_id, None, *grades) if self._shown else None

    def _row(self, name: QWidget, words: str, count: int, share: str, target: Place | None) -> None:
        """Lay a button behind the words of a line; a line of nothing is none."""
        row = self._grid.rowCount()
        if count and target is not None:
            self._grid.addWidget(self._button(words, count, share, target), row, 0, 1, 5)
        middle = Qt.AlignmentFlag.AlignVCenter
        shown = (
            (name, 1, Qt.AlignmentFlag.AlignLeft),
            (self._label(f"{count:,}件"), 2, Qt.AlignmentFlag.AlignRight),
            (self._label(share, Look.MUTED), 3, Qt.AlignmentFlag.AlignRight),
        )
        for widget, column, side in shown:
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            if column == 1 and not isinstance(widget, GradeBadge):
                widget.setContentsMargins(active_sizes().gap, 0, 0, 0)
            self._grid.addWidget(widget, row, column, side | middle)
            widget.raise_()
        self._grid.setRowMinimumHeight(row, active_sizes().px(30))

    def _add_swatch(self, pattern: Qt.BrushStyle, tone: str) -> None:
        """Put the pattern that the charts below use before the line that was added last."""
        swatch = Swatch(pattern, tone, self)
        swatch.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._grid.addWidget(swatch, self._grid.rowCount() - 1, 0, Qt.AlignmentFlag.AlignVCenter)

    def _button(self, words: str, count: int, share: str, target: Place) -> QPushButton:
        button = QPushButton(self)
        set_look(button, Look.QUIET)
        button.setAutoDefault(True)  # Enter opens it, too
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        button.setMinimumSize(1, 1)
        said = "、".join(part for part in (words, f"{count:,}件", share) if part)
        button.setAccessibleName(f"{said}：取組を開く")
        button.setToolTip(f"{words}の取組{count:,}件を一覧で開きます")
        button.clicked.connect(lambda *_: self.chosen.emit(target))
        return button

    def _label(self, words: str, look: Look | None = None) -> QLabel:
        label = QLabel(words, self)
        if look is not None:
            set_look(label, look)
        return label


def _share(count: int, counts: Counts) -> str:
    return percent_text(Fraction(count, counts.evaluated) if counts.evaluated else None)
