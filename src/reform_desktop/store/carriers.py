"""What brought changes in from outside: the imports, and which changes and packs each of them carries.

A change stays active as long as a local edit or one standing import carries it. Sealed packs are carried as wholes
(one row a pack), what nobody sealed change by change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, Row, Select, and_, exists, insert, literal_column, or_, select, union, update
from sqlalchemy.sql.elements import ColumnElement

from reform_desktop.domain.errors import NotFoundError
from reform_desktop.store import sqlite_dialect
from reform_desktop.store.pack_runs import holds_change, is_in_run
from reform_desktop.store.portions import in_parts
from reform_desktop.store.schema import carriage, carrier, carrier_pack, pack_run
from reform_desktop.store.schema import change as change_table


@dataclass(frozen=True, slots=True)
class Carrier:
    """One import as the list of imports shows it. ``details`` is what the service noted about it."""

    id: int
    label: str
    at: str
    retracted: bool
    details: dict[str, str]
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class NewCarrier:
    """An import that begins; ``sha256`` is the digest of its file, by which it is known again, or empty."""

    label: str
    at: str
    details: dict[str, str]
    sha256: str = ""


def add_carrier(connection: Connection, new: NewCarrier) -> int:
    """Note a new import, which carries nothing yet, and return its number."""
    noted = msgspec.json.encode(new.details).decode()
    added = connection.exec_driver_sql(sqlite_dialect.ADD_CARRIER, (new.label, new.at, noted, new.sha256))
    return int(added.lastrowid)


def packs_by_carrier(connection: Connection) -> dict[int, list[str]]:
    """Return ``{import: packs that it carries}``."""
    found: dict[int, list[str]] = {}
    statement = select(carrier_pack.c.carrier_id, carrier_pack.c.pack).order_by(carrier_pack.c.carrier_id)
    for number, name in connection.execute(statement):
        found.setdefault(number, []).append(name)
    return found


def list_carriers(connection: Connection) -> list[Carrier]:
    """Return all imports, the newest first."""
    return [_carrier_of(row) for row in connection.execute(select(carrier).order_by(carrier.c.id.desc()))]


def _carrier_of(row: Row[int, str, str, int, str, str]) -> Carrier:
    details = msgspec.json.decode(row.details, type=dict[str, str])
    return Carrier(row.id, row.label, row.at, bool(row.retracted), details, row.sha256)


def find_carrier(connection: Connection, number: int) -> Carrier:
    """Return one import; `NotFoundError` when there is none of that number."""
    found = next((one for one in list_carriers(connection) if one.id == number), None)
    if found is None:
        raise NotFoundError(f"{number}番の取込みはありません。取込みの一覧を確かめてください。何も変更していません。")
    return found


def any_retracted(connection: Connection) -> bool:
    """Whether any import was undone: only then can a change of the log be carried by nothing."""
    return connection.execute(select(carrier.c.id).where(carrier.c.retracted == 1).limit(1)).first() is not None


def mark_retracted(connection: Connection, number: int, *, retracted: bool) -> None:
    """Let an import no longer, or again, carry anything."""
    connection.execute(update(carrier).where(carrier.c.id == number).values(retracted=int(retracted)))


def carry_changes(connection: Connection, number: int, sequences: Iterable[int]) -> None:
    """Let an import carry changes that came without a pack."""
    rows = [{"change_seq": seq, "carrier_id": number} for seq in dict.fromkeys(sequences)]
    if rows:
        connection.execute(insert(carriage).prefix_with("OR IGNORE"), rows)


def carry_pack(connection: Connection, number: int, sha256: str) -> None:
    """Let an import carry a pack that the file holds."""
    connection.exec_driver_sql(sqlite_dialect.CARRY_PACK, (sha256, number))


def is_carried() -> ColumnElement[bool]:
    """Return the condition that a standing import holds the change."""
    by_itself: Select[str] = (
        select(literal_column("1"))
        .select_from(carriage.join(carrier, carriage.c.carrier_id == carrier.c.id))
        .where(carriage.c.change_seq == change_table.c.seq, carrier.c.retracted == 0)
    )
    in_a_pack: Select[str] = (
        select(literal_column("1"))
        .select_from(
            pack_run.join(carrier_pack, carrier_pack.c.pack == pack_run.c.pack).join(
                carrier, carrier_pack.c.carrier_id == carrier.c.id
            )
        )
        .where(holds_change(), carrier.c.retracted == 0)
    )
    return or_(exists(by_itself), exists(in_a_pack))


def is_active() -> ColumnElement[bool]:
    """Return the condition that a local edit or a standing import holds the change."""
    return or_(change_table.c.local == 1, is_carried())


def carriers_of(
    connection: Connection, changes: Iterable[tuple[str, str]], *, retracted: bool = False
) -> dict[str, list[str]]:
    """Return ``{change id: labels of the standing imports that brought it}`` of changes given as ``(row, id)``.

    Local edits have none. With ``retracted`` the imports are named that were undone, instead.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    by_itself: Select[str, int, str] = (
        select(change_table.c.id, carrier.c.id, carrier.c.label)
        .join(carriage, carriage.c.change_seq == change_table.c.seq)
        .join(carrier, carrier.c.id == carriage.c.carrier_id)
    )
    in_a_pack: Select[str, int, str] = (
        select(change_table.c.id, carrier.c.id, carrier.c.label)
        .join(pack_run, holds_change())
        .join(carrier_pack, carrier_pack.c.pack == pack_run.c.pack)
        .join(carrier, carrier.c.id == carrier_pack.c.carrier_id)
    )
    for part in in_parts(sorted(set(changes))):
        wanted = (are_changes(part), carrier.c.retracted == int(retracted))
        for name, number, label in connection.execute(union(by_itself.where(*wanted), in_a_pack.where(*wanted))):
            found.setdefault(name, []).append((number, label))
    return {name: [label for _number, label in sorted(ones)] for name, ones in found.items()}


