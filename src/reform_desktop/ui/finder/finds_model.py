"""What one box found, as a list: the name of each kind, and its finds below it."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from reform_desktop.services.finding import Group, Line
from reform_desktop.ui.widgets.tool_tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class Role(IntEnum):
    """What the delegate asks for beside the words."""

    LINE = Qt.ItemDataRole.UserRole + 1
    WORDS = Qt.ItemDataRole.UserRole + 2


class FindsModel(QAbstractListModel):
    """Headings can be neither chosen nor opened."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Group | Line] = []
        self._words = ""

    @property
    def count(self) -> int:
        """How many finds there are, headings aside."""
        return sum(isinstance(one, Line) for one in self._rows)

    def show(self, groups: Sequence[Group], words: str) -> None:
        """Show other finds; ``words`` are marked in them."""
        self.beginResetModel()
        self._words = words
        self._rows = []
        for group in groups:
            self._rows += [group, *group.lines]
        self.endResetModel()

    def line(self, index: Index) -> Line | None:
        """Return the find in a row, or ``None`` for a heading."""
        one = self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None
        return one if isinstance(one, Line) else None

    def next_line(self, row: int, step: int) -> QModelIndex:
        """Return the first find at or behind ``row``, going by ``step``; invalid when there is none."""
        while 0 <= row < len(self._rows):
            if isinstance(self._rows[row], Line):
                return self.index(row)
            row += step
        return QModelIndex()

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how many rows there are, headings too."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let only finds be chosen."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.line(index) else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a row."""
        one = self._rows[index.row()]
        found: object = None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                found = _spoken(one)
            case Qt.ItemDataRole.ToolTipRole:
                found = plain_tip(_spoken(one))
            case Role.LINE:
                found = one
            case Role.WORDS:
                found = self._words
        return found


def heading_of(group: Group) -> str:
    """Return 「証拠資料　12件」."""
    return f"{group.title}　{len(group.lines):,}件{'以上' if group.more else ''}"


def _spoken(one: Group | Line) -> str:
    if isinstance(one, Group):
        return heading_of(one)
    return "　".join(filter(None, (one.place, one.label, " ".join(one.excerpt.split()))))
