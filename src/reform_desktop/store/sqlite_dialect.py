"""All SQL and settings that only SQLite understands, in one place."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from urllib.parse import quote

from reform_desktop.domain.text import FTS5_OPTIONS

APPLICATION_ID: Final = 0x5246524D
"""``RFRM`` in the file's header: tells `file` and us what the file is."""

_LONG_PATHS: Final = "win32-longpath"
_LONG: Final = 200
"""Characters; SQLite adds ``-journal``."""

HEADER_SIZE: Final = 100
HEADER_MAGIC: Final = b"SQLite format 3\0"
_APPLICATION_ID_AT: Final = slice(68, 72)

USUAL_CACHE: Final = "PRAGMA cache_size = -8000"
ROOMY_CACHE: Final = "PRAGMA cache_size = -256000"
"""KiB for taking much in: with the usual cache pages are written and synchronised again and again before the end."""
EVIDENCE_CACHE: Final = "PRAGMA cache_size = -24000"
"""For bytes of evidence, which nobody reads again meanwhile: more would only be memory."""

PATIENCE: Final = "PRAGMA busy_timeout = 5000"

PAGE_SIZE: Final = "PRAGMA page_size = 16384"
"""For files that are made now; others keep theirs. A gigabyte of evidence goes in faster by a quarter than in 4 KiB."""

CONNECTION_PRAGMAS: Final = (
    PAGE_SIZE,
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA journal_mode = DELETE",  # not WAL: it does not work on network shares
    "PRAGMA synchronous = FULL",
    PATIENCE,
    USUAL_CACHE,
    "PRAGMA temp_store = MEMORY",
)

READ_ONLY_PRAGMAS: Final = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA query_only = ON",
    PATIENCE,
    "PRAGMA temp_store = MEMORY",
)

BEGIN_READ: Final = "BEGIN"
BEGIN_WRITE: Final = "BEGIN IMMEDIATE"

SET_APPLICATION_ID: Final = f"PRAGMA application_id = {APPLICATION_ID}"
GET_USER_VERSION: Final = "PRAGMA user_version"
GET_FOREIGN_KEYS: Final = "PRAGMA foreign_keys"
FOREIGN_KEYS_OFF: Final = "PRAGMA foreign_keys = OFF"
FOREIGN_KEYS_ON: Final = "PRAGMA foreign_keys = ON"
"""Off while a table that others refer to is put anew; SQLite takes these only outside a transaction."""
INTEGRITY_CHECK: Final = "PRAGMA integrity_check"
TABLES: Final = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
OPTIMIZE: Final = "PRAGMA optimize"

LOGS_OF_ROWS: Final = (
    'SELECT seq, id, "row", kind, body, 1 FROM change WHERE "row" IN (SELECT value FROM json_each(?)) '
    'ORDER BY "row", seq'
)
CHANGES_OF_ROWS: Final = (
    'SELECT seq, kind, body FROM change WHERE "row" IN (SELECT value FROM json_each(?)) AND +seq < ? '
    "ORDER BY +seq DESC LIMIT ?"
)
"""The plus keeps SQLite from walking the whole log backwards instead of looking the few rows up."""

APPEND_FOREIGN: Final = 'INSERT INTO change (seq, id, "row", kind, local, body) VALUES (?, ?, ?, ?, 0, ?)'
KEEP_PACK: Final = "INSERT OR IGNORE INTO pack (sha256, unit, key, signature) VALUES (?, ?, ?, ?)"
KEEP_PACK_RUN: Final = "INSERT INTO pack_run (pack, ordinal, first_seq, length) VALUES (?, ?, ?, ?)"
ARGUED_ABOUT: Final = (
    'SELECT "row" FROM held WHERE "row" IN (SELECT value FROM json_each(?1)) '
    'UNION SELECT "row" FROM conflict WHERE "row" IN (SELECT value FROM json_each(?1))'
)
FORGET_CONFLICTS: Final = 'DELETE FROM conflict WHERE "row" IN (SELECT value FROM json_each(?))'
FORGET_HELD: Final = 'DELETE FROM held WHERE "row" IN (SELECT value FROM json_each(?))'
FORGET_GONE: Final = 'DELETE FROM gone WHERE "row" IN (SELECT value FROM json_each(?))'
ADD_GONE: Final = 'INSERT INTO gone ("row", kind, parent) VALUES (?, ?, ?)'
ADD_CONFLICT: Final = 'INSERT INTO conflict ("row", field, kind) VALUES (?, ?, ?)'
ADD_HELD: Final = 'INSERT INTO held (change_id, "row", kind, reason) VALUES (?, ?, ?, ?)'
ADD_CARRIER: Final = "INSERT INTO carrier (label, at, retracted, details, sha256) VALUES (?, ?, 0, ?, ?)"
CARRY_PACK: Final = "INSERT OR IGNORE INTO carrier_pack (pack, carrier_id) VALUES (?, ?)"
NOTE_STALE: Final = 'INSERT OR IGNORE INTO search_stale ("row", kind) VALUES (?, ?)'
FORGET_STALE: Final = 'DELETE FROM search_stale WHERE "row" IN (SELECT value FROM json_each(?))'
"""All by hand: an import is made of them, and they take rows as they are, without naming every parameter."""

