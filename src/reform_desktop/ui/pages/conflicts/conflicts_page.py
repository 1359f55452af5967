"""競合・保留: two lists, read in a worker, kept current while the page is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from reform_desktop.services import open_points
from reform_desktop.ui.pages.conflicts.conflict_list import ConflictList
from reform_desktop.ui.pages.conflicts.held_list import HeldList
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.headings import heading
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from reform_desktop.services.open_points import HeldLine, OpenConflict
    from reform_desktop.ui.session import Place, Session
    from reform_desktop.ui.tasks import TaskContext

_PAUSE: Final = 200
_CONFLICTS, _HELD = range(2)
_WORDS: Final = "どの内容も失われていません。競合は、解決するまで両方の内容を残します。"
_NO_CONFLICTS: Final = "同じ項目が別々に書き換えられると、ここに両方の内容が並びます。"
_NO_HELD: Final = "適用できない変更が届くと、その理由とともにここに並びます。"


class ConflictsPage(QWidget):
    """What is not settled. A conflict at a field of the sheet leads here."""

    title = "競合・保留"
    help_topic = "exchange"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reading = False
        self._stale = True
        self._wanted: Place | None = None
        self.tabs = QTabBar(self)
        self.conflicts = ConflictList(session, self)
        self.held = HeldList(self)
        self._stack = QStackedWidget(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._arrange()
        self._timer.timeout.connect(self._read)
        self.tabs.currentChanged.connect(lambda _tab: self._show_tab())
        session.changed.connect(lambda _saved: self.refresh())

    def refresh(self) -> None:
        """Read both lists anew, soon."""
        self._stale = True
        if self.isVisible():
            self._timer.start()

    def commit_pending(self) -> None:
        """Keep what is being typed into a proposal; it is saved only by its button."""
        self.conflicts.detail.commit_pending()

    def print_request(self) -> PrintRequest | None:
        """Return the sheet of the measure that the chosen conflict belongs to, or the list of all."""
        chosen = self.conflicts.chosen if self.tabs.currentIndex() == _CONFLICTS else None
        year = self._session.fiscal_year
        if chosen is None or not chosen.place.measure_id:
            return PrintRequest("list", year, self._session.desk.department_id)
        return PrintRequest("sheet", year, measure_ids=(chosen.place.measure_id,), subject=chosen.place.number)

    def show_place(self, place: Place) -> None:
        """Choose the conflict of a field, as soon as it has been read."""
        self.tabs.setCurrentIndex(_CONFLICTS)
        if not self.conflicts.choose(place.row, place.field):
            self._wanted = place
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Read when somebody looks."""
        super().showEvent(event)
        if self._stale:
            self._timer.start(0)

    def _read(self) -> None:
        if self._reading:
            return
        self._reading, self._stale = True, False
        desk = self._session.desk

        def work(_context: TaskContext) -> tuple[list[OpenConflict], list[HeldLine]]:
            return open_points.open_conflicts(desk), open_points.held_lines(desk)

        self._session.runner.run(
            "競合と保留を読み込んでいます", work, done=self._show, ended=lambda _task: self._ended(), owner=self
        )

    def _ended(self) -> None:
        self._reading = False
        if self._stale:
            self.refresh()

    def _show(self, found: tuple[list[OpenConflict], list[HeldLine]]) -> None:
        conflicts, held = found
        self.conflicts.show_rows(conflicts)
        self.held.show_rows(held)
        self.tabs.setTabText(_CONFLICTS, f"競合 {len(conflicts):,}件")
        self.tabs.setTabText(_HELD, f"保留 {self._held_changes(held):,}件")
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.conflicts.choose(wanted.row, wanted.field)
        self._show_tab()

    def _held_changes(self, held: list[HeldLine]) -> int:
        return len({one.change for one in held})

    def _show_tab(self) -> None:
        tab = self.tabs.currentIndex()
        model = (self.conflicts.model, self.held.model)[tab]
        self._stack.setCurrentIndex(tab if model.rowCount() else tab + 2)

    def _arrange(self) -> None:
        sizes = active_sizes()
        words = QLabel(_WORDS, self)
        words.setWordWrap(True)
        set_look(words, Look.MUTED)
        self.tabs.addTab("競合")
        self.tabs.addTab("保留")
        self.tabs.setAccessibleName("競合か保留か")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for widget in (
            self.conflicts,
            self.held,
            EmptyState("競合はありません", _NO_CONFLICTS, "", self),
            EmptyState("保留はありません", _NO_HELD, "", self),
        ):
            self._stack.addWidget(widget)
        self._stack.setCurrentIndex(2)
        page = QVBoxLayout(self)
        page.setContentsMargins(sizes.wide, sizes.px(16), sizes.wide, sizes.px(16))
        page.setSpacing(sizes.gap)
        page.addWidget(heading(self.title, Look.TITLE, self))
        page.addWidget(words)
        page.addWidget(self.tabs)
        page.addWidget(self._stack, 1)
