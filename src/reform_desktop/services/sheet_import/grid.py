"""A worksheet as it was read: values in rows, and what the values alone do not say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TypeAlias

CellValue: TypeAlias = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""What a cell holds; ``""`` when it is empty."""

Place: TypeAlias = tuple[int, int]
"""Row and column, counted from 0."""


class Oddity(Enum):
    """What makes a cell unreadable although it is not empty."""

    ERROR = "セルがエラー（#REF! や #DIV/0! など）になっています。正しい値を入力してください。"
    UNCALCULATED = "数式の計算結果がファイルに保存されていません。Excel で開いて保存し直すか、値を入力してください。"


@dataclass(frozen=True, slots=True)
class Peculiar:
    """What the guard found in a worksheet's own bytes, which the values do not tell."""

    hidden_rows: frozenset[int] = frozenset()
    odd: Mapping[Place, Oddity] = field(default_factory=dict)
    percent: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class SheetGrid:
    """One worksheet. ``rows`` begin at ``origin``; ``merged`` gives first and last cell of each merged range."""

    name: str
    rows: list[list[CellValue]]
    origin: Place = (0, 0)
    merged: tuple[tuple[Place, Place], ...] = ()
    hidden: bool = False
    peculiar: Peculiar = field(default_factory=Peculiar)

    def value(self, row: int, column: int) -> CellValue:
        """Return a cell's value; ``""`` outside of what was read."""
        line, place = row - self.origin[0], column - self.origin[1]
        if line < 0 or place < 0 or line >= len(self.rows) or place >= len(self.rows[line]):
            return ""
        return self.rows[line][place]

    def text(self, row: int, column: int) -> str:
        """Return a cell as words, for headings and names."""
        value = self.value(row, column)
        return value.strip() if isinstance(value, str) else number_text(value)

    @property
    def last_row(self) -> int:
        """The number behind the last row."""
        return self.origin[0] + len(self.rows)

    @property
    def last_column(self) -> int:
        """The number behind the last column."""
        return self.origin[1] + max(map(len, self.rows), default=0)


def number_text(value: CellValue) -> str:
    """Return a value that is no text as people write it: whole numbers without a point, no exponent."""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, float):
        return plain_number(value)
    return str(value)


def plain_number(value: float) -> str:
    """Return the 15 digits that a spreadsheet means, without an exponent and without the noise behind them."""
    try:
        number = Decimal(f"{value:.15g}")
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return str(value)
    whole = number.to_integral_value()
    return f"{whole:f}" if number == whole else f"{number.normalize():f}"


def address(row: int, column: int) -> str:
    """Return a place as spreadsheets name it: ``C5``."""
    letters = ""
    rest = column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{letters}{row + 1}"
