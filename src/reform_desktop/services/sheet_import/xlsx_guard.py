"""Looks at the worksheets of an Excel workbook (.xlsx, .xlsm) before anything is made of them.

The reader puts the rectangle around all cells into memory, so a cell in the last corner of a sheet would fill it; and
it hands out neither errors nor formulas without a result nor hidden rows. All of that stands in the XML, which is
searched in pieces of bytes: no entity is ever expanded, nothing outside is ever opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from reform_desktop.services.sheet_import.errors import RefusedSheetError
from reform_desktop.services.sheet_import.grid import Oddity, Peculiar, Place
from reform_desktop.services.sheet_import.limits import check_box

_CELL: Final = re.compile(
    rb"<(?:[A-Za-z_][\w.-]*:)?c((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*?)"
    rb"\s+r\s*=\s*[\"']([A-Za-z]{1,7})([0-9]{1,12})[\"']((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>"
)
"""A cell: the attributes before its place, column, row, the attributes behind it."""

_ANY_CELL: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?c[\s/>]")
_ROW: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?row\s([^<>]*)>")
_ROW_NUMBER: Final = re.compile(rb"\br\s*=\s*[\"']([0-9]{1,12})[\"']")
_ROW_HIDDEN: Final = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_IS_ERROR: Final = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_STYLE: Final = re.compile(rb"\bs\s*=\s*[\"']([0-9]{1,6})[\"']")
_NO_RESULT: Final = re.compile(
    rb"<c\s[^<>]*?\br=\"([A-Z]{1,3})([0-9]{1,7})\"[^<>]*>\s*<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_LAST_COLUMN: Final = 16_384
_LAST_ROW: Final = 1_048_576


def look_at_worksheet(data: bytes, percent_styles: frozenset[int]) -> Peculiar:
    """Return what a worksheet's values do not tell, or refuse it (`RefusedSheetError`)."""
    cells = _CELL.findall(data)
    if len(cells) != len(_ANY_CELL.findall(data)):
        raise RefusedSheetError("セルの番地が書かれていない、特殊なブックです")
    filled = [one for one in cells if not one[3].endswith(b"/")]
    _check_places({one[1] for one in filled}, {int(one[2]) for one in filled})
    odd: dict[Place, Oddity] = {}
    percent: set[Place] = set()
    if b"<f" in data:
        odd.update({_place(*one): Oddity.UNCALCULATED for one in _NO_RESULT.findall(data)})
    if b'"e"' in data or b"'e'" in data:
        odd.update({_place(one[1], one[2]): Oddity.ERROR for one in filled if _IS_ERROR.search(one[0] + one[3])})
    if percent_styles:
        percent.update(_places_of_style(filled, percent_styles))
    return Peculiar(_hidden_rows(data) if b"hidden" in data else frozenset(), odd, frozenset(percent))


def _places_of_style(cells: Iterable[tuple[bytes, bytes, bytes, bytes]], styles: frozenset[int]) -> Iterable[Place]:
    """Yield the cells that have one of these styles."""
    for before, column, row, behind in cells:
        found = _STYLE.search(before + behind)
        if found and int(found[1]) in styles:
            yield _place(column, row)


def _check_places(columns: set[bytes], rows: set[int]) -> None:
    """Refuse places that no spreadsheet has, and a rectangle around all cells that is too large."""
    if not rows:
        return
    numbers = [_column(one) for one in columns]
    if max(numbers) >= _LAST_COLUMN or max(rows) > _LAST_ROW or min(rows) < 1:
        raise RefusedSheetError("あってはならない番地のセルがあります")
    check_box(max(rows) - min(rows) + 1, max(numbers) - min(numbers) + 1)


def _hidden_rows(data: bytes) -> frozenset[int]:
    hidden = set()
    for attributes in _ROW.findall(data):
        number = _ROW_NUMBER.search(attributes)
        if number and _ROW_HIDDEN.search(attributes):
            hidden.add(int(number[1]) - 1)
    return frozenset(hidden)


def _place(column: bytes, row: bytes) -> Place:
    return int(row) - 1, _column(column)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1
