"""この項目の履歴: who wrote what and when, and the way back to an earlier content."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from reform_desktop.services.editing import set_values
from reform_desktop.services.histories import Happening, field_history
from reform_desktop.ui.pages.conflicts.marked_text import MarkedText
from reform_desktop.ui.pages.measures.sheet.context import FieldRef, SheetContext
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.page_scroll import scrolling_text
from reform_desktop.ui.widgets.roles import Look, set_look

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_COLUMNS = ("日時", "だれが", "内容")
EMPTY = "（空）"


class HistoryModel(QAbstractTableModel):
    """What happened to one field, the newest first."""

    def __init__(self, happenings: list[Happening], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.happenings = happenings

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how often the field was written."""
        return 0 if parent.isValid() else len(self.happenings)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the heading of a column."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return _COLUMNS[section] if orientation is Qt.Orientation.Horizontal else str(section + 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows."""
        one = self.happenings[index.row()]
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        match index.column():
            case 0:
                return shown_time(one.at)
            case 1:
                return f"{one.unit} {one.who}" if one.who and one.who != one.unit else one.unit
            case _:
                return " ".join(one.after.split()) or EMPTY


class HistoryDialog(Dialog):
    """A list above, what changed in the text below; restoring writes a new change, so nothing is lost by it."""

    help_topic = "measures#前の内容を見る"

    def __init__(self, context: SheetContext, ref: FieldRef, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._ref = ref
        self.setWindowTitle(f"{ref.label}の履歴")
        self.model = HistoryModel(field_history(context.desk, ref.row, ref.field), self)
        self.list = self._build_list()
        self.text = MarkedText("変更した内容", self)
        self.message = QLabel(self)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.hide()
        set_look(self.message, Look.ERROR)
        self.restore_button = QPushButton("この内容に戻す", self)
        self.restore_button.clicked.connect(self._restore)
        self.close_button = QPushButton("閉じる", self)
        self.close_button.clicked.connect(self.reject)
        self.close_button.setDefault(True)
        self._arrange()
        if self.model.happenings:
            self.list.selectRow(0)
        self._show_current()

    @property
    def chosen(self) -> Happening | None:
        """What is chosen in the list."""
        row = self.list.currentIndex().row()
        return self.model.happenings[row] if 0 <= row < len(self.model.happenings) else None

    def _build_list(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self.model)
        table.setAccessibleName("履歴の一覧")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.horizontalHeader().setHighlightSections(False)
        table.setColumnWidth(0, active_sizes().px(188))
        table.setColumnWidth(1, active_sizes().px(220))
        table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_current())
        return table

    def _arrange(self) -> None:
        sizes = active_sizes()
        caption = QLabel("内容（消した文字は取り消し線、加えた文字は下線）", self)
        set_look(caption, Look.LABEL)
        buttons = QHBoxLayout()
        buttons.addWidget(self.restore_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(sizes.wide, sizes.px(16), sizes.wide, sizes.px(16))
        layout.setSpacing(sizes.px(12))
        if not self.model.happenings:
            layout.addWidget(QLabel("この項目はまだ入力されていません。", self))
        layout.addWidget(self.list, 2)
        layout.addWidget(caption)
        layout.addWidget(scrolling_text(self.text, self), 1)
        layout.addWidget(self.message)
        layout.addLayout(buttons)
        self.resize(sizes.px(760), sizes.px(520))

    def _show_current(self) -> None:
        one = self.chosen
        if one is None:
            self.text.show_text(" ")
        else:
            self.text.show_text(one.after, one.before)
        reason = self._context.lock_reason(self._ref.kind, self._ref.field)
        newest = one is not None and self.list.currentIndex().row() == 0
        self.restore_button.setEnabled(one is not None and one.field != "" and not newest and not reason)
        self.restore_button.setToolTip(reason)

    def _restore(self) -> None:
        one, ref = self.chosen, self._ref
        if one is None:
            return
        error = self._context.save(
            lambda: set_values(
                self._context.desk, ref.kind, ref.row, {ref.field: one.value}, name=f"{ref.label}を前の内容に戻す"
            )
        )
        if error is None:
            self.accept()
        else:
            self.message.setText(f"⚠ {error}")
            self.message.show()


def shown_time(at: str) -> str:
    """Return 2026-05-20 14:03 of a stored time; what is no time is shown as it is."""
    return f"{at[:10]} {at[11:16]}" if at[10:11] == "T" else at
