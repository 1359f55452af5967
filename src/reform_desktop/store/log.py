"""The log of changes in the file: append, and read back by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection, Row, Select, func, literal, select

from reform_desktop.changes.change import DIVISION, Change, change_id, decode_change, encode_change
from reform_desktop.store import sqlite_dialect
from reform_desktop.store.carriers import any_retracted, is_active
from reform_desktop.store.portions import IN_CLAUSE, in_parts
from reform_desktop.store.schema import change as change_table


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

    def add(self, name: str, change: Change, seq: int) -> None:
        """Add an active change to the row; see `settled` when its kind is another one."""
        self.changes[name] = change
        self.sequence[name] = seq
        self.mixed = self.mixed or change.kind != self.kind

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
    known = _known(connection, {name: one.row for name, (one, _body) in bodies.items()})
    last = last_sequence(connection)
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


def last_sequence(connection: Connection) -> int:
    """Return the number of the change that was added last."""
    return int(connection.execute(select(func.max(change_table.c.seq))).scalar() or 0)


def append_foreign(connection: Connection, changes: Sequence[tuple[int, str, str, str, bytes]]) -> None:
    """Add changes that others wrote and that the log does not hold yet, as ``(seq, id, row, kind, body)``."""
    if changes:
        connection.exec_driver_sql(sqlite_dialect.APPEND_FOREIGN, changes)


def logs_of_rows(
    connection: Connection, rows: Iterable[str], *, retractions: bool | None = None
) -> dict[str, RowLog]:
    """Return the log of each row; rows without any change are left out.

    ``retractions`` tells whether any import was undone, by whoever asks often and knows.
    """
    wanted = sorted(set(rows))
    if not wanted:
        return {}
    if retractions is None:
        retractions = any_retracted(connection)
    if not retractions:  # then whatever is in the log is active: no need to ask for each change
        listed = msgspec.json.encode(wanted).decode()
        found = connection.exec_driver_sql(sqlite_dialect.LOGS_OF_ROWS, (listed,)).all()
        return {log.row: log for log in _grouped(found)}
    logs: dict[str, RowLog] = {}
    for part in in_parts(wanted):
        statement = _with_activity(retractions=True).where(change_table.c.row.in_(part))
        for log in _grouped(connection.execute(statement.order_by(change_table.c.row, change_table.c.seq))):
            logs[log.row] = log
    return logs


def all_logs(connection: Connection) -> Iterator[RowLog]:
    """Yield the log of every row, one at a time, without holding the others."""
    statement = _with_activity(retractions=any_retracted(connection)).order_by(change_table.c.row, change_table.c.seq)
    return _grouped(connection.execution_options(yield_per=2000).execute(statement))


def _with_activity(*, retractions: bool) -> Select[int, str, str, str, bytes, bool]:
    return select(
        change_table.c.seq,
        change_table.c.id,
        change_table.c.row,
        change_table.c.kind,
        change_table.c.body,
        is_active() if retractions else literal(True),  # noqa: FBT003 -- a value of SQL
    )


def _grouped(rows: Iterable[Row[int, str, str, str, bytes, bool]]) -> Iterator[RowLog]:
    log: RowLog | None = None
    for seq, name, row, kind, body, active in rows:
        if log is None or log.row != row:
            if log is not None:
                yield settled(log)
            log = RowLog(row, kind)
        log.changes[name] = decode_change(body)  # as `add` does, which so many calls of would slow down
        log.sequence[name] = seq
        if kind != log.kind:
            log.mixed = True
        if not active:
            log.inactive.add(name)
    if log is not None:
        yield settled(log)


def settled(log: RowLog) -> RowLog:
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


def _known(connection: Connection, rows: Mapping[str, str]) -> dict[str, int]:
    """Return the sequence numbers of those changes, given with their rows, that the log holds."""
    known: dict[str, int] = {}
    for part in in_parts(sorted(set(rows.values()))):
        statement = select(change_table.c.id, change_table.c.seq).where(change_table.c.row.in_(part))
        known.update((name, seq) for name, seq in connection.execute(statement) if name in rows)
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
