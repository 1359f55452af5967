"""方針 → 推進項目 → 取組 as a Qt model. Measures of a big plan are read item by item, 200 at a time.

An index's internal id names its parent: 0 for policies, 1 + the policy's row for items, and from `_MEASURES` on
the place of the item among all items. So no Python object has to live inside an index.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from reform_desktop.services import browsing
from reform_desktop.ui.pages.measures.line_words import LineWords, Role
from reform_desktop.ui.widgets.tool_tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QObject

    from reform_desktop.services.browsing import ItemNode, PolicyNode
    from reform_desktop.store.outline import MeasureFilter, MeasureLine
    from reform_desktop.ui.session import Session

Index = QModelIndex | QPersistentModelIndex

_MEASURES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class _ItemPlace:
    node: ItemNode
    policy: int
    row: int


class PlanTreeModel(QAbstractItemModel):
    """The tree that one filter gives."""

    def __init__(self, session: Session, chosen: MeasureFilter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._chosen = chosen
        self._words = LineWords(session)
        self._policies: list[PolicyNode] = []
        self._items: list[_ItemPlace] = []
        self._read()

    @property
    def chosen(self) -> MeasureFilter:
        """The filter that is shown."""
        return self._chosen

    @property
    def count(self) -> int:
        """How many measures the filter lets through, read or not."""
        return sum(policy.count for policy in self._policies)

    @property
    def wholly_read(self) -> bool:
        """Whether every measure is in the model already: a small plan, which can be shown unfolded."""
        return not any(place.node.more for place in self._items)

    def show(self, chosen: MeasureFilter) -> None:
        """Show what another filter gives."""
        self._chosen = chosen
        self.reload()

    def reload(self) -> None:
        """Read the whole outline anew."""
        self.beginResetModel()
        self._read()
        self.endResetModel()

    def update_lines(self, lines: Iterable[MeasureLine]) -> bool:
        """Show measures anew where they stand; false when one has to come, go or move, so a reload is due."""
        places = {line.id: index for line in lines for index in [self.index_of(line.id)] if index.isValid()}
        for line in lines:
            index = places.get(line.id)
            if index is None:
                if self._belongs_here(line):
                    return False
                continue
            node = self._items[index.internalId() - _MEASURES].node
            old = node.lines[index.row()]
            if (old.item_id, old.number) != (line.item_id, line.number):
                return False
            node.lines[index.row()] = line
            self.dataChanged.emit(index, index)
        return True

    def index_of(self, measure_id: str) -> QModelIndex:
        """Return where a measure stands, if it was read already."""
        for place, item in enumerate(self._items):
            for row, line in enumerate(item.node.lines):
                if line.id == measure_id:
                    return self.createIndex(row, 0, _MEASURES + place)
        return QModelIndex()

    def index_in_item(self, measure_id: str, item_id: str) -> QModelIndex:
        """Return where a measure of an item stands, reading on as far as needed."""
        for place, item in enumerate(self._items):
            if item.node.id != item_id:
                continue
            above = self.index(item.row, 0, self.index(item.policy, 0))
            row = 0
            while True:
                for row in range(row, len(item.node.lines)):  # noqa: B020 -- goes on where it stopped
                    if item.node.lines[row].id == measure_id:
                        return self.createIndex(row, 0, _MEASURES + place)
                if not item.node.more:
                    return QModelIndex()
                row = len(item.node.lines)
                self.fetchMore(above)
        return QModelIndex()

    # Qt's questions

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 -- Qt's default
        """Return the index of a child."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, column, 0)
        if parent.internalId() == 0:
            return self.createIndex(row, column, 1 + parent.row())
        return self.createIndex(row, column, _MEASURES + self._item_place(parent))

    def parent(self, child: Index) -> QModelIndex:  # type: ignore[override]  # QObject.parent() shares the name
        """Return what an index hangs below."""
        inner = child.internalId()
        if not child.isValid() or inner == 0:
            return QModelIndex()
        if inner < _MEASURES:
            return self.createIndex(inner - 1, 0, 0)
        place = self._items[inner - _MEASURES]
        return self.createIndex(place.row, 0, 1 + place.policy)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        """Return how many children are read."""
        if not parent.isValid():
            return len(self._policies)
        if parent.internalId() == 0:
            return len(self._policies[parent.row()].items)
        item = self._item(parent)
        return len(item.lines) if item else 0

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        """Return one: the delegate lays the line out."""
        return 1

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 -- Qt's default
        """Return whether there is anything below, read or not."""
        item = self._item(parent)
        return item.count > 0 if item else self.rowCount(parent) > 0

    def canFetchMore(self, parent: Index) -> bool:
        """Return whether an item has measures that were not read."""
        item = self._item(parent)
        return item is not None and item.more

    def fetchMore(self, parent: Index) -> None:
        """Read an item's next measures."""
        item = self._item(parent)
        if item is None or not item.more:
            return
        page = browsing.measures_of_item(self._session.desk, item.id, self._chosen, len(item.lines))
        item.more = page.more
        if page.lines:
            first = len(item.lines)
            self.beginInsertRows(self.index(parent.row(), 0, parent.parent()), first, first + len(page.lines) - 1)
            item.lines.extend(page.lines)
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words and marks of a row."""
        if not index.isValid():
            return None
        inner = index.internalId()
        if inner >= _MEASURES:
            return self._words.data(self._items[inner - _MEASURES].node.lines[index.row()], role)
        policy = self._policies[index.row() if inner == 0 else inner - 1]
        return _branch_data(policy if inner == 0 else policy.items[index.row()], role, is_policy=inner == 0)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a row."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemNeverHasChildren if index.internalId() >= _MEASURES else flags

    # Inner parts

    def _read(self) -> None:
        self._policies = browsing.read_tree(self._session.desk, self._chosen)
        self._items = [
            _ItemPlace(item, place, row)
            for place, policy in enumerate(self._policies)
            for row, item in enumerate(policy.items)
        ]

    def _item(self, index: Index) -> ItemNode | None:
        if not index.isValid() or not 0 < index.internalId() < _MEASURES:
            return None
        return self._policies[index.internalId() - 1].items[index.row()]

    def _item_place(self, index: Index) -> int:
        return sum(len(one.items) for one in self._policies[: index.internalId() - 1]) + index.row()

    def _belongs_here(self, line: MeasureLine) -> bool:
        """Whether a measure that is not in the model is missing: all of its item were read, and no filter is set."""
        node = next((one.node for one in self._items if one.node.id == line.item_id), None)
        if node is None:
            return not self._chosen.narrows
        return not node.more and not self._chosen.narrows


def _branch_data(node: PolicyNode | ItemNode, role: int, *, is_policy: bool) -> object:
    name = f"方針{node.number}" if is_policy else node.number
    if role == Qt.ItemDataRole.DisplayRole:
        return f"{name} {node.title}"
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"{name} {node.title} {node.count}件"
    if role == Qt.ItemDataRole.ToolTipRole:
        return plain_tip(f"{name} {node.title}（{node.count}件）")
    if role == Role.COUNT:
        return node.count
    if role == Role.ID:
        return node.id
    return None
