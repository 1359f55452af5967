"""Finding input cells by the hidden keys of a 記入用シート, wherever rows, columns and sheets have gone meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reform_desktop.reports.entry.keys import (
    COLUMN_MARK,
    FORMAT,
    KEYS_NAME,
    ROW_MARK,
    SHEET_MARK,
    EntryHeader,
    EntryKey,
    read_header,
    read_keys,
)
from reform_desktop.services.sheet_import.errors import RefusedSheetError
from reform_desktop.services.sheet_import.grid import SheetGrid

_PREFIX: Final = "reform:"


@dataclass(frozen=True, slots=True)
class KeyedCell:
    """A key with the cell that it leads to; ``grid`` is ``None`` when the cell is not there any more."""

    key: EntryKey
    grid: SheetGrid | None
    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class KeyedBook:
    """What the hidden keys of a workbook say."""

    header: EntryHeader
    cells: tuple[KeyedCell, ...]


def find_keys(grids: Sequence[SheetGrid]) -> KeyedBook | None:
    """Return the keyed cells of a workbook, or ``None`` when it has no keys. Raises `RefusedSheetError`."""
    sheet = next((one for one in grids if one.name == KEYS_NAME and one.rows), None)
    header = read_header(str(sheet.value(0, 0))) if sheet is not None else None
    if sheet is None or header is None:
        return None
    if header.format > FORMAT:
        raise RefusedSheetError(
            "新しい版の行革デスクで作られた記入用シートです", "行革デスクを新しい版に更新してから取り込んでください。"
        )
    try:
        keys = read_keys(sheet.rows[2:])
    except (ValueError, OverflowError) as error:
        raise RefusedSheetError("記入用シートの隠れた情報が書き換えられています", _ASK_AGAIN) from error
    return KeyedBook(header, tuple(_located(keys, [one for one in grids if one is not sheet])))


_ASK_AGAIN: Final = "記入用シートをもう一度作り、記入し直してください。"


@dataclass(slots=True)
class _Marks:
    """Where the numbered rows and columns of a sheet stand now."""

    grid: SheetGrid
    rows: dict[int, int]
    columns: dict[int, int]


def _located(keys: Sequence[EntryKey], grids: Sequence[SheetGrid]) -> Iterator[KeyedCell]:
    marked = dict(_marks(grids))
    for key in keys:
        found = marked.get(key.sheet)
        row = found.rows.get(key.row) if found else None
        column = found.columns.get(key.column) if found else None
        if found is None or row is None or column is None:
            yield KeyedCell(key, None)
        else:
            yield KeyedCell(key, found.grid, row, column)


def _marks(grids: Sequence[SheetGrid]) -> Iterator[tuple[int, _Marks]]:
    """Yield the numbered sheets; of a sheet that was copied the first one counts."""
    seen: set[int] = set()
    for grid in grids:
        number, marks = _marks_of(grid)
        if number is not None and number not in seen:
            seen.add(number)
            yield number, marks


def _marks_of(grid: SheetGrid) -> tuple[int | None, _Marks]:
    """Read the marks of a sheet: in its first row and column, or wherever they went."""
    marks = _Marks(grid, {}, {})
    number: int | None = None
    top, left = grid.origin
    for place, cells in enumerate(grid.rows):
        # The first cell of a row is its mark, and only the first row has more, unless somebody inserted some.
        looked_at = cells if place == 0 or not _is_mark(cells[0] if cells else "") else cells[:1]
        for offset, value in enumerate(looked_at):
            if not _is_mark(value):
                continue
            text = str(value)
            if text.startswith(SHEET_MARK):
                number = _number(text, SHEET_MARK) if number is None else number
            elif text.startswith(ROW_MARK):
                marks.rows.setdefault(_number(text, ROW_MARK), top + place)
            elif text.startswith(COLUMN_MARK):
                marks.columns.setdefault(_number(text, COLUMN_MARK), left + offset)
    return number, marks


def _is_mark(value: object) -> bool:
    return isinstance(value, str) and value.startswith(_PREFIX)


def _number(text: str, mark: str) -> int:
    digits = text.removeprefix(mark)
    return int(digits[:9]) if digits.isascii() and digits.isdigit() else -1
