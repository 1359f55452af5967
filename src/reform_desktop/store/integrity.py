"""Whether what lies in the file is still what was written: by the hashes of changes and evidence.

SQLite's own checks miss nearly all single flipped bytes; the hashes miss none of what they cover.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from reform_desktop.changes.change import change_id
from reform_desktop.store import sqlite_dialect
from reform_desktop.store.evidence import Progress, damaged_files
from reform_desktop.store.schema import change as change_table


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """What was found: nothing, if all is well."""

    structure: tuple[str, ...] = field(default=())
    changes: tuple[str, ...] = field(default=())
    evidence: tuple[str, ...] = field(default=())

    @property
    def is_sound(self) -> bool:
        """Whether every byte that is covered by a hash, and the structure of the file, are right."""
        return not (self.structure or self.changes or self.evidence)


def verify(connection: Connection, progress: Progress | None = None) -> IntegrityReport:
    """Check the structure of the database, every change and all evidence; minutes for gigabytes."""
    return IntegrityReport(
        structure_faults(connection), damaged_changes(connection), tuple(damaged_files(connection, progress))
    )


def structure_faults(connection: Connection) -> tuple[str, ...]:
    """Return what SQLite's full check says, nothing when it says ok."""
    lines = [str(one) for one in connection.exec_driver_sql(sqlite_dialect.INTEGRITY_CHECK).scalars()]
    return tuple(one for one in lines if one != "ok")


def damaged_changes(connection: Connection) -> tuple[str, ...]:
    """Return the ids of changes whose bytes no longer match them."""
    statement = select(change_table.c.id, change_table.c.body).order_by(change_table.c.seq)
    rows = connection.execution_options(yield_per=5000).execute(statement)
    return tuple(name for name, body in rows if change_id(body) != name)
