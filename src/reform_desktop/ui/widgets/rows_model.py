"""A read-only table of things that were read, with its columns named once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from reform_desktop.ui.widgets.tool_tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QIcon

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: its heading, and what stands in a cell. ``spoken`` is what a screen reader says instead."""

    title: str
    text: Callable[[T], str]
    width: int = 0
    right: bool = False
    picture: Callable[[T], QIcon | None] | None = None
    tool_tip: Callable[[T], str] | None = None
    spoken: Callable[[T], str] | None = None


class RowsModel(QAbstractTableModel, Generic[T]):
    """Shows rows; new rows are told from old ones by ``key``, so that what stays keeps selection and scrolling.

    ``more_wanted`` comes when the view has come to the end and `set_rows` said that there is more.
    """

    more_wanted = Signal()

    def __init__(
        self, columns: Sequence[Column[T]], key: Callable[[T], Hashable], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._rows: list[T] = []
        self._more = False

    @property
    def rows(self) -> Sequence[T]:
        """What is shown."""
        return self._rows

    def row_at(self, index: Index) -> T | None:
        """Return the thing a cell is about."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def row_of(self, key: Hashable) -> int:
        """Return where the thing with that key stands, or -1."""
        return next((place for place, one in enumerate(self._rows) if self._key(one) == key), -1)

    def set_rows(self, rows: Sequence[T], *, more: bool = False) -> None:
        """Show other rows, changing only what differs."""
        self._more = more
        new, old = list(rows), self._rows
        old_keys, new_keys = [self._key(one) for one in old], [self._key(one) for one in new]
        head = _common(old_keys, new_keys)
        tail = _common(old_keys[head:][::-1], new_keys[head:][::-1])
        self._remove(head, len(old) - tail)
        self._insert(head, new[head : len(new) - tail])
        for place, one in enumerate(new):
            if self._rows[place] != one:
                self._rows[place] = one
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        """Return whether there is more to read."""
        return not parent.isValid() and self._more

    def fetchMore(self, _parent: Index) -> None:
        """Ask for more once; `set_rows` brings it."""
        if self._more:
            self._more = False
            self.more_wanted.emit()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the headings."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(self.columns[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words, picture and alignment of a cell."""
        row = self.row_at(index)
        if row is None:
            return None
        column = self.columns[index.column()]
        return _cell(column, row, role)

    def _remove(self, first: int, end: int) -> None:
        if first < end:
            self.beginRemoveRows(QModelIndex(), first, end - 1)
            del self._rows[first:end]
            self.endRemoveRows()

    def _insert(self, first: int, rows: Sequence[T]) -> None:
        if rows:
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._rows[first:first] = rows
            self.endInsertRows()


def _cell(column: Column[T], row: T, role: int) -> object:
    found: object = None
    match role:
        case Qt.ItemDataRole.DisplayRole:
            found = column.text(row)
        case Qt.ItemDataRole.DecorationRole:
            found = column.picture(row) if column.picture else None
        case Qt.ItemDataRole.ToolTipRole:
            found = plain_tip((column.tool_tip or column.text)(row)) or None
        case Qt.ItemDataRole.AccessibleTextRole:
            found = column.spoken(row) if column.spoken else None
        case Qt.ItemDataRole.TextAlignmentRole:
            found = _alignment(column)
    return found


def _alignment(column: Column[T]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _common(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """Return how many keys two lists have in common at their beginning."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
