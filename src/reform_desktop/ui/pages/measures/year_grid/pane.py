"""表で入力: the table of a year with what narrows it down, what is shown of it, and what was refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.services import browsing
from reform_desktop.services.measures import read_measure
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.store.write import Saved
from reform_desktop.ui.grid.message import GridMessage
from reform_desktop.ui.icons import icon
from reform_desktop.ui.pages.measures.filter_bar import FilterBar
from reform_desktop.ui.pages.measures.sheet.context import FieldRef, SheetContext
from reform_desktop.ui.pages.measures.year_grid.columns import VIEWS
from reform_desktop.ui.pages.measures.year_grid.grid import YearGrid
from reform_desktop.ui.pages.measures.year_grid.model import YearGridModel
from reform_desktop.ui.session import Place, Session
from reform_desktop.ui.settings import Settings
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.headings import heading
from reform_desktop.ui.widgets.history_words import HISTORY_KEYS
from reform_desktop.ui.widgets.roles import Look, set_look

TITLE: Final = "表で入力"
_VIEW: Final = "year-grid-view"
_OUTLINE: Final = frozenset({"plan", "policy", "item", "department"})


class YearGridPane(QWidget):
    """``left`` carries the measure at which somebody goes back to the sheet."""

    help_topic = "table"

    left = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = Settings()
        self.filter = FilterBar(session, self, wide=True)
        self.model = YearGridModel(session, self)
        self.grid = YearGrid(self.model, self)
        self.message = GridMessage(self)
        self._title = heading(TITLE, Look.HEADING, self)
        self.view = ChoiceField((Option(one.name, one.label) for one in VIEWS), self, nothing=None)
        self.view.status.set_name("表示する欄")
        self.view.load_value(self._remembered_view())
        self.bulk_button = QPushButton(icon("edit"), "まとめて変更(&B)…", self)
        self.bulk_button.setToolTip("選んだ行の取組を、まとめて変更します（Ctrl+Shift+B）")
        self.back_button = QPushButton(icon("left"), "シートに戻る(&S)", self)
        for button in (self.bulk_button, self.back_button):
            set_look(button, Look.QUIET)
        self._nothing = EmptyState("見つかりませんでした", "言葉を短くするか、絞り込みを解除してください。", "", self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._nothing)
        self._arrange()
        self._connect()

    def begin(self, filters: FilterBar, measure_id: str) -> None:
        """Show the measures that another list shows, the chosen one first in view."""
        self.filter.take_over(filters)
        self.show_year()
        if not self.go_to(measure_id, "") and self.model.rowCount():
            self.grid.go_to(self.model.index(0, 0))

    def show_year(self) -> None:
        """Read the table anew; the current cell stays where it is."""
        index = self.grid.currentIndex()
        measure = self.current_measure
        field = self.model.field(index.column()) if index.isValid() else ""
        self.model.show(self._chosen(), self._fields())
        self._title.setText(f"{TITLE}　{format_fiscal_year(self._session.fiscal_year)}")
        self.filter.show_count(self.model.count_words)
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        index = self._index(measure, field)
        if index.isValid():
            self.grid.make_current(index)  # without the focus: somebody may be typing into the search box
        self.model.tell_kept()

    def go_to(self, measure_id: str, field: str) -> bool:
        """Make a measure's cell the current one; False when it is not in the table."""
        index = self._index(measure_id, field)
        if index.isValid():
            self.grid.go_to(index)
        return index.isValid()

    def _index(self, measure_id: str, field: str) -> QModelIndex:
        row, column = self.model.row_of(measure_id), self.model.column_of(field)
        if row < 0 or (field and column < 0):
            return QModelIndex()
        return self.model.index(row, max(0, column))

    def show_place(self, place: Place) -> bool:
        """Go to the cell that a place names; False when the table does not hold it."""
        if place.kind != "year_record" or place.fiscal_year not in (None, self._session.fiscal_year):
            return False
        return self.go_to(place.measure_id, place.field)

    def commit_pending(self) -> None:
        """Commit the cell that is being edited."""
        self.grid.commit_pending()

    def after_change(self, saved: Saved) -> None:
        """Show what an operation changed."""
        if saved.kinds & _OUTLINE:
            self.filter.refresh_options()
        self.model.after_change(saved)

    def change_many(self) -> None:
        """Ask what is to be changed in the measures of the chosen rows."""
        from reform_desktop.ui.bulk_edit.dialog import BulkEditDialog  # noqa: PLC0415 -- only when asked for

        self.commit_pending()
        chosen = self.grid.chosen_measures()
        if not chosen:
            self.message.say("まとめて変更する取組の行を選んでから、もう一度行ってください。")
            return
        dialog = BulkEditDialog(self._session, chosen, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self) -> MeasureFilter:
        chosen, words = self.filter.chosen(), self.filter.words
        number = browsing.typed_number(words)
        if number is not None:
            return browsing.numbered(self._session.desk, chosen, number) or replace(chosen, words=words)
        return replace(chosen, words=words)

    def _fields(self) -> tuple[str, ...]:
        name = self.view.value()
        return next((one.fields for one in VIEWS if one.name == name), VIEWS[0].fields)

    def _remembered_view(self) -> str:
        name = self._settings.text(_VIEW)
        return name if name in {one.name for one in VIEWS} else VIEWS[0].name

    def _view_chosen(self, name: object) -> None:
        self._settings.set_text(_VIEW, str(name))
        self.show_year()

    @property
    def current_measure(self) -> str:
        """The measure of the current cell, or ``""``."""
        index = self.grid.currentIndex()
        return self.model.lines[index.row()].id if index.isValid() else ""

    def _leave(self) -> None:
        self.commit_pending()
        self.left.emit(self.current_measure)

    def _show_history(self, index: QModelIndex) -> None:
        from reform_desktop.ui.pages.measures.sheet.history_dialog import HistoryDialog  # noqa: PLC0415 -- when asked

        place = self.model.place(index)
        context = SheetContext(self._session, self)
        context.view = read_measure(self._session.desk, place.owner)
        ref = FieldRef(place.kind, place.row, place.field, self.model.column_name(index))
        dialog = HistoryDialog(context, ref, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(context.deleteLater)
        dialog.open()

    def _connect(self) -> None:
        self.filter.words_changed.connect(self.show_year)
        self.filter.choice_changed.connect(self.show_year)
        self.view.activated.connect(self.view.commit_pending)
        self.view.committed.connect(self._view_chosen)
        self.model.refused.connect(self.message.say)
        self.grid.said.connect(self.message.say)
        self.grid.history_wanted.connect(self._show_history)
        self.bulk_button.clicked.connect(self.change_many)
        self.back_button.clicked.connect(self._leave)
        keys = QShortcut(QKeySequence(HISTORY_KEYS), self.grid)
        keys.activated.connect(self.grid.show_history)
        QShortcut(QKeySequence("Ctrl+Shift+B"), self, self.change_many)

    def _arrange(self) -> None:
        sizes = active_sizes()
        head = QHBoxLayout()
        head.setSpacing(sizes.gap)
        head.addWidget(self._title, 1)
        for widget in (self.view, self.bulk_button, self.back_button):
            head.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(sizes.px(16), sizes.px(12), sizes.px(16), sizes.px(12))
        layout.setSpacing(sizes.gap)
        layout.addLayout(head)
        layout.addWidget(self.filter)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.message)
        self.setFocusProxy(self.grid)
