"""Facts of this copy of the file: its unit, its format, how it was left. They are never exchanged."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from reform_desktop.store.schema import setting

STORE_ID: Final = "store_id"
UNIT: Final = "unit"
LEAST_READER: Final = "least_reader"
WRITTEN_BY: Final = "written_by"
DERIVED: Final = "derived_fingerprint"
VERIFIED_AT: Final = "verified_at"


def read_setting(connection: Connection, name: str) -> str | None:
    """Return a setting, or ``None`` when it was never written."""
    value: str | None = connection.execute(select(setting.c.value).where(setting.c.name == name)).scalar()
    return value


def write_setting(connection: Connection, name: str, value: str | None) -> None:
    """Write a setting; ``None`` removes it."""
    if value is None:
        connection.execute(delete(setting).where(setting.c.name == name))
        return
    statement = insert(setting).values(name=name, value=value)
    connection.execute(
        statement.on_conflict_do_update(index_elements=[setting.c.name], set_={"value": statement.excluded.value})
    )
