"""What the pages on which the plan itself is edited read, and changes of several records at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.numbering import item_number
from reform_desktop.domain.records import Item, Measure, Policy, Record
from reform_desktop.domain.values import JsonValue
from reform_desktop.services import permissions
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import change_name, checked_edit
from reform_desktop.store import outline, records
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.store.write import Edit, Saved


@dataclass(frozen=True, slots=True)
class Heading:
    """A policy or item as a place to move something to: its id and 「1-(2) 題名」."""

    id: str
    label: str


def read_rows(desk: Desk, kind: str, rows: Sequence[str]) -> list[Record]:
    """Return records by their ids, in the order named; those that are gone are left out."""
    with desk.store.reading() as connection:
        found = {one.id: one for one in records.find_records(connection, KINDS[kind].record_type, "id", rows)}
    return [found[row] for row in rows if row in found]


def set_in_several(desk: Desk, kind: str, rows: Collection[str], values: Mapping[str, JsonValue]) -> Saved:
    """Save the same values in several records as one operation: 「担当課の変更（3件）」."""
    edits = [checked_edit(desk, Edit(kind, row, dict(values))) for row in rows]
    name = change_name(kind, list(values))
    return desk.save(edits, name if len(edits) == 1 else f"{name}（{len(edits)}件）")


def why_locked(desk: Desk, kind: str, row: str, field: str) -> str:
    """Return why a field of a record cannot be changed here, or ``""``."""
    owners = frozenset[str]() if desk.is_division else permissions.owners(desk, kind, row)
    return permissions.why_locked(desk, kind, field, owners) or ""


def retired_rows(desk: Desk) -> dict[str, int]:
    """Return from which fiscal year policies, items and measures of the current plan are retired, by id."""
    plan = desk.plan()
    years = range((plan.first_fiscal_year or 2000) - 5, (plan.last_fiscal_year or 2100) + 6)
    found: list[Policy | Item | Measure] = []
    with desk.store.reading() as connection:
        for record_type in (Policy, Item, Measure):
            found.extend(records.find_records(connection, record_type, "retired_from", years))
    return {one.id: one.retired_from for one in found if one.retired_from is not None}


def policy_headings(desk: Desk) -> list[Heading]:
    """Return the policies of the current plan."""
    with desk.store.reading() as connection:
        policies = records.find_records(connection, Policy, "plan_id", [desk.plan().id])
    return [Heading(one.id, f"方針{one.number or '?'} {one.title}") for one in policies]


def item_headings(desk: Desk) -> list[Heading]:
    """Return the items of the current plan in printed order."""
    with desk.store.reading() as connection:
        policies = records.find_records(connection, Policy, "plan_id", [desk.plan().id])
        items = records.find_records(connection, Item, "policy_id", [one.id for one in policies])
    return [
        Heading(item.id, f"{item_number(policy.number, item.number)} {item.title}")
        for policy in policies
        for item in items
        if item.policy_id == policy.id
    ]


def count_led(desk: Desk, department_id: str) -> int:
    """Return how many measures a department leads."""
    chosen = MeasureFilter(0, department_id=department_id)
    with desk.store.reading() as connection:
        return sum(outline.item_counts(connection, chosen).values())
