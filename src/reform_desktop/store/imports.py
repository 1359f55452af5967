"""Taking in changes from outside: a union with the log, undone by retracting what carried them.

An import changes nothing that is there. Whatever it brings is judged by the merge law when derived rows are written;
retracting the carrier later gives exactly the state without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection, func, insert, literal, select, update

from reform_desktop.changes.law import HeldReason
from reform_desktop.domain.errors import NotFoundError
from reform_desktop.store import derive, search_documents, sqlite_dialect
from reform_desktop.store.log import append_bodies, in_parts, is_carried
from reform_desktop.store.packs import KeptPack, keep_pack
from reform_desktop.store.schema import blob, carriage, carrier, conflict, conversion, held, pack_change, tables
from reform_desktop.store.schema import change as change_table

REBUILD_SHARE = 0.2
"""From this share of all changes on, making everything derived anew costs less than row by row."""


@dataclass(frozen=True, slots=True)
class ArrivedChange:
    """One change as it arrived: id, row, kind, and its canonical JSON."""

    id: str
    row: str
    kind: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Arrival:
    """Changes that came together; ``pack`` is ``None`` for those that nobody sealed (another copy of the file).

    ``known`` tells that the file holds the pack already; its changes are then not handed over again.
    """

    changes: Sequence[ArrivedChange]
    pack: KeptPack | None = None
    known: bool = False


@dataclass(frozen=True, slots=True)
class Carrier:
    """One import as the list of imports shows it. ``details`` is what the service noted about it."""

    id: int
    label: str
    at: str
    retracted: bool
    details: dict[str, str]


@dataclass(slots=True)
class Taken:
    """What an import did: the carrier's number, how many changes were new, and the rows that they touch."""

    carrier: int
    arrived: int = 0
    new: int = 0
    rows: set[str] = field(default_factory=set)


def take_in(
    connection: Connection, arrivals: Iterable[Arrival], *, label: str, at: str, details: dict[str, str]
) -> Taken:
    """Add what arrived to the log under a new carrier, and bring everything derived up to date."""
    result = connection.execute(
        insert(carrier).values(label=label, at=at, retracted=0, details=msgspec.json.encode(details).decode())
    )
    taken = Taken(int(result.lastrowid))
    with _roomy_cache(connection):
        _add(connection, arrivals, taken)
    return taken


def _add(connection: Connection, arrivals: Iterable[Arrival], taken: Taken) -> None:
    before = _last_sequence(connection)
    for arrival in arrivals:
        if arrival.known and arrival.pack is not None:
            taken.rows |= _rows_of_uncarried(connection, arrival.pack.sha256)
            taken.arrived += _carry_pack(connection, taken.carrier, arrival.pack.sha256)
            continue
        sequences = append_bodies(connection, [(one.id, one.row, one.kind, one.body) for one in arrival.changes])
        _carry(connection, taken.carrier, sequences)
        if arrival.pack is not None:
            keep_pack(connection, arrival.pack, sequences)
        taken.arrived += len(sequences)
        taken.rows.update(_affected(connection, arrival.changes, sequences, before, taken.carrier))
    taken.new = _last_sequence(connection) - before
    refresh(connection, taken.rows, changed=taken.new)


@contextmanager
def _roomy_cache(connection: Connection) -> Iterator[None]:
    connection.exec_driver_sql(sqlite_dialect.ROOMY_CACHE)
    try:
        yield
    finally:
        connection.exec_driver_sql(sqlite_dialect.USUAL_CACHE)


def refresh(connection: Connection, rows: set[str], *, changed: int) -> None:
    """Write derived rows and search documents anew: of these rows, or of all when that is cheaper."""
    if not rows:
        return
    if changed > REBUILD_SHARE * _last_sequence(connection):
        derive.rebuild(connection)
        search_documents.rebuild(connection)
        return
    search_documents.refresh(connection, derive.refresh_rows(connection, rows))


def list_carriers(connection: Connection) -> list[Carrier]:
    """Return all imports, the newest first."""
    rows = connection.execute(select(carrier).order_by(carrier.c.id.desc()))
    return [
        Carrier(row.id, row.label, row.at, bool(row.retracted), msgspec.json.decode(row.details, type=dict[str, str]))
        for row in rows
    ]


def find_carrier(connection: Connection, number: int) -> Carrier:
    """Return one import; `NotFoundError` when there is none of that number."""
    found = next((one for one in list_carriers(connection) if one.id == number), None)
    if found is None:
        raise NotFoundError(f"{number}番の取込みはありません。取込みの一覧を確かめてください。何も変更していません。")
    return found


def set_retracted(connection: Connection, number: int, *, retracted: bool) -> set[str]:
    """Retract an import, or let it stand again, and return the rows that were judged anew."""
    find_carrier(connection, number)
    connection.execute(update(carrier).where(carrier.c.id == number).values(retracted=int(retracted)))
    rows = _rows_of(connection, number)
    with _roomy_cache(connection):
        refresh(connection, rows, changed=len(rows))
    return rows


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


