"""From what a cell holds to the stored value of a field, by the same rules as what is typed in the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from reform_desktop.domain.errors import InputError
from reform_desktop.domain.fields import Field, FieldType
from reform_desktop.domain.fiscal_year import fiscal_year_of
from reform_desktop.domain.grades import GradeScale
from reform_desktop.domain.japanese_date import format_date_japanese
from reform_desktop.domain.values import JsonValue, parse_input
from reform_desktop.services.sheet_import.grid import CellValue, SheetGrid, number_text

_NUMBERS: Final = frozenset({FieldType.INTEGER, FieldType.AMOUNT, FieldType.DECIMAL})


def understand(
    grid: SheetGrid, row: int, column: int, field: Field, *, scale: GradeScale | None, unit: str = ""
) -> JsonValue:
    """Return the stored value of a cell for a field. Raises `InputError` with the reason for what is not understood."""
    odd = grid.peculiar.odd.get((row, column))
    if odd is not None:
        message = f"{field.label}：{odd.value}"
        raise InputError(message)
    value = grid.value(row, column)
    if isinstance(value, dt.date):
        return _day(field, value)
    if isinstance(value, dt.time | dt.timedelta):
        if not field.is_text:
            message = f"{field.label}：時刻が入っています。セルの書式を「標準」に直して、入力し直してください。"
            raise InputError(message)
        return parse_input(field, str(value))
    if (row, column) in grid.peculiar.percent and isinstance(value, int | float):
        return _percentage(field, value, unit)
    text = value if isinstance(value, str) else number_text(value)
    return parse_input(field, _one_line(field, text), scale=scale, unit=unit)


def understand_pieces(pieces: Sequence[str], field: Field, current: JsonValue) -> JsonValue:
    """Return the value of a text that stands in several cells, one below the other.

    Our own lists cut a long text anywhere, so its pieces are joined as they are where they begin or end as the text
    that the file has. In other sheets each cell is a line of its own.
    """
    ours = isinstance(current, str) and (current.startswith(pieces[0]) or current.endswith(pieces[-1]))
    return parse_input(field, ("" if ours else "\n").join(pieces))


def same_number(one: JsonValue, other: JsonValue) -> bool:
    """Whether two stored decimals are the same number: a spreadsheet does not keep the last 0 of 13.40."""
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    try:
        return Decimal(one) == Decimal(other)
    except ArithmeticError:
        return False


def cell_words(value: CellValue) -> str:
    """Return a cell's value as the preview shows it."""
    if isinstance(value, dt.date):
        return format_date_japanese(value.date() if isinstance(value, dt.datetime) else value)
    return value if isinstance(value, str) else number_text(value)


def _day(field: Field, value: dt.date) -> JsonValue:
    """Read a real date: a day, the fiscal year it lies in, or words; in a number's cell it can only be a slip."""
    day = value.date() if isinstance(value, dt.datetime) else value
    if field.type is FieldType.FISCAL_YEAR:
        return fiscal_year_of(day)
    if field.type is FieldType.DATE:
        return day.isoformat()
    if field.type in _NUMBERS or not field.is_text:
        message = (
            f"{field.label}：数の欄に日付（{format_date_japanese(day)}）が入っています。"
            "セルの書式を「標準」に直して、入力し直してください。"
        )
        raise InputError(message)
    return format_date_japanese(day)


def _percentage(field: Field, value: float, unit: str) -> JsonValue:
    """Read what stands in a cell as 67% and is kept as 0.67; a field with another unit refuses it."""
    shown = number_text(float(Decimal(number_text(float(value))) * 100))
    return parse_input(field, f"{shown}%", unit=unit)


def _one_line(field: Field, text: str) -> str:
    """Join lines where a field has but one: a column's width breaks titles in two."""
    return " ".join(text.split()) if field.type is FieldType.LINE and "\n" in text else text
