"""What holds of every report, with the sample plan, with an empty one and with the longest data there is."""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pypdfium2
import pytest
from openpyxl.cell import MergedCell

from reform_desktop.reports.catalogue import REPORTS, ReportFormat
from reform_desktop.reports.pdf.style import BINDING_MARGIN, MARGIN
from unit.reports.conftest import Made, pdf_text
from unit.reports.page_reader import read_page
from unit.reports.plans import KINDS, request_of

SPACE = "{http://www.w3.org/1999/xhtml}"
EVERY = [(name, kind) for name in REPORTS for kind in KINDS]

Box = tuple[float, float, float, float]


def pages_of(path: Path) -> list[tuple[float, float, list[Box]]]:
    pages = []
    for page in ET.fromstring(pdf_text(path, "-bbox")).iter(f"{SPACE}page"):  # noqa: S314 -- pdftotext wrote it
        words = [
            (
                float(word.get("xMin", 0)),
                float(word.get("yMin", 0)),
                float(word.get("xMax", 0)),
                float(word.get("yMax", 0)),
            )
            for word in page.iter(f"{SPACE}word")
        ]
        pages.append((float(page.get("width", 0)), float(page.get("height", 0)), words))
    return pages


def overlaps(boxes: list[Box]) -> list[tuple[Box, Box]]:
    """Return pairs of words printed over each other, by more than the ink of their edges."""
    found = []
    ordered = sorted(boxes)
    for index, first in enumerate(ordered):
        for second in ordered[index + 1 :]:
            if second[0] > first[2] - 1:
                break
            if min(first[3], second[3]) - max(first[1], second[1]) > 4:
                found.append((first, second))
    return found


@pytest.mark.parametrize(("name", "kind"), EVERY)
def test_on_paper_nothing_is_clipped_and_nothing_stands_over_anything_else(made: Made, name: str, kind: str) -> None:
    pages = pages_of(made(name, ReportFormat.PDF, request_of(kind)))
    assert pages
    for width, height, words in pages:
        for left, top, right, bottom in words:
            assert left >= BINDING_MARGIN - 0.5
            assert right <= width - MARGIN + 0.5
            assert top >= MARGIN - 4
            assert bottom <= height - MARGIN + 4
        assert overlaps(words) == []


@pytest.mark.parametrize("name", REPORTS)
def test_the_same_content_makes_the_same_bytes(made: Made, name: str) -> None:
    first = made(name, ReportFormat.PDF, request_of("crowded")).read_bytes()
    assert made(name, ReportFormat.PDF, request_of("crowded")).read_bytes() == first


@pytest.mark.parametrize(("name", "kind"), EVERY)
def test_a_workbook_holds_no_formula_and_no_overlapping_areas(made: Made, name: str, kind: str) -> None:
    workbook = openpyxl.load_workbook(made(name, ReportFormat.EXCEL, request_of(kind)))
    for sheet in workbook.worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row if not isinstance(cell, MergedCell)]
        assert not {cell.data_type for cell in cells} & {"f", "e"}
        taken: set[tuple[int, int]] = set()
        for area in sheet.merged_cells.ranges:
            inside = {(row, column) for row, column in area.cells}
            assert not taken & inside
            taken |= inside


@pytest.mark.parametrize("name", REPORTS)
def test_a_worksheet_is_as_wide_as_the_paper(made: Made, name: str) -> None:
    for kind in ("sample", "empty"):
        workbook = openpyxl.load_workbook(made(name, ReportFormat.EXCEL, request_of(kind)))
        for sheet in workbook.worksheets:
            if sheet.sheet_state == "visible" and sheet.title != "グラフの数値":
                assert sum(one.width for one in sheet.column_dimensions.values()) > 60


@pytest.mark.parametrize(("name", "kind"), EVERY)
def test_a_page_is_well_formed_and_its_links_lead_somewhere(made: Made, name: str, kind: str) -> None:
    reader = read_page(made(name, ReportFormat.HTML, request_of(kind)).read_text(encoding="utf-8"))
    assert all(address.removeprefix("#") in reader.ids for address in reader.addresses)
    assert all(0 <= after - before <= 1 or after < before for before, after in pairwise(reader.heading_levels))
    assert reader.heading_levels[0] == 1
    assert reader.heading_levels.count(1) == 1
    assert reader.unlabelled_pictures == 0
    assert reader.empty_headings == 0


@pytest.mark.parametrize(("name", "kind"), EVERY)
def test_data_for_machines_has_one_header_row_and_numbers_without_ornament(made: Made, name: str, kind: str) -> None:
    content = made(name, ReportFormat.CSV, request_of(kind)).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert all(head)
    assert len(set(head)) == len(head)
    assert all(len(row) == len(head) for row in rows)
    years = [place for place, caption in enumerate(head) if caption == "年度"]
    for row in rows:
        assert all(row[place] == "" or row[place].isdigit() for place in years)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_of_nothing_says_so(made: Made, name: str) -> None:
    path = made(name, ReportFormat.PDF, request_of("empty"))
    assert re.search("(あり|いてい|されてい)ません", pdf_text(path))
    with pypdfium2.PdfDocument(path) as pdf:
        assert len(pdf) >= 1
