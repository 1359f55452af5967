"""What no XML of a workbook may hold: definitions of its own, through which bombs and files from outside come in."""

from __future__ import annotations

from typing import Final
from xml.parsers import expat

from reform_desktop.services.sheet_import.errors import DAMAGED, RefusedSheetError

_FORBIDDEN: Final = (b"<!DOCTYPE", b"<!ENTITY", b"<!ELEMENT", b"<!ATTLIST")
_OTHER_WIDTHS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


def check_xml(data: bytes) -> None:
    """Refuse XML with a document type, in an encoding in which one could hide, or that is not well-formed.

    The last because the workbook's reader waits for ever for the end of a table that has none. Raises
    `RefusedSheetError`.
    """
    if data.startswith(_OTHER_WIDTHS):
        raise RefusedSheetError("文字コードが UTF-8 ではない、特殊なブックです")
    if any(mark in data for mark in _FORBIDDEN):
        raise RefusedSheetError("外部の内容を読み込む定義（DTD）が入っています")
    try:
        expat.ParserCreate().Parse(data, True)  # noqa: FBT003 -- C function without names
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise RefusedSheetError(DAMAGED) from error
