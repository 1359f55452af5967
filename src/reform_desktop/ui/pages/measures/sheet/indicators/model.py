"""The indicators of a measure as a Qt model: rows are indicators, cells are written through the services."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from reform_desktop.domain.dossier import IndicatorDossier
from reform_desktop.domain.text import find_hits
from reform_desktop.domain.values import JsonValue, to_values
from reform_desktop.services.cells import CellPlace
from reform_desktop.services.kept_entries import KeptEntry
from reform_desktop.services.measures import MeasureView
from reform_desktop.ui.grid.cell_model import CellModel
from reform_desktop.ui.pages.measures.sheet.context import FieldRef, SheetContext
from reform_desktop.ui.pages.measures.sheet.indicators.columns import Column, grid_columns
from reform_desktop.ui.pages.measures.sheet.rows import follow
from reform_desktop.ui.theme import active_theme

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
DISPUTED = "≠"


class IndicatorModel(CellModel):
    """Holds what the services read; a refused entry stays in its cell until it is put right."""

    def __init__(self, context: SheetContext, parent: QObject | None = None) -> None:
        super().__init__(context.session, parent)
        self._context = context
        self._columns: tuple[Column, ...] = ()
        self._rows: list[IndicatorDossier] = []
        self._words = ""
        self._measure_id = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns in order."""
        return self._columns

    @property
    def indicators(self) -> Sequence[IndicatorDossier]:
        """The rows in order."""
        return self._rows

    def show_view(self, view: MeasureView, years: Sequence[int]) -> None:
        """Show a measure's indicators; rows that stay are not reset, so that an open editor stays open."""
        columns, rows = grid_columns(years), list(view.dossier.indicators)
        same = view.id == self._measure_id and columns == self._columns
        if not same or not follow(self, self._rows, rows, lambda one: one.indicator.id):
            self.beginResetModel()
            other = view.id != self._measure_id
            self._measure_id, self._columns, self._rows = view.id, columns, rows
            if other:
                self.reread_kept()
                self.tell_kept()
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

    # What every grid asks

    def place(self, index: Index) -> CellPlace:
        """Return the stored field behind a cell."""
        column = self.column(index)
        return CellPlace(column.kind, self._rows[index.row()].indicator.id, column.field, column.fiscal_year)

    def stored(self, index: Index) -> JsonValue:
        """Return what the file holds of it."""
        column, one = self.column(index), self._rows[index.row()]
        if column.fiscal_year is None:
            return to_values(one.indicator)[column.field]
        value = one.values.get(column.fiscal_year)
        return to_values(value)[column.field] if value is not None else None

    def lock_reason(self, index: Index) -> str:
        """Return why a cell cannot be edited, or ``""``."""
        column = self.column(index)
        return self._context.lock_reason(column.kind, column.field)

    def row_name(self, index: Index) -> str:
        """Return the indicator's name."""
        return self._rows[index.row()].indicator.name

    def column_name(self, index: Index) -> str:
        """Return the whole heading."""
        return self.column(index).spoken

    def measure_of(self, _index: Index) -> str:
        """Return the measure that is shown."""
        return self._measure_id

    def unit_of(self, index: Index) -> str:
        """Return the indicator's unit."""
        return self._rows[index.row()].indicator.unit

    def column(self, index: Index) -> Column:
        """Return the column of a cell."""
        return self._columns[index.column()]

    def ref(self, index: Index) -> FieldRef:
        """Return the stored field behind a cell, for its history."""
        place = self.place(index)
        return FieldRef(place.kind, place.row, place.field, self.column(index).spoken)

    def find(self, row: str, field: str, fiscal_year: int | None) -> QModelIndex:
        """Return the cell of a stored field: by the row's own id, or by the indicator's with a year."""
        for place, one in enumerate(self._rows):
            for number, column in enumerate(self._columns):
                index = self.index(place, number)
                same_row = row == self.ref(index).row or (row == one.indicator.id and column.fiscal_year == fiscal_year)
                if same_row and field in (column.field, ""):
                    return index
        return QModelIndex()

    def spoken(self, index: Index) -> str:
        """Return a cell for screen readers, with what two copies disagree about."""
        words = super().spoken(index)
        return f"{words}　ほかの控えと内容が食い違っています" if self._is_disputed(index) else words

    def marked(self, index: Index) -> str:
        """Return what a cell shows, with a sign before what two copies disagree about."""
        return (DISPUTED if self._is_disputed(index) else "") + super().marked(index)

    def ground(self, index: Index) -> QBrush | None:
        """Return a cell's ground, that of a hit for what a search found."""
        name = self._rows[index.row()].indicator.name
        if self.column(index).field == "name" and self._words and find_hits(name, self._words):
            return QBrush(QColor(active_theme().hit))
        return super().ground(index)

    def ink(self, index: Index) -> QBrush | None:
        """Return the ink of what could not be saved or is disputed."""
        return QBrush(QColor(active_theme().error.ink)) if self._is_disputed(index) else super().ink(index)

    # Inner parts

    def _is_mine(self, entry: KeptEntry) -> bool:
        return entry.measure_id == self._measure_id and entry.kind in ("indicator", "indicator_value")

    def _is_disputed(self, index: Index) -> bool:
        view = self._context.view
        if view is None or not view.disputed:
            return False
        ref = self.ref(index)
        return view.is_disputed(ref.row, ref.field)
