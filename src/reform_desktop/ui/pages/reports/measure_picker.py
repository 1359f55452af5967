"""Ticking the measures that a report is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QListView

from reform_desktop.domain.numbering import measure_number
from reform_desktop.services import browsing
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.ui.widgets.tool_tips import plain_tip

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from reform_desktop.store.outline import MeasureLine
    from reform_desktop.ui.session import Session

Index = QModelIndex | QPersistentModelIndex


class PickModel(QAbstractListModel):
    """Measures in printed order, 200 at a time, each with a box to tick. ``picked_changed`` tells of a tick."""

    picked_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._department: str | None = None
        self._lines: list[MeasureLine] = []
        self._more = False
        self._picked: dict[str, None] = {}

    @property
    def picked(self) -> tuple[str, ...]:
        """The ids of the ticked measures."""
        return tuple(self._picked)

    def show(self, department_id: str | None) -> None:
        """Show the measures of one department, or all; ticks of what is not shown any more go."""
        self.beginResetModel()
        if department_id != self._department:
            self._picked.clear()
        self._department, self._lines = department_id, []
        self._read()
        self.endResetModel()
        gone = set() if self._more else self._picked.keys() - {one.id for one in self._lines}
        for one in gone:
            del self._picked[one]

    def pick(self, measure_ids: tuple[str, ...]) -> None:
        """Tick exactly these."""
        self._picked = dict.fromkeys(measure_ids)
        self.dataChanged.emit(self.index(0), self.index(max(0, len(self._lines) - 1)))
        self.picked_changed.emit()

    def line_at(self, index: Index) -> MeasureLine | None:
        """Return the measure of a row."""
        return self._lines[index.row()] if index.isValid() and index.row() < len(self._lines) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        """Return how many measures are read."""
        return 0 if parent.isValid() else len(self._lines)

    def canFetchMore(self, parent: Index) -> bool:
        """Return whether there are more."""
        return not parent.isValid() and self._more

    def fetchMore(self, _parent: Index) -> None:
        """Read the next ones."""
        first = len(self._lines)
        page = browsing.list_measures(self._session.desk, self._filter(), first)
        self._more = page.more
        if page.lines:
            self.beginInsertRows(QModelIndex(), first, first + len(page.lines) - 1)
            self._lines.extend(page.lines)
            self.endInsertRows()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let every row be ticked."""
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return number, title and tick."""
        line = self.line_at(index)
        if line is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            words = f"{measure_number(line.policy_number, line.item_number, line.number)} {line.title}"
            return words if role == Qt.ItemDataRole.DisplayRole else plain_tip(words)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if line.id in self._picked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick a measure."""
        line = self.line_at(index)
        if line is None or role != Qt.ItemDataRole.CheckStateRole:
            return False
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._picked[line.id] = None
        else:
            self._picked.pop(line.id, None)
        self.dataChanged.emit(index, index)
        self.picked_changed.emit()
        return True

    def _read(self) -> None:
        page = browsing.list_measures(self._session.desk, self._filter(), len(self._lines))
        self._lines.extend(page.lines)
        self._more = page.more

    def _filter(self) -> MeasureFilter:
        return MeasureFilter(self._session.fiscal_year, department_id=self._department)


class MeasurePicker(QListView):
    """The list itself; the space bar ticks."""

    def __init__(self, model: PickModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName("印刷する取組")
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
