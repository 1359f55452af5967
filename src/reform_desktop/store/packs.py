"""Sealed packs in the file: what each holds, so that it can be relayed word for word.

A pack is kept as its signature and the order of its changes; their bodies are in the log already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Select, exists, func, literal_column, select
from sqlalchemy.sql.elements import ColumnElement

from reform_desktop.store import sqlite_dialect
from reform_desktop.store.carriers import is_active
from reform_desktop.store.pack_runs import cut, holds_change, is_in_run
from reform_desktop.store.portions import in_parts
from reform_desktop.store.schema import change as change_table
from reform_desktop.store.schema import pack, pack_run


@dataclass(frozen=True, slots=True)
class KeptPack:
    """A pack that this file holds whole. ``sha256`` names its file in every bundle."""

    sha256: str
    unit: str
    key: str
    signature: str


def keep_pack(connection: Connection, kept: KeptPack, sequences: Sequence[int]) -> None:
    """Note a pack and its changes in order; one that is there already stays as it is."""
    given = (kept.sha256, kept.unit, kept.key, kept.signature)
    if connection.exec_driver_sql(sqlite_dialect.KEEP_PACK, given).rowcount:
        connection.exec_driver_sql(sqlite_dialect.KEEP_PACK_RUN, [(kept.sha256, *run) for run in cut(sequences)])


def all_packs(connection: Connection) -> list[KeptPack]:
    """Return every pack of the file, by hash."""
    rows = connection.execute(select(pack).order_by(pack.c.sha256))
    return [KeptPack(row.sha256, row.unit, row.key, row.signature) for row in rows]


def standing_packs(connection: Connection) -> frozenset[str]:
    """Return the hashes of the packs that a local edit or an import that was not undone carries.

    A pack comes and goes as a whole, so its first change tells.
    """
    statement = (
        select(pack_run.c.pack)
        .join(change_table, change_table.c.seq == pack_run.c.first_seq)
        .where(pack_run.c.ordinal == 0, is_active())
    )
    return frozenset(connection.execute(statement).scalars())


def find_pack(connection: Connection, sha256: str) -> KeptPack | None:
    """Return the pack of that hash, if the file holds it."""
    row = connection.execute(select(pack).where(pack.c.sha256 == sha256)).first()
    return KeptPack(row.sha256, row.unit, row.key, row.signature) if row else None


def pack_bodies(connection: Connection, sha256: str) -> Iterator[bytes]:
    """Yield the canonical JSON of a pack's changes in their order."""
    statement = (
        select(change_table.c.body)
        .join(pack_run, is_in_run())
        .where(pack_run.c.pack == sha256)
        .order_by(pack_run.c.ordinal, change_table.c.seq)
    )
    yield from connection.execute(statement).scalars()


def unsealed(connection: Connection) -> list[int]:
    """Return the changes, by sequence, that were made in this file and went out in no bundle yet."""
    statement = select(change_table.c.seq).where(change_table.c.local == 1, ~is_sealed())
    return list(connection.execute(statement.order_by(change_table.c.seq)).scalars())


def packs_of_changes(connection: Connection, sequences: Iterable[int]) -> dict[str, set[int]]:
    """Return ``{pack: sequences}`` of the packs that hold any of the changes."""
    found: dict[str, set[int]] = {}
    for part in in_parts(sorted(set(sequences))):
        statement = select(pack_run.c.pack, change_table.c.seq).join(change_table, holds_change())
        statement = statement.where(change_table.c.seq.in_(part))
        for name, seq in connection.execute(statement):
            found.setdefault(name, set()).add(seq)
    return found


def pack_sizes(connection: Connection, hashes: Iterable[str]) -> dict[str, int]:
    """Return how many changes each pack holds."""
    found: dict[str, int] = {}
    for part in in_parts(sorted(set(hashes))):
        statement = select(pack_run.c.pack, func.sum(pack_run.c.length)).where(pack_run.c.pack.in_(part))
        found.update(connection.execute(statement.group_by(pack_run.c.pack)).all())
    return found


def pack_weights(connection: Connection, hashes: Iterable[str]) -> dict[str, int]:
    """Return how many bytes the changes of each pack have together."""
    found: dict[str, int] = {}
    for part in in_parts(sorted(set(hashes))):
        statement = (
            select(pack_run.c.pack, func.sum(func.length(change_table.c.body)))
            .join(change_table, is_in_run())
            .where(pack_run.c.pack.in_(part))
            .group_by(pack_run.c.pack)
        )
        found.update(connection.execute(statement).all())
    return found


def sealed_changes(connection: Connection, sequences: Sequence[int]) -> set[int]:
    """Return those of the changes that any pack holds."""
    found: set[int] = set()
    for part in in_parts(sequences):
        statement = select(change_table.c.seq).where(change_table.c.seq.in_(part), is_sealed())
        found.update(connection.execute(statement).scalars())
    return found


def is_sealed() -> ColumnElement[bool]:
    """Return the condition that a pack holds the change."""
    in_a_run: Select[str] = select(literal_column("1")).select_from(pack_run).where(holds_change())
    return exists(in_a_run)
