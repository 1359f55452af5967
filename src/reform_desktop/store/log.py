"""The log of changes in the file: append, and read back by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection, Row, Select, exists, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from reform_desktop.changes.change import DIVISION, Change, change_id, decode_change, encode_change
from reform_desktop.store.schema import carriage, carrier
from reform_desktop.store.schema import change as change_table

T = TypeVar("T")

IN_CLAUSE = 500
"""Rows asked for in one statement; SQLite's own limit is far higher, but plans stay small and cached."""


@dataclass(slots=True)
class RowLog:
    """All known changes of one row, and which of them nothing carries any more.

    ``mixed`` tells that they are not all of one kind; those of another than ``kind`` are not applied.
    """

    row: str
    kind: str
    changes: dict[str, Change] = field(default_factory=dict)
    sequence: dict[str, int] = field(default_factory=dict)
    inactive: set[str] = field(default_factory=set)
    mixed: bool = False

    @property
    def retracted(self) -> frozenset[str]:
        """The ids of the changes that no local edit and no standing carrier holds."""
        return frozenset(self.inactive)


def append_changes(connection: Connection, changes: Iterable[Change], *, local: bool) -> dict[str, int]:
    """Add changes to the log and return their sequence numbers by id, in the order given.

    A change that is there already keeps its place; a local one so becomes carried by this file.
    """
    bodies = {}
    for one in changes:
        body = encode_change(one)
        bodies[change_id(body)] = (one, body)
    known = _known(connection, list(bodies))
    last = connection.execute(select(func.max(change_table.c.seq))).scalar() or 0
    rows = []
    placed: dict[str, int] = {}
    for name, (one, body) in bodies.items():
        if name in known:
            placed[name] = known[name]
            continue
        last += 1
        placed[name] = last
        rows.append({"seq": last, "id": name, "row": one.row, "kind": one.kind, "local": int(local), "body": body})
    if rows:
        connection.execute(change_table.insert(), rows)
    if local and known:
        connection.execute(change_table.update().where(change_table.c.seq.in_(known.values())).values(local=1))
    return placed


def append_bodies(connection: Connection, arrived: Sequence[tuple[str, str, str, bytes]]) -> list[int]:
    """Add changes that others wrote, as ``(id, row, kind, body)``, and return their sequence numbers in order.

    A change that is there already keeps its place.
    """
    known = _known(connection, [one[0] for one in arrived])
    last = connection.execute(select(func.max(change_table.c.seq))).scalar() or 0
    rows = []
    for name, row, kind, body in arrived:
        if name not in known:
            last += 1
            known[name] = last
            rows.append({"seq": last, "id": name, "row": row, "kind": kind, "local": 0, "body": body})
    if rows:
        connection.execute(change_table.insert(), rows)
    return [known[one[0]] for one in arrived]


def logs_of_rows(connection: Connection, rows: Iterable[str]) -> dict[str, RowLog]:
    """Return the log of each row; rows without any change are left out."""
    found: dict[str, RowLog] = {}
    for part in in_parts(sorted(set(rows))):
        statement = _with_activity().where(change_table.c.row.in_(part))
        for log in _grouped(connection.execute(statement.order_by(change_table.c.row, change_table.c.seq))):
            found[log.row] = log
    return found


def all_logs(connection: Connection) -> Iterator[RowLog]:
    """Yield the log of every row, one at a time, without holding the others."""
    statement = _with_activity().order_by(change_table.c.row, change_table.c.seq)
    return _grouped(connection.execution_options(yield_per=2000).execute(statement))


def in_parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a list into pieces that one statement can ask for."""
    for start in range(0, len(values), IN_CLAUSE):
        yield values[start : start + IN_CLAUSE]


def is_carried() -> ColumnElement[bool]:
    """Return the condition that a standing carrier (a bundle not retracted) holds the change."""
    return exists(
        select(literal_column("1"))
        .select_from(carriage.join(carrier, carriage.c.carrier_id == carrier.c.id))
        .where(carriage.c.change_seq == change_table.c.seq, carrier.c.retracted == 0)
    )


def _with_activity() -> Select[int, str, str, str, bytes, bool]:
    return select(
        change_table.c.seq,
        change_table.c.id,
        change_table.c.row,
        change_table.c.kind,
        change_table.c.body,
        (change_table.c.local == 1) | is_carried(),
    )


def _grouped(rows: Iterable[Row[int, str, str, str, bytes, bool]]) -> Iterator[RowLog]:
    log: RowLog | None = None
    for seq, name, row, kind, body, active in rows:
        if log is None or log.row != row:
            if log is not None:
                yield _with_one_kind(log)
            log = RowLog(row, kind)
        log.changes[name] = decode_change(body)
        log.mixed = log.mixed or kind != log.kind
        log.sequence[name] = seq
        if not active:
            log.inactive.add(name)
    if log is not None:
        yield _with_one_kind(log)


def _with_one_kind(log: RowLog) -> RowLog:
    """Settle what a row is when changes disagree, which no honest program makes them do: never by what came first.

    What is carried counts before what is not, creations before edits, the division before others, then the smaller id.
    """
    if log.mixed:
        ranked = (
            (name in log.inactive, not change.create, change.unit != DIVISION, name, change.kind)
            for name, change in log.changes.items()
        )
        log.kind = min(ranked)[-1]
    return log


def _known(connection: Connection, names: list[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for part in in_parts(names):
        statement = select(change_table.c.id, change_table.c.seq).where(change_table.c.id.in_(part))
        known.update((name, seq) for name, seq in connection.execute(statement))
    return known


def changes_by_sequence(connection: Connection, sequences: Iterable[int]) -> Mapping[int, tuple[str, Change]]:
    """Return ``{seq: (id, change)}`` for those sequence numbers."""
    found: dict[int, tuple[str, Change]] = {}
    wanted = sorted(set(sequences))
    for start in range(0, len(wanted), IN_CLAUSE):
        part = wanted[start : start + IN_CLAUSE]
        statement = select(change_table.c.seq, change_table.c.id, change_table.c.body)
        for seq, name, body in connection.execute(statement.where(change_table.c.seq.in_(part))):
            found[seq] = (name, decode_change(body))
    return found
