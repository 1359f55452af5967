"""Taking in changes from outside: a union with the log, undone by retracting what carried them.

An import changes nothing that is there. Whatever it brings is judged by the merge law when derived rows are written;
retracting the carrier later gives exactly the state without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, and_, func, insert, select

from reform_desktop.changes.change import Change
from reform_desktop.changes.law import HeldReason
from reform_desktop.store import carriers, derive, search_documents, sqlite_dialect
from reform_desktop.store.carriers import NewCarrier
from reform_desktop.store.derive import Newcomer
from reform_desktop.store.log import RowLog, append_foreign, last_sequence, logs_of_rows, settled
from reform_desktop.store.moves import moved_on
from reform_desktop.store.packs import KeptPack, keep_pack
from reform_desktop.store.portions import in_parts
from reform_desktop.store.schema import blob, conflict, conversion, held, tables
from reform_desktop.store.schema import change as change_table

REBUILD_SHARE: Final = 0.2
"""From this share of all changes on, making everything derived anew costs less than row by row."""

PORTION: Final = 1_000
"""Rows that are held in memory before they are judged: more of them no longer fit into a processor's caches."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Changes that came together: their ids, what they say, and their canonical JSON, in one order.

    ``pack`` is ``None`` for those that nobody sealed (another copy of the file). ``known`` tells that the file holds
    the pack already; its changes are then not handed over again, only their ``count``.
    """

    ids: Sequence[str] = ()
    changes: Sequence[Change] = ()
    bodies: Sequence[bytes] = ()
    pack: KeptPack | None = None
    known: bool = False
    count: int = 0


@dataclass(slots=True)
class Taken:
    """What an import did: the carrier's number, how many changes arrived and were new, and the rows it touches by kind.

    ``rows`` is ``{row: kind}``.
    """

    carrier: int
    arrived: int = 0
    new: int = 0
    rows: dict[str, str] = field(default_factory=dict)


class Union:
    """Imports of one transaction: adds what arrives to the log, and judges the rows touched a portion at a time.

    Call `begin` for each import, then `add` for its arrivals, and `judge` at the end of all: what is derived is out
    of date until then. Rows of which nothing but a creation is known, most of a first submission, are kept apart as
    ``_newcomers``: they have no history to be read, compared or cleared.
    """

    def __init__(self, connection: Connection) -> None:
        self._taken = Taken(0)
        self._connection = connection
        self._retractions = carriers.any_retracted(connection)
        self._last = last_sequence(connection)
        self._newcomers: dict[str, Newcomer] = {}
        self._logs: dict[str, RowLog] = {}
        self._fresh: set[str] = set()
        self._touched: set[str] = set()
        self._moved: dict[str, list[Change]] = {}
        self._portion = PORTION
        """Each time as many as wait at least, since those may all be judged again."""

    def begin(self, carrier: NewCarrier) -> Taken:
        """Begin an import; what it returns is filled by the arrivals that follow."""
        self._taken = Taken(carriers.add_carrier(self._connection, carrier))
        return self._taken

    def add(self, arrival: Arrival) -> None:
        """Take one arrival of the import in that was begun last."""
        taken = self._taken
        if arrival.known and arrival.pack is not None:
            taken.arrived += arrival.count
            self._carry_known(arrival.pack.sha256)
            return
        sequences = self._append(arrival)
        taken.arrived += len(sequences)
        if arrival.pack is None:
            carriers.carry_changes(self._connection, taken.carrier, sequences)
        else:
            keep_pack(self._connection, arrival.pack, sequences)
            carriers.carry_pack(self._connection, taken.carrier, arrival.pack.sha256)
        if len(self._newcomers) + len(self._logs) > self._portion:
            self.judge()
            self._portion = max(PORTION, _count_argued(self._connection))

    def judge(self) -> None:
        """Write what is derived from the rows touched so far."""
        logs = {row: self._logs[row] for row in self._touched}
        logs.update({row: settled(log) for row, log in logs.items() if log.mixed})
        standing = {row: changes for row, changes in self._moved.items() if row not in self._fresh}
        moves = moved_on(self._connection, logs, standing)
        argued = {row: log for row, log in logs.items() if row not in moves}
        written = derive.refresh_arrived(self._connection, argued, self._fresh, self._newcomers, moves.values())
        search_documents.refresh_later(self._connection, written, self._newcomers.values())
        self._newcomers, self._logs, self._fresh, self._touched, self._moved = {}, {}, set(), set(), {}

    def _touch(self, kind: str, row: str) -> None:
        self._touched.add(row)
        self._taken.rows[row] = kind

    def _carry_known(self, sha256: str) -> None:
        """Carry a pack that is here already; its changes may have been carried by nothing any more."""
        waiting = carriers.rows_carried_by_nothing(self._connection, sha256) if self._retractions else set()
        carriers.carry_pack(self._connection, self._taken.carrier, sha256)
        self._logs |= logs_of_rows(self._connection, waiting)
        for row in waiting:
            self._touch(self._logs[row].kind, row)

    def _append(self, arrival: Arrival) -> Sequence[int]:
        """Add what the log does not hold, and return the sequence numbers of all, in order."""
        rows = [change.row for change in arrival.changes]
        asked = {row for row in rows if row not in self._logs and row not in self._newcomers}
        found = logs_of_rows(self._connection, asked, retractions=self._retractions)
        self._logs |= found
        if not found and len(asked) == len(rows) and all(map(_is_plain, arrival.changes)):
            return self._append_newcomers(arrival, rows)
        if len(found) == len(rows):
            sequences = self._append_news(arrival, rows, found)
            if sequences:
                return sequences
        new: list[tuple[int, str, str, str, bytes]] = []
        sequences = []
        for name, change, body in zip(arrival.ids, arrival.changes, arrival.bodies, strict=True):
            seq, is_new = self._place(name, change)
            sequences.append(seq)
            if is_new:
                new.append((seq, name, change.row, change.kind, body))
        append_foreign(self._connection, new)
        self._taken.new += len(new)
        return sequences

    def _append_newcomers(self, arrival: Arrival, rows: list[str]) -> Sequence[int]:
        """Do what `_append` does for creations of rows that were never heard of."""
        sequences = range(self._last + 1, self._last + 1 + len(rows))
        kinds = [change.kind for change in arrival.changes]
        append_foreign(self._connection, list(zip(sequences, arrival.ids, rows, kinds, arrival.bodies, strict=True)))
        self._newcomers.update(zip(rows, map(Newcomer, arrival.ids, arrival.changes, sequences), strict=True))
        self._last += len(rows)
        self._taken.new += len(rows)
        self._taken.rows.update(zip(rows, kinds, strict=True))
        return sequences

    def _append_news(self, arrival: Arrival, rows: list[str], logs: Mapping[str, RowLog]) -> Sequence[int]:
        """Do what `_append` does for one change each of rows that were just looked up, if none of them is known."""
        if any(name in log.sequence for name, log in zip(arrival.ids, map(logs.__getitem__, rows), strict=True)):
            return ()
        sequences = range(self._last + 1, self._last + 1 + len(rows))
        kinds = [change.kind for change in arrival.changes]
        append_foreign(self._connection, list(zip(sequences, arrival.ids, rows, kinds, arrival.bodies, strict=True)))
        for row, name, change, seq in zip(rows, arrival.ids, arrival.changes, sequences, strict=True):
            logs[row].add(name, change, seq)
            self._moved[row] = [change]
        self._touched.update(rows)
        self._last += len(rows)
        self._taken.new += len(rows)
        self._taken.rows.update(zip(rows, kinds, strict=True))
        return sequences

    def _place(self, name: str, change: Change) -> tuple[int, bool]:
        """Return the sequence number of a change, and whether it is new to the log."""
        log = self._log_of(change)
        seq = log.sequence.get(name)
        if seq is None:
            self._last += 1
            log.add(name, change, self._last)
            self._touch(change.kind, change.row)
            self._moved.setdefault(change.row, []).append(change)
            return self._last, True
        if name in log.inactive:
            log.inactive.discard(name)
            self._touch(change.kind, change.row)
        return seq, False

    def _log_of(self, change: Change) -> RowLog:
        """Return the log of the change's row as it stands by now."""
        log = self._logs.get(change.row)
        if log is None:
            newcomer = self._newcomers.pop(change.row, None)
            log = self._logs[change.row] = RowLog(change.row, newcomer.change.kind if newcomer else change.kind)
            self._fresh.add(change.row)
            if newcomer:
                log.add(newcomer.id, newcomer.change, newcomer.sequence)
                self._touched.add(change.row)
        return log


