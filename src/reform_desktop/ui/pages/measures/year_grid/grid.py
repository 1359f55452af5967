"""The table of a year: measures at the left stay in view, cells are as high as four lines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from reform_desktop.ui.grid.cell_grid import CellGrid
from reform_desktop.ui.pages.measures.year_grid.columns import width_of
from reform_desktop.ui.pages.measures.year_grid.model import YearGridModel
from reform_desktop.ui.theme import active_sizes

_NAMES = 252
_LINES = 4
_PADDING = 5


class YearGrid(CellGrid):
    """Rows have one height, so that a thousand of them cost no more than those in view."""

    def __init__(self, model: YearGridModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "年度別の表", parent)
        self._year_model = model
        sizes = active_sizes()
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        names = self.verticalHeader()
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names.setDefaultSectionSize(_LINES * self.fontMetrics().height() + 2 * sizes.px(_PADDING) + 1)
        names.setFixedWidth(sizes.px(_NAMES))
        names.setTextElideMode(Qt.TextElideMode.ElideNone)
        names.setAccessibleName("取組")
        names.setHighlightSections(False)
        heads = self.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        heads.setAccessibleName("欄")
        self.setCornerButtonEnabled(False)
        model.modelReset.connect(self._size_columns)

    def chosen_measures(self) -> list[str]:
        """Return the measures of the chosen rows, in their order."""
        return [self._year_model.lines[row].id for row in sorted({index.row() for index in self.chosen()})]

    def _size_columns(self) -> None:
        model = self._year_model
        for column in range(model.columnCount()):
            self.setColumnWidth(column, active_sizes().px(width_of(model.field(column))))

