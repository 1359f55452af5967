"""Between a grid's cells and the clipboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QModelIndex
from PySide6.QtWidgets import QApplication

from reform_desktop.domain.cell_block import CellText, read_block, write_block, write_table
from reform_desktop.ui.grid.cell_model import CellModel


def clipboard_block() -> list[list[str]]:
    """Return the cells on the clipboard. Raises InputError for a block that is too large."""
    data = QApplication.clipboard().mimeData()
    return read_block(data.text(), data.html() if data.hasHtml() else "")


def copy_cells(model: CellModel, chosen: Sequence[QModelIndex], *, with_heads: bool = False) -> None:
    """Put cells on the clipboard as a spreadsheet takes them; ``with_heads`` puts the headings and rows' names first.

    ``chosen`` is sorted by row and column.
    """
    lines: dict[int, list[CellText]] = {}
    for index in chosen:
        if with_heads and index.row() not in lines:
            lines[index.row()] = [CellText(model.row_name(index))]
        lines.setdefault(index.row(), []).append(CellText(model.typed(index), model.is_number(index)))
    cells = list(lines.values())
    if with_heads and chosen:
        first = [index for index in chosen if index.row() == chosen[0].row()]
        cells.insert(0, [CellText(""), *(CellText(model.column_name(index)) for index in first)])
    data = QMimeData()
    data.setText(write_block(cells))
    data.setHtml(write_table(cells))
    QApplication.clipboard().setMimeData(data)