ATTACH_ORIGINAL: Final = "ATTACH DATABASE ? AS original"
SCHEMA_OF_ORIGINAL: Final = "SELECT name, sql FROM original.sqlite_master WHERE sql IS NOT NULL"
VERSION_OF_ORIGINAL: Final = "PRAGMA original.user_version"
FOR_A_NEW_FILE: Final = (PAGE_SIZE, "PRAGMA main.synchronous = OFF", "PRAGMA main.journal_mode = OFF")
"""For a file that is synchronised as a whole before it gets its name, and thrown away when anything fails."""

CREATE_SEARCH_INDEX: Final = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(body, content='', {FTS5_OPTIONS})"
)
DROP_SEARCH_INDEX: Final = "DROP TABLE IF EXISTS search_index"
INSERT_SEARCH: Final = "INSERT INTO search_index(rowid, body) VALUES (:doc, :body)"
DELETE_SEARCH: Final = "INSERT INTO search_index(search_index, rowid, body) VALUES ('delete', :doc, :body)"
MATCH_SEARCH: Final = "search_index MATCH :match"


def application_id(header: bytes) -> int:
    """Return the application id in the first bytes of a file (SQLite file format, 1.3)."""
    return int.from_bytes(header[_APPLICATION_ID_AT], "big")


def integrity_check(table: str) -> str:
    """Return the statement that checks one table and its indexes."""
    quoted = table.replace('"', '""')
    return f'PRAGMA integrity_check("{quoted}")'


def set_user_version(version: int) -> str:
    """Return the statement that stamps the file's format; pragmas take no parameters."""
    return f"PRAGMA user_version = {int(version)}"


def location(path: Path, mode: str) -> str:
    """Return the URI by which SQLite opens a file: ``mode`` is ``ro``, ``rw`` or ``rwc``.

    On Windows a file of a server (``//server/share``) would be taken for one of a host by that name, which SQLite
    refuses; two slashes more say that there is no host. Paths are not resolved, which would turn the letter of a drive
    into its server. SQLite's usual way to files there takes paths of 1,040 bytes, which is 340 Japanese letters; the
    other one takes any.
    """
    place = path.absolute().as_posix()
    host = "//" if place.startswith("//") else ""
    far = f"&vfs={_LONG_PATHS}" if sys.platform == "win32" and len(place) > _LONG else ""
    return f"file:{host}{quote(place)}?mode={mode}{far}"


def connect(path: Path, mode: str, pragmas: Iterable[str], *, any_thread: bool = False) -> sqlite3.Connection:
    """Open a file with transactions left to us; one that is no database is let go of at once.

    As long as a connection lives, Windows lets nobody replace or remove the file.
    """
    connection = sqlite3.connect(
        location(path, mode), uri=True, isolation_level=None, check_same_thread=not any_thread
    )
    try:
        for pragma in pragmas:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection
READ_CHUNK: Final = "SELECT data FROM chunk WHERE sha256 = ? AND ordinal = ?"
ADD_CHUNK: Final = "INSERT INTO chunk (sha256, ordinal, data) VALUES (?, ?, ?)"
"""Sent as they are: thousands of them move a gigabyte, and putting a statement together anew costs a tenth of that."""