def _is_plain(change: Change) -> bool:
    return change.create and not change.parents and not change.delete


@contextmanager
def roomy_cache(connection: Connection) -> Iterator[None]:
    """Give a connection that is going to take much in the room to do so."""
    connection.exec_driver_sql(sqlite_dialect.ROOMY_CACHE)
    try:
        yield
    finally:
        connection.exec_driver_sql(sqlite_dialect.USUAL_CACHE)


def narrow_cache(connection: Connection) -> None:
    """Take back some of the room for bytes of evidence, which are written once and never looked at again."""
    connection.exec_driver_sql(sqlite_dialect.EVIDENCE_CACHE)


def set_retracted(connection: Connection, number: int, *, retracted: bool) -> set[str]:
    """Retract an import, or let it stand again, and return the rows that were judged anew."""
    carriers.find_carrier(connection, number)
    carriers.mark_retracted(connection, number, retracted=retracted)
    rows = carriers.rows_of_carrier(connection, number)
    with roomy_cache(connection):
        _refresh(connection, rows)
    return rows


def _refresh(connection: Connection, rows: set[str]) -> None:
    """Write derived rows anew: of these rows, or of all when that is cheaper."""
    if len(rows) > REBUILD_SHARE * last_sequence(connection):
        derive.rebuild(connection)
        search_documents.rebuild(connection)
        return
    search_documents.refresh_later(connection, derive.refresh_rows(connection, rows))