def carriers_of(connection: Connection, change_ids: Iterable[str]) -> dict[str, list[str]]:
    """Return ``{change id: labels of the imports that brought it}``; local edits have none."""
    found: dict[str, list[str]] = {}
    for part in in_parts(sorted(set(change_ids))):
        statement = (
            select(change_table.c.id, carrier.c.label)
            .join(carriage, carriage.c.change_seq == change_table.c.seq)
            .join(carrier, carrier.c.id == carriage.c.carrier_id)
            .where(change_table.c.id.in_(part), carrier.c.retracted == 0)
            .order_by(carrier.c.id)
        )
        for name, label in connection.execute(statement):
            found.setdefault(name, []).append(label)
    return found


def _carry(connection: Connection, number: int, sequences: Sequence[int]) -> None:
    rows = [{"change_seq": seq, "carrier_id": number} for seq in dict.fromkeys(sequences)]
    if rows:
        connection.execute(insert(carriage).prefix_with("OR IGNORE"), rows)


def _affected(
    connection: Connection,
    changes: Sequence[ArrivedChange],
    sequences: Sequence[int],
    before: int,
    number: int,
) -> set[str]:
    """Return the rows of changes that are new, or that nothing else had carried until now."""
    rows = {one.row for one, seq in zip(changes, sequences, strict=True) if seq > before}
    old = [seq for seq in sequences if seq <= before]
    if old:
        kept = _carried_besides(connection, old, number)
        rows |= {one.row for one, seq in zip(changes, sequences, strict=True) if seq <= before and seq not in kept}
    return rows


def _carry_pack(connection: Connection, number: int, sha256: str) -> int:
    """Let an import carry a pack that is here already, and return how many changes that are."""
    held_here = select(pack_change.c.change_seq, literal(number)).where(pack_change.c.pack == sha256).distinct()
    statement = insert(carriage).prefix_with("OR IGNORE").from_select(["change_seq", "carrier_id"], held_here)
    connection.execute(statement)
    counted = select(func.count()).select_from(pack_change).where(pack_change.c.pack == sha256)
    return int(connection.execute(counted).scalar_one())


def _rows_of_uncarried(connection: Connection, sha256: str) -> set[str]:
    """Return the rows of those changes of a pack that neither a local edit nor a standing import carries yet."""
    statement = (
        select(change_table.c.row)
        .join(pack_change, pack_change.c.change_seq == change_table.c.seq)
        .where(pack_change.c.pack == sha256, change_table.c.local == 0, ~is_carried())
    )
    return set(connection.execute(statement).scalars())


def _carried_besides(connection: Connection, sequences: Sequence[int], number: int) -> set[int]:
    """Return those changes that a local edit or another standing import carries too."""
    kept: set[int] = set()
    for part in in_parts(sequences):
        local = select(change_table.c.seq).where(change_table.c.seq.in_(part), change_table.c.local == 1)
        kept.update(connection.execute(local).scalars())
        others = (
            select(carriage.c.change_seq)
            .join(carrier, carrier.c.id == carriage.c.carrier_id)
            .where(carriage.c.change_seq.in_(part), carrier.c.retracted == 0, carrier.c.id != number)
        )
        kept.update(connection.execute(others).scalars())
    return kept


def _rows_of(connection: Connection, number: int) -> set[str]:
    statement = (
        select(change_table.c.row)
        .join(carriage, carriage.c.change_seq == change_table.c.seq)
        .where(carriage.c.carrier_id == number)
    )
    return set(connection.execute(statement).scalars())


def _last_sequence(connection: Connection) -> int:
    return int(connection.execute(select(func.max(change_table.c.seq))).scalar() or 0)


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


def held_of_carrier(connection: Connection, number: int) -> list[HeldReason]:
    """Return why changes that an import brought are not applied, one reason a change."""
    statement = (
        select(held.c.reason)
        .join(change_table, change_table.c.id == held.c.change_id)
        .join(carriage, carriage.c.change_seq == change_table.c.seq)
        .where(carriage.c.carrier_id == number)
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


def note_conversion(connection: Connection, sha256: str, actual: str, number: int) -> None:
    """Note that a gateway rewrote a file on the way (変換済み); somebody has to confirm it."""
    values = {"sha256": sha256, "actual": actual, "carrier_id": number, "confirmed": 0}
    connection.execute(insert(conversion).prefix_with("OR IGNORE"), [values])


def first_carried_by(connection: Connection, numbers: Sequence[int], earlier: Sequence[int]) -> list[int]:
    """Return the changes, by sequence, that some imports brought and none of the earlier ones had brought."""
    brought = select(carriage.c.change_seq).where(carriage.c.carrier_id.in_(numbers))
    before = select(carriage.c.change_seq).where(carriage.c.carrier_id.in_(earlier))
    statement = brought.where(carriage.c.change_seq.not_in(before)).distinct().order_by(carriage.c.change_seq)
    return list(connection.execute(statement).scalars())
