"""The 決裁欄 has boxes of one size on every paper and in every workbook, whatever stands below it."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import fromstring

from reform_desktop.reports.catalogue import REPORTS, ReportFormat
from reform_desktop.reports.model import Part
from reform_desktop.reports.pdf.style import MM
from reform_desktop.reports.pdf.typeface import shipped_typefaces
from unit.reports.conftest import Made, pdf_text, squeezed
from unit.reports.looked_at_plans import REQUESTS, longest_request
from unit.reports.page_boxes import printed_pages

_SIDE: Final = 20 * MM
_EMU: Final = 12_700
_XDR: Final = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_POINTS: Final = 5.25
"""Of a unit of width, as Excel shows it."""

MANY: Final = ("副市長", "総務部長", "政策デジタル推進課長補佐", "課長", "係長", "担当", "合議", "起案")


def groups(path: Path) -> list[ET.Element]:
    """Return the anchors of all groups of shapes in a workbook."""
    with zipfile.ZipFile(path) as archive:
        drawings = [fromstring(archive.read(one)) for one in archive.namelist() if "drawings/drawing" in one]
    return [anchor for root in drawings for anchor in root if anchor.find(f"{_XDR}grpSp") is not None]


def size(element: ET.Element) -> tuple[float, float]:
    return int(element.get("cx", "0")) / _EMU, int(element.get("cy", "0")) / _EMU


def boxes(anchor: ET.Element) -> list[tuple[float, float]]:
    """Return width and height of each box: its caption and its place for the seal together."""
    shapes = [size(one) for one in anchor.iterfind(f".//{_XDR}sp/{_XDR}spPr/{_A}xfrm/{_A}ext")]
    return [(width, upper + lower) for (width, upper), (_same, lower) in zip(shapes[::2], shapes[1::2], strict=True)]


def captions(anchor: ET.Element) -> list[str]:
    shapes = list(anchor.iterfind(f".//{_XDR}sp"))[::2]
    return ["".join(one.text or "" for one in shape.iter(f"{_A}t")) for shape in shapes]


def left_of(anchor: ET.Element, sheet: Worksheet) -> float:
    """Return where the boxes begin, in points from the sheet's edge."""
    place = anchor.find(f"{_XDR}from")
    assert place is not None
    column = int(place.findtext(f"{_XDR}col") or 0)
    return sum(widths_of(sheet)[:column]) + int(place.findtext(f"{_XDR}colOff") or 0) / _EMU


def widths_of(sheet: Worksheet) -> list[float]:
    return [one.width * _POINTS for one in sheet.column_dimensions.values()]


@pytest.mark.parametrize("name", ["effects", "summary", "submissions"])
def test_there_is_nothing_to_be_stamped_where_nothing_is_written(made: Made, name: str) -> None:
    assert groups(made(name, ReportFormat.EXCEL, REQUESTS["empty"]())) == []


def stamped_part(name: str, plan: str) -> Part:
    return next(part for part in REPORTS[name].build(REQUESTS[plan]()).parts if part.stamps)


@pytest.mark.parametrize("plan", ["sample", "longest"])
@pytest.mark.parametrize("name", ["attention", "effects", "indicators", "list", "opinions", "submissions", "summary"])
def test_every_workbook_has_boxes_of_20_mm_at_the_right_of_its_title(made: Made, name: str, plan: str) -> None:
    path = made(name, ReportFormat.EXCEL, REQUESTS[plan]())
    (anchor,) = groups(path)
    part = stamped_part(name, plan)
    assert captions(anchor) == list(part.stamps)
    assert all(box == pytest.approx((_SIDE, _SIDE), abs=0.1) for box in boxes(anchor))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    right = left_of(anchor, sheet) + _SIDE * len(part.stamps)
    assert right == pytest.approx(sum(widths_of(sheet)), abs=1)
    rows = sum(sheet.row_dimensions[row].height or 0 for row in (1, 2))
    assert rows >= _SIDE, "they end above what follows"


@pytest.mark.parametrize("name", ["attention", "list", "summary", "submissions"])
def test_a_long_title_ends_before_the_boxes(made: Made, name: str) -> None:
    request = longest_request()
    path = made(name, ReportFormat.EXCEL, request)
    (anchor,) = groups(path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    advances = shipped_typefaces().advances(bold=True)
    merged = {str(area).split(":")[0]: area for area in sheet.merged_cells.ranges}
    for place, points in (("A1", 9.0), ("A2", 14.0)):
        words = str(sheet[place].value)
        one_line = points * sum(advances.get(sign, 1.0) for sign in words)
        room = sum(widths_of(sheet)[: merged[place].max_col if place in merged else 1])
        assert min(one_line, room) <= left_of(anchor, sheet)


@pytest.mark.parametrize("name", ["summary", "attention"])
def test_many_boxes_stand_above_the_title_and_long_captions_take_two_lines(made: Made, name: str) -> None:
    request = REQUESTS["sample"]()
    request = replace(request, options=replace(request.options, stamps=MANY))
    path = made(name, ReportFormat.EXCEL, request)
    (anchor,) = groups(path)
    assert captions(anchor) == list(MANY)
    assert len(set(boxes(anchor))) == 1
    assert boxes(anchor)[0][0] == pytest.approx(_SIDE, abs=0.1)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert left_of(anchor, sheet) >= 0
    if name == "summary":
        assert sheet["A1"].value is None
        assert (sheet.row_dimensions[1].height or 0) >= boxes(anchor)[0][1]
    paper = made(name, ReportFormat.PDF, request)
    assert squeezed("政策デジタル推進課長補佐")[:6] in squeezed(pdf_text(paper))
    page = next(iter(printed_pages(paper)))
    frames = [one for one in page.frames if one.right - one.left == pytest.approx(_SIDE, abs=1.2)]
    assert len(frames) >= 2 * len(MANY)
    title = [one for one in page.texts if one.top - one.bottom > 11]
    assert not [one for one in title for frame in frames if one.covers(frame, 0.6)]


def test_every_further_page_of_a_workbook_says_what_it_goes_on_with_instead_of_the_boxes(made: Made) -> None:
    path = made("sheet", ReportFormat.EXCEL, longest_request())
    sheet = openpyxl.load_workbook(path).worksheets[1]
    assert sheet.print_title_rows != "$1:$2"
    head = sheet.oddHeader
    assert head is not None
    assert str(head.left.text) == "1-(1)-① ◆ 𠮷の字の入った題名"
    long = openpyxl.load_workbook(path).worksheets[2].oddHeader
    assert long is not None
    assert str(long.left.text).endswith("何…")


def test_shapes_and_charts_stand_in_one_drawing(made: Made) -> None:
    path = made("summary", ReportFormat.EXCEL, REQUESTS["sample"]())
    with zipfile.ZipFile(path) as archive:
        root = fromstring(archive.read("xl/drawings/drawing1.xml"))
    assert root.find(f".//{_XDR}grpSp") is not None
    assert root.find(f".//{_XDR}graphicFrame") is not None
    ids = [one.get("id") for one in root.iter(f"{_XDR}cNvPr")]
    assert len(set(ids)) == len(ids)
    read_aloud = [one.get("descr") for one in root.iter(f"{_XDR}cNvPr")]
    assert all(read_aloud)
    assert any("達成状況の推移" in str(one) for one in read_aloud)
