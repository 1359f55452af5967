"""Reads a CSV file as Japanese offices have them: CP932 of Excel, UTF-8 with and without its mark, UTF-16."""

from __future__ import annotations

import csv
import io
from typing import Final

from reform_desktop.domain.formula_text import without_mark
from reform_desktop.services.sheet_import.errors import TOO_LARGE, RefusedSheetError
from reform_desktop.services.sheet_import.grid import CellValue, SheetGrid
from reform_desktop.services.sheet_import.limits import MOST_CELLS, MOST_CSV_COLUMNS

_MARKED: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_TRIED: Final = ("utf-8", "cp932")
_SEEN: Final = 4096
_LONGEST_FIELD: Final = 1_000_000


def read_csv(data: bytes, name: str) -> SheetGrid:
    """Return the table; `RefusedSheetError` for what is no text, or too large."""
    text = decoded(data)
    rows: list[list[CellValue]] = []
    count = 0
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            count += len(row) + 1
            if len(row) > MOST_CSV_COLUMNS or count > MOST_CELLS:
                raise RefusedSheetError(TOO_LARGE, "使っていない行と列を削除し、保存し直してください。")
            rows.append([without_mark(cell) for cell in row])
    except csv.Error as error:
        raise RefusedSheetError("CSV として読めません") from error
    return SheetGrid(name, rows)


def decoded(data: bytes) -> str:
    """Return the text of a file whose encoding nobody names."""
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _decode(data, encoding)
    for encoding in _TRIED:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedSheetError("文字コードがわかりません", "UTF-8 か Shift_JIS（CSV）で保存し直してください。")


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedSheetError("途中で文字コードが壊れています") from error


def _delimiter(text: str) -> str:
    """Return what stands between the fields: Excel's Unicode text has tabs."""
    head = text[:_SEEN]
    return "\t" if head.count("\t") > head.count(",") else ","
