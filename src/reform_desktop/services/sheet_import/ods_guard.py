"""Looks at the tables of an OpenDocument workbook (.ods) before anything is made of them: see `xlsx_guard`.

One short cell may say that it is repeated a million times in a row that is repeated a million times.
"""

from __future__ import annotations

import re
from typing import Final

from reform_desktop.services.sheet_import.errors import RefusedSheetError
from reform_desktop.services.sheet_import.grid import Oddity, Peculiar, Place
from reform_desktop.services.sheet_import.limits import check_box

_TOKEN: Final = re.compile(
    rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(/?)>"
)
_ANY_TOKEN: Final = re.compile(rb"<table:(?:table|table-row|table-cell|covered-table-cell)[\s/>]")
_COLUMNS: Final = re.compile(rb"number-columns-repeated\s*=\s*[\"']([0-9]{1,9})[\"']")
_ROWS: Final = re.compile(rb"number-rows-repeated\s*=\s*[\"']([0-9]{1,9})[\"']")
_HIDDEN: Final = re.compile(rb"table:visibility\s*=\s*[\"'](?:collapse|filter)[\"']")
_MOST_HIDDEN: Final = 10_000


def look_at_tables(data: bytes) -> list[Peculiar]:
    """Return what the values of each table do not tell, in order, or refuse the workbook (`RefusedSheetError`)."""
    tokens = _TOKEN.findall(data)
    if sum(1 for one in tokens if not one[0]) != len(_ANY_TOKEN.findall(data)):
        raise RefusedSheetError("表の書き方が正しくありません")
    found: list[Peculiar] = []
    table = _Table()
    for closing, name, attributes, empty in tokens:
        if name == b"table":
            if closing:
                found.append(table.peculiar())
                table = _Table()
        elif name == b"table-row":
            if not closing:
                table.begin_row(attributes)
            if closing or empty:
                table.end_row()
        elif not closing:
            table.add_cell(attributes, empty=bool(empty) and b"value" not in attributes)
    return found


class _Table:
    """The rectangle around a table's cells, its hidden rows and its errors."""

    def __init__(self) -> None:
        self._row = 0
        self._repeated = 1
        self._column = 0
        self._filled = False
        self._last_row = self._last_column = 0
        self._hidden: set[int] = set()
        self._odd: dict[Place, Oddity] = {}

    def begin_row(self, attributes: bytes) -> None:
        """Begin a row, which may stand for many."""
        self._column, self._filled = 0, False
        self._repeated = _count(_ROWS, attributes)
        if _HIDDEN.search(attributes):
            self._hidden.update(range(self._row, self._row + min(self._repeated, _MOST_HIDDEN)))

    def add_cell(self, attributes: bytes, *, empty: bool) -> None:
        """Add a cell, which may stand for many."""
        count = _count(_COLUMNS, attributes)
        if not empty:
            self._filled = True
            self._last_column = max(self._last_column, self._column + count)
            if b'calcext:value-type="error"' in attributes:
                self._odd[self._row, self._column] = Oddity.ERROR
        self._column += count

    def end_row(self) -> None:
        """End the row."""
        self._row += self._repeated
        if self._filled:
            self._last_row = self._row

    def peculiar(self) -> Peculiar:
        """Return what was found, or refuse a rectangle that is too large."""
        check_box(self._last_row, self._last_column)
        return Peculiar(frozenset(self._hidden), self._odd)


def _count(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    found = pattern.search(attributes)
    return int(found[1]) if found else 1
