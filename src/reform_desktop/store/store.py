"""The one door to a file: open, read, write, undo, attach, back up. What it lets out are records, never SQL."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from enum import Enum
from pathlib import Path

from sqlalchemy import Connection, Engine

from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.errors import DamagedFileError, FileError, ReadOnlyError
from reform_desktop.store import (
    backup,
    derive,
    evidence,
    integrity,
    migrations,
    schema,
    search_documents,
    settings,
    sqlite_dialect,
    undo,
    write,
)
from reform_desktop.store.engine import WRITES, foreign_keys_off, open_engine
from reform_desktop.store.errors import user_errors
from reform_desktop.store.lock import FileLock, LockHolder, take_lock
from reform_desktop.store.write import Author, Edit, Saved

SUFFIX = ".reform"
SEARCH_PORTION = 100
"""Records whose search documents are made in one transaction: few, so that nobody who saves waits for long."""
_EMPTY = "「{name}」は空のファイルです。「バックアップから戻す」で、前の状態に戻せます。"


class Opened(Enum):
    """How a store came to be open."""

    READY = "ready"
    RECOVERED = "recovered"
    LOCKED = "locked"
    READ_ONLY_PLACE = "read_only_place"
    READ_ONLY_ASKED = "read_only_asked"


class Store:
    """An open file. Every method is one short transaction; safe to call from several threads."""

    def __init__(
        self, path: Path, engine: Engine, lock: FileLock | None, opened: Opened, holder: LockHolder | None = None
    ) -> None:
        self.path = path
        self.opened = opened
        self.holder = holder
        self.migrated_from: int | None = None
        self._engine = engine
        self._lock = lock
        with self.reading() as connection:
            self.unit = settings.read_setting(connection, settings.UNIT) or DIVISION
            self.id = settings.read_setting(connection, settings.STORE_ID) or ""

    @classmethod
    def create(cls, path: Path, *, unit: str, who: str, store_id: str | None = None) -> Store:
        """Make a new, empty store and open it; `FileError` when a file of that name is there already."""
        with user_errors(path):
            try:
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            except FileExistsError as error:
                raise FileError(
                    f"「{path.name}」はすでにあるため、新しく作りませんでした。今あるファイルは変更していません。"
                    "別の名前を付けてください。"
                ) from error
            except FileNotFoundError as error:
                raise FileError(
                    f"「{path.parent}」というフォルダーがないため、「{path.name}」を作れませんでした。"
                    "保存先を確かめてください。"
                ) from error
            try:
                _initialise(path, unit, store_id or str(uuid.uuid4()))
            except BaseException:
                for left in (path, backup.journal_path(path)):
                    with suppress(OSError):
                        left.unlink()
                raise
        return cls.open(path, who=who)

    @classmethod
    def open(cls, path: Path, *, who: str, read_only: bool = False) -> Store:
        """Open a file for writing when nobody else has it, else for reading; see `opened` for how it ended.

        Raises `FileError` (missing, not ours, damaged, of a newer program).
        """
        with user_errors(path):
            _refuse_strangers(path)
            if read_only:
                return cls._open_reading(path, Opened.READ_ONLY_ASKED)
            if not os.access(path, os.W_OK):
                return cls._open_reading(path, Opened.READ_ONLY_PLACE)
            try:
                attempt = take_lock(path, who)
            except OSError:
                return cls._open_reading(path, Opened.READ_ONLY_PLACE)
            if attempt.lock is None:
                return cls._open_reading(path, Opened.LOCKED, attempt.holder)
            try:
                return cls._open_writing(path, attempt.lock, unclean=attempt.unclean)
            except BaseException:
                attempt.lock.release()
                raise

    @classmethod
    def _open_reading(cls, path: Path, opened: Opened, holder: LockHolder | None = None) -> Store:
        engine = open_engine(path, read_only=True)
        try:
            with engine.connect() as connection:
                _refuse_unreadable(path, connection)
                _refuse_underived(path, connection)
            return cls(path, engine, None, opened, holder)
        except BaseException:
            engine.dispose()
            raise

    @classmethod
    def _open_writing(cls, path: Path, lock: FileLock, *, unclean: bool) -> Store:
        engine = open_engine(path, read_only=False)
        try:
            with engine.connect() as connection:
                _refuse_unreadable(path, connection)
                if unclean:
                    _verify_after_crash(path, connection)
            migrated_from = _bring_up_to_date(path, engine)
            store = cls(path, engine, lock, Opened.RECOVERED if unclean else Opened.READY, lock.holder)
        except BaseException:
            engine.dispose()
            raise
        store.migrated_from = migrated_from
        return store

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written through this store."""
        return self._lock is None

    def close(self) -> None:
        """Let go of the file and of its lock."""
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def beat(self) -> None:
        """Renew the lock's heartbeat; the window does so every minute."""
        if self._lock is not None:
            self._lock.beat()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection in a read transaction; what is read in one block belongs together."""
        with user_errors(self.path), self._engine.connect() as connection:
            yield connection

    @property
    def search_is_current(self) -> bool:
        """Whether the search finds everything; only after an import it may not, until `catch_up_search`."""
        with self.reading() as connection:
            return search_documents.is_current(connection)

    def catch_up_search(self, goes_on: Callable[[], bool] = lambda: True) -> None:
        """Bring the search index up to date after imports, in short transactions that let people save meanwhile.

        ``goes_on`` is asked between them; what is left then is done at the next call.
        """
        while not self.read_only and not self.search_is_current and goes_on():
            with self.writing() as connection:
                search_documents.catch_up(connection, SEARCH_PORTION)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a write transaction: all of the block is kept, or nothing."""
        self._refuse_reading_only()
        with user_errors(self.path), self._engine.connect() as plain:
            connection = plain.execution_options(**{WRITES: True})
            with connection.begin():
                yield connection

    def apply(self, edits: Sequence[Edit], author: Author, name: str | None) -> Saved:
        """Write edits as one operation called ``name``, which undo will show."""
        with self.writing() as connection:
            return write.apply_edits(connection, edits, author, name)

    def fill(self, edits: Sequence[Edit], author: Author) -> None:
        """Write the first content of a new store in bulk; it is not a step of undo."""
        with self.writing() as connection:
            write.append_in_bulk(connection, edits, author)
            _rebuild_derived(connection)

    def undo(self, author: Author) -> Saved:
        """Take back the last operation; see `store.undo`."""
        return self._reverse(undo.undo, author)

    def redo(self, author: Author) -> Saved:
        """Do the last undone operation again; see `store.undo`."""
        return self._reverse(undo.redo, author)

    def _reverse(self, step: Callable[[Connection, Author], Saved], author: Author) -> Saved:
        try:
            with self.writing() as connection:
                return step(connection, author)
        except undo.ChangedSinceError as error:
            with self.writing() as connection:
                undo.give_up(connection, error)
            raise

    def add_evidence(self, path: Path, progress: evidence.Progress | None = None) -> evidence.StoredFile:
        """Store the bytes of a file; attaching them to a measure is an edit of its own."""
        sha256, size = evidence.digest_file(path)
        with self.writing() as connection:
            return evidence.add_file(connection, path, sha256, size, _now(), progress)

    def add_content(self, data: bytes) -> evidence.StoredFile:
        """Store bytes that the program made (an edition's content), by their hash."""
        sha256 = hashlib.sha256(data).hexdigest()
        with self.writing() as connection:
            return evidence.add_pieces(connection, sha256, len(data), [data], _now())

    def rebuild(self) -> None:
        """Make everything derived anew from the log."""
        with self.writing() as connection:
            _rebuild_derived(connection)

    def verify(self, progress: evidence.Progress | None = None) -> integrity.IntegrityReport:
        """Check the file by its hashes."""
        with self.reading() as connection:
            return integrity.verify(connection, progress)

    def verify_in_steps(self, progress: evidence.Progress | None = None) -> integrity.IntegrityReport:
        """Check the file by its hashes while somebody goes on typing."""
        return integrity.verify_in_steps(self.reading, progress)

    def back_up(self, occasion: str, held: Callable[[], object] = lambda: None) -> backup.Backup:
        """Make a rotating backup beside the file; see `backup.make_backup` for ``held``."""
        with user_errors(self.path):
            return backup.make_backup(self.path, occasion, held)

    def copy_to(self, target: Path) -> None:
        """Write a full copy that is a store of its own."""
        with user_errors(target):
            backup.copy_store(self.path, target)

    def _refuse_reading_only(self) -> None:
        if self._lock is None:
            raise ReadOnlyError(
                f"「{self.path.name}」は読み取り専用で開いているため、変更できません。内容は失われていません。"
            )
        with user_errors(self.path):
            held = self._lock.hold()
        if not held:
            self._lock = None
            raise ReadOnlyError(
                f"「{self.path.name}」は、この間にほかのPCで開かれたため、保存できませんでした。"
                "前に保存した内容は失われていません。このファイルを開き直してください。"
            )


