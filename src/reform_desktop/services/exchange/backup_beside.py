"""The backup before an import, made in a thread of its own while bundles are verified and taken in.

SQLite copies the log in one long call, during which Python runs on. Until the copy has read the file nothing that is
written becomes part of it: SQLite lets no transaction end while somebody reads what was there before it.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from types import TracebackType
from typing import Self

from reform_desktop.store.backup import Backup
from reform_desktop.store.store import Store


class BackupBeside:
    """At most one backup: `begin` it as often as wanted, `hold` before writing, and `finish` before that is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="backup")
        self._made: Future[Backup] | None = None
        self._held = Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._worker.shutdown()

    def begin(self) -> None:
        """Begin to back up the file as it is now, unless that was done already."""
        if self._made is None:
            self._made = self._worker.submit(self._store.back_up, "import", self._held.set)
            self._made.add_done_callback(lambda _made: self._held.set())

    def hold(self) -> None:
        """Return when it is settled what the backup will hold, or when it has failed."""
        if self._made is not None:
            self._held.wait()

    def finish(self) -> None:
        """Return when the backup that was begun is whole; raises the `FileError` for which there is none."""
        if self._made is not None:
            self._made.result()
