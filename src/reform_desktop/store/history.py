"""Operations, as undo and redo name them, and the history of a field: all read from the log.

Undoing writes new changes that give the fields their earlier values, so undo and redo travel to other copies
like any edit and survive a restart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.sql.elements import UnaryExpression

from reform_desktop.changes.authority import owners_side
from reform_desktop.changes.change import EXISTENCE, Change
from reform_desktop.domain.values import JsonValue
from reform_desktop.store.log import RowLog, changes_by_sequence, logs_of_rows
from reform_desktop.store.ownership import Ownership
from reform_desktop.store.schema import change as change_table
from reform_desktop.store.schema import operation, operation_change


class OperationState(Enum):
    """Where an operation stands: done, undone, or cut off from redo by a later edit."""

    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of undo or redo, with the name that the menu shows."""

    id: int
    name: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """A change as history shows it: what it set, and what stood there before."""

    id: str
    sequence: int
    change: Change
    before: Mapping[str, JsonValue]


def add_operation(connection: Connection, name: str, who: str, at: str, sequences: Iterable[int]) -> int:
    """Note what the user did; whatever could still be redone is cut off."""
    connection.execute(
        update(operation)
        .where(operation.c.state == OperationState.UNDONE.value)
        .values(state=OperationState.DROPPED.value)
    )
    result = connection.execute(insert(operation).values(name=name, who=who, at=at, state=OperationState.DONE.value))
    number = int(result.lastrowid)
    connection.execute(insert(operation_change), [{"operation_id": number, "change_seq": seq} for seq in sequences])
    return number


def next_undo(connection: Connection) -> Operation | None:
    """Return the operation that undo would take back: the last one done."""
    return _operation(connection, OperationState.DONE, operation.c.id.desc())


def next_redo(connection: Connection) -> Operation | None:
    """Return the operation that redo would do again: the last one undone."""
    return _operation(connection, OperationState.UNDONE, operation.c.id.asc())


def mark(connection: Connection, number: int, state: OperationState) -> None:
    """Move an operation between the two stacks."""
    connection.execute(update(operation).where(operation.c.id == number).values(state=state.value))


def changes_of_operation(connection: Connection, number: int) -> list[LoggedChange]:
    """Return the changes that the operation made when it was first done, in their order."""
    statement = select(operation_change.c.change_seq).where(operation_change.c.operation_id == number)
    logged = changes_by_sequence(connection, connection.execute(statement).scalars())
    return _with_before(connection, {seq: logged[seq] for seq in sorted(logged)})


def field_history(connection: Connection, row: str, field: str | None = None) -> list[LoggedChange]:
    """Return the changes of a row, or of one of its fields, the newest first."""
    statement = select(change_table.c.seq).where(change_table.c.row == row)
    logged = changes_by_sequence(connection, connection.execute(statement).scalars())
    found = [
        one
        for one in _with_before(connection, logged)
        if field is None or field in one.change.set or one.change.create or one.change.delete
    ]
    return sorted(found, key=lambda one: one.sequence, reverse=True)


def recent_changes(connection: Connection, limit: int) -> list[LoggedChange]:
    """Return the last changes of the whole file, the newest first."""
    statement = select(change_table.c.seq).order_by(change_table.c.seq.desc()).limit(limit)
    logged = changes_by_sequence(connection, connection.execute(statement).scalars())
    return sorted(_with_before(connection, logged), key=lambda one: one.sequence, reverse=True)


def value_before(changes: Mapping[str, Change], change: Change, field: str, side: str | None = None) -> JsonValue:
    """Return what stood in the field when the change was made: the value it replaced, ``None`` if none.

    Of several that disagreed it is the one that was shown: that of the unit ``side``, then of the smaller id.
    """
    known = [one for one in change.parents.get(field, ()) if one in changes and field in changes[one].set]
    replaced = sorted(known, key=lambda one: (changes[one].unit != side, one))
    return changes[replaced[0]].set[field] if replaced else None


def _operation(connection: Connection, state: OperationState, order: UnaryExpression[int]) -> Operation | None:
    statement = select(operation).where(operation.c.state == state.value).order_by(order).limit(1)
    found = connection.execute(statement).first()
    return Operation(found.id, found.name, found.who, found.at) if found else None


def _with_before(connection: Connection, logged: Mapping[int, tuple[str, Change]]) -> list[LoggedChange]:
    logs = logs_of_rows(connection, {change.row for _, change in logged.values()})
    ownership = Ownership(connection)
    return [
        LoggedChange(name, seq, change, _values_before(logs[change.row], change, ownership))
        for seq, (name, change) in logged.items()
    ]


def _values_before(log: RowLog, change: Change, ownership: Ownership) -> dict[str, JsonValue]:
    settles = any(len(parents) > 1 for parents in change.parents.values())
    sides = owners_side(log.kind, ownership.current(log)) if settles else {}
    fields = change.parents.keys() - {EXISTENCE} if change.delete else change.set.keys()  # a deletion names all it saw
    return {field: value_before(log.changes, change, field, sides.get(field)) for field in sorted(fields)}


def changes_with_before(connection: Connection, sequences: Iterable[int]) -> list[LoggedChange]:
    """Return those changes with what each replaced, in their order."""
    logged = changes_by_sequence(connection, sequences)
    return _with_before(connection, {seq: logged[seq] for seq in sorted(logged)})
