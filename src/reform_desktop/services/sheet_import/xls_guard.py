"""Looks at the records of an old Excel workbook (.xls, BIFF) before anything is made of them: see `xlsx_guard`."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

from reform_desktop.services.sheet_import.errors import DAMAGED, UNFORESEEN, RefusedSheetError
from reform_desktop.services.sheet_import.grid import Oddity, Peculiar, Place
from reform_desktop.services.sheet_import.limits import check_box

_HEADER: Final = struct.Struct("<HH")
_BEGIN, _END, _ROW, _BOOLEAN_OR_ERROR, _FORMULA = 0x0809, 0x000A, 0x0208, 0x0205, 0x0006
_PLACE_SIZE, _ROW_SIZE, _ERROR_SIZE, _RESULT_SIZE = 4, 16, 8, 14
_ERROR_RESULT: Final = 2
_PASSWORD: Final = 0x002F
_CELLS: Final = frozenset({0x0003, _FORMULA, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, _BOOLEAN_OR_ERROR, 0x027E, 0x0206})
_SEVERAL: Final = 0x00BD
_DIMENSIONS, _STRINGS = 0x0200, 0x00FC
_DIMENSIONS_SIZE, _STRINGS_SIZE = 12, 8
_LAST_ROW, _LAST_COLUMN = 65_536, 256
_LEAST_STRING: Final = 3
_COUNTS: Final = (0x2C, 0x40, 0x48)
"""Where an OLE header says how many sectors its tables fill."""

_SECTOR: Final = 512
_WORKSHEET: Final = 0x0010
_HIDDEN: Final = 0x20


def workbook_stream(stream: BinaryIO) -> bytes:
    """Return the bytes of the workbook in an OLE file. Raises `RefusedSheetError`."""
    import olefile  # noqa: PLC0415 -- only old workbooks need it

    _check_promises(stream)
    try:
        with olefile.OleFileIO(stream) as container:
            length = stream.seek(0, 2)
            if any(one is not None and one.size > length for one in container.direntries):
                raise RefusedSheetError(DAMAGED)
            for name in ("Workbook", "Book"):
                if container.exists(name):
                    return bytes(container.openstream(name).read())
    except UNFORESEEN as error:
        raise RefusedSheetError(DAMAGED) from error
    raise RefusedSheetError("Excel のブックではありません", "Excel か CSV のファイルを選んでください。")


def _check_promises(stream: BinaryIO) -> None:
    """Refuse a file whose header promises more than the file holds: the reader sets memory aside for all of it."""
    length = stream.seek(0, 2)
    stream.seek(0)
    header = stream.read(_SECTOR)
    promised = (int.from_bytes(header[place : place + 4], "little") for place in _COUNTS)
    if len(header) < _SECTOR or any(count * _SECTOR > length for count in promised):
        raise RefusedSheetError(DAMAGED)


def _check_record(kind: int, body: bytes, length: int) -> None:
    """Refuse records that promise more rows or words than there can be."""
    if kind == _STRINGS and len(body) >= _STRINGS_SIZE:
        if int.from_bytes(body[4:8], "little") * _LEAST_STRING > length:
            raise RefusedSheetError(DAMAGED)
    elif kind == _DIMENSIONS and len(body) >= _DIMENSIONS_SIZE:
        rows = max(int.from_bytes(body[0:4], "little"), int.from_bytes(body[4:8], "little"))
        columns = max(int.from_bytes(body[8:10], "little"), int.from_bytes(body[10:12], "little"))
        if rows > _LAST_ROW or columns > _LAST_COLUMN:
            raise RefusedSheetError(DAMAGED)


def has_password(data: bytes) -> bool:
    """Whether the workbook's records are encrypted."""
    return any(kind == _PASSWORD for kind, _body in _records(data, 60))


def look_at_worksheets(data: bytes) -> list[Peculiar]:
    """Return what the values of each worksheet do not tell, in the order of their bytes, or refuse the workbook."""
    found: list[Peculiar] = []
    sheet: _Sheet | None = None
    depth = 0
    for kind, body in _records(data):
        _check_record(kind, body, len(data))
        if kind == _BEGIN:
            depth += 1
            if depth == 1 and len(body) >= _PLACE_SIZE and int.from_bytes(body[2:4], "little") == _WORKSHEET:
                sheet = _Sheet()
        elif kind == _END:
            depth = max(0, depth - 1)
            if sheet is not None and depth == 0:
                found.append(sheet.peculiar())
                sheet = None
        elif sheet is not None:
            sheet.note(kind, body)
    if sheet is not None:
        found.append(sheet.peculiar())
    return found


class _Sheet:
    """The rectangle around a worksheet's cells, its hidden rows and its errors."""

    def __init__(self) -> None:
        self._rows: set[int] = set()
        self._columns: set[int] = set()
        self._hidden: set[int] = set()
        self._odd: dict[Place, Oddity] = {}

    def note(self, kind: int, body: bytes) -> None:
        """Take one record into account."""
        if kind == _ROW and len(body) >= _ROW_SIZE:
            if body[12] & _HIDDEN:
                self._hidden.add(int.from_bytes(body[0:2], "little"))
        elif kind in _CELLS and len(body) >= _PLACE_SIZE:
            row, column = int.from_bytes(body[0:2], "little"), int.from_bytes(body[2:4], "little")
            self._rows.add(row)
            self._columns.add(column)
            if kind == _SEVERAL:
                self._columns.add(int.from_bytes(body[-2:], "little"))
            if kind == _BOOLEAN_OR_ERROR and len(body) >= _ERROR_SIZE and body[7]:
                self._odd[row, column] = Oddity.ERROR
            if kind == _FORMULA and body[12:_RESULT_SIZE] == b"\xff\xff" and body[6] == _ERROR_RESULT:
                self._odd[row, column] = Oddity.ERROR

    def peculiar(self) -> Peculiar:
        """Return what was found, or refuse a rectangle that is too large."""
        if self._rows:
            check_box(max(self._rows) - min(self._rows) + 1, max(self._columns) - min(self._columns) + 1)
        return Peculiar(frozenset(self._hidden), self._odd)


def _records(data: bytes, most: int = 50_000_000) -> Iterator[tuple[int, bytes]]:
    place = 0
    for _count in range(most):
        if place + _HEADER.size > len(data):
            return
        kind, size = _HEADER.unpack_from(data, place)
        place += _HEADER.size
        if place + size > len(data):
            return
        yield kind, data[place : place + size]
        place += size
