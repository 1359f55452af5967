"""Every report's workbook as LibreOffice prints it: no #### for a number, no text cut by its cell or a page's turn."""

from __future__ import annotations

import math
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from reform_desktop.reports.catalogue import REPORTS, ReportFormat
from reform_desktop.reports.model import Contents, Document, Part, Stage, Table, Trend
from reform_desktop.reports.pdf.style import MARGIN, MM
from reform_desktop.reports.pdf.typeface import shipped_typefaces
from reform_desktop.reports.wording import printed
from reform_desktop.resources import resource_path
from unit.reports.conftest import Made, pdf_text, squeezed
from unit.reports.looked_at_plans import REQUESTS
from unit.reports.page_boxes import Box, PrintedPage, printed_pages

_CHUNK = 12
_CUT_AFTER = 100
"""Characters of a cell of which a page's turn may cut one chunk."""

_FOOT = 3 * MM
_INK = 1.0

_FONTS = "<fontconfig><dir>{fonts}</dir><dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir></fontconfig>"
_IN_CI = {("list", "sample"), ("effects", "longest"), ("opinions", "longest")}
_EVERY = [
    pytest.param(name, plan, marks=[] if (name, plan) in _IN_CI else [pytest.mark.slow])
    for name, report in REPORTS.items()
    if ReportFormat.EXCEL in report.formats
    for plan in REQUESTS
]


@pytest.mark.parametrize(("name", "plan"), _EVERY)
def test_a_workbook_prints_everything_that_it_says(made: Made, tmp_path: Path, name: str, plan: str) -> None:
    request = REQUESTS[plan]()
    paper = _printed_by_libreoffice(made(name, ReportFormat.EXCEL, request), tmp_path)
    found = squeezed(pdf_text(paper, "-raw"))
    assert "###" not in found, "a number is wider than its column"
    document = REPORTS[name].build(request)
    for page in printed_pages(paper):
        if document.with_index and page.number == 1:
            continue  # LibreOffice breaks no link into lines, as Excel does: a title of 200 signs runs on in the index
        over = Box(0, -math.inf, page.width, math.inf)  # what is above or below is a tall cell's, drawn on each page
        assert not [text for text in page.texts if text.sticks_out_of(over, 1)]
        assert not list(_cut_by_the_turn(page)), f"page {page.number}"
    said = list(_said(document))
    assert said
    assert not set("".join(said)) - set(found)
    found = _in_one_face(found)
    for words in map(_in_one_face, said):
        chunks = [words[start : start + _CHUNK] for start in range(0, len(words), _CHUNK)]
        broken = [chunk for chunk in chunks if chunk not in found]
        assert len(broken) <= len(words) // _CUT_AFTER, f"{broken[:3]} of {words[:60]}"


def _cut_by_the_turn(page: PrintedPage) -> Iterator[Box]:
    """Yield lines of text through which the upper or the lower edge of what is printed goes."""
    edges = (MARGIN + _FOOT, page.height - MARGIN)
    for text in page.texts:
        if any(text.bottom < edge - _INK and text.top > edge + _INK for edge in edges):
            yield text


def _printed_by_libreoffice(path: Path, folder: Path) -> Path:
    """Return the PDF that LibreOffice makes with our own typeface, which cities have on their PCs."""
    fonts = folder / "fonts.conf"
    fonts.write_text(_FONTS.format(fonts=resource_path("fonts"), cache=folder / "cache"), encoding="utf-8")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/office", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=240,
        env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
    )
    return path.with_suffix(".pdf")


def _in_one_face(words: str) -> str:
    """Leave out what stands in the fallback face: pdftotext reads its higher signs as lines of their own."""
    main = shipped_typefaces().main
    return "".join(sign for sign in words if sign in main)


def _said(document: Document) -> Iterator[str]:
    """Yield titles and cells; a stage stays its word in data, and what our own face lacks is another face's there."""
    printable = shipped_typefaces().printable
    for part in document.parts:
        for words in _words_of(part):
            plain = squeezed(words)
            if plain == squeezed(printable(words)):
                yield plain


def _words_of(part: Part) -> Iterator[str]:
    blocks = list(part.blocks)
    if not any(isinstance(block, Contents) for block in blocks):  # a workbook has its index instead
        yield part.title
    for block in blocks:
        if isinstance(block, Table):
            for row in (*block.head, *block.rows):
                yield from (printed(cell.value) for cell in row.cells if not isinstance(cell.value, Stage | Trend))
