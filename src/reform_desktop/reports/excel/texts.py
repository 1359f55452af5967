"""Values as a worksheet keeps them: real numbers and days, and text that stays text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from reform_desktop.reports.model import Cell, GradeMark, Rate, Row, Stage, Trend, Value, Year
from reform_desktop.reports.wording import printed, shown_text

LONGEST_TEXT: Final = 32_767
"""Characters Excel keeps in a cell; it counts UTF-16 units."""

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "'")

Stored = str | int | float | Decimal | date | None


def stored(value: Value) -> Stored:
    """Return what the cell holds; a stage stays its word, since an arrow is no datum."""
    match value:
        case None | "":
            return None
        case bool():
            return printed(value)
        case int() | Decimal() | date():
            return value
        case Rate():
            return value.part / value.whole if value.whole else "－"
        case Stage():
            return shown_text(value.label)
        case GradeMark() | Year() | Trend() | str():
            return shown_text(printed(value))


def looks_like_formula(text: str) -> bool:
    """Whether a person editing the cell would turn it into a formula: it gets the mark that it is text."""
    return text.startswith(_FORMULA_STARTS)


def pieces(row: Row) -> list[Row]:
    """Return the row, and further ones below it when a text is longer than a cell can hold."""
    if all(not isinstance(cell.value, str) or len(cell.value) <= LONGEST_TEXT // 2 for cell in row.cells):
        return [row]
    columns = [_cut(cell) for cell in row.cells]
    count = max(len(cells) for cells in columns)
    return [
        Row(tuple(cells[index] if index < len(cells) else _blank(cells[0]) for cells in columns), row.kind, row.level)
        for index in range(count)
    ]


def _cut(cell: Cell) -> list[Cell]:
    if not isinstance(cell.value, str):
        return [cell]
    units = shown_text(cell.value).encode("utf-16-le")
    parts = []
    start = 0
    while start < len(units):
        end = start + 2 * LONGEST_TEXT
        if units[end + 1 : end + 2] and 0xDC <= units[end + 1] <= 0xDF:  # noqa: PLR2004 -- second half of a pair
            end -= 2
        parts.append(replace(cell, value=units[start:end].decode("utf-16-le")))
        start = end
    return parts or [cell]


def _blank(cell: Cell) -> Cell:
    return Cell(None, cell.span, cell.tone, cell.align, cell.bold)
