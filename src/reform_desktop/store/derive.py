"""Derived rows: the state that the merge law gives, written into the tables that screens read.

`refresh_rows` does it for the rows that a transaction touched, `rebuild` for all; a property test compares
the two. Nothing else writes the derived tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import islice
from types import MappingProxyType
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, insert, select

from reform_desktop.changes.authority import may_change, owners_side
from reform_desktop.changes.change import DIVISION, Change
from reform_desktop.changes.law import HeldReason, RowState, row_state
from reform_desktop.domain.catalogue import KINDS, Kind, child_kinds
from reform_desktop.domain.fields import Field, FieldType
from reform_desktop.domain.values import JsonValue, empty_value
from reform_desktop.store.log import RowLog, all_logs, in_parts, logs_of_rows
from reform_desktop.store.ownership import Ownership
from reform_desktop.store.schema import change as change_table
from reform_desktop.store.schema import conflict, derived_metadata, held, tables

BATCH: Final = 2000
_JSON_TYPES: Final = frozenset({FieldType.REFERENCES, FieldType.STRUCTURE})
_WHOLE_TYPES: Final = frozenset({FieldType.INTEGER, FieldType.AMOUNT, FieldType.BOOLEAN, FieldType.FISCAL_YEAR})
_KIND_ORDER: Final = {name: place for place, name in enumerate(KINDS)}


def state_of(log: RowLog, ownership: Ownership) -> RowState:
    """Return the state of one row by the merge law, with the ownership that this file knows."""
    if _is_plain_creation(log, ownership):
        return _created_state(log)

    def verdict(change: Change) -> HeldReason | None:
        if change.kind != log.kind:
            return HeldReason.FOREIGN
        return None if change.unit == DIVISION else may_change(change, ownership.owners(log))

    def prefers(field: str, unit: str) -> bool:
        return owners_side(log.kind, ownership.current(log)).get(field) == unit

    return row_state(log.changes, log.retracted, verdict, prefers)


def refresh_rows(connection: Connection, rows: Iterable[str]) -> set[str]:
    """Write the derived rows of ``rows`` anew and return all rows that were written.

    When the owner of a measure changes, what belongs to the measure is judged again too.
    """
    wanted = set(rows)
    logs = logs_of_rows(connection, wanted)
    dependants = _dependants(connection, logs.values())
    logs |= logs_of_rows(connection, dependants - wanted)
    _clear(connection, logs.values())
    ownership = Ownership(connection)
    ownership.expect(logs.values())
    writer = _Writer(connection)
    for log in sorted(logs.values(), key=lambda one: _KIND_ORDER.get(one.kind, len(_KIND_ORDER))):
        writer.add(log, state_of(log, ownership))
    writer.flush()
    return set(logs)


def rebuild(connection: Connection) -> None:
    """Drop what is derived and make it anew from the log."""
    derived_metadata.drop_all(connection)
    derived_metadata.create_all(connection)
    writer = _Writer(connection)
    ownership = Ownership(connection)
    stream = all_logs(connection)
    while portion := list(islice(stream, BATCH)):
        ownership.expect(portion)
        for log in portion:
            writer.add(log, state_of(log, ownership))
    writer.flush()


def to_column(field: Field, value: JsonValue) -> str | int | None:
    """Return a stored JSON value as its column holds it; what the column cannot hold becomes text or empty."""
    if field.type in _JSON_TYPES:
        return msgspec.json.encode(value if value is not None else []).decode()
    if field.type in _WHOLE_TYPES:
        if value is None:
            value = empty_value(field)
        return int(value) if isinstance(value, int) and abs(value) < 2**63 else None
    if isinstance(value, str):
        return value
    return ("" if field.is_text else None) if value is None else msgspec.json.encode(value).decode()


@cache
def _empty_row(kind: Kind) -> MappingProxyType[str, str | int | None]:
    """Return the columns of a record of which nothing was ever set."""
    empty: dict[str, str | int | None] = {"id": ""}
    empty.update((name, to_column(field, empty_value(field))) for name, field in kind.fields.items())
    return MappingProxyType(empty)


class _Writer:
    """Collects derived rows and writes them in bulk, one statement a table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[str, list[dict[str, str | int | None]]] = {}
        self._conflicts: list[dict[str, str]] = []
        self._held: list[dict[str, str]] = []
        self._waiting = 0

    def add(self, log: RowLog, state: RowState) -> None:
        kind = KINDS.get(log.kind)
        if kind is not None and state.exists:
            row = dict(_empty_row(kind))
            row["id"] = log.row
            fields = kind.fields
            for name, heads in state.heads.items():
                if name in fields:
                    row[name] = to_column(fields[name], heads[0].value)
            self._rows.setdefault(log.kind, []).append(row)
        self._conflicts.extend({"row": log.row, "field": name, "kind": log.kind} for name in state.disputed)
        self._held.extend(
            {"change_id": name, "row": log.row, "kind": log.kind, "reason": reason.value}
            for name, reason in state.held.items()
        )
        self._waiting += 1
        if self._waiting >= BATCH:
            self.flush()

    def flush(self) -> None:
        for name, rows in self._rows.items():
            self._connection.execute(insert(tables[name]), rows)
        if self._conflicts:
            self._connection.execute(insert(conflict), self._conflicts)
        if self._held:
            self._connection.execute(insert(held), self._held)
        self._rows, self._conflicts, self._held, self._waiting = {}, [], [], 0


