"""Derived rows: the state that the merge law gives, written into the tables that screens read.

`refresh_rows` does it for the rows that a transaction touched, `rebuild` for all; a property test compares
the two. Nothing else writes the derived tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import islice
from typing import NamedTuple

from sqlalchemy import Connection, select

from reform_desktop.changes.authority import may_change, owners_side
from reform_desktop.changes.change import DIVISION, Change
from reform_desktop.changes.law import HeldReason, RowState, row_state, straight_values
from reform_desktop.domain.catalogue import KINDS, child_kinds
from reform_desktop.store.derived_rows import BATCH, DerivedWriter
from reform_desktop.store.log import RowLog, all_logs, logs_of_rows
from reform_desktop.store.moves import Move
from reform_desktop.store.ownership import Ownership
from reform_desktop.store.schema import change as change_table
from reform_desktop.store.schema import conflict, derived_metadata, held


def state_of(log: RowLog, ownership: Ownership) -> RowState:
    """Return the state of one row by the merge law, with the ownership that this file knows."""
    only = ownership.only_creation(log)
    if only is not None:
        return RowState.of_creation(next(iter(log.changes)), only.set, only.unit)

    def verdict(change: Change) -> HeldReason | None:
        return _refusal(log, change, ownership)

    def prefers(field: str, unit: str) -> bool:
        return owners_side(log.kind, ownership.current(log)).get(field) == unit

    return row_state(log.changes, log.retracted, verdict, prefers)


def refresh_rows(connection: Connection, rows: Iterable[str]) -> list[RowLog]:
    """Write the derived rows of ``rows`` anew and return the logs of all rows that were written.

    When the owner of a measure changes, what belongs to the measure is judged again too.
    """
    return refresh_arrived(connection, logs_of_rows(connection, rows), frozenset(), {}, ())


class Newcomer(NamedTuple):
    """The creation of a row that was never heard of before, and of which nothing else is known."""

    id: str
    change: Change
    sequence: int


def refresh_arrived(
    connection: Connection,
    logs: Mapping[str, RowLog],
    fresh: AbstractSet[str],
    newcomers: Mapping[str, Newcomer],
    moves: Collection[Move],
) -> list[RowLog]:
    """Do what `refresh_rows` does for rows that are at hand; of ``fresh`` ones nothing was derived before.

    ``newcomers`` are further rows; most of them need no log, and they are not among the logs that are returned,
    unless they do. ``moves`` are of still others, whose state is known.
    """
    writer = DerivedWriter(connection)
    writer.add_moves((move.log.kind, move.log.row, move.values) for move in moves)
    judged = {**logs, **_add_plain(writer, newcomers)}
    fresh = fresh | (judged.keys() - logs.keys())
    above = _dependants(connection, judged.values(), {one.change.kind for one in newcomers.values()})
    judged |= logs_of_rows(connection, above - judged.keys() - newcomers.keys())
    ownership = Ownership(connection)
    ownership.expect(judged.values())
    writer.clear([log for row, log in judged.items() if row not in fresh])
    for row, log in judged.items():
        _judge(writer, log, ownership, fresh=row in fresh)
    writer.flush()
    return [*judged.values(), *(move.log for move in moves)]


def _add_plain(writer: DerivedWriter, newcomers: Mapping[str, Newcomer]) -> dict[str, RowLog]:
    """Hand the writer every newcomer that its author owns for sure, and return the logs of the others.

    The division owns everything; a department what it creates in its own name, and the parts of that.
    """
    gathered = by_kind(newcomers.values())
    owned = {kind: _named_owners(KINDS[kind].owner_field, ones) for kind, ones in gathered.items() if kind in KINDS}
    left: dict[str, RowLog] = {}
    for kind, creations in gathered.items():
        known = KINDS.get(kind)
        passed_on = known.parent if known and not known.owner_field else ""
        above = owned.get(known.parent_kind, {}) if known and passed_on else {}
        own = owned.get(kind, {})
        plain: list[Change] = []
        for one in creations:
            parent = one.set.get(passed_on) if above else None
            if one.unit == DIVISION or one.row in own or (isinstance(parent, str) and above.get(parent) == one.unit):
                plain.append(one)
            else:
                left[one.row] = RowLog(one.row, kind)
                left[one.row].add(newcomers[one.row].id, one, newcomers[one.row].sequence)
        writer.add_creations(kind, plain)
    return left


def by_kind(newcomers: Iterable[Newcomer]) -> dict[str, list[Change]]:
    """Return the creations of newcomers by kind, in their order."""
    found: dict[str, list[Change]] = {}
    for _name, change, _sequence in newcomers:
        found.setdefault(change.kind, []).append(change)
    return found


def _named_owners(owner_field: str, creations: Iterable[Change]) -> dict[str, str]:
    """Return ``{row: unit}`` of the records that their authors say are their own."""
    if not owner_field:
        return {}
    return {one.row: one.unit for one in creations if one.set.get(owner_field) == one.unit}


def rebuild(connection: Connection) -> None:
    """Drop what is derived and make it anew from the log."""
    derived_metadata.drop_all(connection)
    derived_metadata.create_all(connection)
    writer = DerivedWriter(connection)
    ownership = Ownership(connection)
    stream = all_logs(connection)
    while portion := list(islice(stream, BATCH)):
        ownership.expect(portion)
        for log in portion:
            _judge(writer, log, ownership, fresh=True)
    writer.flush()


def _judge(writer: DerivedWriter, log: RowLog, ownership: Ownership, *, fresh: bool) -> None:
    """Hand the writer what the law makes of a row, found the short way for the many that nobody argues about."""
    values = None if log.inactive or log.mixed else straight_values(log.changes)
    if values is not None and _all_authorised(log, ownership):
        writer.add_values(log.kind, log.row, values, fresh=fresh)
    else:
        writer.add(log, state_of(log, ownership), fresh=fresh)


def _all_authorised(log: RowLog, ownership: Ownership) -> bool:
    others = [one for one in log.changes.values() if one.unit != DIVISION]
    if not others:
        return True
    owners = ownership.owners(log)
    return all(may_change(one, owners) is None for one in others)


def _refusal(log: RowLog, change: Change, ownership: Ownership) -> HeldReason | None:
    """Return why a change of the row may not be applied, or ``None`` when its author may make it."""
    if change.kind != log.kind:
        return HeldReason.FOREIGN
    return None if change.unit == DIVISION else may_change(change, ownership.owners(log))


def _dependants(connection: Connection, logs: Iterable[RowLog], created: AbstractSet[str]) -> set[str]:
    """Return the rows that must be judged again because a row names an owner, or passes one on.

    The rows are those of ``logs``, and new ones of the kinds ``created``.

    Changes that were held as foreign may have waited for just this, and another side of disputed values may be the
    owner's now. Where somebody ceased to be an owner, all that may belong to the row is judged again.
    """
    passing_on = [log for log in logs if _kinds_below(log.kind)]
    kinds = sorted({below for kind in created | {log.kind for log in passing_on} for below in _kinds_below(kind)})
    if not kinds:
        return set()
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
