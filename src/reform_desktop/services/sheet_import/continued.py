"""Long texts that stand in several cells, one below the other, beside one tall cell that says what they are about."""

from __future__ import annotations

from collections.abc import Iterator

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.fields import FieldType
from reform_desktop.services.sheet_import.grid import Place, SheetGrid
from reform_desktop.services.sheet_import.headings import IDENTITY
from reform_desktop.services.sheet_import.mapping import SheetUse

_ONE_A_MEASURE = frozenset({"measure", "year_record"})


def continued_texts(grid: SheetGrid, sheet: SheetUse) -> dict[Place, tuple[int, ...]]:
    """Return for the first cell of each such text the rows in which it goes on."""
    found = {}
    for top, bottom, column in _form_cells(grid, sheet) if sheet.form else _list_cells(grid, sheet):
        rows = tuple(row for row in range(top + 1, bottom + 1) if _is_text(grid, row, column))
        if rows and _is_text(grid, top, column):
            found[top, column] = rows
    return found


def _list_cells(grid: SheetGrid, sheet: SheetUse) -> Iterator[tuple[int, int, int]]:
    """Yield the rows of measures that take several, with each column of a text that they have one of."""
    identity = {one.column for one in sheet.columns if one.target in IDENTITY}
    texts = [one.column for one in sheet.columns if _is_long(one.target)]
    merged = {first for first, last in grid.merged if last[0] > first[0]}
    rows = {(first[0], last[0]) for first, last in grid.merged if last[0] > first[0] and first[1] in identity}
    for top, bottom in sorted(rows):
        if top >= sheet.first_row:
            yield from ((top, bottom, column) for column in texts if (top, column) not in merged)


def _form_cells(grid: SheetGrid, sheet: SheetUse) -> Iterator[tuple[int, int, int]]:
    """Yield the cells at the right of captions that are several rows tall."""
    captions = {(top, right + 1): bottom for (top, _left), (bottom, right) in grid.merged if bottom > top}
    merged = {first for first, last in grid.merged if last[0] > first[0]}
    for one in sheet.columns:
        place = (one.row or 0, one.column)
        if _is_long(one.target) and place in captions and place not in merged:
            yield place[0], captions[place], place[1]


def _is_long(target: str) -> bool:
    kind, _dot, field = target.partition(".")
    return kind in _ONE_A_MEASURE and KINDS[kind].fields[field].type is FieldType.TEXT


def _is_text(grid: SheetGrid, row: int, column: int) -> bool:
    value = grid.value(row, column)
    return isinstance(value, str) and value != "" and (row, column) not in grid.peculiar.odd
