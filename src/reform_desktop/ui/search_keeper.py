"""Brings the search up to date after files were taken in, in the background: an import does not wait for its index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import Task, TaskContext

LABEL: Final = "取り込んだ内容を検索できるようにしています"
_AFTER: Final = 300
"""Milliseconds: files that are taken in one after another are indexed together."""


class SearchKeeper(QObject):
    """Looks after every change, and once at the beginning, whether the search finds everything."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._task: Task[None] | None = None
        self._timer = QTimer(session)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER)
        self._timer.timeout.connect(self._look)
        if not session.desk.read_only:
            session.changed.connect(lambda _saved: self._timer.start())
            self._timer.start()

    def _look(self) -> None:
        if self._task is None and self._session.perform(lambda: self._session.desk.store.search_is_current) is False:
            self._task = self._session.runner.run(
                LABEL,
                self._catch_up,
                done=lambda _none: self._session.search_renewed.emit(),
                failed=self._session.failed.emit,
                ended=lambda _task: self._rest(),
                owner=self,
            )

    def _catch_up(self, context: TaskContext) -> None:
        self._session.desk.store.catch_up_search(lambda: not context.cancelled())

    def _rest(self) -> None:
        self._task = None
