"""Conflicts and held changes, as derived from the log: what stands against what, and where each came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from reform_desktop.changes.change import EXISTENCE, Change
from reform_desktop.changes.law import HeldReason, RowState
from reform_desktop.domain.values import JsonValue
from reform_desktop.store.carriers import are_changes, carriers_of
from reform_desktop.store.derive import state_of
from reform_desktop.store.log import RowLog, logs_of_rows
from reform_desktop.store.ownership import Ownership
from reform_desktop.store.schema import change as change_table
from reform_desktop.store.schema import conflict, held


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values that stand against each other.

    ``local`` tells that an edit made in this file carries it, ``carriers`` which imports do. ``deletes`` marks the
    side of a deletion; ``value`` is then ``None``.
    """

    change_id: str
    value: JsonValue
    unit: str
    who: str
    at: str
    local: bool
    carriers: tuple[str, ...] = ()
    deletes: bool = False


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field whose values disagree; ``field`` is `EXISTENCE` for a deletion against edits it had not seen.

    ``sides`` begins with the one that is shown meanwhile. ``ancestor`` is the value that all sides replaced.
    """

    kind: str
    row: str
    field: str
    sides: tuple[Side, ...]
    ancestor: JsonValue = None


@dataclass(frozen=True, slots=True)
class Held:
    """A change that is in the log but not applied, with the reason."""

    change_id: str
    change: Change
    reason: HeldReason
    carriers: tuple[str, ...]


def count_conflicts(connection: Connection) -> int:
    """Return how many fields have values that disagree."""
    return int(connection.execute(select(func.count()).select_from(conflict)).scalar_one())


def count_held(connection: Connection) -> int:
    """Return how many changes are in the log but not applied."""
    return int(connection.execute(select(func.count()).select_from(held)).scalar_one())


def disputed_places(connection: Connection) -> list[tuple[str, str, str]]:
    """Return ``(kind, row, field)`` of every field whose values disagree, without the values."""
    found = connection.execute(select(conflict.c.kind, conflict.c.row, conflict.c.field))
    return [(kind, row, field) for kind, row, field in found]


def disputed_fields(connection: Connection, row: str) -> frozenset[str]:
    """Return the fields of a row whose values disagree."""
    return frozenset(connection.execute(select(conflict.c.field).where(conflict.c.row == row)).scalars())


def list_disputes(connection: Connection, rows: Iterable[str] | None = None) -> list[Dispute]:
    """Return every conflict, or those of some rows, by row and field."""
    statement = select(conflict.c.row, conflict.c.field).order_by(conflict.c.row, conflict.c.field)
    wanted = None if rows is None else set(rows)
    pairs = [(row, field) for row, field in connection.execute(statement) if wanted is None or row in wanted]
    logs = logs_of_rows(connection, {row for row, _field in pairs})
    ownership = Ownership(connection)
    states = {row: state_of(log, ownership) for row, log in logs.items()}
    heads = [(row, name) for row, field in pairs for name in _standing(states[row], logs[row], field)]
    local = _local_changes(connection, heads)
    carriers = carriers_of(connection, heads)
    return [_dispute(logs[row], states[row], field, local, carriers) for row, field in pairs]


def list_held(connection: Connection) -> list[Held]:
    """Return every held change, by row, with the imports that brought it; those undone when that is what holds it."""
    rows = connection.execute(
        select(held.c.change_id, held.c.row, held.c.reason).order_by(held.c.row, held.c.change_id)
    )
    found = rows.all()
    logs = logs_of_rows(connection, {row for _name, row, _reason in found})
    undone = [(row, name) for name, row, reason in found if reason == HeldReason.RETRACTED.value]
    standing = [(row, name) for name, row, reason in found if reason != HeldReason.RETRACTED.value]
    carriers = carriers_of(connection, standing) | carriers_of(connection, undone, retracted=True)
    return [
        Held(name, logs[row].changes[name], HeldReason(reason), tuple(carriers.get(name, ())))
        for name, row, reason in found
    ]


def _standing(state: RowState, log: RowLog, field: str) -> list[str]:
    """Return the changes that stand against each other in a field, the shown one first."""
    if field != EXISTENCE:
        return [head.change_id for head in state.heads.get(field, ())]
    deletions = [name for name in state.existence_heads if log.changes[name].delete]
    seen = _ancestry(log.changes, deletions)
    edits = {head.change_id for heads in state.heads.values() for head in heads if head.change_id not in seen} | {
        name for name in state.existence_heads if not log.changes[name].delete
    }
    return [*sorted(edits), *sorted(deletions)]


def _dispute(log: RowLog, state: RowState, field: str, local: set[str], carriers: Mapping[str, list[str]]) -> Dispute:
    names = _standing(state, log, field)
    sides = tuple(_side(name, log.changes[name], field, local, carriers) for name in names)
    return Dispute(log.kind, log.row, field, sides, _ancestor(log.changes, field, names))


def _side(name: str, change: Change, field: str, local: set[str], carriers: Mapping[str, list[str]]) -> Side:
    value = change.set.get(field) if field != EXISTENCE else None
    if field == EXISTENCE and not change.delete:
        value = dict(change.set)
    return Side(
        name,
        value,
        change.unit,
        change.who,
        change.at,
        name in local,
        tuple(carriers.get(name, ())),
        deletes=change.delete,
    )


def _ancestor(changes: Mapping[str, Change], field: str, names: list[str]) -> JsonValue:
    """Return the value of the nearest change that all sides descend from, for a three-way comparison."""
    if field == EXISTENCE or not names:
        return None
    common = set.intersection(*({*_above(changes, field, [name])} for name in names))
    nearest = common - set(_above(changes, field, sorted(common)))
    values = [changes[name].set.get(field) for name in sorted(nearest) if name in changes]
    return values[0] if values else None


def _above(changes: Mapping[str, Change], field: str, starts: Iterable[str]) -> list[str]:
    seen: list[str] = []
    stack = [parent for start in starts if start in changes for parent in changes[start].parents.get(field, ())]
    while stack:
        current = stack.pop()
        if current not in seen:
            seen.append(current)
            if current in changes:
                stack.extend(changes[current].parents.get(field, ()))
    return seen


def _ancestry(changes: Mapping[str, Change], starts: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    stack = [parent for start in starts for parents in changes[start].parents.values() for parent in parents]
    while stack:
        current = stack.pop()
        if current not in seen:
            seen.add(current)
            if current in changes:
                stack.extend(parent for parents in changes[current].parents.values() for parent in parents)
    return seen


def _local_changes(connection: Connection, changes: list[tuple[str, str]]) -> set[str]:
    statement = select(change_table.c.id).where(are_changes(changes), change_table.c.local == 1)
    return set(connection.execute(statement).scalars())
