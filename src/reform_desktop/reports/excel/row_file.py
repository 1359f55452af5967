"""The rows of one worksheet as XML (ECMA-376, 18.3.1.73), gathered in a temporary file and put where they belong.

openpyxl makes an object and an element of every cell, which takes ten times as long; everything around the rows is
still written by it.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

from openpyxl.utils import get_column_letter

from reform_desktop.reports.excel.texts import Stored
from reform_desktop.reports.wording import printed

_EMPTY_ROWS: Final = (b"<sheetData></sheetData>", b"<sheetData />", b"<sheetData/>")
_DAY_ZERO: Final = date(1899, 12, 30)
"""Day 0 of the calendar that Excel counts in."""

_FIRST_DAY: Final = date(1900, 3, 1)
"""Excel takes 1900 for a leap year and knows nothing before: an earlier day is written in words."""

_BLOCK: Final = 1 << 17
_CODE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would read as a character by its number (22.9.2.19), although somebody typed it so."""

LaidCell = tuple[Stored, int]
"""A cell's value and the number of its style."""


class RowFile:
    """Takes rows one by one, from the first on, and gives them to a worksheet that was written without any."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by __exit__
        self._waiting: list[str] = []
        self._size = 0
        self._rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._file.close()

    def append(self, cells: Iterable[LaidCell], height: float) -> None:
        """Add a row ``height`` points high."""
        self._rows += 1
        number = str(self._rows)
        written = "".join(
            _cell(f"{_letters(column)}{number}", value, style) for column, (value, style) in enumerate(cells, 1)
        )
        row = f'<row r="{number}" ht="{height:g}" customHeight="1">{written}</row>'
        self._waiting.append(row)
        self._size += len(row)
        if self._size >= _BLOCK:
            self._flush()

    def put_into(self, worksheet: Path) -> None:
        """Put the rows into the XML of a worksheet that has none."""
        self._flush()
        around = worksheet.read_bytes()
        marker = next(one for one in _EMPTY_ROWS if one in around)
        before, after = around.split(marker, 1)
        self._file.seek(0)
        with worksheet.open("wb") as target:
            target.write(before + b"<sheetData>")
            shutil.copyfileobj(self._file, target, _BLOCK)
            target.write(b"</sheetData>" + after)

    def _flush(self) -> None:
        self._file.write("".join(self._waiting).encode("utf-8"))
        self._waiting.clear()
        self._size = 0


def _cell(place: str, value: Stored, style: int) -> str:
    if value is None or value == "":  # an empty text is an empty cell, as openpyxl reads and people count it
        return f'<c r="{place}" s="{style}"/>'
    if isinstance(value, str):
        return f'<c r="{place}" s="{style}" t="inlineStr"><is>{_text(value)}</is></c>'
    if isinstance(value, date) and value >= _FIRST_DAY:
        return f'<c r="{place}" s="{style}"><v>{(value - _DAY_ZERO).days}</v></c>'
    if isinstance(value, date):
        return _cell(place, printed(value), style)
    return f'<c r="{place}" s="{style}"><v>{_number(value)}</v></c>'


def _number(value: float | Decimal) -> str:
    """Return a number as Excel keeps it: whole ones with all digits, others with the sixteen that a double has."""
    return str(value) if isinstance(value, int) else f"{float(value):.16g}"


@lru_cache(maxsize=4096)
def _text(words: str) -> str:
    """Return a text element; white space at the ends, and line breaks, are kept."""
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "_x" in escaped:
        escaped = _CODE.sub("_x005F_", escaped)
    keep = ' xml:space="preserve"' if words != words.strip() or "\n" in words else ""
    return f"<t{keep}>{escaped}</t>"


@lru_cache(maxsize=1024)
def _letters(column: int) -> str:
    return str(get_column_letter(column))