def _is_plain_creation(log: RowLog, ownership: Ownership) -> bool:
    """Whether the row has but one change, a creation by the division or an owner: most rows, and no law to apply."""
    if len(log.changes) != 1 or log.inactive:
        return False
    (only,) = log.changes.values()
    return only.create and not only.parents and (only.unit == DIVISION or only.unit in ownership.owners(log))


def _created_state(log: RowLog) -> RowState:
    ((name, only),) = log.changes.items()
    return RowState.of_creation(name, only.set, only.unit)


def _clear(connection: Connection, logs: Iterable[RowLog]) -> None:
    by_kind: dict[str, list[str]] = {}
    for log in logs:
        for kind in {change.kind for change in log.changes.values()} if log.mixed else {log.kind}:
            by_kind.setdefault(kind, []).append(log.row)
    for kind, rows in by_kind.items():
        for part in in_parts(rows):
            if kind in tables:
                connection.execute(delete(tables[kind]).where(tables[kind].c.id.in_(part)))
            connection.execute(delete(conflict).where(conflict.c.row.in_(part)))
            connection.execute(delete(held).where(held.c.row.in_(part)))


def _dependants(connection: Connection, logs: Iterable[RowLog]) -> set[str]:
    """Return the rows that must be judged again because a row of ``logs`` names an owner, or passes one on.

    Changes that were held as foreign may have waited for just this, and another side of disputed values may be the
    owner's now. Where somebody ceased to be an owner, all that may belong to the row is judged again.
    """
    passing_on = [log for log in logs if _kinds_below(log.kind)]
    if not passing_on:
        return set()
    kinds = sorted({kind for log in passing_on for kind in _kinds_below(log.kind)})
    waiting = select(held.c.row).where(held.c.reason == HeldReason.FOREIGN.value, held.c.kind.in_(kinds))
    disputed = select(conflict.c.row).where(conflict.c.kind.in_(kinds))
    found = set(connection.execute(waiting.union(disputed)).scalars())
    losing = {kind for log in passing_on if _may_end_ownership(log) for kind in _kinds_below(log.kind)}
    if losing:
        below = select(change_table.c.row).where(change_table.c.kind.in_(sorted(losing))).distinct()
        found |= set(connection.execute(below).scalars())
    return found


def _namings(log: RowLog) -> list[str]:
    """Return the ids of the changes that say to whom the row belongs, or to which record."""
    kind = KINDS[log.kind]
    field = kind.owner_field or kind.parent
    return [name for name, change in log.changes.items() if field in change.set]


def _may_end_ownership(log: RowLog) -> bool:
    """Whether a change that named an owner counts no more: retracted, or overruled by the division's creation."""
    creators = {change.unit for change in log.changes.values() if change.create}
    return len(creators) > 1 or not log.inactive.isdisjoint(_namings(log))


@cache
def _kinds_below(kind: str) -> frozenset[str]:
    below = frozenset(child.name for child in child_kinds(kind))
    return below.union(*(_kinds_below(name) for name in below))
