"""Progress figures: how many measures have which grade, and how many count as 一部以上達成 (大綱 図表-2).

Measures that have not begun, have ended or were retired, or stand outside the year's evaluation are counted apart
(木津川市's 評価対象外), so that every measure of the plan is counted exactly once. Rates are taken of the graded
measures and kept as exact fractions; `percent` rounds them for print.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import Enum
from fractions import Fraction
from math import floor

from msgspec import Struct

from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.grades import CountsAs, Grade, GradeScale
from reform_desktop.domain.grouping import Group
from reform_desktop.domain.records import PlanCount


class Standing(Enum):
    """Where a measure stands towards a year's evaluation; only those `IN_EVALUATION` carry a grade."""

    NOT_BEGUN = "not_begun"
    ENDED = "ended"
    OUTSIDE = "outside"
    IN_EVALUATION = "in_evaluation"


class GradeCount(Struct, frozen=True):
    """How many measures have one grade."""

    grade: Grade
    count: int


class Counts(Struct, frozen=True):
    """The figures of one fiscal year, of the whole plan or of a part of it.

    ``by_grade`` follows the scale, best first, with every grade in it; ``achieved`` and ``not_achieved`` are its
    two sides, 一部以上達成 and 未達成. ``ungraded`` also holds grades that the scale does not know; ``ended`` the
    measures whose last year has passed or that were retired.
    """

    fiscal_year: int
    by_grade: tuple[GradeCount, ...]
    achieved: int
    not_achieved: int
    ungraded: int = 0
    not_begun: int = 0
    ended: int = 0
    outside: int = 0

    @property
    def evaluated(self) -> int:
        """Measures that have a grade: the 合計 of 図表-2, and what the rates are taken of."""
        return self.achieved + self.not_achieved

    @property
    def listed(self) -> int:
        """Measures that run in the year: graded, not yet graded, and outside the evaluation."""
        return self.evaluated + self.ungraded + self.outside

    @property
    def total(self) -> int:
        """All measures, those not begun and those ended too."""
        return self.listed + self.not_begun + self.ended

    @property
    def achieved_rate(self) -> Fraction | None:
        """一部以上達成 as a share of the graded measures; ``None`` while there are none."""
        return Fraction(self.achieved, self.evaluated) if self.evaluated else None

    @property
    def not_achieved_rate(self) -> Fraction | None:
        """未達成 as a share of the graded measures; ``None`` while there are none."""
        return Fraction(self.not_achieved, self.evaluated) if self.evaluated else None

    def count_of(self, grade: str) -> int:
        """Return how many measures have the grade of that identifier; 0 for one the scale does not know."""
        return next((one.count for one in self.by_grade if one.grade.grade == grade), 0)


class GroupCounts(Struct, frozen=True):
    """The figures of one policy, item or department."""

    group: Group
    counts: Counts


class ProgressTable(Struct, frozen=True):
    """Grades by years, as 図表-2 prints them: one column of figures a year."""

    scale: GradeScale
    columns: tuple[Counts, ...]

    @property
    def fiscal_years(self) -> tuple[int, ...]:
        """The years of the columns."""
        return tuple(one.fiscal_year for one in self.columns)

    def row(self, grade: Grade) -> tuple[int, ...]:
        """Return one grade's counts, one a year."""
        return tuple(one.count_of(grade.grade) for one in self.columns)


def percent(rate: Fraction) -> int:
    """Return a rate in whole percent, halves rounded up, as 図表-2 prints 67 % for 24 of 36."""
    return floor(rate * 100 + Fraction(1, 2))


def percent_text(rate: Fraction | None) -> str:
    """Return ``67%``, or a dash where there is nothing to take a share of."""
    return "－" if rate is None else f"{percent(rate)}%"


