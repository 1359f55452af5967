"""Looks now and then whether the person who has the file has closed it, and offers to open it for writing then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from reform_desktop.store.lock import LockHolder, standing_holder
from reform_desktop.store.store import Opened

if TYPE_CHECKING:
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import TaskContext

_EVERY: Final = 20_000
"""Milliseconds between two looks at the lock, which may lie on a server."""


class HolderWatch(QObject):
    """``freed`` comes once, when nobody has the file any more; ``passed_on`` carries the `LockHolder` who took it."""

    freed = Signal()
    passed_on = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._holder = session.desk.store.holder
        self._looking = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)
        if session.desk.opened is Opened.LOCKED:
            self._timer.start()

    def look(self) -> None:
        """Look in a worker: a server that is slow must not stop the window."""
        if self._looking:
            return
        self._looking = True
        path = self._session.desk.path

        def work(_context: TaskContext) -> LockHolder | None:
            return standing_holder(path)

        self._session.runner.run(
            "ファイルを開いている人を確かめています", work,
            done=self._tell, failed=lambda _error: None, ended=lambda _task: self._rest(), owner=self, urgent=True,
        )  # fmt: skip

    def _tell(self, holder: LockHolder | None) -> None:
        if holder is None:
            self._timer.stop()
            self.freed.emit()
        elif holder.host and holder != self._holder:
            self._holder = holder
            self.passed_on.emit(holder)

    def _rest(self) -> None:
        self._looking = False