def are_changes(wanted: Sequence[tuple[str, str]]) -> ColumnElement[bool]:
    """Return the condition that a change is one of those given as ``(row, id)``."""
    rows, names = {row for row, _name in wanted}, {name for _row, name in wanted}
    return and_(change_table.c.row.in_(rows), change_table.c.id.in_(names))


def rows_of_carrier(connection: Connection, number: int) -> set[str]:
    """Return the rows that an import's changes are about."""
    by_itself: Select[int, str] = (
        select(change_table.c.row)
        .join(carriage, carriage.c.change_seq == change_table.c.seq)
        .where(carriage.c.carrier_id == number)
    )
    in_packs = (
        select(change_table.c.row)
        .join(pack_run, is_in_run())
        .join(carrier_pack, carrier_pack.c.pack == pack_run.c.pack)
        .where(carrier_pack.c.carrier_id == number)
    )
    return set(connection.execute(union(by_itself, in_packs)).scalars())


def rows_carried_by_nothing(connection: Connection, sha256: str) -> set[str]:
    """Return the rows of those changes of a pack that neither a local edit nor a standing import carries yet."""
    statement = (
        select(change_table.c.row)
        .join(pack_run, is_in_run())
        .where(pack_run.c.pack == sha256, ~is_active())
    )
    return set(connection.execute(statement).scalars())


def carried_besides(connection: Connection, sequences: Sequence[int]) -> set[int]:
    """Return those of the changes that a local edit or a standing import carries."""
    kept: set[int] = set()
    for part in in_parts(sequences):
        statement = select(change_table.c.seq).where(change_table.c.seq.in_(part), is_active())
        kept.update(connection.execute(statement).scalars())
    return kept


def is_brought_by(numbers: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that one of the imports, standing or not, brought the change."""
    by_itself: Select[str] = select(literal_column("1")).where(
        carriage.c.change_seq == change_table.c.seq, carriage.c.carrier_id.in_(numbers)
    )
    in_a_pack: Select[str] = (
        select(literal_column("1"))
        .select_from(pack_run.join(carrier_pack, carrier_pack.c.pack == pack_run.c.pack))
        .where(holds_change(), carrier_pack.c.carrier_id.in_(numbers))
    )
    return or_(exists(by_itself), exists(in_a_pack))


def first_carried_by(connection: Connection, numbers: Sequence[int], earlier: Sequence[int]) -> list[int]:
    """Return the changes, by sequence, that some imports brought and none of the earlier ones had brought."""
    brought = union(
        select(carriage.c.change_seq).where(carriage.c.carrier_id.in_(numbers)),
        select(change_table.c.seq)
        .join(pack_run, is_in_run())
        .join(carrier_pack, carrier_pack.c.pack == pack_run.c.pack)
        .where(carrier_pack.c.carrier_id.in_(numbers)),
    ).subquery()
    statement = (
        select(change_table.c.seq)
        .where(change_table.c.seq.in_(select(brought.c.change_seq)), ~is_brought_by(earlier))
        .order_by(change_table.c.seq)
    )
    return list(connection.execute(statement).scalars())
