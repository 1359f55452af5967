"""Backups beside the file, and full copies of it.

``NAME.reform-backups/`` holds for each backup a small SQLite file with the log alone (what is derived is
rebuilt on restoring) and, shared by all of them, the bytes of evidence once by hash. The newest ten are kept,
and the newest of each of the last twelve months. A full copy (`copy_store`) is a store of its own.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from reform_desktop.changes.change import change_id
from reform_desktop.domain.atomic_file import atomic_write, replace_file
from reform_desktop.domain.errors import DamagedFileError, NotFoundError
from reform_desktop.store import settings, sqlite_dialect
from reform_desktop.store.evidence import CHUNK_SIZE
from reform_desktop.store.schema import log_metadata

KEEP_NEWEST: Final = 10
KEEP_MONTHS: Final = 12
_STAMP: Final = "%Y%m%d-%H%M%S-%f"
_NAME: Final = re.compile(r"(\d{8}-\d{6}-\d{6})_([a-z-]+)\.backup")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: when and before what it was made."""

    path: Path
    at: datetime
    occasion: str

    @property
    def label(self) -> str:
        """The occasion in the user's words."""
        return _OCCASIONS.get(self.occasion, self.occasion)


_OCCASIONS: Final = {
    "migration": "新しい形式への変換の前",
    "import": "取込みの前",
    "undo-import": "取込みの取消しの前",
    "restore": "バックアップから戻す前",
    "manual": "手動",
    "bulk": "一括変更の前",
    "daily": "その日の最初の保存の前",
}


def backup_folder(store: Path) -> Path:
    """Return where a file's backups lie."""
    return store.with_name(f"{store.name}-backups")


def make_backup(store: Path, occasion: str, held: Callable[[], object] = lambda: None) -> Backup:
    """Save the file's log and its evidence as a new backup, then let go of the oldest.

    ``held`` is called when it is settled what will be in the backup: from then on others may write into the file, but
    can end their transaction only when the backup has read it all.
    """
    folder = backup_folder(store)
    (folder / "evidence").mkdir(parents=True, exist_ok=True)
    at = datetime.now()
    target = folder / f"{at:{_STAMP}}_{occasion}.backup"
    temporary = target.with_suffix(".tmp")
    try:
        temporary.unlink(missing_ok=True)
        with closing(_connect(store, "ro")) as source:
            _save_evidence(source, "main", folder / "evidence")  # the bulk first, so that others can save meanwhile
        with closing(_connect(temporary, "rwc")) as copy:
            copy.execute(sqlite_dialect.ATTACH_ORIGINAL, (sqlite_dialect.location(store, "ro"),))
            _save_log(copy, folder / "evidence", held)
        _sync(temporary)
        replace_file(temporary, target)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    _rotate(store, target)
    return Backup(target, at, occasion)


def list_backups(store: Path) -> list[Backup]:
    """Return the backups of a file, the newest first."""
    found = []
    folder = backup_folder(store)
    for path in folder.iterdir() if folder.is_dir() else ():
        match = _NAME.fullmatch(path.name)
        if match:
            found.append(Backup(path, datetime.strptime(match[1], _STAMP), match[2]))
    return sorted(found, key=lambda one: one.at, reverse=True)


def write_restored(backup: Path, evidence: Path, target: Path) -> None:
    """Make a new store file out of a backup; what is derived is rebuilt when it is opened.

    `NotFoundError` or `DamagedFileError` when the backup or its evidence is missing or altered.
    """
    if not backup.is_file():
        raise NotFoundError(f"バックアップ「{backup.name}」が見つかりません。一覧を開き直してください。")
    with suppress(FileNotFoundError):
        target.unlink()
    with closing(_connect(backup, "ro")) as source, closing(_connect(target, "rwc")) as restored:
        source.backup(restored)
        _refuse_altered(restored)
        restored.execute("BEGIN IMMEDIATE")
        for (sha256,) in restored.execute("SELECT sha256 FROM blob").fetchall():
            pieces = ((sha256, ordinal, data) for ordinal, data in enumerate(_read_evidence(evidence, sha256)))
            restored.executemany("INSERT INTO chunk(sha256, ordinal, data) VALUES (?, ?, ?)", pieces)
        restored.execute("COMMIT")
    _sync(target)


def copy_store(store: Path, target: Path) -> None:
    """Write a full copy of a file that may be open, through SQLite's own backup interface.

    Copying the file itself could catch it in the middle of a transaction.
    """
    temporary = target.with_name(f".{target.name}.copying")
    try:
        temporary.unlink(missing_ok=True)
        with closing(_connect(store, "ro")) as source, closing(_connect(temporary, "rwc")) as copy:
            source.backup(copy, pages=2000)
        _sync(temporary)
        replace_database(temporary, target)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def replace_database(source: Path, target: Path) -> None:
    """Put a finished database in the place of another one.

    The journal that a crash left beside the old one goes first: SQLite would roll it back into the new one.
    """
    journal_path(target).unlink(missing_ok=True)
    replace_file(source, target)


def journal_path(database: Path) -> Path:
    """Return where SQLite keeps the rollback journal of a file."""
    return database.with_name(f"{database.name}-journal")


