"""How the year stands: who has handed in, counts per grade, open conflicts and held changes."""

from __future__ import annotations

from msgspec import Struct

from reform_desktop.domain.progress import counts_of
from reform_desktop.domain.records import SUBMISSION_STATES, Submission
from reform_desktop.services.checking import check, default_fiscal_year, open_plan
from reform_desktop.services.desk import Desk
from reform_desktop.store import disputes

NOT_ASKED = "未照会"


class DepartmentStatus(Struct, frozen=True):
    """One department's state for a year: ``state`` is the latest period's, in words."""

    department_id: str
    name: str
    measures: int
    findings: int
    state: str
    deadline: str | None


class GradeCount(Struct, frozen=True):
    """How many measures have a grade."""

    grade: str
    label: str
    count: int


class Status(Struct, frozen=True):
    """What ``status`` prints and the coordinator's board begins with."""

    plan: str
    fiscal_year: int
    measures: int
    grades: tuple[GradeCount, ...]
    ungraded: int
    achieved: int
    not_begun: int
    ended: int
    outside: int
    departments: tuple[DepartmentStatus, ...]
    conflicts: int
    held: int


def status(desk: Desk, fiscal_year: int | None = None) -> Status:
    """Return how a year stands in this file."""
    year = fiscal_year or default_fiscal_year(desk)
    plan = open_plan(desk)
    counts = counts_of(plan.measures, plan.scale, year)
    findings = check(desk, year)
    by_measure: dict[str, int] = {}
    for one in findings:
        by_measure[one.measure_id or ""] = by_measure.get(one.measure_id or "", 0) + 1
    with desk.store.reading() as connection:
        conflicts, held = disputes.count_conflicts(connection), disputes.count_held(connection)
    departments = []
    for department in plan.departments:
        own = plan.of_department(department.id)
        handed_in = [one for one in plan.submissions if one.department_id == department.id and one.fiscal_year == year]
        latest = _latest(handed_in)
        if own or latest:
            departments.append(
                DepartmentStatus(
                    department.id,
                    department.name,
                    len(own),
                    sum(by_measure.get(one.measure.id, 0) for one in own),
                    _state_label(latest),
                    latest.deadline.isoformat() if latest and latest.deadline else None,
                )
            )
    return Status(
        plan=plan.plan.name,
        fiscal_year=year,
        measures=len(plan.measures),
        grades=tuple(GradeCount(one.grade.grade, one.grade.label, one.count) for one in counts.by_grade),
        ungraded=counts.ungraded,
        achieved=counts.achieved,
        not_begun=counts.not_begun,
        ended=counts.ended,
        outside=counts.outside,
        departments=tuple(departments),
        conflicts=conflicts,
        held=held,
    )


def _latest(submissions: list[Submission]) -> Submission | None:
    order = {"midyear": 0, "year_end": 1}
    return max(submissions, key=lambda one: order.get(one.period or "", -1), default=None)


def _state_label(submission: Submission | None) -> str:
    if submission is None:
        return NOT_ASKED
    return next((one.label for one in SUBMISSION_STATES if one.identifier == submission.state), NOT_ASKED)