def edits_resting_on(connection: Connection, number: int) -> int:
    """Return how many changes made elsewhere or later would be held if the import were retracted.

    It is retracted to see, and let stand again: the connection must be in a write transaction.
    """
    waiting = select(held.c.change_id).where(held.c.reason != HeldReason.RETRACTED.value)
    before = set(connection.execute(waiting).scalars())
    with connection.begin_nested() as trial:
        set_retracted(connection, number, retracted=True)
        after = set(connection.execute(waiting).scalars())
        trial.rollback()
    return len(after - before)


def open_conflicts(connection: Connection) -> set[tuple[str, str]]:
    """Return ``(row, field)`` of everything that disagrees now."""
    return set(connection.execute(select(conflict.c.row, conflict.c.field)).all())


def kinds_of_rows(connection: Connection, rows: Iterable[str]) -> set[tuple[str, str]]:
    """Return ``(kind, row)`` for rows, by the log."""
    found: set[tuple[str, str]] = set()
    for part in in_parts(sorted(rows)):
        statement = select(change_table.c.kind, change_table.c.row).where(change_table.c.row.in_(part)).distinct()
        found.update(connection.execute(statement).all())
    return found


def _count_argued(connection: Connection) -> int:
    """Return how many changes are held, and how many fields disagree."""
    counts = (select(func.count()).select_from(table) for table in (held, conflict))
    return sum(int(connection.execute(statement).scalar_one()) for statement in counts)


def anything_held(connection: Connection) -> bool:
    """Whether any change of the log is not applied."""
    return connection.execute(select(held.c.change_id).limit(1)).first() is not None


def held_of_carrier(connection: Connection, number: int) -> list[HeldReason]:
    """Return why changes that an import brought are not applied, one reason a change."""
    statement = (
        select(held.c.reason)
        .join(change_table, and_(change_table.c.row == held.c.row, change_table.c.id == held.c.change_id))
        .where(carriers.is_brought_by([number]))
    )
    return [HeldReason(reason) for reason in connection.execute(statement).scalars()]


def missing_evidence(connection: Connection) -> int:
    """Return how many attached files, emblems and contents of editions are named in the records but not here."""
    here = select(blob.c.sha256)
    named = (
        tables["evidence"].c.file_sha256,
        tables["edition"].c.content_sha256,
        tables["layout"].c.logo_sha256,
    )
    counts = (select(func.count(func.distinct(one))).where(one != "", one.not_in(here)) for one in named)
    return sum(int(connection.execute(statement).scalar_one()) for statement in counts)


def has_conversions(connection: Connection, number: int) -> bool:
    """Whether anything that an import brought had been rewritten on the way."""
    found = select(conversion.c.sha256).where(conversion.c.carrier_id == number).limit(1)
    return connection.execute(found).first() is not None


def note_conversion(connection: Connection, sha256: str, actual: str, number: int) -> None:
    """Note that a gateway rewrote a file on the way (変換済み); somebody has to confirm it."""
    values = {"sha256": sha256, "actual": actual, "carrier_id": number, "confirmed": 0}
    connection.execute(insert(conversion).prefix_with("OR IGNORE"), [values])
