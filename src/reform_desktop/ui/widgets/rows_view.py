"""The table of a list page: whole rows are chosen, Enter or a double click opens one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from reform_desktop.ui.theme import active_sizes

if TYPE_CHECKING:
    from typing import Any

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QKeyEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from reform_desktop.ui.widgets.rows_model import RowsModel

_LEAST: Final = 120
"""Pixels that the wide column keeps: about eight characters."""


def show_whole_rows(table: QTableView) -> None:
    """Make a table a list to choose one row from: no grid, no editing, and Tab leaves it."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()


class RowsView(QTableView):
    """Shows a `RowsModel`. ``opened`` carries the row's index."""

    opened = Signal(object)

    def __init__(self, model: RowsModel[Any], name: str, parent: QWidget | None = None, *, wide: int = -1) -> None:
        """``wide`` is the column that takes the room left over; default the last."""
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        show_whole_rows(self)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(active_sizes().px(36))
        self._widths: dict[int, int] = {}
        self._size_columns(model, wide)
        self.doubleClicked.connect(self.opened.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the chosen row with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow the other columns where the wide one would have no room."""
        super().resizeEvent(event)
        sizes, header = active_sizes(), self.horizontalHeader()
        fixed = {place: sizes.px(width) for place, width in self._widths.items() if not header.isSectionHidden(place)}
        room = self.viewport().width() - sizes.px(_LEAST)
        share = min(1.0, max(0.5, room / sum(fixed.values()))) if fixed else 1.0
        for place, width in fixed.items():
            header.resizeSection(place, round(width * share))

    def choose(self, row: int) -> None:
        """Make a row the current one and show it."""
        index: QModelIndex = self.model().index(row, 0)
        if index.isValid():
            flag = self.selectionModel().SelectionFlag  # Ctrl held down must not make it a toggle
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
            self.scrollTo(index)

    def _size_columns(self, model: RowsModel[Any], wide: int) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(active_sizes().px(40))
        header.setStretchLastSection(False)
        stretched = wide % len(model.columns)
        for place, column in enumerate(model.columns):
            if place == stretched:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
            elif column.width:
                self._widths[place] = column.width
