"""The left side of the measures page: filter, tree or hits, and which measure is chosen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QPushButton,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from reform_desktop.services import browsing
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.ui.icons import icon
from reform_desktop.ui.pages.measures.filter_bar import FilterBar
from reform_desktop.ui.pages.measures.hits_model import HitsModel
from reform_desktop.ui.pages.measures.line_words import Role
from reform_desktop.ui.pages.measures.row_delegate import RowDelegate
from reform_desktop.ui.pages.measures.tree_model import PlanTreeModel
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.store.write import Saved
    from reform_desktop.ui.session import Session

_SHORTER = "言葉を短くするか、\n絞り込みを解除してください。"
_KINDS_OF_TREE = frozenset({"plan", "policy", "item"})
_MANY = 500
"""Records from which on the tree is read anew: asking which measure each belongs to would stop the window."""


class Navigator(QWidget):
    """``measure_chosen`` carries the id of the measure to be shown; ``words_searched`` the words to be marked."""

    help_topic = "measures#取組を選ぶ"

    measure_chosen = Signal(str)
    words_searched = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._chosen_id = ""
        self.filter = FilterBar(session, self)
        self._tree_model = PlanTreeModel(session, self.filter.chosen(), self)
        self._hits_model = HitsModel(session, self)
        self.tree = self._build_tree()
        self.hits = self._build_hits()
        self._nothing = EmptyState("見つかりませんでした", _SHORTER, "絞り込みを解除", self)
        self._nothing.action.connect(self.filter.reset)
        self._empty = self._build_empty()
        self._stack = QStackedWidget(self)
        for view in (self.tree, self.hits, self._nothing, self._empty):
            self._stack.addWidget(view)
        self.table_button = QPushButton(icon("checklist"), "表で入力", self)
        self.table_button.setToolTip("この年度の取組を、表に並べて入力します（Ctrl+T）")
        set_look(self.table_button, Look.QUIET)
        self.propose_button = QPushButton(icon("add"), "取組を提案する…", self)
        set_look(self.propose_button, Look.QUIET)
        self.propose_button.setVisible(not session.desk.is_division and not session.desk.read_only)
        self._telling = QTimer(self)
        self._telling.setSingleShot(True)
        self._telling.setInterval(0)
        self._telling.timeout.connect(lambda: self.measure_chosen.emit(self._chosen_id))
        self._arrange()
        self._connect()
        self._show_tree()

    @property
    def chosen_id(self) -> str:
        """The measure that is chosen, or ``""``."""
        return self._chosen_id

    @property
    def searching(self) -> bool:
        """Whether hits are shown instead of the tree."""
        return bool(self.filter.words)

    def choose(self, measure_id: str) -> None:
        """Choose a measure and bring it into view; filters that hide it are taken away."""
        if measure_id == self._chosen_id and self._current_id() == measure_id:
            return
        index = self._hits_model.index_of(measure_id) if self.searching else self._tree_index(measure_id)
        if not index.isValid():
            self.filter.reset()
            self._search()
            index = self._tree_index(measure_id)
        if index.isValid():
            view: QAbstractItemView = self.hits if self.searching else self.tree
            view.setCurrentIndex(index)
            view.scrollTo(index)

    def narrow(self, wanted: MeasureFilter) -> None:
        """Show just the measures that somebody counted elsewhere, and choose the first of them."""
        self.filter.load(wanted)
        if not self._tree_index(self._chosen_id).isValid():
            self._choose_first()

    def search_for(self, words: str) -> None:
        """Put words into the search box and look at once."""
        self.filter.search.setText(words)
        self._search()

    def refresh(self) -> None:
        """Read everything anew; the chosen measure stays."""
        self.filter.refresh_options()
        self._tree_model.show(self.filter.chosen())
        self._show_tree()
        self._search_again()

    def after_change(self, saved: Saved) -> None:
        """Show what an operation changed, row by row where that is possible and not too much."""
        if len(saved.rows) > _MANY:
            self.refresh()
            return
        kinds = saved.kinds
        if kinds & (_KINDS_OF_TREE | {"department"}):
            self.filter.refresh_options()
        touched = browsing.touched_measures(self._session.desk, saved.rows)
        lines = browsing.measure_lines(self._session.desk, self._tree_model.chosen, sorted(touched))
        self._hits_model.update_lines(lines)
        gone = {row for kind, row in saved.rows if kind == "measure"} - {line.id for line in lines}
        known = self._tree_model.update_lines(lines)
        if kinds & _KINDS_OF_TREE or gone or not known:
            self._reload_tree()

    # Inner parts

    def _build_tree(self) -> QTreeView:
        tree = QTreeView(self)
        tree.setModel(self._tree_model)
        tree.setHeaderHidden(True)
        tree.setUniformRowHeights(True)
        tree.setIndentation(active_sizes().px(14))
        tree.setExpandsOnDoubleClick(True)
        _dress(tree, "方針・推進項目・取組")
        return tree

    def _build_hits(self) -> QListView:
        hits = QListView(self)
        hits.setModel(self._hits_model)
        hits.setUniformItemSizes(True)
        _dress(hits, "見つかった取組")
        return hits

    def _build_empty(self) -> EmptyState:
        if self._session.desk.is_division:
            text = "「計画の編集」で取組を追加すると、ここに並びます。"
        else:
            text = "推進課から届いた取組が、ここに並びます。"
        return EmptyState("取組はまだありません", text, "", self)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.filter)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.table_button)
        layout.addWidget(self.propose_button)
        self.setMinimumWidth(active_sizes().px(264))
        self.setFocusProxy(self.tree)

    def _connect(self) -> None:
        self.filter.words_changed.connect(self._search)
        self.filter.choice_changed.connect(self._filter)
        self._session.search_renewed.connect(self._search_again)
        self.filter.search.installEventFilter(self)
        self.filter.search.returnPressed.connect(self._go_to_first)
        for view in (self.tree, self.hits):
            view.selectionModel().currentChanged.connect(self._current_changed)
            view.selectionModel().selectionChanged.connect(partial(self._follow_selection, view))
        self._hits_model.rowsInserted.connect(lambda: self.filter.show_count(self._hits_model.count_words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let ↓ go from the search box to the rows, and Esc take the words away."""
        if watched is self.filter.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self._step_into_rows()
                return True
            if event.key() == Qt.Key.Key_Escape and self.filter.words:
                self.filter.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _filter(self) -> None:
        self._tree_model.show(self.filter.chosen())
        if self.searching:
            self._search()
        else:
            self._show_tree()

    def _search(self) -> None:
        words = self.filter.words
        if not words:
            self.words_searched.emit("")
            self._show_tree()
            return
        chosen = self.filter.chosen()
        number = browsing.typed_number(words)
        if number is not None:
            everything = MeasureFilter(chosen.fiscal_year)
            self._hits_model.search(browsing.numbered(self._session.desk, everything, number), "")
        else:
            self._hits_model.search(replace(chosen, words=words), words)
        self.filter.show_count(self._hits_model.count_words)
        self._stack.setCurrentWidget(self.hits if self._hits_model.rowCount() else self._nothing)
        self._select_quietly(self.hits, self._hits_model.index_of(self._chosen_id))
        self.words_searched.emit("" if number else words)

    def _search_again(self) -> None:
        if self.searching:
            self._search()

    def _show_tree(self) -> None:
        model = self._tree_model
        self.filter.show_count(f"{model.count:,}件")
        if model.count or (model.rowCount() and not model.chosen.narrows):
            self._stack.setCurrentWidget(self.tree)
            self._unfold()
            self._select_quietly(self.tree, self._tree_index(self._chosen_id))
        else:
            self._stack.setCurrentWidget(self._nothing if model.chosen.narrows else self._empty)

    def _unfold(self) -> None:
        if self._tree_model.wholly_read:
            self.tree.expandAll()
        else:
            self.tree.expandToDepth(0)

    def _reload_tree(self) -> None:
        folded = {index.data(Role.ID) for index in self._branches() if not self.tree.isExpanded(index)}
        self._tree_model.reload()
        if not self.searching:
            self._show_tree()
        for index in self._branches():
            if index.data(Role.ID) in folded:
                self.tree.collapse(index)
        if self._chosen_id and not browsing.measure_lines(
            self._session.desk, self._tree_model.chosen, [self._chosen_id]
        ):
            self._set_chosen("")

    def _branches(self) -> list[QModelIndex]:
        model = self._tree_model
        policies = [model.index(row, 0) for row in range(model.rowCount())]
        items = [model.index(row, 0, policy) for policy in policies for row in range(model.rowCount(policy))]
        return policies + items

    def _tree_index(self, measure_id: str) -> QModelIndex:
        if not measure_id:
            return QModelIndex()
        found = self._tree_model.index_of(measure_id)
        if found.isValid() or self._tree_model.wholly_read:
            return found
        lines = browsing.measure_lines(self._session.desk, self._tree_model.chosen, [measure_id])
        return self._tree_model.index_in_item(measure_id, lines[0].item_id) if lines else found

    def _select_quietly(self, view: QAbstractItemView, index: QModelIndex) -> None:
        """Show where the chosen measure stands without choosing it again."""
        if index.isValid():
            view.setCurrentIndex(index)
            view.scrollTo(index)

    def _current_id(self) -> str:
        view: QAbstractItemView = self.hits if self.searching else self.tree
        found = view.currentIndex().data(Role.ID)
        return found if isinstance(found, str) else ""

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.data(Role.LINE) is None:
            return
        found = current.data(Role.ID)
        if isinstance(found, str):
            self._set_chosen(found)

    def _follow_selection(self, view: QAbstractItemView, selected: QItemSelection, _gone: QItemSelection) -> None:
        """Go along with a screen reader, which selects a row without making it the current one."""
        rows = selected.indexes()
        if len(rows) == 1 and rows[0] != view.currentIndex():
            view.setCurrentIndex(rows[0])

    def _set_chosen(self, measure_id: str) -> None:
        if measure_id != self._chosen_id:
            self._chosen_id = measure_id
            self._telling.start()

    def _choose_first(self) -> None:
        """Choose the first measure that the tree shows, so that the sheet beside it belongs to the list."""
        for branch in self._branches():
            first = self._tree_model.index(0, 0, branch)
            if first.data(Role.LINE) is not None:
                self.tree.setCurrentIndex(first)
                return

    def _step_into_rows(self) -> None:
        view: QAbstractItemView = self.hits if self.searching else self.tree
        view.setFocus()
        if not view.currentIndex().isValid():
            view.setCurrentIndex(view.model().index(0, 0))

    def _go_to_first(self) -> None:
        self._search()
        if self.searching and self._hits_model.rowCount():
            self.hits.setCurrentIndex(self._hits_model.index(0))


def _dress(view: QTreeView | QListView, name: str) -> None:
    view.setAccessibleName(name)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setItemDelegate(RowDelegate(view))
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setTextElideMode(Qt.TextElideMode.ElideRight)
