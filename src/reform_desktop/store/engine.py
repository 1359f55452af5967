"""The connection to one file: pragmas, transactions that really roll back, and read-only opening."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import QueuePool

from reform_desktop.store import sqlite_dialect

__all__ = ["WRITES", "Connection", "foreign_keys_off", "open_engine"]

WRITES = "reform_writes"
"""Execution option of a connection that is going to write: its transaction takes the write lock at once."""


def open_engine(path: Path, *, read_only: bool) -> Engine:
    """Return an engine for an existing file; nothing is created when the file is missing.

    ``isolation_level=None`` leaves BEGIN to us: with sqlite3's own default a CREATE TABLE survives a rollback.
    """
    mode = "ro" if read_only else "rw"
    pragmas = sqlite_dialect.READ_ONLY_PRAGMAS if read_only else sqlite_dialect.CONNECTION_PRAGMAS

    def connect() -> sqlite3.Connection:
        return sqlite_dialect.connect(path, mode, pragmas, any_thread=True)

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=4)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql(sqlite_dialect.BEGIN_WRITE if writes else sqlite_dialect.BEGIN_READ)

    @event.listens_for(engine, "handle_error")
    def drop(context: ExceptionContext) -> None:
        """Let go of connections that a failing disk left in the middle of something; the next ones begin afresh."""
        code = getattr(context.original_exception, "sqlite_errorcode", None)
        if isinstance(code, int) and code & 0xFF == sqlite3.SQLITE_IOERR:
            context.is_disconnect = True

    return engine


@contextmanager
def foreign_keys_off(connection: Connection) -> Iterator[None]:
    """Let a connection that is in no transaction replace tables that others refer to."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("not a connection to SQLite")
    driver.execute(sqlite_dialect.FOREIGN_KEYS_OFF)
    try:
        yield
    finally:
        if not connection.invalidated and not connection.closed:  # one that a failing disk broke was let go of
            driver.execute(sqlite_dialect.FOREIGN_KEYS_ON)
