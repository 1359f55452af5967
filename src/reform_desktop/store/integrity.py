"""Whether what lies in the file is still what was written: by the hashes of changes and evidence.

SQLite's own checks miss nearly all single flipped bytes; the hashes miss none of what they cover.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, func, select

from reform_desktop.changes.change import change_id
from reform_desktop.store import sqlite_dialect
from reform_desktop.store.evidence import Progress, damaged_files, is_sound
from reform_desktop.store.schema import blob, chunk
from reform_desktop.store.schema import change as change_table

Reading = Callable[[], AbstractContextManager[Connection]]
_AT_ONCE: Final = 2000


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


def verify_in_steps(reading: Reading, progress: Progress | None = None) -> IntegrityReport:
    """Check the same as `verify` in many short read transactions, so that whoever types meanwhile can save.

    In a rollback journal a reader keeps writers from committing. The table of evidence's bytes is covered by its
    hashes alone. ``progress`` may raise to stop.
    """
    with reading() as connection:
        names = connection.exec_driver_sql(sqlite_dialect.TABLES).scalars()
        tables = [name for name in names if name != chunk.name]
        last = connection.execute(select(func.max(change_table.c.seq))).scalar() or 0
        hashes = list(connection.execute(select(blob.c.sha256).order_by(blob.c.sha256)).scalars())
    starts = range(0, last + 1, _AT_ONCE)
    steps = _Steps(len(tables) + len(starts) + len(hashes), progress)
    structure: list[str] = []
    for table in tables:
        with reading() as connection:
            structure += _faults_of(connection, sqlite_dialect.integrity_check(table))
        steps.one_more()
    changes: list[str] = []
    for start in starts:
        with reading() as connection:
            changes += _damaged_between(connection, start, start + _AT_ONCE)
        steps.one_more()
    evidence: list[str] = []
    for sha256 in hashes:
        with reading() as connection:
            evidence += [] if is_sound(connection, sha256) else [sha256]
        steps.one_more()
    return IntegrityReport(tuple(structure), tuple(changes), tuple(evidence))


def structure_faults(connection: Connection) -> tuple[str, ...]:
    """Return what SQLite's full check says, nothing when it says ok."""
    return tuple(_faults_of(connection, sqlite_dialect.INTEGRITY_CHECK))


def damaged_changes(connection: Connection) -> tuple[str, ...]:
    """Return the ids of changes whose bytes no longer match them."""
    statement = select(change_table.c.id, change_table.c.body).order_by(change_table.c.seq)
    rows = connection.execution_options(yield_per=5000).execute(statement)
    return tuple(name for name, body in rows if change_id(body) != name)


def _damaged_between(connection: Connection, start: int, end: int) -> list[str]:
    """Return the damaged changes from one sequence number up to, not including, another."""
    seq = change_table.c.seq
    statement = select(change_table.c.id, change_table.c.body).where(seq >= start, seq < end)
    return [name for name, body in connection.execute(statement) if change_id(body) != name]


def _faults_of(connection: Connection, check: str) -> list[str]:
    lines = [str(one) for one in connection.exec_driver_sql(check).scalars()]
    return [one for one in lines if one != "ok"]


class _Steps:
    """Counts steps for ``progress``."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total = total
        self._progress = progress
        self._done = 0

    def one_more(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, self._total)
