"""The parts of an Excel workbook: everything that its reader will unpack is unpacked and looked through here first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reform_desktop.services.sheet_import import xlsx_guard
from reform_desktop.services.sheet_import.grid import Peculiar
from reform_desktop.services.sheet_import.office_zip import OfficeZip
from reform_desktop.services.sheet_import.xml_guard import check_xml

_NUMBER_FORMAT: Final = re.compile(rb"<numFmt\s[^<>]*?numFmtId=\"([0-9]+)\"[^<>]*?formatCode=\"([^\"<]*)\"")
_STYLES: Final = re.compile(rb"<cellXfs\b[^<>]*>(.*?)</cellXfs>", re.DOTALL)
_STYLE: Final = re.compile(rb"<xf\s[^<>]*?>")
_FORMAT_ID: Final = re.compile(rb"\bnumFmtId=\"([0-9]+)\"")
_TARGET: Final = re.compile(rb"<Relationship\s[^<>]*>")
_ATTRIBUTE: Final = re.compile(rb"\b(Id|Target)=\"([^\"<]*)\"")
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*?\b(?:\w+:)id=\"([^\"<]*)\"")
_NEVER_READ: Final = ("customXml/", "docProps/")
"""What other programs keep in a workbook, in whatever encoding; the reader does not look at it."""

_BUILT_IN_PERCENT: Final = frozenset({9, 10})


def look_at_excel(archive: OfficeZip) -> dict[int, Peculiar]:
    """Unpack everything that the reader will unpack, and return what is peculiar of each sheet by its place."""
    found: dict[str, Peculiar] = {}
    styles = frozenset[int]()
    workbook = relations = b""
    for name in sorted(archive.names, key=lambda one: not one.endswith("styles.xml")):
        if not name.lower().endswith((".xml", ".rels")) or name.startswith(_NEVER_READ):
            continue
        data = archive.read(name)
        check_xml(data)
        if name.endswith("styles.xml"):
            styles = _percent_styles(data)
        elif name == "xl/workbook.xml":
            workbook = data
        elif name == "xl/_rels/workbook.xml.rels":
            relations = data
        elif b"sheetData" in data:
            found[name] = xlsx_guard.look_at_worksheet(data, styles)
    targets = dict(_targets(relations))
    order = [targets.get(one, "") for one in _SHEET.findall(workbook)]
    return {place: found[name] for place, name in enumerate(order) if name in found}


def _targets(relations: bytes) -> Iterator[tuple[bytes, str]]:
    """Yield the id of each relation and the member it leads to."""
    for one in _TARGET.findall(relations):
        parts = dict(_ATTRIBUTE.findall(one))
        target = parts.get(b"Target", b"").decode("utf-8", "replace")
        yield parts.get(b"Id", b""), target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _percent_styles(styles: bytes) -> frozenset[int]:
    """Return the styles that show a share of one as a percentage: such a cell holds 0.67 and says 67%."""
    own = {int(number) for number, code in _NUMBER_FORMAT.findall(styles) if b"%" in code}
    percent = own | _BUILT_IN_PERCENT
    block = _STYLES.search(styles)
    ids = [_FORMAT_ID.search(one) for one in _STYLE.findall(block[1])] if block else []
    return frozenset(place for place, one in enumerate(ids) if one and int(one[1]) in percent)
