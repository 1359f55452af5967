"""Walking through the plan: the tree 方針 → 推進項目 → 取組 and the list of hits, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reform_desktop.domain.numbering import item_number
from reform_desktop.domain.records import Item, Policy
from reform_desktop.domain.text import fold
from reform_desktop.services.desk import Desk
from reform_desktop.store import outline, records
from reform_desktop.store.log import logs_of_rows
from reform_desktop.store.outline import MeasureFilter, MeasureLine, MeasurePage

PAGE: Final = 200
"""Measures read at once: more than any screen shows."""

SMALL_PLAN: Final = 400
"""Up to so many measures are read with the outline itself, in one statement."""

_NUMBER: Final = re.compile(r"(\d{1,2})\s*[-‐‑–—−ー－]\s*\(?(\d{1,2})\)?(?:\s*[-‐‑–—−ー－]\s*\(?(\d{1,3})\)?)?")

_BETWEEN_NUMBERS: Final = re.compile(r"[\s.,、。・/のノ()‐‑–—−ー－-]+")


@dataclass(slots=True)
class ItemNode:
    """推進項目 with as many of its measures as were read; ``count`` says how many the filter lets through."""

    id: str
    number: str
    title: str
    count: int
    lines: list[MeasureLine]
    more: bool


@dataclass(slots=True)
class PolicyNode:
    """方針 with its items."""

    id: str
    number: str
    title: str
    items: list[ItemNode]

    @property
    def count(self) -> int:
        """How many measures the filter lets through."""
        return sum(item.count for item in self.items)


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number as typed into the search box: 1-1, 1-(1)-②."""

    policy: int
    item: int
    measure: int | None


def read_tree(desk: Desk, chosen: MeasureFilter) -> list[PolicyNode]:
    """Return the outline with its counts; a small plan's measures too, those of a big one item by item later.

    A filter that narrows leaves out what holds nothing.
    """
    with desk.store.reading() as connection:
        policies = records.find_records(connection, Policy, "plan_id", [desk.plan().id])
        items = records.find_records(connection, Item, "policy_id", [one.id for one in policies])
        counts = outline.item_counts(connection, chosen)
        small = sum(counts.values()) <= SMALL_PLAN
        lines = outline.list_measures(connection, chosen, 0, SMALL_PLAN).lines if small else ()
    of_item: dict[str, list[MeasureLine]] = {}
    for line in lines:
        of_item.setdefault(line.item_id, []).append(line)
    tree = []
    for policy in policies:
        nodes = [
            ItemNode(
                item.id,
                item_number(policy.number, item.number),
                item.title,
                counts.get(item.id, 0),
                of_item.get(item.id, []),
                more=not small and item.id in counts,
            )
            for item in items
            if item.policy_id == policy.id and (item.id in counts or not chosen.narrows)
        ]
        if nodes or not chosen.narrows:
            tree.append(PolicyNode(policy.id, str(policy.number or "?"), policy.title, nodes))
    return tree


def measures_of_item(desk: Desk, item_id: str, chosen: MeasureFilter, offset: int, limit: int = PAGE) -> MeasurePage:
    """Return the next measures of an item, by number."""
    with desk.store.reading() as connection:
        return outline.measures_of_item(connection, item_id, chosen, offset, limit)


def list_measures(desk: Desk, chosen: MeasureFilter, offset: int, limit: int = PAGE) -> MeasurePage:
    """Return the next measures that the filter lets through."""
    with desk.store.reading() as connection:
        return outline.list_measures(connection, chosen, offset, limit)


def typed_number(typed: str) -> TypedNumber | None:
    """Read 1-1-2, 1-(1)-②, １‐１ as a number, or return ``None`` for anything else."""
    match = _NUMBER.fullmatch(fold(typed).strip())
    if match is None:
        return None
    return TypedNumber(int(match[1]), int(match[2]), int(match[3]) if match[3] else None)


def possible_numbers(typed: str) -> list[TypedNumber]:
    """Return what a number may mean that somebody typed to go there: 1-1-2, 1.1.2, 1の1の2, 112 or 12 in a hurry."""
    exact = typed_number(typed)
    if exact is not None:
        return [exact]
    digits = fold(typed).strip()
    parts = _BETWEEN_NUMBERS.split(digits.strip("()"))
    if len(parts) in (2, 3) and all(part.isdecimal() and len(part) <= len("100") for part in parts):
        return [_typed(*parts)]
    if not digits.isdecimal() or not len("11") <= len(digits) <= len("1110"):
        return []
    if len(digits) == len("11"):
        return [_typed(digits[0], digits[1])]
    return [_typed(digits[0], digits[1:at], digits[at:]) for at in (2, 3) if at < len(digits)]


def _typed(policy: str, item: str, measure: str = "") -> TypedNumber:
    return TypedNumber(int(policy), int(item), int(measure) if measure else None)


def numbered(desk: Desk, chosen: MeasureFilter, wanted: TypedNumber) -> MeasureFilter | None:
    """Return the filter of the measures that carry the number typed, or ``None`` when there is no such item."""
    with desk.store.reading() as connection:
        policies = records.find_records(connection, Policy, "plan_id", [desk.plan().id])
        of_number = [one.id for one in policies if one.number == wanted.policy]
        items = records.find_records(connection, Item, "policy_id", of_number)
    item = next((one for one in items if one.number == wanted.item), None)
    if item is None:
        return None
    return replace(chosen, words="", item_id=item.id, number=wanted.measure)


def measure_lines(desk: Desk, chosen: MeasureFilter, measure_ids: Sequence[str]) -> list[MeasureLine]:
    """Return the lines of measures by their ids, in any order; those that are gone are missing."""
    if not measure_ids:
        return []
    with desk.store.reading() as connection:
        return outline.lines_of(connection, chosen, measure_ids)


def touched_measures(desk: Desk, rows: Collection[tuple[str, str]]) -> set[str]:
    """Return the measures whose line may look different after these rows changed, deleted ones too."""
    touched = {row for kind, row in rows if kind == "measure"}
    years = {row for kind, row in rows if kind == "year_record"}
    if not years:
        return touched
    with desk.store.reading() as connection:
        logs = logs_of_rows(connection, years)
    for log in logs.values():
        above = {change.set.get("measure_id") for change in log.changes.values()}
        touched.update(one for one in above if isinstance(one, str))
    return touched


def list_policies(desk: Desk) -> list[Policy]:
    """Return the policies of the current plan by number."""
    with desk.store.reading() as connection:
        return records.find_records(connection, Policy, "plan_id", [desk.plan().id])
