"""The grid of indicators: all its rows are shown, and as far as possible all its columns."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QWidget

from reform_desktop.ui.grid.cell_editor import CellDelegate
from reform_desktop.ui.grid.cell_grid import CellGrid
from reform_desktop.ui.grid.cell_model import Index
from reform_desktop.ui.pages.measures.sheet.context import SheetContext
from reform_desktop.ui.pages.measures.sheet.indicators.model import IndicatorModel
from reform_desktop.ui.theme import active_sizes

_LEAST_NAME = 104
_LEAST_FIGURE = 43
_MOST_FIGURE = 160
_AIRS = ((4, 13), (2, 13), (1, 13), (1, 12))
"""Pixels of air at either side of a figure, and of its type: as in every table, and less where columns would not fit.

Figures of seven and more signs in every year scroll sideways all the same: they are never cut.
"""

_BESIDE = 10
"""Pixels beside a figure and its padding: the grid's line and the margins that Qt keeps for the focus frame."""

_NAME_COLUMN = 0


class IndicatorGrid(CellGrid):
    """Shows all rows; the page scrolls."""

    def __init__(self, context: SheetContext, model: IndicatorModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "指標の表", parent)
        self._context = context
        self._indicators = model
        self._padding = _AIRS[0][0]
        self.use_delegate(_NameDelegate(model.session, self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setMinimumSectionSize(active_sizes().px(24))
        self.history_wanted.connect(lambda index: context.history_wanted.emit(model.ref(index)))
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self.fit)
        for change in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.dataChanged):
            change.connect(self._fitting.start)

    def fit(self) -> None:
        """Give every column what it needs, the name the rest, and the grid the height of its rows."""
        model, sizes = self._indicators, active_sizes()
        if not model.columnCount():
            return
        room = self.viewport().width() - sizes.px(_LEAST_NAME)
        widths = self._airy_widths(room)
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        others = sum(widths.values())
        width = max(sizes.px(_LEAST_NAME), self.viewport().width() - others)
        self.setColumnWidth(_NAME_COLUMN, width)
        self.resizeRowsToContents()
        rows = sum(self.rowHeight(row) for row in range(model.rowCount()))
        too_wide = width + others > self.viewport().width()
        below = self.horizontalScrollBar().sizeHint().height() if too_wide else 0
        frame = self.contentsMargins()
        height = self.horizontalHeader().sizeHint().height() + rows + below + frame.top() + frame.bottom()
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fitting.start()

    # Inner parts

    def _airy_widths(self, room: int) -> dict[int, int]:
        """Return the widths with as much air as fits ``room``, and dress the grid so."""
        widths: dict[int, int] = {}
        for padding, pixels in _AIRS:
            self._set_pixels(active_sizes().px(pixels))
            self._pad(padding)
            widths = self._widths(padding)
            if sum(widths.values()) <= room:
                break
        return widths

    def _set_pixels(self, pixels: int) -> None:
        font = self.font()
        if font.pixelSize() != pixels:
            font.setPixelSize(pixels)
            self.setFont(font)

    def _pad(self, padding: int) -> None:
        """Dress cells and headings with so much air at their sides."""
        if padding != self._padding:
            self._padding = padding
            side = active_sizes().px(padding)
            roomy = padding == _AIRS[0][0]
            self.setStyleSheet(
                ""
                if roomy
                else f"QTableView::item, QHeaderView::section {{ padding-left: {side}px; padding-right: {side}px; }}"
            )

    def _widths(self, padding: int) -> dict[int, int]:
        """Return the width of each column but the name's, by its heading and figures with so much air beside them."""
        return {column: self._needed_width(column, padding) for column in range(1, self._indicators.columnCount())}

    def _needed_width(self, column: int, padding: int) -> int:
        sizes, model = active_sizes(), self._indicators
        bold = self.font()
        bold.setPixelSize(sizes.small)  # what the style sheet gives to all headings
        bold.setBold(True)
        heads = model.columns[column].head.split("\n")
        head = max(QFontMetrics(bold).horizontalAdvance(line) for line in heads)
        head += sizes.px(17 if padding == _AIRS[0][0] else 2 * padding + 2)
        cells = (model.shown(model.index(row, column)) for row in range(model.rowCount()))
        cell = max((self.fontMetrics().horizontalAdvance(text) for text in cells), default=0)
        cell += 2 * sizes.px(padding) + sizes.px(_BESIDE)
        least = _LEAST_FIGURE - 4 * (_AIRS[0][0] - padding)
        return max(sizes.px(least), head, min(cell, sizes.px(_MOST_FIGURE)))


class _NameDelegate(CellDelegate):
    """Gives a name of several lines its height; the style sheet's padding is not in Qt's own reckoning."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for all lines of the name."""
        size = super().sizeHint(option, index)
        grid = cast("IndicatorGrid", self.parent())
        if index.column() != _NAME_COLUMN:
            return size
        width = grid.columnWidth(_NAME_COLUMN) - active_sizes().px(16)
        wrap = Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        needed = grid.fontMetrics().boundingRect(0, 0, width, 10_000, wrap.value, text).height()
        return QSize(size.width(), max(size.height(), needed + active_sizes().px(14)))