def standing_of(measure: MeasureDossier, fiscal_year: int) -> Standing:
    """Return where the measure stands towards the evaluation of a fiscal year."""
    first = measure.measure.first_fiscal_year
    if first is not None and fiscal_year < first:
        return Standing.NOT_BEGUN
    if not measure.runs_in(fiscal_year):
        return Standing.ENDED
    year = measure.years.get(fiscal_year)
    return Standing.OUTSIDE if year is not None and year.outside_evaluation else Standing.IN_EVALUATION


def counts_of(measures: Iterable[MeasureDossier], scale: GradeScale, fiscal_year: int) -> Counts:
    """Count measures by their grade in one fiscal year."""
    return counts_by_year(measures, scale, (fiscal_year,))[0]


def counts_by_year(
    measures: Iterable[MeasureDossier], scale: GradeScale, fiscal_years: Iterable[int]
) -> tuple[Counts, ...]:
    """Count measures by their grade in each of the named fiscal years, going through them once."""
    years = tuple(fiscal_years)
    standings: dict[int, Counter[Standing]] = {year: Counter() for year in years}
    grades: dict[int, Counter[str | None]] = {year: Counter() for year in years}
    for measure in measures:
        for year in years:
            standing = standing_of(measure, year)
            standings[year][standing] += 1
            if standing is Standing.IN_EVALUATION:
                record = measure.years.get(year)
                grades[year][record.grade if record else None] += 1
    return tuple(_counts(scale, year, grades[year], standings[year]) for year in years)


def counts_by_group(groups: Iterable[Group], scale: GradeScale, fiscal_year: int) -> tuple[GroupCounts, ...]:
    """Count the measures of each policy, item or department (see `grouping`)."""
    return tuple(GroupCounts(group, counts_of(group.measures, scale, fiscal_year)) for group in groups)


def counts_of_plan(plan: PlanDossier, fiscal_year: int) -> Counts:
    """Return a plan's figures of one fiscal year: from its stored counts when it is closed and has them."""
    return table_of(plan, (fiscal_year,)).columns[0]


def table_of(plan: PlanDossier, fiscal_years: Iterable[int] | None = None) -> ProgressTable:
    """Return a plan's figures by year.

    Without ``fiscal_years`` it covers the years of the plan, or for a closed plan the years it has counts of.
    """
    years = _years_of(plan) if fiscal_years is None else tuple(fiscal_years)
    if plan.plan.closed and plan.counts:
        return ProgressTable(plan.scale, tuple(_stored_counts(plan.counts, plan.scale, year) for year in years))
    return ProgressTable(plan.scale, counts_by_year(plan.measures, plan.scale, years))


def _years_of(plan: PlanDossier) -> tuple[int, ...]:
    if plan.plan.closed and plan.counts:
        return tuple(sorted({one.fiscal_year for one in plan.counts if one.fiscal_year is not None}))
    return tuple(plan.fiscal_years)


def _stored_counts(rows: Iterable[PlanCount], scale: GradeScale, fiscal_year: int) -> Counts:
    grades: Counter[str | None] = Counter()
    for row in rows:
        if row.fiscal_year == fiscal_year:
            grades[row.grade] += row.count or 0
    return _counts(scale, fiscal_year, grades, Counter())


def _counts(scale: GradeScale, fiscal_year: int, grades: Counter[str | None], standings: Counter[Standing]) -> Counts:
    by_grade = tuple(GradeCount(one, grades[one.grade]) for one in scale.grades)
    sides = {side: sum(one.count for one in by_grade if one.grade.counts_as is side) for side in CountsAs}
    evaluated = sum(sides.values())
    return Counts(
        fiscal_year=fiscal_year,
        by_grade=by_grade,
        achieved=sides[CountsAs.ACHIEVED],
        not_achieved=sides[CountsAs.NOT_ACHIEVED],
        ungraded=grades.total() - evaluated,
        not_begun=standings[Standing.NOT_BEGUN],
        ended=standings[Standing.ENDED],
        outside=standings[Standing.OUTSIDE],
    )
