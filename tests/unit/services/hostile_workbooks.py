"""Workbooks that mean harm, or are broken: made here byte by byte out of an honest one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def honest() -> bytes:
    """Return a small workbook that is as it should be."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["番号", "取組名", "取組実績"])
    page.append(["1-(1)-①", "税務窓口の予約", "予約を始めた"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rewritten(work: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """Return the honest workbook with each member passed through ``work``, and further members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(honest())) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, work(name, old.read(name)))
        for name, data in (more or {}).items():
            new.writestr(name, data)
    return stream.getvalue()


def with_sheet(data: bytes) -> bytes:
    """Return the workbook with another worksheet in it."""
    return rewritten(lambda name, old: data if name == SHEET else old)


def far_corner() -> bytes:
    """Two cells in opposite corners: 17 billion cells, were they laid out."""
    return with_sheet(
        HEAD + b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )


def beyond_every_corner() -> bytes:
    return with_sheet(
        HEAD + b'<sheetData><row r="1"><c r="ZZZZZZ9999999999"><v>1</v></c></row></sheetData></worksheet>'
    )


def hidden_place() -> bytes:
    """A cell whose real place hides behind another one."""
    return with_sheet(
        HEAD + b'<sheetData><row r="1"><c r="A1"><v>1</v></c><c x=\' r="A1"\' r="XFD1048576"><v>1</v></c>'
        b"</row></sheetData></worksheet>"
    )


def declared_million() -> bytes:
    """A million declared rows with two cells: harmless, and read as such."""
    return rewritten(lambda name, old: old.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"') if name == SHEET else old)


def laughing() -> bytes:
    """Entities in entities, as in the billion laughs."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    return rewritten(lambda name, old: old.replace(b"<worksheet", bomb + b"<worksheet", 1) if name == SHEET else old)


def from_outside() -> bytes:
    """An entity that asks for a file of this PC."""
    entity = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return rewritten(
        lambda name, old: old.replace(b"<sst", entity + b"<sst", 1) if "shared" in name else old,
        {"xl/evil.xml": entity + b"<x>&a;</x>"},
    )


def zip_bomb() -> bytes:
    """A worksheet that unpacks to far more than any sheet has."""
    return with_sheet(HEAD + b" " * (60 * 2**20) + b"<sheetData/></worksheet>")


def lying_sizes() -> bytes:
    """A member whose directory entry says that it is short."""
    data = bytearray(with_sheet(HEAD + b" " * 100_000 + b"<sheetData/></worksheet>"))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        size = archive.getinfo(SHEET).file_size
    marked = size.to_bytes(4, "little")
    place = data.find(marked)
    while place >= 0:
        data[place : place + 4] = (100).to_bytes(4, "little")
        place = data.find(marked, place + 4)
    return bytes(data)


def far_string() -> bytes:
    """A cell whose shared string is none of those that there are."""
    return with_sheet(HEAD + b'<sheetData><row r="1"><c r="A1" t="s"><v>999999</v></c></row></sheetData></worksheet>')


def circular() -> bytes:
    """Relations that lead to themselves."""
    relations = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        b'Target="/xl/workbook.xml"/></Relationships>'
    )
    return rewritten(lambda name, old: relations if name == "xl/_rels/workbook.xml.rels" else old)


def with_macros() -> bytes:
    """Macros and a link outside: nothing of it is ever run or followed."""
    return rewritten(
        lambda _name, old: old,
        {
            "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(600),
            "xl/externalLinks/externalLink1.xml": b'<externalLink><externalBook r:id="rId1"/></externalLink>',
        },
    )


def commanding() -> bytes:
    """A formula that would start a program (DDE): only its result is read, and here there is none."""
    return with_sheet(
        HEAD + b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>\xe7\x95\xaa\xe5\x8f\xb7</t></is></c>'
        b"<c r=\"B1\"><f>cmd|'/c calc'!A0</f><v></v></c></row></sheetData></worksheet>"
    )


def repeated_ods() -> bytes:
    """One cell that is repeated a million times in a row that is repeated a million times."""
    content = (
        b'<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>'
        b'<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">'
        b'<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p>'
        b"</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def endless_ods() -> bytes:
    """A table whose end tag is missing: a reader that waits for it waits for ever."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(repeated_ods())) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(b"-repeated=", b"-once=").replace(b"</table:table>", b"</table:other>")
            new.writestr(name, data)
    return stream.getvalue()


def truncated() -> bytes:
    return honest()[:-300]


def overlapping() -> bytes:
    """Two members that share their bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"x" * 1000)
        info = archive.getinfo("xl/workbook.xml")
        copied = zipfile.ZipInfo("xl/other.xml")
        for name in ("CRC", "compress_size", "file_size", "header_offset", "compress_type"):
            setattr(copied, name, getattr(info, name))
        archive.filelist.append(copied)
        archive.NameToInfo["xl/other.xml"] = copied
    return stream.getvalue()


REFUSED: dict[str, Callable[[], bytes]] = {
    "far corner": far_corner,
    "beyond every corner": beyond_every_corner,
    "hidden place": hidden_place,
    "billion laughs": laughing,
    "external entity": from_outside,
    "zip bomb": zip_bomb,
    "lying sizes": lying_sizes,
    "repeated cells of ODS": repeated_ods,
    "a table without an end": endless_ods,
    "truncated": truncated,
    "overlapping members": overlapping,
    "empty file": lambda: b"",
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(200),
    "a web page": lambda: b"<html><table><tr><td>1</td></tr></table></html>",
    "an OLE file that is none": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "bytes": lambda: bytes(range(256)) * 20,
}
"""What must be refused in a sentence."""

HARMLESS: dict[str, Callable[[], bytes]] = {
    "a million declared rows": declared_million,
    "macros and links": with_macros,
}
"""What is read as if the harm were not there."""

EITHER: dict[str, Callable[[], bytes]] = {
    "far string": far_string,
    "circular relations": circular,
    "command": commanding,
}
"""What may be refused or read, but never harms."""


def write(folder: Path, data: bytes, name: str = "表.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
