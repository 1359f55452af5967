"""意見: what the meetings said, by meeting and measure, with the departments' answers."""

from __future__ import annotations

from msgspec import Struct

from reform_desktop.domain.numbering import measure_number
from reform_desktop.domain.records import OPINION_BODIES, Opinion
from reform_desktop.domain.values import JsonValue
from reform_desktop.services import editing
from reform_desktop.services.desk import Desk
from reform_desktop.store import outline, records
from reform_desktop.store.outline import MeasureFilter, MeasureLine
from reform_desktop.store.write import Saved

WHOLE_PLAN = "計画全体"


class OpinionLine(Struct, frozen=True):
    """One opinion with the number and title of its measure; both are empty for the plan as a whole."""

    opinion: Opinion
    number: str = ""
    title: str = ""
    lead_department_id: str | None = None

    @property
    def place(self) -> str:
        """「1-(1)-① 広報紙の見直し」 or 「計画全体」."""
        return f"{self.number} {self.title}" if self.number else WHOLE_PLAN

    @property
    def meeting(self) -> str:
        """The body's name."""
        return next((one.label for one in OPINION_BODIES if one.identifier == self.opinion.body), "")


def list_opinions(desk: Desk, *, fiscal_year: int | None = None, department_id: str | None = None) -> list[OpinionLine]:
    """Return opinions by date, newest first, then in printed order of the plan.

    ``department_id`` keeps those about measures that it leads, and those about the plan as a whole.
    """
    with desk.store.reading() as connection:
        found = records.all_records(connection, Opinion)
        wanted = [one for one in found if fiscal_year is None or one.fiscal_year in (None, fiscal_year)]
        ids = sorted({one.measure_id for one in wanted if one.measure_id})
        lines = {one.id: one for one in outline.lines_of(connection, MeasureFilter(0), ids)} if ids else {}
    made = [_line(one, lines.get(one.measure_id or "")) for one in wanted]
    kept = [one for one in made if department_id is None or one.lead_department_id in (None, department_id)]
    in_plan = sorted(kept, key=lambda one: _printed(lines.get(one.opinion.measure_id or "")))
    return sorted(in_plan, key=lambda one: one.opinion.date.isoformat() if one.opinion.date else "", reverse=True)


def add_opinion(
    desk: Desk, fiscal_year: int, *, measure_id: str | None = None, body: str | None = None
) -> tuple[str, Saved]:
    """Add an empty opinion about a measure, or about the plan; returns its id."""
    values: dict[str, JsonValue] = {"plan_id": desk.plan().id, "fiscal_year": fiscal_year, "body": body}
    if measure_id:
        values["measure_id"] = measure_id
    return editing.create(desk, "opinion", values)


def _line(opinion: Opinion, line: MeasureLine | None) -> OpinionLine:
    if line is None:
        return OpinionLine(opinion)
    number = measure_number(line.policy_number, line.item_number, line.number)
    return OpinionLine(opinion, number, line.title, line.lead_department_id)


def _printed(line: MeasureLine | None) -> tuple[int, int, int]:
    if line is None:
        return 0, 0, 0
    return line.policy_number or 0, line.item_number or 0, line.number or 0
