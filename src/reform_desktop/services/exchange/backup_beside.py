"""The backup before an import, made in a thread of its own while the bundles are verified.

SQLite copies the log in one long call, during which Python runs on.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from reform_desktop.store.backup import Backup
from reform_desktop.store.store import Store


class BackupBeside:
    """At most one backup: `begin` it as often as wanted, and `wait` before anything is written."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="backup")
        self._made: Future[Backup] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._worker.shutdown()

    def begin(self) -> None:
        """Begin to back up the file as it is now, unless that was done already."""
        if self._made is None:
            self._made = self._worker.submit(self._store.back_up, "import")

    def wait(self) -> None:
        """Return when the backup that was begun is whole; raises the `FileError` for which there is none."""
        if self._made is not None:
            self._made.result()
