"""The right side of ホーム: 図表-2 of the year, its years, its policies, and the effect amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.ui.charts.bar_chart import BarChart
from reform_desktop.ui.charts.legend import Legend
from reform_desktop.ui.pages.home.bars import SIDES, effect_bars, policy_bars, year_bars
from reform_desktop.ui.pages.home.grade_counts import GradeCounts
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import SectionHeading
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.services.overview import EffectYear, PolicyColumn, YearColumn
    from reform_desktop.ui.session import Session

_WALK = "棒の部分を選ぶと、その取組を一覧で開きます（矢印キーで移り、Enter で開きます）。"
_YEARS_NOTE = "数字は件数、右端は一部以上達成の割合です。"
_NO_COUNTS = "取組がまだないため、件数はありません。"
_EFFECTS_NOTE = "単位は千円です。"


class Figures(QWidget):
    """``chosen`` carries the `Place` to which a figure leads."""

    chosen = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._grades_head = SectionHeading("達成状況", self)
        self.counts = GradeCounts(self)
        self._no_counts = _note(self)
        self._no_counts.setText(_NO_COUNTS)
        self._years_head = SectionHeading("年度ごとの推移", self)
        self.years = BarChart("年度ごとの達成状況のグラフ", self)
        self._years_note = _note(self)
        self._policies_head = SectionHeading("方針ごとの進捗", self)
        self.policies = BarChart("方針ごとの達成状況のグラフ", self, labels_above=True)
        self._effects_head = SectionHeading("効果額", self)
        self._effects_legend = Legend(SIDES, self)
        self.effects = BarChart("年度ごとの効果額のグラフ", self)
        self._effects_note = _note(self)
        self._arrange()
        for part in (self.counts, self.years, self.policies, self.effects):
            part.chosen.connect(self.chosen)
        self.show_year()
        self.show_columns([])
        self.show_policies([])
        self.show_effects([])

    def show_year(self) -> None:
        """Name the session's year."""
        year = format_fiscal_year(self._session.fiscal_year)
        self._grades_head.set_text(f"達成状況　{year}")
        self._policies_head.set_text(f"方針ごとの進捗　{year}")

    def show_columns(self, columns: list[YearColumn]) -> None:
        """Show the year's counts, and beside them those of the years before and of the closed plan."""
        own = self._session.desk.department_id
        empty = bool(columns) and not columns[-1].counts.total
        self._no_counts.setVisible(empty)
        self.counts.setVisible(not empty)
        if columns:
            self.counts.show_counts(columns[-1].counts, self._session.scale, own)
        graded = [one for one in columns if one.counts.evaluated]
        self.years.show_bars(year_bars(graded, own))
        for widget in (self._years_head, self.years, self._years_note):
            widget.setVisible(len(graded) > 1)
        closed = [one for one in graded if one.closed]
        self._years_note.setText(f"{_YEARS_NOTE}{_years_of(closed)}{_WALK}")

    def show_policies(self, columns: list[PolicyColumn]) -> None:
        """Show how each policy stands in the year; nothing while no measure is under evaluation."""
        shown = [one for one in columns if one.counts.evaluated + one.counts.ungraded]
        self.policies.show_bars(policy_bars(shown, self._session.desk.department_id))
        for widget in (self._policies_head, self.policies):
            widget.setVisible(bool(shown))

    def show_effects(self, years: list[EffectYear]) -> None:
        """Show the amounts planned and reached by year; nothing where nobody entered any."""
        self.effects.show_bars(effect_bars(years, self._session.desk.department_id))
        missing = years[-1].total.missing if years else 0
        note = f"計画額があり実績が未入力のものが{missing:,}件あります。" if missing else ""
        self._effects_note.setText(f"{_EFFECTS_NOTE}{note}")
        for widget in (self._effects_head, self._effects_legend, self.effects, self._effects_note):
            widget.setVisible(bool(years))

    def _arrange(self) -> None:
        sizes = active_sizes()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, sizes.gap, 0)
        column.setSpacing(sizes.gap)
        for widget in (
            self._grades_head,
            self.counts,
            self._no_counts,
            self._years_head,
            self.years,
            self._years_note,
            self._policies_head,
            self.policies,
            self._effects_head,
            self._effects_legend,
            self.effects,
            self._effects_note,
        ):
            column.addWidget(widget)
        column.addStretch(1)


def _note(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    set_look(label, Look.SMALL)
    return label


def _years_of(closed: list[YearColumn]) -> str:
    """Say which years are those of the plan before, of which only the counts are known."""
    if not closed:
        return ""
    first, last = closed[0].counts.fiscal_year, closed[-1].counts.fiscal_year
    years = format_fiscal_year(first) if first == last else f"{format_fiscal_year(first)}から{format_fiscal_year(last)}"
    return f"{years}は「{closed[0].plan}」で、選ぶと総括表を開きます。"
