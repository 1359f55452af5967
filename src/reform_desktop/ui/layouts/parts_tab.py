"""取組シート: what of a measure is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QListView, QVBoxLayout, QWidget

from reform_desktop.reports.measure_sheet import sheet_parts
from reform_desktop.ui.layouts.bound_fields import DraftField
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import ProseLabel

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from reform_desktop.domain.values import JsonValue
    from reform_desktop.ui.layouts.draft import LayoutDraft

Index = QModelIndex | QPersistentModelIndex


class PartsModel(QAbstractListModel):
    """The parts of the sheet, ticked when printed. Parts of a newer program, which are not shown, stay as they are."""

    def __init__(self, draft: LayoutDraft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._parts = sheet_parts()
        draft.loaded.connect(self._refresh)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        """Return how many parts there are."""
        return 0 if parent.isValid() else len(self._parts)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let every part be ticked."""
        flags = super().flags(index)
        return flags if self._draft.locked else flags | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the part's caption and tick."""
        if not index.isValid():
            return None
        name, caption = self._parts[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return caption
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Unchecked if name in self._hidden() else Qt.CheckState.Checked
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Print a part, or leave it out."""
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole or self._draft.locked:
            return False
        name = self._parts[index.row()][0]
        hidden = [one for one in self._hidden() if one != name]
        if Qt.CheckState(value) != Qt.CheckState.Checked:
            hidden.append(name)
        self._draft.set("hidden_parts", hidden)
        self.dataChanged.emit(index, index)
        return True

    def _hidden(self) -> list[JsonValue]:
        stored = self._draft.value("hidden_parts")
        return stored if isinstance(stored, list) else []

    def _refresh(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(len(self._parts) - 1))


class PartsTab(QWidget):
    """The list of parts."""

    def __init__(self, draft: LayoutDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PartsModel(draft, self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName("取組シートに印刷する項目")
        self.view.setUniformItemSizes(True)
        self.fields = [DraftField(draft, "with_handover", self)]
        self.stops = [self.view, self.fields[0].field.widget()]
        sizes = active_sizes()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, sizes.px(12), 0, 0)
        column.setSpacing(sizes.gap)
        column.addWidget(ProseLabel("取組シートと会議資料に印刷する項目です。", self))
        column.addWidget(self.view, 1)
        column.addWidget(self.fields[0])
