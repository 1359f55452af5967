"""The tables: a few that hold the log and are migrated, and one per record kind that is derived from it.

Derived tables, the search index and the lists of conflicts and held changes can be dropped and rebuilt at any
time, so they have no migrations: when their declaration changes, they are rebuilt from the log.
"""

from __future__ import annotations

import hashlib
from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from reform_desktop.domain.catalogue import KINDS, Kind
from reform_desktop.domain.fields import Field
from reform_desktop.store.derived_columns import empty_column, is_whole

log_metadata: Final = MetaData()
derived_metadata: Final = MetaData()

setting = Table(
    "setting",
    log_metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)
"""Facts of this copy: store id, unit, department, least reader. Never exchanged."""

change = Table(
    "change",
    log_metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("row", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("local", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    sqlite_strict=True,
)
"""The log. ``body`` is the canonical JSON word for word; ``local`` tells that an edit made here carries it.

A change is looked for among those of its row: an index by ``id``, which is as good as random, would cost an import
more than anything else. Whoever appends has read the row's changes before, so that none is there twice.
"""

carrier = Table(
    "carrier",
    log_metadata,
    Column("id", Integer, primary_key=True),
    Column("label", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("retracted", Integer, nullable=False, default=0),
    Column("details", Text, nullable=False, default="{}"),
    Column("sha256", Text, nullable=False, default="", server_default="", index=True),
    sqlite_strict=True,
)
"""What brought changes in from outside: a bundle or another copy of the file. ``sha256`` is the file's digest."""

carriage = Table(
    "carriage",
    log_metadata,
    Column("change_seq", Integer, ForeignKey("change.seq"), primary_key=True),
    Column("carrier_id", Integer, ForeignKey("carrier.id"), primary_key=True, index=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Which import carries which change that came without a pack (another copy of the file)."""

operation = Table(
    "operation",
    log_metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("state", Text, nullable=False),
    sqlite_strict=True,
)
"""What the user did, as undo and redo name it. ``state``: done, undone, or dropped (a new edit cut the redo)."""

operation_change = Table(
    "operation_change",
    log_metadata,
    Column("operation_id", Integer, ForeignKey("operation.id"), primary_key=True),
    Column("change_seq", Integer, ForeignKey("change.seq"), primary_key=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

blob = Table(
    "blob",
    log_metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("added_at", Text, nullable=False),
    sqlite_strict=True,
)
"""Bytes of evidence, stored once by their hash however often they are attached."""

chunk = Table(
    "chunk",
    log_metadata,
    Column("sha256", Text, ForeignKey("blob.sha256"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
    sqlite_strict=True,
)

pack = Table(
    "pack",
    log_metadata,
    Column("sha256", Text, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("signature", Text, nullable=False),
    sqlite_strict=True,
)
"""A pack that this file holds whole, sealed here or received."""

pack_run = Table(
    "pack_run",
    log_metadata,
    Column("pack", Text, ForeignKey("pack.sha256"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("first_seq", Integer, ForeignKey("change.seq"), nullable=False, index=True),
    Column("length", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""What packs hold: changes that follow one another in the log, ``ordinal`` the first one's place; see `pack_runs`."""

carrier_pack = Table(
    "carrier_pack",
    log_metadata,
    Column("pack", Text, ForeignKey("pack.sha256"), primary_key=True),
    Column("carrier_id", Integer, ForeignKey("carrier.id"), primary_key=True, index=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Which import carries which pack, and so all of its changes."""

known_key = Table(
    "known_key",
    log_metadata,
    Column("key", Text, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Text, nullable=False),
    sqlite_strict=True,
)
"""Public keys of other units, accepted after their fingerprint was compared."""

conversion = Table(
    "conversion",
    log_metadata,
    Column("sha256", Text, primary_key=True),
    Column("actual", Text, ForeignKey("blob.sha256"), primary_key=True),
    Column("carrier_id", Integer, ForeignKey("carrier.id"), nullable=False),
    Column("confirmed", Integer, nullable=False, default=0),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Evidence that a gateway rewrote on the way (変換済み): the hash that was sent, and that of what arrived."""

conflict = Table(
    "conflict",
    derived_metadata,
    Column("row", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
held = Table(
    "held",
    derived_metadata,
    Column("change_id", Text, primary_key=True),
    Column("row", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
gone = Table(
    "gone",
    derived_metadata,
    Column("row", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("parent", Text, nullable=False, index=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Rows that were deleted, by the record that they belonged to: the history of a measure tells of its deleted parts."""

search_stale = Table(
    "search_stale",
    derived_metadata,
    Column("row", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Records whose search document an import made out of date; the next search, or idle time, makes it anew."""

search_document = Table(
    "search_document",
    derived_metadata,
    Column("doc", Integer, primary_key=True),
    Column("row", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_strict=True,
)
"""One document a measure (with everything that belongs to it) or other top record; ``body`` is folded text."""

def _column(field: Field) -> Column[str] | Column[int]:
    empty = empty_column(field)
    default = empty if isinstance(empty, str) or empty is None else text(str(empty))
    if is_whole(field):
        return Column(field.identifier, Integer, server_default=default)
    return Column(field.identifier, Text, server_default=default)


def _indexes(kind: Kind) -> list[Index]:
    found = []
    if kind.parent:
        order = "number" if "number" in kind.fields else "id"
        if "fiscal_year" in kind.fields:
            order = "fiscal_year"
        covered = ("grade",) if "grade" in kind.fields else ()  # so that grades are counted without reading the rows
        found.append(Index(f"{kind.name}_by_{kind.parent}", kind.parent, order, *covered))
    if kind.owner_field and kind.owner_field != kind.parent:
        found.append(
            Index(f"{kind.name}_by_{kind.owner_field}", kind.owner_field, *([kind.parent] if kind.parent else []))
        )
    return found


def _derived_table(kind: Kind) -> Table:
    columns = [_column(field) for field in kind.fields.values()]
    return Table(
        kind.name,
        derived_metadata,
        Column("id", Text, primary_key=True),
        *columns,
        *_indexes(kind),
        sqlite_strict=True,
    )


tables: Final[dict[str, Table]] = {name: _derived_table(kind) for name, kind in KINDS.items()}
"""The derived table of every kind that this program knows."""


def ddl(metadata: MetaData) -> str:
    """Return the statements that create a set of tables, as ``schema/store.sql`` shows them."""
    dialect = sqlite.dialect()
    statements = []
    for table in metadata.sorted_tables:
        statements.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        statements.extend(
            str(CreateIndex(index).compile(dialect=dialect))
            for index in sorted(table.indexes, key=lambda index: str(index.name))
        )
    lines = (line.rstrip().replace("\t", "    ") for text in statements for line in f"{text};".splitlines())
    return "\n".join(lines) + "\n"


def derived_fingerprint() -> str:
    """Return what changes whenever the derived tables must be rebuilt."""
    return hashlib.sha256(f"{DERIVATION}\n{ddl(derived_metadata)}".encode()).hexdigest()


DERIVATION: Final = 3
"""Raised by hand when the way derived rows or search documents are made changes, but not their tables."""
