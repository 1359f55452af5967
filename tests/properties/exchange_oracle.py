"""What files that exchange bundles must show: design.md's sentences over plain dictionaries, nothing of the program.

A change is here its canonical JSON, read back by `json`. Slow, plain, and written without a look at `changes.law`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypedDict

DIVISION = "division"
EXISTENCE = "*"

OWNER_FIELD = {"measure": "lead_department_id", "submission": "department_id"}
PARENT = {
    "indicator": ("measure_id", "measure"),
    "year_record": ("measure_id", "measure"),
    "evidence": ("measure_id", "measure"),
    "indicator_value": ("indicator_id", "indicator"),
}
RESERVED = {
    "measure": {"item_id", "number", "title", "lead_department_id", "priority"},
    "year_record": {"measure_id", "outside_evaluation"},
    "evidence": {"measure_id"},
    "indicator": {"measure_id"},
    "indicator_value": {"indicator_id"},
}

RETRACTED, INCOMPLETE, FOREIGN, RESERVED_FIELD = "retracted", "incomplete", "foreign", "reserved"


class Body(TypedDict, total=False):
    """A change as its JSON has it; what is left out is empty."""

    row: str
    kind: str
    unit: str
    who: str
    at: str
    set: dict[str, object]
    parents: dict[str, list[str]]
    create: bool
    delete: bool


Log = Mapping[str, Body]
"""Changes by id."""


@dataclass(frozen=True)
class Row:
    """What a row must be: heads by field, the shown one first."""

    kind: str
    exists: bool
    heads: dict[str, list[str]]
    life: list[str]
    disputed: set[str]
    held: dict[str, str]
    values: dict[str, object]

    def seen(self, name: str) -> list[str]:
        """Return what a new change of that field replaces."""
        if name == EXISTENCE:
            return sorted(self.life)
        return sorted(self.heads.get(name) or self.life)


@dataclass
class Verdicts:
    """The rows of one file: ``log`` is all that it knows, ``active`` what something still carries."""

    log: Log
    active: frozenset[str]
    by_row: dict[str, dict[str, Body]] = field(default_factory=dict)
    _owners: dict[str, set[str]] = field(default_factory=dict)
    _rows: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, body in self.log.items():
            self.by_row.setdefault(body["row"], {})[name] = body

    def rows(self) -> dict[str, Row]:
        return {row: self.row(row) for row in self.by_row}

    def row(self, row: str) -> Row:
        if row not in self._rows:
            self._rows[row] = self._judge(row)
        return self._rows[row]

    def owners(self, row: str) -> set[str]:
        """Return every department that ever owned the row."""
        if row not in self._owners:
            self._owners[row] = self._find_owners(row)
        return self._owners[row]

    def owner_now(self, row: str) -> object:
        kind = self._kind(row)
        if kind in OWNER_FIELD:
            return self.row_values(row).get(OWNER_FIELD[kind])
        if kind not in PARENT:
            return None
        above = self.row_values(row).get(PARENT[kind][0])
        return self.owner_now(above) if isinstance(above, str) and self._kind(above) == PARENT[kind][1] else None

    def row_values(self, row: str) -> dict[str, object]:
        """Return values chosen without asking who owns the row: what ownership itself hangs on is never a tie."""
        if row not in self.by_row:
            return {}
        bodies = self.by_row[row]
        held = self._held(row, bodies)
        heads = _heads_by_field(bodies, bodies.keys() - held.keys())
        return {name: bodies[min(standing)]["set"][name] for name, standing in heads.items()}

    def _kind(self, row: str) -> str:
        return next((body["kind"] for body in self.by_row.get(row, {}).values()), "")

    def _find_owners(self, row: str) -> set[str]:
        kind, bodies = self._kind(row), self.by_row.get(row, {})
        whole = [bodies[name] for name in bodies if self._is_whole(name, bodies)]
        if kind in OWNER_FIELD:
            taken = any(body.get("create") and body["unit"] == DIVISION for body in whole)
            named = set()
            for body in whole:
                owner = body.get("set", {}).get(OWNER_FIELD[kind])
                own_creation = body.get("create", False) and body["unit"] == owner and not taken
                if isinstance(owner, str) and (body["unit"] == DIVISION or own_creation):
                    named.add(owner)
            return named
        if kind not in PARENT:
            return set()
        name, above_kind = PARENT[kind]
        found: set[str] = set()
        for body in whole:
            above = body.get("set", {}).get(name)
            if not isinstance(above, str) or self._kind(above) != above_kind:
                continue
            if body["unit"] == DIVISION or (body.get("create") and body["unit"] in self.owners(above)):
                found |= self.owners(above)
        return found

    def _is_whole(self, name: str, bodies: Log) -> bool:
        """Whether a change and all that it rests on are here and carried."""
        waiting, seen = [name], set()
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            if one not in bodies or one not in self.active:
                return False
            seen.add(one)
            waiting.extend(_all_parents(bodies[one]))
        return True

    def _held(self, row: str, bodies: Log) -> dict[str, str]:
        held = {}
        for name, body in bodies.items():
            reason = self._reason(row, name, body, bodies)
            if reason:
                held[name] = reason
        return held

    def _reason(self, row: str, name: str, body: Body, bodies: Log) -> str:
        if name not in self.active:
            return RETRACTED
        if not self._is_whole(name, bodies):
            return INCOMPLETE
        if body["unit"] == DIVISION:
            return ""
        if body["unit"] not in self.owners(row):
            return FOREIGN
        makes_it = body.get("create", False) and not any(_all_parents(body))
        if not makes_it and RESERVED.get(body["kind"], set()) & body.get("set", {}).keys():
            return RESERVED_FIELD
        return ""

    def _judge(self, row: str) -> Row:
        bodies, kind = self.by_row[row], self._kind(row)
        held = self._held(row, bodies)
        eligible = bodies.keys() - held.keys()
        owner = self.owner_now(row)
        heads = {
            name: sorted(standing, key=lambda one: (bodies[one]["unit"] != _side(kind, name, owner), one))
            for name, standing in _heads_by_field(bodies, eligible).items()
        }
        about_life = {name for name in eligible if _is_about_life(bodies[name])}
        life = _undescended(EXISTENCE, about_life, bodies)
        deletions = {name for name in life if bodies[name].get("delete")}
        unseen = (life - deletions) | {
            head for name, standing in heads.items() for head in standing if head not in _above(name, deletions, bodies)
        }
        disputed = {
            name for name, standing in heads.items() if len({_text(bodies[one]["set"][name]) for one in standing}) > 1
        }
        if deletions and unseen:
            disputed.add(EXISTENCE)
        created = any(bodies[name].get("create") for name in eligible)
        values = {name: bodies[standing[0]]["set"][name] for name, standing in heads.items()}
        exists = created and (not deletions or bool(unseen))
        if not exists:
            disputed = set()  # whoever deleted it had seen all sides
        return Row(kind, exists, heads, sorted(life), disputed, held, values)


def _side(kind: str, name: str, owner: object) -> object:
    if name.startswith("future_"):
        return None  # nobody here knows whose field a newer program's is: the smaller id is shown
    return DIVISION if name in RESERVED.get(kind, set()) or kind in _DIVISIONS_KINDS else owner


_DIVISIONS_KINDS = {"plan", "policy", "item", "department"}


def _heads_by_field(bodies: Log, eligible: Iterable[str]) -> dict[str, set[str]]:
    by_field: dict[str, set[str]] = {}
    for one in eligible:
        for name in bodies[one].get("set", {}):
            by_field.setdefault(name, set()).add(one)
    return {name: _undescended(name, standing, bodies) for name, standing in by_field.items()}


def _undescended(name: str, standing: set[str], bodies: Log) -> set[str]:
    return standing - _above(name, standing, bodies)


def _above(name: str, starts: Iterable[str], bodies: Log) -> set[str]:
    seen: set[str] = set()
    waiting = [one for start in starts for one in bodies[start].get("parents", {}).get(name, [])]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting.extend(bodies.get(one, {}).get("parents", {}).get(name, []))
    return seen


def _is_about_life(body: Body) -> bool:
    return bool(body.get("create") or body.get("delete") or EXISTENCE in body.get("parents", {}))


def _all_parents(body: Body) -> list[str]:
    return [one for parents in body.get("parents", {}).values() for one in parents]


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True)
