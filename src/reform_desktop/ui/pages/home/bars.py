"""From figures to bars: grades by year and by policy, effect amounts planned and actual; each part with its list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from reform_desktop.domain.fiscal_year import format_fiscal_year, format_fiscal_year_short
from reform_desktop.domain.progress import Standing, percent_text
from reform_desktop.store.outline import NO_GRADE, MeasureFilter
from reform_desktop.ui.charts.bar_chart import Bar, Segment
from reform_desktop.ui.charts.part import PATTERNS, PartLook
from reform_desktop.ui.session import Place
from reform_desktop.ui.widgets.grade_badge import NOT_GRADED

if TYPE_CHECKING:
    from reform_desktop.domain.progress import Counts
    from reform_desktop.services.overview import EffectYear, PolicyColumn, YearColumn

SUMMARY: Final = "summary"
"""The report that prints 図表-2 with the previous plan: all that is known of its years."""

EFFECTS: Final = "effects"
NOT_GRADED_PATTERN: Final = Qt.BrushStyle.VerPattern
NOT_GRADED_TONE: Final = "gray"
"""No grade has this pattern, so that what is not graded yet is told from 実施に向け検討中."""

SIDES: Final = (
    ("歳出削減", PartLook(("歳出削減", "削減"), Qt.BrushStyle.SolidPattern, "blue")),
    ("歳入確保", PartLook(("歳入確保", "歳入"), Qt.BrushStyle.BDiagPattern, "green")),
)


def measures_with(counts: Counts, department_id: str | None, policy_id: str | None, *grades: str) -> Place:
    """Return the list of the measures that are counted under some grades of one year."""
    wanted = MeasureFilter(
        counts.fiscal_year,
        department_id=department_id,
        policy_id=policy_id,
        grades=grades,
        standing=Standing.IN_EVALUATION,
    )
    return Place("measures", narrowed=wanted)


def year_bars(columns: list[YearColumn], department_id: str | None) -> list[Bar]:
    """Return a bar a year, as long as the measures that have a grade; at its end the rate of 一部以上達成."""
    return [
        Bar(
            format_fiscal_year_short(one.counts.fiscal_year),
            percent_text(one.counts.achieved_rate),
            _grade_segments(one.counts, format_fiscal_year(one.counts.fiscal_year), department_id, closed=one.closed),
        )
        for one in columns
    ]


def policy_bars(columns: list[PolicyColumn], department_id: str | None) -> list[Bar]:
    """Return a bar a policy, as long as the measures under evaluation; what has no grade yet stands at its end."""
    bars = []
    for one in columns:
        name = f"方針{one.number} {one.title}"
        segments = _grade_segments(one.counts, name, department_id, policy_id=one.id)
        if one.counts.ungraded:
            words = f"{name}：{NOT_GRADED} {one.counts.ungraded:,}件"
            target = measures_with(one.counts, department_id, one.id, NO_GRADE)
            fitting = (f"{NOT_GRADED}{one.counts.ungraded}", str(one.counts.ungraded))
            look = PartLook(fitting, NOT_GRADED_PATTERN, NOT_GRADED_TONE)
            segments = (*segments, Segment(one.counts.ungraded, look, words, target))
        bars.append(Bar(name, percent_text(one.counts.achieved_rate) if one.counts.evaluated else "", segments))
    return bars


def effect_bars(years: list[EffectYear], department_id: str | None) -> list[Bar]:
    """Return two bars a year: the amounts planned, and those that were reached."""
    bars = []
    for one in years:
        sides = [one.cost_cut, one.revenue]
        target = Place("measures", narrowed=MeasureFilter(one.fiscal_year, department_id=department_id, effects=True))
        year = format_fiscal_year_short(one.fiscal_year)
        planned = [("計画", [side.planned for side in sides], one.total.planned)]
        actual = [("実績", [side.actual for side in sides], one.total.actual)]
        for what, amounts, total in planned + actual:
            end = "－" if total is None else f"{total:,}千円"
            bars.append(Bar(f"{year} {what}", end, _amount_segments(f"{year} {what}", amounts, target)))
    return bars


def _grade_segments(
    counts: Counts, name: str, department_id: str | None, *, policy_id: str | None = None, closed: bool = False
) -> tuple[Segment, ...]:
    segments = []
    for place, one in enumerate(counts.by_grade):
        if one.count:
            look = PartLook(
                (f"{one.grade.symbol}{one.count}", str(one.count)), PATTERNS[place % len(PATTERNS)], one.grade.tone
            )
            words = f"{name}：{one.grade.symbol} {one.grade.label} {one.count:,}件"
            wanted = measures_with(counts, department_id, policy_id, one.grade.grade)
            segments.append(Segment(one.count, look, words, Place("reports", report=SUMMARY) if closed else wanted))
    return tuple(segments)


def _amount_segments(name: str, amounts: list[int | None], target: Place) -> tuple[Segment, ...]:
    return tuple(
        Segment(max(0, amount), look, f"{name}：{side} {amount:,}千円", target)
        for (side, look), amount in zip(SIDES, amounts, strict=True)
        if amount
    )
