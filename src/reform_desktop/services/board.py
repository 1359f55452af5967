"""The coordinator's board: how far each department has come, what its answers lack, and the text that reminds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.japanese_date import format_date_japanese
from reform_desktop.domain.records import PERIODS, SUBMISSION_STATES, Measure, Submission
from reform_desktop.services.desk import Desk
from reform_desktop.services.status import NOT_ASKED
from reform_desktop.services.submissions import HANDED_IN, DepartmentAnswers, board, period_label, state_label
from reform_desktop.services.whereabouts import whereabouts
from reform_desktop.store import disputes, records

NOT_HANDED_IN: Final = "未提出"
"""Everything that was asked for and has not come, whatever its state."""

STATES: Final = (NOT_ASKED, *(one.label for one in SUBMISSION_STATES), NOT_HANDED_IN)
"""What the board can be narrowed down to, in the order of the work."""


class Counts(Struct, frozen=True):
    """How many findings and open conflicts the measures of each department have, by its id.

    ``more`` says that the checks ended before they had looked at everything: a department may have more findings.
    """

    findings: Mapping[str, int] = {}
    conflicts: Mapping[str, int] = {}
    more: bool = False


class BoardLine(Struct, frozen=True):
    """One department on the board. ``findings`` is ``None`` while the checks run; see `Counts` for ``more``."""

    answers: DepartmentAnswers
    findings: int | None = None
    conflicts: int = 0
    more: bool = False

    @property
    def id(self) -> str:
        """The department's id."""
        return self.answers.department.id

    @property
    def name(self) -> str:
        """The department's name."""
        return self.answers.department.name

    @property
    def current(self) -> Submission | None:
        """The latest period that was asked for."""
        asked = [self.answers.by_period.get(one.identifier) for one in PERIODS]
        return next((one for one in reversed(asked) if one is not None), None)

    @property
    def state(self) -> str:
        """The state of the latest period, in words."""
        return state_label(self.current)

    @property
    def is_late(self) -> bool:
        """Whether something was asked for and has not come."""
        return self.current is not None and self.current.state not in HANDED_IN

    def is_in(self, state: str) -> bool:
        """Whether one of the periods that were asked for is in a state, by its word."""
        asked = list(self.answers.by_period.values())
        if state == NOT_HANDED_IN:
            return any(each.state not in HANDED_IN for each in asked)
        return any(state_label(each) == state for each in asked) or (not asked and state == NOT_ASKED)

    def days_left(self, today: date) -> int | None:
        """Return the days until the answers are due; ``None`` when nothing is due."""
        if not self.is_late or self.current is None or self.current.deadline is None:
            return None
        return (self.current.deadline - today).days


def lines(desk: Desk, fiscal_year: int, counts: Counts | None = None) -> list[BoardLine]:
    """Return the departments of a year by code; ``counts`` as `count_open` found them, when it has."""
    return [
        BoardLine(
            one,
            counts.findings.get(one.department.id, 0) if counts else None,
            counts.conflicts.get(one.department.id, 0) if counts else 0,
            more=counts is not None and counts.more,
        )
        for one in board(desk, fiscal_year)
    ]


def count_open(desk: Desk, findings: Mapping[str, int], *, more: bool = False) -> Counts:
    """Count findings (given by measure) and open conflicts by department; for a worker. ``more`` as in `Counts`."""
    with desk.store.reading() as connection:
        disputed = {(kind, row) for kind, row, _field in disputes.disputed_places(connection)}
        fields = Counter(row for _kind, row, _field in disputes.disputed_places(connection))
    places = whereabouts(desk, disputed) if disputed else {}
    measures = {one.measure_id for one in places.values() if one.measure_id} | findings.keys()
    own_rows = {row for kind, row in disputed if kind == "submission"}
    with desk.store.reading() as connection:
        found_measures = records.find_records(connection, Measure, "id", measures)
        handed = {one.id: one.department_id for one in records.find_records(connection, Submission, "id", own_rows)}
    leads = {one.id: one.lead_department_id or "" for one in found_measures}
    by_department: Counter[str] = Counter()
    for row, count in fields.items():
        place = places.get(row)
        owner = handed.get(row) or leads.get(place.measure_id if place else "", "")
        by_department[owner] += count
    found: Counter[str] = Counter()
    for measure, count in findings.items():
        found[leads.get(measure, "")] += count
    return Counts(dict(found), dict(by_department), more)


def reminder(shown: Sequence[BoardLine], fiscal_year: int) -> str:
    """Return the text that reminds departments which have not handed in, to be pasted into a mail; ``""`` for none."""
    late = [one for one in shown if one.is_late]
    if not late:
        return ""
    named = {one.current.period or "" for one in late if one.current}
    periods = "・".join(period_label(one.identifier) for one in PERIODS if one.identifier in named)
    head = f"行政改革実施計画　{format_fiscal_year(fiscal_year)}　{periods}の回答について"
    return "\n".join(
        (
            head,
            "",
            "次の課の回答が、まだ届いていません。お手数ですが、期限までに提出をお願いします。",
            "行き違いで提出済みの場合は、ご容赦ください。",
            "",
            *(_late_line(one) for one in late),
            "",
        )
    )


def _late_line(one: BoardLine) -> str:
    day = one.current.deadline if one.current else None
    due = f"　期限 {format_date_japanese(day)}" if day else ""
    return f"・{one.name}（{one.state}）{due}"
