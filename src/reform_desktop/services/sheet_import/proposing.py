"""Proposing how a sheet without hidden keys is read: finding its headings, in one row or two, or its captions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reform_desktop.services.sheet_import.grid import Place, SheetGrid
from reform_desktop.services.sheet_import.headings import IDENTITY, INDICATOR, needs_year, target_of, year_in
from reform_desktop.services.sheet_import.mapping import ColumnUse, SheetUse

_LOOKED_AT: Final = 40
"""So many rows from the top may hold headings: titles and notes stand above them."""

_WIDEST: Final = 300
_LONGEST_HEADING: Final = 60


def propose_sheet(grid: SheetGrid) -> SheetUse:
    """Return how a sheet is read: as a list where one is found, else as a form; one without columns says nothing."""
    listed = max(_lists(grid), key=lambda one: _score(one.columns), default=None)
    if listed is not None and _is_enough(listed.columns):
        return listed
    form = _form(grid)
    if _is_enough(form.columns):
        return form
    return SheetUse(grid.name, (), skip=True)


def _is_enough(columns: tuple[ColumnUse, ...]) -> bool:
    """Whether it is known which measure is meant, and at least one field."""
    found = {one.target for one in columns if one.target}
    return bool(found & (IDENTITY - {INDICATOR})) and bool(found - IDENTITY)


def _score(columns: tuple[ColumnUse, ...]) -> int:
    known = {(one.target, one.fiscal_year) for one in columns if one.target}
    return 2 * len(known) - sum(1 for one in columns if not one.target) // 4


def _lists(grid: SheetGrid) -> Iterator[SheetUse]:
    top = grid.origin[0]
    tops = _merged_tops(grid)
    for row in range(top, min(grid.last_row, top + _LOOKED_AT)):
        for above in (None, row - 1):
            if above is not None and above < top:
                continue
            columns = tuple(_columns(grid, row, above, tops))
            yield SheetUse(grid.name, columns, first_row=row + 1)


def _columns(grid: SheetGrid, row: int, above: int | None, tops: dict[Place, Place]) -> Iterator[ColumnUse]:
    over, over_year = "", None
    for column in range(grid.origin[1], min(grid.last_column, grid.origin[1] + _WIDEST)):
        heading = _heading(grid, row, column, tops)
        if above is not None:
            own = _heading(grid, above, column, tops)
            # What stands over a group of columns is written over the first of them, merged or not.
            if own:
                over, over_year = own, year_in(own)
            elif tops.get((row, column), (row, column))[0] < row:
                over, over_year = "", None
        if not heading and not (above is not None and _heading(grid, above, column, tops)):
            continue
        shown = " ".join(f"{'' if over == heading else over} {heading}".split()) if above is not None else heading
        target = target_of(heading, "" if over == heading else over)
        year = year_in(heading) or over_year
        yield ColumnUse(column, shown, target, year if needs_year(target) or not target else None)


def _heading(grid: SheetGrid, row: int, column: int, tops: dict[Place, Place]) -> str:
    text = grid.text(*tops.get((row, column), (row, column)))
    return "" if len(text) > _LONGEST_HEADING else " ".join(text.split())


def _merged_tops(grid: SheetGrid) -> dict[Place, Place]:
    """Return for the cells of small merged ranges near the top the cell that holds their words."""
    tops: dict[Place, Place] = {}
    for (top, left), (bottom, right) in grid.merged:
        if top > grid.origin[0] + _LOOKED_AT or (bottom - top + 1) * (right - left + 1) > _WIDEST:
            continue
        for row in range(top, bottom + 1):
            tops.update({(row, column): (top, left) for column in range(left, right + 1)})
    return tops


def _form(grid: SheetGrid) -> SheetUse:
    """Return the captions of a form with the cells that they speak of: at their right, else below them."""
    tops = {(top, left): (bottom, right) for (top, left), (bottom, right) in grid.merged}
    found: dict[str, ColumnUse] = {}
    for row in range(grid.origin[0], min(grid.last_row, grid.origin[0] + 5 * _LOOKED_AT)):
        for column in range(grid.origin[1], min(grid.last_column, grid.origin[1] + _WIDEST)):
            text = grid.text(row, column)
            target = target_of(text) if text and len(text) <= _LONGEST_HEADING else ""
            if not target or target in found:
                continue
            bottom, right = tops.get((row, column), (row, column))
            place = (row, right + 1)
            if target_of(grid.text(*place)):  # captions side by side: what they speak of stands below
                place = (bottom + 1, column)
            found[target] = ColumnUse(place[1], text, target, year_in(text) if needs_year(target) else None, place[0])
    return SheetUse(grid.name, tuple(found.values()), form=True)