def restore(path: Path, chosen: backup.Backup, who: str) -> None:
    """Put a backup in the place of a closed store; what was there is backed up first.

    Raises `FileError` when the file is open elsewhere or the backup is damaged; the file is then as before.
    """
    with user_errors(path):
        attempt = take_lock(path, who)
        if attempt.lock is None:
            raise FileError(f"「{path.name}」は開かれているため、戻せません。閉じてから、もう一度行ってください。")
        temporary = path.with_name(f".{path.name}.restored")
        try:
            if path.exists():
                _keep_what_is_there(path)
            backup.write_restored(chosen.path, backup.backup_folder(path) / "evidence", temporary)
            backup.replace_database(temporary, path)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            attempt.lock.release()


def _keep_what_is_there(path: Path) -> None:
    """Back up what a restoring replaces; what is too damaged for that is kept byte for byte."""
    try:
        with user_errors(path):
            if path.stat().st_size == 0:
                return
            _finish_interrupted(path)
            backup.make_backup(path, "restore")
    except DamagedFileError:
        backup.keep_damaged(path)


def _finish_interrupted(path: Path) -> None:
    """Let SQLite roll back the transaction that a crash interrupted; a reader may not do so."""
    engine = open_engine(path, read_only=False)
    try:
        with engine.connect() as connection:
            migrations.file_format(connection)
    finally:
        engine.dispose()


