"""提出: how far each department has come with a year's answers, as the file holds it."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from reform_desktop.domain.fiscal_year import fiscal_year_end, fiscal_year_start
from reform_desktop.domain.records import PERIODS, SUBMISSION_STATES, Department, Submission
from reform_desktop.domain.values import JsonValue
from reform_desktop.services import editing
from reform_desktop.services.departments import list_departments
from reform_desktop.services.desk import Desk
from reform_desktop.services.status import NOT_ASKED
from reform_desktop.store import records
from reform_desktop.store.write import Saved

DRAFT: Final = "draft"
CONFIRMED: Final = "confirmed"
RETURNED: Final = "returned"
SUBMITTED: Final = "submitted"
ACCEPTED: Final = "accepted"

HANDED_IN: Final = ("submitted", "accepted")
"""States in which a department has nothing to do but to wait."""


class DepartmentAnswers(Struct, frozen=True):
    """One department's submissions of a year, by period; a period without a request has none."""

    department: Department
    by_period: dict[str, Submission]


def board(desk: Desk, fiscal_year: int) -> list[DepartmentAnswers]:
    """Return the departments of a year with their submissions, by code; the own one in a department's file."""
    with desk.store.reading() as connection:
        found = records.find_records(connection, Submission, "fiscal_year", [fiscal_year])
    by_department: dict[str, dict[str, Submission]] = {}
    for one in found:
        by_department.setdefault(one.department_id, {})[one.period or ""] = one
    return [
        DepartmentAnswers(one, by_department.get(one.id, {}))
        for one in list_departments(desk)
        if desk.department_id in (None, one.id) and (one.id in by_department or _exists_in(one, fiscal_year))
    ]


def state_label(submission: Submission | None) -> str:
    """Return the state in words; 未照会 without a request."""
    if submission is None:
        return NOT_ASKED
    return next((one.label for one in SUBMISSION_STATES if one.identifier == submission.state), submission.state or "")


def period_label(period: str) -> str:
    """Return the period in words."""
    return next((one.label for one in PERIODS if one.identifier == period), period)


def record_state(desk: Desk, department_id: str, fiscal_year: int, period: str, state: str) -> Saved:
    """Note that the manager has confirmed the answers, or that work on them goes on.

    Handing in is done by the bundle that is sent, never by hand.
    """
    values: dict[str, JsonValue] = {
        "department_id": department_id,
        "fiscal_year": fiscal_year,
        "period": period,
        "state": state,
    }
    name = "課長確認の記録" if state == CONFIRMED else "課長確認の取りやめ"
    _row, saved = editing.create(desk, "submission", values, name=name)
    return saved


def _exists_in(department: Department, fiscal_year: int) -> bool:
    begun = department.valid_from is None or department.valid_from <= fiscal_year_end(fiscal_year)
    return begun and (department.valid_to is None or department.valid_to >= fiscal_year_start(fiscal_year))
