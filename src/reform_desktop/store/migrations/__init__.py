"""Numbered steps of the log tables' format; each is frozen text, run once in one transaction.

Step *n* brings a file from format *n - 1* to *n* (``PRAGMA user_version``). Steps never look at the program's
present tables, so that they do tomorrow what they did when they were released.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from sqlalchemy import Connection

from reform_desktop.store import sqlite_dialect

CURRENT: Final = 5
"""The format that this program writes."""

LEAST_READER: Final = 1
"""The least format that a program must know to read what this one writes; raised only when it must be."""


def file_format(connection: Connection) -> int:
    """Return the format that the file is in."""
    return int(connection.exec_driver_sql(sqlite_dialect.GET_USER_VERSION).scalar_one())


def migrate(connection: Connection) -> list[int]:
    """Bring the file to the current format and return the steps taken."""
    taken = []
    for step in range(file_format(connection) + 1, CURRENT + 1):
        for statement in step_statements(step):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(sqlite_dialect.set_user_version(step))
        taken.append(step)
    return taken


def step_statements(step: int) -> list[str]:
    """Return the SQL statements of one step."""
    (path,) = (one for one in files(__package__).iterdir() if one.name.startswith(f"{step:04d}_"))
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("--"))
    return [statement.strip() for statement in "\n".join(lines).split(";") if statement.strip()]
