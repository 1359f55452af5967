"""What belongs to what: children of a record in their order, and everything below it."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from reform_desktop.domain.catalogue import KINDS, child_kinds
from reform_desktop.store.schema import tables


def children_in_order(connection: Connection, kind: str, parent_id: str) -> list[str]:
    """Return the ids of a record's children of one kind, by number."""
    table = tables[kind]
    statement = select(table.c.id).where(table.c[KINDS[kind].parent] == parent_id)
    return list(connection.execute(statement.order_by(table.c.number, table.c.id)).scalars())


def next_number(connection: Connection, kind: str, parent_id: str) -> int:
    """Return the number of a record added behind a record's children: one more than the largest, gaps aside."""
    table = tables[kind]
    statement = select(func.max(table.c.number)).where(table.c[KINDS[kind].parent] == parent_id)
    return int(connection.execute(statement).scalar() or 0) + 1


def parent_of(connection: Connection, kind: str, row: str) -> str | None:
    """Return the id of the record that ``row`` belongs to; ``None`` when ``row`` does not exist."""
    table = tables[kind]
    found: str | None = connection.execute(select(table.c[KINDS[kind].parent]).where(table.c.id == row)).scalar()
    return found


def parts_of(connection: Connection, kind: str, row: str) -> list[tuple[str, str]]:
    """Return ``(kind, id)`` of everything below a record, parents before their parts."""
    found: list[tuple[str, str]] = []
    for child in child_kinds(kind):
        table = tables[child.name]
        statement = select(table.c.id).where(table.c[child.parent] == row).order_by(table.c.id)
        for name in connection.execute(statement).scalars():
            found.append((child.name, name))
            found.extend(parts_of(connection, child.name, name))
    return found