def _initialise(path: Path, unit: str, store_id: str) -> None:
    engine = open_engine(path, read_only=False)
    try:
        with engine.connect() as plain:
            connection = plain.execution_options(**{WRITES: True})
            with connection.begin():
                connection.exec_driver_sql(sqlite_dialect.SET_APPLICATION_ID)
                migrations.migrate(connection)
                settings.write_setting(connection, settings.STORE_ID, store_id)
                settings.write_setting(connection, settings.UNIT, unit)
                settings.write_setting(connection, settings.LEAST_READER, str(migrations.LEAST_READER))
                _rebuild_derived(connection)
    finally:
        engine.dispose()


def _refuse_strangers(path: Path) -> None:
    """Raise unless the file is a store of ours, by its header alone: nothing is changed, and nothing rolled back."""
    if not path.exists():
        raise FileError(f"「{path.name}」が見つかりません。移動や名前の変更がなかったか確かめてください。")
    if path.stat().st_size == 0:
        raise DamagedFileError(_EMPTY.format(name=path.name))
    with path.open("rb") as stream:
        header = stream.read(sqlite_dialect.HEADER_SIZE)
    if not header.startswith(sqlite_dialect.HEADER_MAGIC):
        raise DamagedFileError(
            f"「{path.name}」は行革デスクのファイルではないか、壊れています。ファイルは変更していません。"
        )
    if sqlite_dialect.application_id(header) != sqlite_dialect.APPLICATION_ID:
        raise FileError(f"「{path.name}」は行革デスクのファイルではありません。ファイルは変更していません。")


def _refuse_unreadable(path: Path, connection: Connection) -> None:
    """Raise when making the file was never finished, or a newer program says that this one cannot read it."""
    if migrations.file_format(connection) == 0:
        raise DamagedFileError(_EMPTY.format(name=path.name))
    least = int(settings.read_setting(connection, settings.LEAST_READER) or 1)
    if migrations.file_format(connection) > migrations.CURRENT or least > migrations.CURRENT:
        raise FileError(
            f"「{path.name}」は新しい版の行革デスクで作られているため、この版では開けません。"
            "ファイルは変更していません。新しい版を使ってください。"
        )


def _bring_up_to_date(path: Path, engine: Engine) -> int | None:
    """Migrate after a backup, and rebuild what is derived when its making has changed."""
    with engine.connect() as connection:
        before = migrations.file_format(connection)
        fingerprint = settings.read_setting(connection, settings.DERIVED)
    if before == migrations.CURRENT and fingerprint == schema.derived_fingerprint():
        return None
    if before != migrations.CURRENT:
        backup.make_backup(path, "migration")
    with engine.connect() as plain, foreign_keys_off(plain):
        connection = plain.execution_options(**{WRITES: True})
        with connection.begin():
            migrations.migrate(connection)
            _rebuild_derived(connection)
    return before if before != migrations.CURRENT else None


def _refuse_underived(path: Path, connection: Connection) -> None:
    """Raise when what screens read was made by another version: a reader cannot make it anew."""
    fingerprint = settings.read_setting(connection, settings.DERIVED)
    if migrations.file_format(connection) != migrations.CURRENT or fingerprint != schema.derived_fingerprint():
        raise ReadOnlyError(
            f"「{path.name}」は別の版の行革デスクで作られているため、読み取り専用では開けません。"
            "書き込めるフォルダーに写してから開いてください。内容は変更していません。"
        )


def _verify_after_crash(path: Path, connection: Connection) -> None:
    if integrity.structure_faults(connection) or integrity.damaged_changes(connection):
        raise DamagedFileError(
            f"「{path.name}」は前回正しく閉じられず、壊れています。ファイルは変更していません。"
            "「バックアップから戻す」で、前の状態に戻してください。"
        )


def _rebuild_derived(connection: Connection) -> None:
    derive.rebuild(connection)
    search_documents.rebuild(connection)
    settings.write_setting(connection, settings.DERIVED, schema.derived_fingerprint())


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
