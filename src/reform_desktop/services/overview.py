"""How the year stands, for the first page: counts per grade by year and by policy, effect amounts, last changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.dossier import PlanDossier
from reform_desktop.domain.effects import Amounts
from reform_desktop.domain.grades import CountsAs, GradeScale, scale_of
from reform_desktop.domain.progress import Counts, GradeCount, counts_of_plan
from reform_desktop.domain.records import Plan, PlanCount, Policy
from reform_desktop.services.creating import OUTLINE_TIME
from reform_desktop.services.desk import Desk
from reform_desktop.services.histories import Happening, recent_history
from reform_desktop.services.whereabouts import Whereabouts, whereabouts
from reform_desktop.store import records
from reform_desktop.store.effect_tallies import effect_tallies
from reform_desktop.store.year_tallies import Tally, year_tallies

RECENT: Final = 30
"""Changes looked at for the list of what was changed lately."""

class YearColumn(Struct, frozen=True):
    """One year of one plan; ``closed`` for the years of an earlier plan."""

    plan: str
    counts: Counts
    closed: bool


class PolicyColumn(Struct, frozen=True):
    """One policy with the counts of its measures in one year."""

    id: str
    number: str
    title: str
    counts: Counts


class EffectYear(Struct, frozen=True):
    """The amounts of one year in 千円, planned and actual; a side that nobody entered anything of is empty."""

    fiscal_year: int
    cost_cut: Amounts
    revenue: Amounts

    @property
    def total(self) -> Amounts:
        """歳出削減 and 歳入確保 together."""
        return self.cost_cut + self.revenue


class RecentChange(Struct, frozen=True):
    """What was changed last in one record: where, its first field and how many more, by whom, when."""

    place: Whereabouts
    field: str
    label: str
    who: str
    at: str


def year_columns(desk: Desk, fiscal_year: int) -> list[YearColumn]:
    """Return the counts of the closed plans' years, then of the current plan's years up to ``fiscal_year``.

    A department's file counts its own measures, and leaves the closed plans out: they are the whole city's.
    """
    plan = desk.plan()
    columns = [] if desk.department_id else _closed_columns(desk)
    first = plan.first_fiscal_year or fiscal_year
    for year in range(min(first, fiscal_year), fiscal_year + 1):
        columns.append(YearColumn(plan.name, _counts(plan, year, _tallies(desk, plan, year)), closed=False))
    return columns


def policy_columns(desk: Desk, fiscal_year: int) -> list[PolicyColumn]:
    """Return the current plan's policies by number with their counts of one year.

    A department's file leaves out those under which it has no measure.
    """
    plan = desk.plan()
    with desk.store.reading() as connection:
        policies = records.find_records(connection, Policy, "plan_id", [plan.id])
    tallies = _tallies(desk, plan, fiscal_year)
    columns = []
    for one in policies:
        counts = _counts(plan, fiscal_year, [each for each in tallies if each.policy_id == one.id])
        if counts.total or desk.is_division:
            columns.append(PolicyColumn(one.id, str(one.number or "?"), one.title, counts))
    return columns


def effect_years(desk: Desk, fiscal_year: int) -> list[EffectYear]:
    """Return the effect amounts of the current plan's years up to ``fiscal_year``; years without any are left out."""
    plan = desk.plan()
    with desk.store.reading() as connection:
        found = effect_tallies(connection, plan.id, desk.department_id)
    first = plan.first_fiscal_year or fiscal_year
    until_then = [one for one in found if first <= one.fiscal_year <= fiscal_year]
    years = [EffectYear(one.fiscal_year, one.cost_cut, one.revenue) for one in until_then]
    return [one for one in years if one.total.planned is not None or one.total.actual is not None]


def recent_changes(desk: Desk, count: int = 8) -> list[RecentChange]:
    """Return what people changed lately, a line for what was saved of one record at once and no field twice.

    What came with the outline is left out, and so are fields that only say where a record belongs.
    """
    changes: dict[str, list[Happening]] = {}
    for one in recent_history(desk, RECENT):
        if one.at != OUTLINE_TIME:
            changes.setdefault(one.change_id, []).append(one)
    latest: dict[tuple[str, str], RecentChange] = {}
    places = whereabouts(desk, {(one.kind, one.row) for several in changes.values() for one in several})
    for several in changes.values():
        told = [one for one in several if not _only_places(one)] or several
        first, more = told[0], len(told) - 1
        label = f"{first.label} ほか{more}項目" if more else first.label
        change = RecentChange(places[first.row], first.field, label, first.who, first.at)
        if len(latest) < count:
            latest.setdefault((first.row, first.field), change)
    return list(latest.values())


def _only_places(one: Happening) -> bool:
    declared = KINDS.get(one.kind)
    return declared is not None and one.field in (declared.parent, *declared.natural_key)


def _closed_columns(desk: Desk) -> list[YearColumn]:
    columns = []
    for plan in desk.plans():
        if not plan.closed:
            continue
        with desk.store.reading() as connection:
            counts = tuple(records.find_records(connection, PlanCount, "plan_id", [plan.id]))
        dossier = PlanDossier(plan=plan, counts=counts)
        years = sorted({one.fiscal_year for one in counts if one.fiscal_year is not None})
        columns += [YearColumn(plan.name, counts_of_plan(dossier, year), closed=True) for year in years]
    return sorted(columns, key=lambda one: one.counts.fiscal_year)


def _tallies(desk: Desk, plan: Plan, year: int) -> list[Tally]:
    with desk.store.reading() as connection:
        return year_tallies(connection, plan.id, year, desk.department_id)


def _counts(plan: Plan, year: int, tallies: Iterable[Tally]) -> Counts:
    """Count as `progress.counts_of` does, from what the database gathered."""
    scale = scale_of(plan.grade_scale)
    not_begun = ended = outside = 0
    grades: Counter[str | None] = Counter()
    for one in tallies:
        if one.first is not None and year < one.first:
            not_begun += one.count
        elif _is_over(one, year):
            ended += one.count
        elif one.outside:
            outside += one.count
        else:
            grades[one.grade] += one.count
    return _as_counts(scale, year, grades, (not_begun, ended, outside))


def _is_over(one: Tally, year: int) -> bool:
    return (one.last is not None and one.last < year) or any(end is not None and end <= year for end in one.retired)


def _as_counts(scale: GradeScale, year: int, grades: Counter[str | None], apart: tuple[int, int, int]) -> Counts:
    by_grade = tuple(GradeCount(one, grades[one.grade]) for one in scale.grades)
    sides = {side: sum(one.count for one in by_grade if one.grade.counts_as is side) for side in CountsAs}
    not_begun, ended, outside = apart
    return Counts(
        fiscal_year=year,
        by_grade=by_grade,
        achieved=sides[CountsAs.ACHIEVED],
        not_achieved=sides[CountsAs.NOT_ACHIEVED],
        ungraded=grades.total() - sum(sides.values()),
        not_begun=not_begun,
        ended=ended,
        outside=outside,
    )
