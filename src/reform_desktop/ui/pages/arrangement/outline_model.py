"""The plan's tree as it is edited: titles can be typed in place, and who leads and what is retired stands beside."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from reform_desktop.domain.fiscal_year import format_fiscal_year_short
from reform_desktop.services import planning
from reform_desktop.store.outline import MeasureFilter, MeasureLine
from reform_desktop.ui.pages.measures.line_words import Role
from reform_desktop.ui.pages.measures.tree_model import PlanTreeModel

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from reform_desktop.ui.session import Session

Index = QModelIndex | QPersistentModelIndex
NOBODY: Final = "（未定）"


class Column(IntEnum):
    """The columns of the tree."""

    TITLE = 0
    DEPARTMENT = 1
    RETIRED = 2


_HEADINGS: Final = {Column.TITLE: "方針・推進項目・取組", Column.DEPARTMENT: "担当課", Column.RETIRED: "廃止"}


class OutlineModel(PlanTreeModel):
    """All of the plan, whoever leads it."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        self._retired = planning.retired_rows(session.desk)
        super().__init__(session, MeasureFilter(session.fiscal_year), parent)

    def reload(self) -> None:
        """Read the outline and what is retired anew."""
        self._retired = planning.retired_rows(self._session.desk)
        super().reload()

    def kind_of(self, index: Index) -> str:
        """Return the kind of record that a row shows."""
        if index.data(Role.LINE) is not None:
            return "measure"
        return "item" if index.parent().isValid() else "policy"

    def title_of(self, index: Index) -> str:
        """Return the title alone, as it is typed."""
        line = index.sibling(index.row(), 0).data(Role.LINE)
        if isinstance(line, MeasureLine):
            return line.title
        number, _space, title = str(index.sibling(index.row(), 0).data()).partition(" ")
        return title or number

    def find(self, kind: str, row: str) -> QModelIndex:
        """Return where a record stands, reading on where a measure was not read yet."""
        if kind == "measure":
            found = self.index_of(row)
            if found.isValid():
                return found
            measures = planning.read_rows(self._session.desk, "measure", [row])
            return self.index_in_item(row, str(getattr(measures[0], "item_id", ""))) if measures else QModelIndex()
        for policy_row in range(self.rowCount()):
            policy = self.index(policy_row, 0)
            rows = [policy, *(self.index(item, 0, policy) for item in range(self.rowCount(policy)))]
            for index in rows:
                if index.data(Role.ID) == row:
                    return index
        return QModelIndex()

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        """Return title, department, retirement."""
        return len(Column)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        """Return how many children are read; only the first column has any."""
        return 0 if parent.isValid() and parent.column() else super().rowCount(parent)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS.get(Column(section))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let titles be typed in place."""
        flags = super().flags(index)
        can = index.column() == Column.TITLE and not self._session.desk.read_only
        return flags | Qt.ItemFlag.ItemIsEditable if can else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words of a cell; what is typed in place is the title without its number."""
        if not index.isValid():
            return None
        if role in (Role.LINE, Role.ID):
            return super().data(index, role)
        if index.column() != Column.TITLE:
            return self._beside(index, role)
        if role == Qt.ItemDataRole.EditRole:
            return self.title_of(index)
        if role == Qt.ItemDataRole.FontRole and not index.parent().isValid():
            font = QFont()
            font.setBold(True)
            return font
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename what stands in the row."""
        if role != Qt.ItemDataRole.EditRole or not isinstance(value, str) or value == self.title_of(index):
            return False
        kind, row = self.kind_of(index), str(index.data(Role.ID))
        desk = self._session.desk
        saved = self._session.perform(lambda: planning.set_in_several(desk, kind, [row], {"title": value.strip()}))
        return saved is not None

    def _beside(self, index: Index, role: int) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if index.column() == Column.RETIRED:
            year = self._retired.get(str(index.data(Role.ID)))
            return f"{format_fiscal_year_short(year)} から" if year else ""
        line = index.data(Role.LINE)
        if not isinstance(line, MeasureLine):
            return ""
        return self._session.department_name(line.lead_department_id) or NOBODY
