"""Writing derived rows: record values into columns, in bulk, and no more than what differs.

A row that is new is inserted; of one that stood there before only the columns that differ are written, which spares
its indexes. What is written here follows from the log; see `derive`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

import msgspec
from sqlalchemy import Connection, delete

from reform_desktop.changes.change import Change
from reform_desktop.changes.law import RowState
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.values import JsonValue
from reform_desktop.store import sqlite_dialect
from reform_desktop.store.derived_columns import Cells, columns_of, insert_statement, quoted
from reform_desktop.store.log import RowLog
from reform_desktop.store.portions import in_parts
from reform_desktop.store.schema import tables

BATCH: Final = 2000


class DerivedWriter:
    """Collects derived rows and writes them in bulk, a few statements a table."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._fresh: dict[str, list[Cells]] = {}  # by statement
        self._standing: dict[str, dict[str, Cells | None]] = {}
        self._moves: dict[str, list[Cells]] = {}  # by statement
        self._conflicts: list[tuple[str, str, str]] = []
        self._held: list[tuple[str, str, str, str]] = []
        self._gone: list[tuple[str, str, str]] = []
        self._waiting = 0

    def clear(self, logs: Iterable[RowLog]) -> None:
        """Forget conflicts, held changes and deletions of rows judged before, and rows that change their kind."""
        known = list(logs)
        if not known:
            return
        rows = msgspec.json.encode([log.row for log in known]).decode()
        for statement in (sqlite_dialect.FORGET_CONFLICTS, sqlite_dialect.FORGET_HELD, sqlite_dialect.FORGET_GONE):
            self._connection.exec_driver_sql(statement, (rows,))
        mixed = [log for log in known if log.mixed]
        for kind in sorted({change.kind for log in mixed for change in log.changes.values()} & tables.keys()):
            for part in in_parts([log.row for log in mixed if log.kind != kind]):
                self._connection.execute(delete(tables[kind]).where(tables[kind].c.id.in_(part)))

    def add(self, log: RowLog, state: RowState, *, fresh: bool) -> None:
        """Take the state of a row; of a ``fresh`` one nothing was derived before."""
        if state.exists:
            self.add_values(log.kind, log.row, state.values, fresh=fresh)
        elif log.kind in KINDS:
            parent = state.values.get(KINDS[log.kind].parent)
            self._gone.append((log.row, log.kind, parent if isinstance(parent, str) else ""))
            if not fresh:
                self._standing.setdefault(log.kind, {})[log.row] = None
        self._conflicts.extend((log.row, name, log.kind) for name in state.disputed)
        self._held.extend((name, log.row, log.kind, reason.value) for name, reason in state.held.items())

    def add_values(self, kind: str, row: str, values: Mapping[str, JsonValue], *, fresh: bool) -> None:
        """Take the values of a row that is there and about which there is nothing else to say."""
        if kind in KINDS:
            if fresh:
                columns_of(kind).gather([(row, values)], self._fresh)
            else:
                self._standing.setdefault(kind, {})[row] = columns_of(kind).cells(row, values)
        self._count(1)

    def add_creations(self, kind: str, creations: Sequence[Change]) -> None:
        """Take the creations of rows that were never heard of before, and about which nothing else is known."""
        if kind in KINDS:
            for start in range(0, len(creations), BATCH):
                part = creations[start : start + BATCH]
                columns_of(kind).gather(((one.row, one.set) for one in part), self._fresh)
                self._count(len(part))

    def add_moves(self, moves: Iterable[tuple[str, str, Mapping[str, JsonValue]]]) -> None:
        """Take ``(kind, row, values)``: fields that moved on of rows about which there is nothing else to say."""
        for kind, row, values in moves:
            cells = columns_of(kind).known(values) if kind in KINDS else {}
            if cells:
                self._moves.setdefault(_update(kind, tuple(cells)), []).append((*cells.values(), row))
                self._waiting += 1
                if self._waiting >= BATCH:
                    self.flush()

    def _count(self, rows: int) -> None:
        self._waiting += rows
        if self._waiting >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what was taken so far."""
        for kind, standing in self._standing.items():
            self._write_differences(kind, standing)
        for statement, rows in (*self._fresh.items(), *self._moves.items()):
            self._many(statement, rows)
        self._many(sqlite_dialect.ADD_CONFLICT, self._conflicts)
        self._many(sqlite_dialect.ADD_HELD, self._held)
        self._many(sqlite_dialect.ADD_GONE, self._gone)
        self._fresh, self._standing, self._moves = {}, {}, {}
        self._conflicts, self._held, self._gone, self._waiting = [], [], [], 0

    def _write_differences(self, kind: str, wanted: Mapping[str, Cells | None]) -> None:
        names = columns_of(kind).names
        listed = msgspec.json.encode(list(wanted)).decode()
        here: dict[str, Cells] = {
            found[0]: tuple(found) for found in self._connection.exec_driver_sql(_select(kind), (listed,))
        }
        updates: dict[tuple[int, ...], list[Cells]] = {}
        gone: list[tuple[str]] = []
        for row, cells in wanted.items():
            old = here.get(row)
            if cells is None:
                gone += [(row,)] if old else []
            elif old is None:
                self._fresh.setdefault(_insert(kind), []).append(cells)
            elif old != cells:
                places = tuple(place for place, cell in enumerate(cells) if cell != old[place])
                updates.setdefault(places, []).append((*(cells[place] for place in places), row))
        self._many(_delete(kind), gone)
        for places, rows in updates.items():
            self._many(_update(kind, tuple(names[place] for place in places)), rows)

    def _many(self, statement: str, rows: Sequence[Cells]) -> None:
        if rows:
            self._connection.exec_driver_sql(statement, list(rows))


@cache
def _insert(kind: str) -> str:
    return insert_statement(kind, columns_of(kind).names)


@cache
def _select(kind: str) -> str:
    names = ", ".join(quoted(columns_of(kind).names))
    return f"SELECT {names} FROM {kind} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 -- names of ours


@cache
def _delete(kind: str) -> str:
    return f"DELETE FROM {kind} WHERE id = ?"  # noqa: S608 -- names of ours


@cache
def _update(kind: str, names: tuple[str, ...]) -> str:
    sets = ", ".join(f"{name} = ?" for name in quoted(names))
    return f"UPDATE {kind} SET {sets} WHERE id = ?"  # noqa: S608 -- names of ours