def keep_damaged(store: Path) -> None:
    """Lay a damaged file, byte for byte, among its backups before another one takes its place."""
    folder = backup_folder(store)
    folder.mkdir(exist_ok=True)
    shutil.copyfile(store, folder / f"{datetime.now():{_STAMP}}_damaged{store.suffix}")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite_dialect.connect(path, mode, (sqlite_dialect.PATIENCE,))


def _save_log(copy: sqlite3.Connection, pool: Path, held: Callable[[], object]) -> None:
    """Copy the log tables of ``original``, and what is new of its evidence into the pool, as they are at one moment.

    The copy's tables are made alike to the letter and are empty, so that SQLite hands their pages' records over as they
    lie, instead of reading and writing them one by one.
    """
    for pragma in sqlite_dialect.FOR_A_NEW_FILE:
        copy.execute(pragma)
    copy.execute("BEGIN")
    known = dict(copy.execute(sqlite_dialect.SCHEMA_OF_ORIGINAL).fetchall())
    held()  # having read of it once, this transaction sees the original as it is now, to its end
    names = [table.name for table in log_metadata.sorted_tables if table.name in known]
    indexes = [sql for name, sql in known.items() if name.startswith("ix_") and _table_of(sql) in names]
    for sql in [*(known[name] for name in names), *indexes]:
        copy.execute(sql)
    _save_evidence(copy, "original", pool)
    for name in names:
        if name != "chunk":
            copy.execute(f"INSERT INTO main.{name} SELECT * FROM original.{name}")  # noqa: S608 -- a table name of ours
    copy.execute("DELETE FROM main.setting WHERE name = ?", (settings.DERIVED,))
    (version,) = copy.execute(sqlite_dialect.VERSION_OF_ORIGINAL).fetchone()
    copy.execute(sqlite_dialect.SET_APPLICATION_ID)
    copy.execute(sqlite_dialect.set_user_version(version))
    copy.execute("COMMIT")


def _table_of(index: str) -> str:
    """Return the table of an index, from the statement that made it."""
    return index.partition(" ON ")[2].partition("(")[0].strip().strip('"')


def _save_evidence(source: sqlite3.Connection, schema: str, pool: Path) -> None:
    for sha256, size in source.execute(f"SELECT sha256, size FROM {schema}.blob").fetchall():  # noqa: S608 -- ours
        target = _pooled(pool, sha256)
        if target.exists() and target.stat().st_size == size:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        statement = f"SELECT data FROM {schema}.chunk WHERE sha256 = ? ORDER BY ordinal"  # noqa: S608 -- ours
        with atomic_write(target) as stream:
            for (data,) in source.execute(statement, (sha256,)):
                stream.write(data)


def _refuse_altered(restored: sqlite3.Connection) -> None:
    """Raise `DamagedFileError` unless the backup's structure is whole and every change matches its id."""
    structure = restored.execute(sqlite_dialect.INTEGRITY_CHECK).fetchone()
    with closing(restored.execute("SELECT id, body FROM change")) as rows:
        altered = structure != ("ok",) or any(change_id(body) != name for name, body in rows)
    if altered:
        raise DamagedFileError(
            "このバックアップは壊れています。今のファイルは変更していません。ほかのバックアップを選んでください。"
        )


def _read_evidence(pool: Path, sha256: str) -> Iterator[bytes]:
    digest = hashlib.sha256()
    path = _pooled(pool, sha256)
    try:
        with path.open("rb") as stream:
            while piece := stream.read(CHUNK_SIZE):
                digest.update(piece)
                yield piece
    except FileNotFoundError:
        pass
    if digest.hexdigest() != sha256:
        raise DamagedFileError(
            "このバックアップの証拠資料が欠けているか、壊れています。今のファイルは変更していません。"
            "ほかのバックアップを選んでください。"
        )


def _pooled(pool: Path, sha256: str) -> Path:
    return pool / sha256[:2] / sha256


def _rotate(store: Path, made: Path) -> None:
    """Let go of backups beyond the newest ten and the monthly twelve, and of evidence that none of them names.

    The one just ``made`` stays even when a clock that was put back makes it look the oldest.
    """
    backups = list_backups(store)
    keep = {one.path for one in backups[:KEEP_NEWEST]} | {made}
    months: dict[str, Path] = {}
    for one in backups:
        months.setdefault(f"{one.at:%Y%m}", one.path)
    keep |= set(list(months.values())[:KEEP_MONTHS])
    gone = [one.path for one in backups if one.path not in keep]
    for path in gone:
        path.unlink(missing_ok=True)
    if gone:
        _drop_unnamed(backup_folder(store) / "evidence", keep)


def _drop_unnamed(pool: Path, backups: Iterable[Path]) -> None:
    named: set[str] = set()
    for path in backups:
        try:
            with closing(_connect(path, "ro")) as connection:
                named.update(sha256 for (sha256,) in connection.execute("SELECT sha256 FROM blob"))
        except sqlite3.DatabaseError:
            return  # a backup that cannot be read now may still need any of it
    for path in pool.glob("??/*"):
        if path.name not in named:
            path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
