"""列と項目: what each report prints, in what order, how headed and how wide; and how 取組一覧 is grouped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QPushButton, QTableView, QVBoxLayout, QWidget

from reform_desktop.reports.catalogue import REPORTS
from reform_desktop.reports.sections import CHOICES
from reform_desktop.ui.icons import icon
from reform_desktop.ui.layouts.bound_fields import DraftField
from reform_desktop.ui.layouts.columns_model import CAPTION, NAME, WIDTH, ColumnsModel
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.headings import ProseLabel
from reform_desktop.ui.widgets.labeled_field import LabeledField

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from reform_desktop.ui.layouts.draft import LayoutDraft

_USUAL_GROUPING = "標準（推進項目）"
_WORDS = "スペースで印を付け外し、F2 で見出しと幅を直し、Alt+↑↓ で順番を変えます。"


class ColumnsView(QTableView):
    """The table; Alt with an arrow moves a column."""

    def __init__(self, model: ColumnsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = model
        self.setModel(model)
        self.setAccessibleName("印刷する列と項目")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        sizes = active_sizes()
        self.verticalHeader().setDefaultSectionSize(sizes.px(32))
        header = self.horizontalHeader()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(CAPTION, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(WIDTH, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(CAPTION, sizes.px(128))
        self.setColumnWidth(WIDTH, sizes.px(72))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the chosen column with Alt and an arrow."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_column(step)
            return
        super().keyPressEvent(event)

    def move_column(self, step: int) -> None:
        """Move the chosen column one place."""
        index = self.currentIndex()
        if self._columns.move(index.row(), step):
            self.setCurrentIndex(self._columns.index(index.row() + step, index.column()))


class ColumnsTab(QWidget):
    """The lists and their columns. ``list_chosen`` carries the list's name, ``refused`` a sentence."""

    list_chosen = Signal(str)

    def __init__(self, draft: LayoutDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ColumnsModel(draft, self)
        self.lists = ChoiceField([Option(name, REPORTS[name].title) for name in CHOICES], nothing=None)
        self.lists.status.set_name("帳票")
        self.lists.load_value("list")
        self.lists.activated.connect(self.lists.commit_pending)
        self.lists.committed.connect(self._show_list)
        self.view = ColumnsView(self.model, self)
        self.fields = [DraftField(draft, "grouping", self, _USUAL_GROUPING)]
        self.problem = ProseLabel("", self)
        self.problem.hide()
        self.model.refused.connect(self._refuse)
        draft.changed.connect(self.problem.hide)
        draft.loaded.connect(self._refresh)
        self._draft = draft
        self._buttons = [
            self._button("上へ(&U)", "上へ", "up", lambda: self.view.move_column(-1)),
            self._button("下へ(&O)", "下へ", "down", lambda: self.view.move_column(1)),
            self._button("標準に戻す(&T)", "標準の列と項目に戻す", "", self.model.reset_columns),
        ]
        self.stops = [self.lists, self.fields[0].field.widget(), self.view, *self._buttons]
        self._arrange()

    def _button(self, words: str, name: str, picture: str, act: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setAccessibleName(name)
        if picture:
            button.setIcon(icon(picture))
        button.clicked.connect(lambda *_: act() if callable(act) else None)
        return button

    def _show_list(self, report: object) -> None:
        self.model.show(str(report))
        self.fields[0].setVisible(report == "list")
        self.list_chosen.emit(str(report))

    def _refuse(self, sentence: str) -> None:
        self.problem.set_text(sentence)
        self.problem.show()

    def _refresh(self) -> None:
        self.problem.hide()
        for button in self._buttons:
            button.setEnabled(not self._draft.locked)

    def _arrange(self) -> None:
        sizes = active_sizes()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, sizes.px(12), 0, 0)
        column.setSpacing(sizes.gap)
        top = QHBoxLayout()
        top.setSpacing(sizes.px(12))
        top.addWidget(LabeledField("帳票", self.lists, self), 1)
        top.addWidget(self.fields[0], 1)
        column.addLayout(top)
        column.addWidget(self.view, 1)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.setSpacing(sizes.gap)
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(ProseLabel(_WORDS, self))
