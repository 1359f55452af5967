"""The steps that undo and redo would take, one after another."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from reform_desktop.store.history import Operation, OperationState
from reform_desktop.store.schema import operation, operation_change


def operations(connection: Connection, state: OperationState, limit: int) -> list[Operation]:
    """Return operations in the order in which undo (`DONE`) or redo (`UNDONE`) would take them."""
    order = operation.c.id.desc() if state is OperationState.DONE else operation.c.id.asc()
    statement = select(operation).where(operation.c.state == state.value).order_by(order).limit(limit)
    return [Operation(found.id, found.name, found.who, found.at) for found in connection.execute(statement)]


def size_of(connection: Connection, number: int) -> int:
    """Return how many changes an operation made."""
    statement = select(func.count()).select_from(operation_change).where(operation_change.c.operation_id == number)
    return int(connection.execute(statement).scalar() or 0)
