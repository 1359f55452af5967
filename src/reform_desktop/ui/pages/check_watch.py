"""Keeps a window's input checks current: in a worker, after a pause, and only where something changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from reform_desktop.domain.wording import WORDING_CODES
from reform_desktop.services import findings
from reform_desktop.ui.settings import Settings

if TYPE_CHECKING:
    from reform_desktop.services.findings import Checked
    from reform_desktop.store.write import Saved
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import TaskContext

PAUSE: Final = 300
"""Milliseconds after the last change before checking again."""

_OFF: Final = "wording-off"
_LABEL: Final = "入力チェックをしています"


class CheckWatch(QObject):
    """The findings of the session's year. Idle until somebody asks with `want`; ``updated`` carries a `Checked`."""

    updated = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._checked: Checked | None = None
        self._settings = Settings()
        self._wanted = False
        self._running = False
        self._rows: frozenset[tuple[str, str]] = frozenset()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._start)
        session.changed.connect(self._changed)
        session.fiscal_year_changed.connect(lambda _year: self.check_anew())

    @property
    def checked(self) -> Checked | None:
        """The last findings; ``None`` while nothing was checked yet."""
        return self._checked

    @property
    def wording(self) -> frozenset[str]:
        """The rules about wording that are switched on: all until somebody switches one off."""
        return WORDING_CODES - set(self._settings.text(_OFF).split())

    def switch_wording(self, code: str, *, on: bool) -> None:
        """Switch a rule about wording on or off on this PC, and check again."""
        off = WORDING_CODES - self.wording
        self._settings.set_text(_OFF, " ".join(sorted(off - {code} if on else off | {code})))
        self.check_anew()

    def want(self) -> None:
        """Begin to check, from now on whenever something changes."""
        if not self._wanted:
            self._wanted = True
            self._timer.start(0)

    def check_anew(self) -> None:
        """Check everything again soon."""
        self._checked = None
        if self._wanted:
            self._timer.start(PAUSE)

    def _changed(self, saved: Saved) -> None:
        self._rows = self._rows | saved.rows if self._rows else saved.rows  # an import names very many: no copy
        if self._wanted:
            self._timer.start(PAUSE)

    def _start(self) -> None:
        if self._running:
            return
        self._running = True
        rows, self._rows, wording = self._rows, frozenset(), self.wording
        desk, year, known = self._session.desk, self._session.fiscal_year, self._checked

        def work(context: TaskContext) -> Checked:
            if known is None or known.fiscal_year != year:
                return findings.check_year(desk, year, context.progress, wording=wording)
            return findings.check_again(desk, known, rows, wording=wording)

        self._session.runner.run(_LABEL, work, done=self._done, ended=lambda _task: self._ended(), owner=self)

    def _done(self, checked: Checked) -> None:
        if checked.fiscal_year == self._session.fiscal_year:
            self._checked = checked
            self.updated.emit(checked)

    def _ended(self) -> None:
        self._running = False
        if self._rows or (self._checked and self._checked.fiscal_year != self._session.fiscal_year):
            self._timer.start(PAUSE)


def watch_of(session: Session) -> CheckWatch:
    """Return the session's watch, made when somebody first asks: every page looks at the same findings."""
    found = session.findChild(CheckWatch)
    return found if isinstance(found, CheckWatch) else CheckWatch(session)
