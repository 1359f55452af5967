"""One box that finds everything: measures by number and by any word in them, and what stands outside of measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.numbering import item_number, measure_number
from reform_desktop.domain.records import Item, Policy
from reform_desktop.services import browsing
from reform_desktop.services.desk import Desk
from reform_desktop.services.searching import Hit, search
from reform_desktop.store import records
from reform_desktop.store.outline import MeasureFilter, MeasureLine

MOST_MEASURES: Final = 60
"""Measures whose texts are looked through for one answer: more than anybody reads before typing one more sign."""

MOST_IN_GROUP: Final = 50
"""Lines of one kind that are shown."""

BY_NUMBER: Final = "番号"
_NAMES: Final = ("title", "name")
_TITLES: Final = {"year_record": "年度別の計画・実績"}
_ORDER: Final = ("measure", "indicator", "year_record", "evidence", "opinion", "policy", "item", "department")


@dataclass(frozen=True, slots=True)
class Line:
    """One find: where it is, in words and as a place to go to, and the text around it."""

    kind: str
    row: str
    field: str
    measure_id: str
    fiscal_year: int | None
    place: str
    label: str
    excerpt: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Finds of one kind, under the kind's name; ``more`` tells that not all are shown."""

    title: str
    lines: tuple[Line, ...]
    more: bool = False


def find(desk: Desk, words: str, within: MeasureFilter) -> list[Group]:
    """Return what the words find, grouped by kind; numbers first, when what was typed may be one.

    ``within`` narrows down by department, policy, stage and the like; its own words do not count.
    """
    groups = []
    measures = _numbered(desk, words, within)
    if measures:
        groups.append(Group(BY_NUMBER, tuple(map(_line_of_measure, measures[:MOST_IN_GROUP]))))
    hits = search(desk, words, limit=MOST_MEASURES, within=within)
    of_kind: dict[str, list[Hit]] = {}
    for hit in hits:
        of_kind.setdefault(hit.kind, []).append(hit)
    wide = len({hit.measure_id for hit in hits}) >= MOST_MEASURES
    for kind in _ORDER:
        found = of_kind.get(kind, [])
        if found:
            found.sort(key=lambda hit: hit.field not in _NAMES)
            numbers = _outline_numbers(desk) if kind in ("policy", "item") else {}
            lines = tuple(_line_of_hit(hit, numbers.get(hit.id, hit.number)) for hit in found[:MOST_IN_GROUP])
            groups.append(Group(_TITLES.get(kind, KINDS[kind].label), lines, wide or len(found) > MOST_IN_GROUP))
    return groups


def go_to_number(desk: Desk, typed: str, fiscal_year: int) -> list[Line]:
    """Return the measures that carry the number typed, in printed order."""
    return [_line_of_measure(one) for one in _numbered(desk, typed, MeasureFilter(fiscal_year))]


def _numbered(desk: Desk, typed: str, within: MeasureFilter) -> list[MeasureLine]:
    """A number is looked for in the whole plan: whoever types it knows where it wants to go."""
    everything = MeasureFilter(within.fiscal_year)
    found: list[MeasureLine] = []
    for number in browsing.possible_numbers(typed):
        chosen = browsing.numbered(desk, everything, number)
        if chosen is not None:
            found.extend(browsing.list_measures(desk, chosen, 0, MOST_IN_GROUP).lines)
    return found


def _line_of_measure(line: MeasureLine) -> Line:
    number = measure_number(line.policy_number, line.item_number, line.number)
    below = item_number(line.policy_number, line.item_number)
    return Line("measure", line.id, "", line.id, None, f"{number} {line.title}", f"推進項目 {below}", "")


def _outline_numbers(desk: Desk) -> dict[str, str]:
    """Return the printed numbers of all policies and items."""
    with desk.store.reading() as connection:
        policies = {one.id: one for one in records.all_records(connection, Policy)}
        items = records.all_records(connection, Item)
    found = {row: f"{one.number or '?'}" for row, one in policies.items()}
    return found | {
        one.id: item_number(policies[one.policy_id].number if one.policy_id in policies else None, one.number)
        for one in items
    }


def _line_of_hit(hit: Hit, number: str) -> Line:
    kind = KINDS[hit.kind]
    name = " ".join(filter(None, (number, hit.title)))
    place = name if hit.measure_id else f"{kind.label} {name}".strip()
    year = f"{format_fiscal_year(hit.fiscal_year)}　" if hit.fiscal_year else ""
    named = hit.field in _NAMES and (hit.kind == "measure" or not hit.measure_id)  # the place says it already
    excerpt = "" if named else hit.excerpt
    label = year + kind.fields[hit.field].label
    return Line(hit.kind, hit.id, hit.field, hit.measure_id or "", hit.fiscal_year, place, label, excerpt, number)
