"""Conflicts and held changes, as derived from the log."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from reform_desktop.store.schema import conflict, held


def count_conflicts(connection: Connection) -> int:
    """Return how many fields have values that disagree."""
    return int(connection.execute(select(func.count()).select_from(conflict)).scalar_one())


def count_held(connection: Connection) -> int:
    """Return how many changes are in the log but not applied."""
    return int(connection.execute(select(func.count()).select_from(held)).scalar_one())


def disputed_fields(connection: Connection, row: str) -> frozenset[str]:
    """Return the fields of a row whose values disagree."""
    return frozenset(connection.execute(select(conflict.c.field).where(conflict.c.row == row)).scalars())
