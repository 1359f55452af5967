"""The indicators of a measure as a Qt model: rows are indicators, cells are written through the services."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.dossier import IndicatorDossier
from reform_desktop.domain.fields import FieldType, Phase
from reform_desktop.domain.fiscal_year import format_fiscal_year_short
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.text import find_hits
from reform_desktop.domain.values import JsonValue, display_value, to_values
from reform_desktop.services.indicators import CellInput, write_cells
from reform_desktop.services.measures import MeasureView
from reform_desktop.ui.pages.measures.sheet.context import FieldRef, SheetContext
from reform_desktop.ui.pages.measures.sheet.indicators.columns import Column, grid_columns
from reform_desktop.ui.pages.measures.sheet.rows import follow
from reform_desktop.ui.theme import active_theme
from reform_desktop.ui.widgets.tool_tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
DISPUTED = "≠"
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class _Refused:
    """What was typed into a cell and could not be saved."""

    typed: str
    sentence: str


class IndicatorModel(QAbstractTableModel):
    """Holds what the services read; a refused entry stays in its cell until it is put right.

    ``refused`` carries the sentence to show at the grid, ``""`` when there is nothing to say any more.
    """

    refused = Signal(str)

    def __init__(self, context: SheetContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._columns: tuple[Column, ...] = ()
        self._rows: list[IndicatorDossier] = []
        self._refused: dict[tuple[str, Column], _Refused] = {}
        self._words = ""
        self._measure_id = ""
        roles = Qt.ItemDataRole
        self._answers: dict[int, Callable[[Index], object]] = {
            roles.DisplayRole: lambda index: (DISPUTED if self._is_disputed(index) else "") + self.shown(index),
            roles.EditRole: self.typed,
            roles.TextAlignmentRole: lambda index: _RIGHT if self.column(index).is_number else _LEFT,
            roles.BackgroundRole: self._ground,
            roles.ForegroundRole: self._ink,
            roles.ToolTipRole: lambda index: plain_tip(self.sentence(index) or self.lock_reason(index)) or None,
            roles.AccessibleTextRole: self._spoken,
        }

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns in order."""
        return self._columns

    @property
    def indicators(self) -> Sequence[IndicatorDossier]:
        """The rows in order."""
        return self._rows

    @property
    def has_refused(self) -> bool:
        """Whether an entry stands in a cell that could not be saved."""
        return bool(self._refused)

    def show_view(self, view: MeasureView, years: Sequence[int]) -> None:
        """Show a measure's indicators; rows that stay are not reset, so that an open editor stays open."""
        columns, rows = grid_columns(years), list(view.dossier.indicators)
        same = view.id == self._measure_id and columns == self._columns
        if not same or not follow(self, self._rows, rows, lambda one: one.indicator.id):
            self.beginResetModel()
            if view.id != self._measure_id:
                self._refused.clear()
                self.refused.emit("")
            self._measure_id, self._columns, self._rows = view.id, columns, rows
            self.endResetModel()

    def mark(self, words: str) -> None:
        """Mark what a search found."""
        self._words = words
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    # What Qt asks

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return the number of indicators."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the heading of a column, or an indicator's number."""
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.head
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.spoken
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return whether a cell can be edited."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.lock_reason(index) else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows, edits and says."""
        answer = self._answers.get(role)
        return answer(index) if answer is not None else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Save what was typed into one cell; what cannot be understood stays there with its sentence."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        typed = str(value)
        if typed == self.typed(index):
            return True
        return self.write([(index.row(), index.column(), typed)], keep=True)

    # What the grid asks

    def write(self, cells: Sequence[tuple[int, int, str]], *, name: str | None = None, keep: bool = False) -> bool:
        """Save cells as one step of undo; ``keep`` leaves a refused entry in its cell."""
        given = [self._input(row, column, typed) for row, column, typed in cells]
        places = [self.index(row, column) for row, column, _typed in cells]
        before = {self._key(place): self._refused.pop(self._key(place), None) for place in places}
        error = self._context.save(lambda: write_cells(self._context.desk, given, name=name))
        if error is not None:
            self._refused |= {key: old for key, old in before.items() if old is not None}
            if keep:
                self._refused[self._key(places[0])] = _Refused(cells[0][2], str(error))
        self.refused.emit(str(error) if error else self._next_sentence())
        for place in places:
            self.dataChanged.emit(place, place)
        return error is None

    def column(self, index: Index) -> Column:
        """Return the column of a cell."""
        return self._columns[index.column()]

    def ref(self, index: Index) -> FieldRef:
        """Return the stored field behind a cell."""
        column, indicator = self.column(index), self._rows[index.row()].indicator
        if column.fiscal_year is None:
            return FieldRef(column.kind, indicator.id, column.field, column.spoken)
        row = child_row_id(KINDS["indicator_value"], indicator.id, (column.fiscal_year,))
        return FieldRef(column.kind, row, column.field, column.spoken)

    def find(self, row: str, field: str, fiscal_year: int | None) -> QModelIndex:
        """Return the cell of a stored field: by the row's own id, or by the indicator's with a year."""
        for place, one in enumerate(self._rows):
            for number, column in enumerate(self._columns):
                index = self.index(place, number)
                same_row = row == self.ref(index).row or (row == one.indicator.id and column.fiscal_year == fiscal_year)
                if same_row and field in (column.field, ""):
                    return index
        return QModelIndex()

    def lock_reason(self, index: Index) -> str:
        """Return why a cell cannot be edited, or ``""``."""
        column = self.column(index)
        return self._context.lock_reason(column.kind, column.field)

    def sentence(self, index: Index) -> str:
        """Return why the entry in a cell could not be saved, or ``""``."""
        found = self._refused.get(self._key(index))
        return found.sentence if found else ""

    def typed(self, index: Index) -> str:
        """Return a cell's content as one types it: refused entries as they were typed, figures without commas."""
        refused = self._refused.get(self._key(index))
        if refused is not None:
            return refused.typed
        column, value = self.column(index), self._value(index)
        if column.is_number:
            return "" if value is None else str(value)
        return self._display(column, value)

    def shown(self, index: Index) -> str:
        """Return a cell's content as it is printed."""
        refused = self._refused.get(self._key(index))
        return refused.typed if refused is not None else self._display(self.column(index), self._value(index))

    # Inner parts

    def _display(self, column: Column, value: JsonValue) -> str:
        if column.declared.type is FieldType.FISCAL_YEAR and isinstance(value, int):
            return format_fiscal_year_short(value)
        return display_value(column.declared, value)

    def _value(self, index: Index) -> JsonValue:
        column, one = self.column(index), self._rows[index.row()]
        if column.fiscal_year is None:
            return to_values(one.indicator)[column.field]
        value = one.values.get(column.fiscal_year)
        return to_values(value)[column.field] if value is not None else None

    def _input(self, row: int, column: int, typed: str) -> CellInput:
        place, indicator = self._columns[column], self._rows[row].indicator
        return CellInput(indicator.id, place.field, place.fiscal_year, typed, indicator.name, indicator.unit)

    def _is_disputed(self, index: Index) -> bool:
        view = self._context.view
        if view is None or not view.disputed:
            return False
        ref = self.ref(index)
        return view.is_disputed(ref.row, ref.field)

    def _key(self, index: Index) -> tuple[str, Column]:
        return self._rows[index.row()].indicator.id, self.column(index)

    def _ground(self, index: Index) -> QBrush | None:
        column, theme = self.column(index), active_theme()
        if column.field == "name" and self._words and find_hits(self._rows[index.row()].indicator.name, self._words):
            return QBrush(QColor(theme.hit))
        return QBrush(QColor(theme.result)) if column.declared.phase is Phase.RESULT else None

    def _ink(self, index: Index) -> QBrush | None:
        wrong = self._key(index) in self._refused or self._is_disputed(index)
        return QBrush(QColor(active_theme().error.ink)) if wrong else None

    def _spoken(self, index: Index) -> str:
        parts = [self._rows[index.row()].indicator.name, self.column(index).spoken, self.shown(index) or "空"]
        if self._is_disputed(index):
            parts.append("ほかの控えと内容が食い違っています")
        return "　".join((*parts, self.sentence(index))).strip()

    def _next_sentence(self) -> str:
        return next((one.sentence for one in self._refused.values()), "")
