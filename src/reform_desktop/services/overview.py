"""How the year stands, for the first page: counts per grade by year, deadlines, and what was changed lately."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from msgspec import Struct

from reform_desktop.domain.dossier import PlanDossier
from reform_desktop.domain.grades import CountsAs, GradeScale, scale_of
from reform_desktop.domain.progress import Counts, GradeCount, counts_of_plan
from reform_desktop.domain.records import PERIODS, Plan, PlanCount, Submission
from reform_desktop.services.creating import OUTLINE_TIME
from reform_desktop.services.desk import Desk
from reform_desktop.services.histories import Happening, recent_history
from reform_desktop.services.whereabouts import Whereabouts, whereabouts
from reform_desktop.store import records
from reform_desktop.store.year_tallies import Tally, year_tallies

RECENT: Final = 30
"""Changes looked at for the list of what was changed lately."""

_OPEN_STATES: Final = ("draft", "confirmed", "returned")


class YearColumn(Struct, frozen=True):
    """One year of one plan; ``closed`` for the years of an earlier plan."""

    plan: str
    counts: Counts
    closed: bool


class Deadline(Struct, frozen=True):
    """A date by which answers are due: how many departments were asked, and how many are still to hand in."""

    period: str
    day: date
    asked: int
    open: int

    def days_left(self, today: date) -> int:
        """Return the days until then; negative when it has passed."""
        return (self.day - today).days


class RecentChange(Struct, frozen=True):
    """What was changed last in one field: where, what, by whom, when."""

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
        columns.append(YearColumn(plan.name, _counts(desk, plan, year), closed=False))
    return columns


def deadlines(desk: Desk, fiscal_year: int) -> list[Deadline]:
    """Return the deadlines of a year, the earliest first; of its own department in a department's file."""
    with desk.store.reading() as connection:
        found = records.find_records(connection, Submission, "fiscal_year", [fiscal_year])
    own = [one for one in found if desk.department_id in (None, one.department_id) and one.deadline]
    groups: dict[tuple[date, str], list[Submission]] = {}
    for one in own:
        if one.deadline:
            groups.setdefault((one.deadline, one.period or ""), []).append(one)
    return [
        Deadline(_period(period), day, len(several), sum(one.state in _OPEN_STATES for one in several))
        for (day, period), several in sorted(groups.items())
    ]


def recent_changes(desk: Desk, count: int = 8) -> list[RecentChange]:
    """Return what people changed lately, each field once; what came with the outline is left out."""
    latest: dict[tuple[str, str], Happening] = {}
    for one in recent_history(desk, RECENT):
        if one.at != OUTLINE_TIME and len(latest) < count:
            latest.setdefault((one.row, one.field), one)
    places = whereabouts(desk, {(one.kind, one.row) for one in latest.values()})
    return [RecentChange(places[one.row], one.field, one.label, one.who, one.at) for one in latest.values()]


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


def _counts(desk: Desk, plan: Plan, year: int) -> Counts:
    """Count as `progress.counts_of` does, from what the database gathered."""
    with desk.store.reading() as connection:
        tallies = year_tallies(connection, plan.id, year, desk.department_id)
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


def _period(identifier: str) -> str:
    return next((one.label for one in PERIODS if one.identifier == identifier), identifier)
