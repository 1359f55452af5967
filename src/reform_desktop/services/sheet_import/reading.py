"""From a file of anybody's to worksheets: what it is is seen by its bytes, never by its name; looked through first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from reform_desktop.domain.errors import FileError
from reform_desktop.services.sheet_import import csv_table, decryption, ods_guard, xls_guard
from reform_desktop.services.sheet_import.apart import words_of
from reform_desktop.services.sheet_import.errors import DAMAGED, PasswordNeededError, RefusedSheetError, SheetError
from reform_desktop.services.sheet_import.excel_parts import look_at_excel
from reform_desktop.services.sheet_import.grid import Peculiar, SheetGrid
from reform_desktop.services.sheet_import.limits import MOST_BYTES, MOST_OLD_BYTES, MOST_SHEETS
from reform_desktop.services.sheet_import.office_zip import OfficeZip
from reform_desktop.services.sheet_import.reader_process import BEGUN, DONE, PROTECTED, SHEET
from reform_desktop.services.sheet_import.xml_guard import check_xml

Progress = Callable[[int, int], None]

SUFFIXES: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt")
"""What file dialogs and drops take for a sheet; what a file really is decides by itself."""

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TEXT: Final = (b"%PDF", b"SQLite format 3", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"{\\rtf")
_OTHER: Final = "Excel や CSV の表ではありません"
_CHOOSE: Final = "Excel（.xlsx、.xls）、ODS、CSV のファイルを選んでください。"


def read_sheets(path: Path, *, password: str | None = None, progress: Progress | None = None) -> list[SheetGrid]:
    """Return the worksheets of a workbook, or the one table of a CSV file.

    Raises `SheetError` for what cannot be taken in, `PasswordNeededError` for a protected workbook, `FileError`.
    """
    try:
        with path.open("rb") as stream:
            _check_size(stream, MOST_BYTES)
            return _read(stream, path, password, progress)
    except RefusedSheetError as error:
        raise SheetError(path.name, error.reason, error.advice) from error
    except OSError as error:
        raise FileError(
            f"「{path.name}」を読めません。何も取り込んでいません。"
            "場所と名前を確かめ、Excel で開いていれば閉じてください。"
        ) from error


def _read(stream: BinaryIO, path: Path, password: str | None, progress: Progress | None) -> list[SheetGrid]:
    head = stream.read(16)
    stream.seek(0)
    if not head:
        raise RefusedSheetError("空のファイルです")
    if head.startswith(_OLE):
        if decryption.is_encrypted(stream):
            return _read_zip(decryption.decrypted(stream, path.name, password), progress)
        return _read_old(stream, path, password, progress)
    if head.startswith(_ZIP):
        return _read_zip(stream, progress)
    if head.startswith(_NOT_TEXT) or (b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise RefusedSheetError(_OTHER, _CHOOSE)
    if head.lstrip()[:5].lower() in (b"<?xml", b"<html", b"<!doc"):
        raise RefusedSheetError("Excel の形で保存されていない表（XML や HTML）です")
    _check_size(stream, MOST_OLD_BYTES)
    return [csv_table.read_csv(stream.read(), path.stem)]


def _check_size(stream: BinaryIO, most: int) -> None:
    size = stream.seek(0, 2)
    stream.seek(0)
    if size > most:
        raise RefusedSheetError("ファイルが大きすぎます")


def _read_zip(stream: BinaryIO, progress: Progress | None) -> list[SheetGrid]:
    archive = OfficeZip(stream)
    names = set(archive.names)
    if "xl/workbook.xml" in names or any(one.endswith("/workbook.xml") for one in names):
        peculiar = look_at_excel(archive)
    elif "content.xml" in names and "mimetype" in names:
        if b"manifest:encryption-data" in archive.read("META-INF/manifest.xml"):
            raise RefusedSheetError("パスワードで保護された ODS です", "パスワードを外して保存し直してください。")
        content = archive.read("content.xml")
        check_xml(content)
        peculiar = dict(enumerate(ods_guard.look_at_tables(content)))
    elif "xl/workbook.bin" in names:
        raise RefusedSheetError(
            "Excel バイナリ ブック（.xlsb）です", "「Excel ブック（.xlsx）」で保存し直してください。"
        )
    else:
        raise RefusedSheetError(_OTHER, _CHOOSE)
    stream.seek(0)
    return _grids(stream, peculiar, progress)


def _read_old(stream: BinaryIO, path: Path, password: str | None, progress: Progress | None) -> list[SheetGrid]:
    _check_size(stream, MOST_OLD_BYTES)
    data = xls_guard.workbook_stream(stream)
    if xls_guard.has_password(data):
        stream = decryption.decrypted(stream, path.name, password)
        data = xls_guard.workbook_stream(stream)
    peculiar = dict(enumerate(xls_guard.look_at_worksheets(data)))
    stream.seek(0)
    return _grids(stream, peculiar, progress)


def _grids(stream: BinaryIO, peculiar: dict[int, Peculiar], progress: Progress | None) -> list[SheetGrid]:
    """Let calamine read, in a process of its own; all that it cannot read becomes one sentence."""
    grids: list[SheetGrid] = []
    count = 0
    for kind, news in words_of(stream):
        if kind == PROTECTED:
            raise RefusedSheetError("パスワードで保護されています", "パスワードを外して保存し直してください。")
        if kind == SHEET and isinstance(news, tuple):
            place, name, rows, origin, merged, hidden = news
            grids.append(SheetGrid(name, rows, origin, merged, hidden, peculiar.get(place) or Peculiar()))
            if progress is not None:
                progress(place + 1, count)
        elif kind == BEGUN and isinstance(news, int):
            count = news
            _check_count(count)
        elif kind != DONE:
            raise RefusedSheetError(DAMAGED)
    return grids


def _check_count(sheets: int) -> None:
    if sheets > MOST_SHEETS:
        raise RefusedSheetError("シートが多すぎます")


__all__ = ["SUFFIXES", "PasswordNeededError", "Progress", "SheetError", "read_sheets"]
