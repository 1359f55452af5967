"""履歴: what was done in this file, one line an operation, newest first, with before and after of each field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.changes.change import DIVISION
from reform_desktop.services import recounting
from reform_desktop.services.recounting import Entry, Page
from reform_desktop.services.whereabouts import whereabouts
from reform_desktop.ui.pages.history.entry_detail import EntryDetail
from reform_desktop.ui.pages.history.history_filter import HistoryFilter
from reform_desktop.ui.pages.history.undo_side import UndoSide
from reform_desktop.ui.pages.moments import shown_time
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.headings import heading
from reform_desktop.ui.widgets.roles import Look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from reform_desktop.store.write import Saved
    from reform_desktop.ui.session import Place, Session
    from reform_desktop.ui.tasks import Task, TaskContext

_PAUSE = 300
_DIVISION = "推進課"


class HistoryPage(QWidget):
    """Entries newest first, read in a worker a page at a time by the log's own order."""

    title = "履歴"
    help_topic = "history"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._entries: list[Entry] = []
        self._before: int | None = None
        self._task: Task[Page] | None = None
        self._stale = True
        self.filter = HistoryFilter(session, self)
        self.model = RowsModel(_columns(), lambda one: one.key, self)
        self.view = RowsView(self.model, "変更の履歴", self, wide=3)
        self.detail = EntryDetail(session, self)
        self.undo_side = UndoSide(session, self)
        self._stack = QStackedWidget(self)
        self._nothing = EmptyState("変更はまだありません", "入力した内容と前の内容が、ここに並びます。", "", self)
        self._unfound = EmptyState("見つかりません", "絞り込みを変えてみてください。", "", self)
        self._further = EmptyState(
            "新しい変更の中には見つかりません", "さらに古い変更も調べられます。", "さらに古い変更を調べる", self
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._arrange()
        self._connect()

    def refresh(self) -> None:
        """Read everything anew."""
        self._stale = True
        if self.isVisible():
            self._timer.start()

    def commit_pending(self) -> None:
        """Nothing is typed here that is saved."""

    def print_request(self) -> PrintRequest | None:
        """Return the sheet of the measure whose change is chosen, or the list of measures: how they stand now."""
        year, told = self._session.fiscal_year, self.detail.chosen
        if told is None or not self.view.currentIndex().isValid() or not told.place.measure_id:
            return PrintRequest("list", year)
        return PrintRequest("sheet", year, measure_ids=(told.place.measure_id,), subject=told.place.number)

    def show_place(self, place: Place) -> None:
        """Narrow down to words, or to a measure."""
        self.filter.words.setText(place.words)
        label = ""
        if place.measure_id:
            rows = {("measure", place.measure_id)}
            found = self._session.perform(lambda: whereabouts(self._session.desk, rows))
            label = found[place.measure_id].label if found else ""
        self.filter.show_measure(place.measure_id, label)

    def showEvent(self, event: QShowEvent) -> None:
        """Read when somebody looks."""
        super().showEvent(event)
        if self._stale:
            self._timer.start(0)

    # Inner parts

    def _connect(self) -> None:
        self._timer.timeout.connect(self._read)
        self._session.changed.connect(self._changed)
        self.filter.changed.connect(self.refresh)
        self._further.action.connect(self._read_more)
        self.model.more_wanted.connect(self._read_more)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.view.opened.connect(lambda _index: self.detail.go())

    def _changed(self, saved: Saved) -> None:
        if "department" in saved.kinds:
            self.filter.refresh_options()
        self.refresh()

    def _read(self) -> None:
        """Read the newest entries; what is being read already is read to its end first."""
        if self._task is not None:
            self._task.cancel()
            return
        self._stale = False
        self.undo_side.refresh()
        self._ask(None)

    def _read_more(self) -> None:
        if self._task is None and self._before is not None:
            self._ask(self._before)

    def _ask(self, before: int | None) -> None:
        desk, chosen, measure = self._session.desk, self.filter.wanted(), self.filter.measure_id
        words, with_outline = self.filter.words.text(), self.filter.with_outline.isChecked()

        def work(context: TaskContext) -> Page:
            wanted = recounting.wanted_of_measure(desk, measure, chosen) if measure else chosen
            found = recounting.tell(
                desk, wanted, before, words=words, with_outline=with_outline, goes_on=lambda: not context.cancelled()
            )
            context.raise_if_cancelled()
            return found

        self._task = self._session.runner.run(
            "履歴を読み込んでいます",
            work,
            done=lambda page: self._show(page, further=before is not None),
            ended=lambda _task: self._ended(),
            owner=self,
        )

    def _ended(self) -> None:
        self._task = None
        if self._stale:
            self.refresh()

    def _show(self, page: Page, *, further: bool) -> None:
        self._entries = recounting.joined(self._entries, page.entries) if further else list(page.entries)
        self._before = page.before
        self.filter.add_people(one.newest.who for one in page.entries)
        self.model.set_rows(self._entries, more=self._before is not None)
        if self._entries:
            shown: QWidget = self.view
        elif self._before is not None:
            shown = self._further
        else:
            shown = self._unfound if self.filter.narrows else self._nothing
        self._stack.setCurrentWidget(shown)
        self._show_chosen()

    def _show_chosen(self) -> None:
        self.detail.show_entry(self.model.row_at(self.view.currentIndex()))

    def _arrange(self) -> None:
        sizes = active_sizes()
        for widget in (self.view, self._nothing, self._unfound, self._further):
            self._stack.addWidget(widget)
        middle = QSplitter(Qt.Orientation.Vertical, self)
        middle.setChildrenCollapsible(False)
        middle.addWidget(self._stack)
        middle.addWidget(self.detail)
        middle.setStretchFactor(0, 3)
        middle.setStretchFactor(1, 2)
        left = QVBoxLayout()
        left.setSpacing(sizes.gap)
        left.addWidget(self.filter)
        left.addWidget(middle, 1)
        both = QHBoxLayout()
        both.setSpacing(sizes.wide)
        both.addLayout(left, 1)
        self.undo_side.setFixedWidth(sizes.px(240))
        both.addWidget(self.undo_side)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.px(16), sizes.wide, sizes.px(16))
        column.setSpacing(sizes.gap)
        head = QHBoxLayout()
        head.addWidget(heading(self.title, Look.TITLE, self), 1)
        head.addWidget(self.filter.with_outline)
        column.addLayout(head)
        column.addLayout(both, 1)


def _columns() -> tuple[Column[Entry], ...]:
    return (
        Column("日時", lambda one: shown_time(one.newest.at), 104),
        Column("だれが", _who, 120),
        Column("したこと", lambda one: one.name, 144),
        Column("場所", _where),
        Column("変更", lambda one: f"{len(one.told) + one.unlisted:,}件", 52, right=True),
    )


def _who(one: Entry) -> str:
    """Name the role, which usually says the department already, and the department where it does not."""
    newest = one.newest
    unit = _DIVISION if newest.unit_id == DIVISION else newest.unit
    return newest.who if unit in newest.who else f"{unit} {newest.who}".strip()


def _where(one: Entry) -> str:
    """Name the first place, and how many more there are."""
    places = dict.fromkeys(told.place.label for told in one.told)
    first = next(iter(places), "")
    if one.unlisted:
        return f"{first}　ほか多数"
    return f"{first}　ほか{len(places) - 1:,}か所" if len(places) > 1 else first
