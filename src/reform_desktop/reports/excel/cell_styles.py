"""The numbers by which cells refer to their look: each look is registered once, not once a cell."""

from __future__ import annotations

from typing import Final

from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Border, Protection, Side

from reform_desktop.reports.excel.streamed import StreamedSheet
from reform_desktop.reports.excel.styles import Styles, is_small, number_format
from reform_desktop.reports.excel.texts import Stored, looks_like_formula
from reform_desktop.reports.model import Align, Cell, GradeMark, RowKind, Tone
from reform_desktop.reports.wording import alignment

_Look = tuple[Tone, Align, bool, RowKind, bool]
_Number = tuple[str, str, bool, bool, "Edges"]

Edges = tuple[bool, bool]
"""Whether a cell has a line above and one below: pieces of one text have none between them."""

ALL_EDGES: Final[Edges] = (True, True)


class CellStyles:
    """Gives out style numbers of one workbook: by named style, format, mark of text, and whether to be filled in."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._names: dict[_Look, str] = {}
        self._numbers: dict[_Number, int] = {}

    def number(
        self,
        sheet: StreamedSheet,
        name: str,
        shown: str = "",
        *,
        quoted: bool = False,
        opened: bool = False,
        edges: Edges = ALL_EDGES,
    ) -> int:
        """Return the number of a named style with a number format, perhaps marked as text, perhaps to be filled in."""
        key = (name, shown, quoted, opened, edges)
        if key not in self._numbers:
            self._numbers[key] = _registered(sheet, key)
        return self._numbers[key]

    def of_cell(
        self,
        sheet: StreamedSheet,
        cell: Cell,
        kind: RowKind,
        value: Stored,
        *,
        opened: bool,
        edges: Edges = ALL_EDGES,
    ) -> int:
        """Return the number for a cell of a report that is stored as ``value``."""
        quoted = isinstance(value, str) and looks_like_formula(value)
        shown = number_format(cell.value)
        return self.number(sheet, self._name(cell, kind), shown, quoted=quoted, opened=opened, edges=edges)

    def blank(
        self, sheet: StreamedSheet, cell: Cell, kind: RowKind, *, opened: bool, edges: Edges = ALL_EDGES
    ) -> int:
        """Return the number for the cells that are merged with it."""
        return self.number(sheet, self._name(cell, kind), opened=opened, edges=edges)

    def _name(self, cell: Cell, kind: RowKind) -> str:
        tone = cell.value.tone if isinstance(cell.value, GradeMark) else cell.tone
        look = (tone, alignment(cell), cell.bold, kind, is_small(cell))
        if look not in self._names:
            self._names[look] = self._styles.name_for(cell, kind)
        return self._names[look]


def _registered(sheet: StreamedSheet, key: _Number) -> int:
    name, shown, quoted, opened, edges = key
    cell = WriteOnlyCell(sheet)
    cell.style = name
    if shown:
        cell.number_format = shown
    if quoted:
        cell.quotePrefix = True
    if opened:
        cell.protection = Protection(locked=False)
    frame(cell, edges)
    return int(cell.style_id)


def frame(cell: SheetCell, edges: Edges) -> None:
    """Leave out the lines above and below that a piece of a text does not have."""
    if edges == ALL_EDGES:
        return
    above, below = edges
    lines = cell.border
    cell.border = Border(
        left=lines.left,
        right=lines.right,
        top=lines.top if above else Side(),
        bottom=lines.bottom if below else Side(),
    )
