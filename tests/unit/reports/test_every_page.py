"""Every page of every report: nothing clipped, nothing over something else, nothing lost.

Looked at with the sample plan, with an empty plan, and with the longest texts and names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from reform_desktop.reports.catalogue import REPORTS, ReportFormat
from reform_desktop.reports.model import Document, Heading, Paragraph, Table, Trend
from reform_desktop.reports.pdf.style import BINDING_MARGIN, MARGIN
from reform_desktop.reports.pdf.typeface import shipped_typefaces
from reform_desktop.reports.wording import printed
from unit.reports.conftest import Made, pdf_text, squeezed
from unit.reports.looked_at_plans import REQUESTS
from unit.reports.page_boxes import Box, PrintedPage, printed_pages

_INK = 0.6
"""Points by which a glyph may stand out: the thickness of lines, and strokes that a face draws beyond its width."""

_CHUNK = 12
_CUT_AFTER = 100
"""Characters of a cell of which a page's turn may cut one chunk; shorter cells stay whole."""

_IN_THE_BOOK = {("sheet", "sample"), ("handover", "sample")}
"""A hundred pages each of what the book, or the longest plan, shows too: looked at where there is time."""

_EVERY = [
    pytest.param(name, plan, marks=[pytest.mark.slow] if (name, plan) in _IN_THE_BOOK else [])
    for name in REPORTS
    for plan in REQUESTS
]


@pytest.mark.parametrize(("name", "plan"), _EVERY)
def test_no_text_is_clipped_or_covered_and_none_is_lost(made: Made, name: str, plan: str) -> None:
    request = REQUESTS[plan]()
    path = made(name, ReportFormat.PDF, request)
    faults = [fault for page in printed_pages(path) for fault in _faults(page)]
    assert not faults, f"{len(faults)} faults: " + "\n".join(faults[:12])
    _assert_nothing_lost(REPORTS[name].build(request), pdf_text(path, "-raw"))


def _faults(page: PrintedPage) -> Iterator[str]:
    inside = Box(BINDING_MARGIN, MARGIN, page.width - MARGIN, page.height - MARGIN)
    for text in page.texts:
        if text.sticks_out_of(inside, _INK):
            yield f"page {page.number}: {text} stands in the margin"
        frame = _innermost(page, text)
        if frame is not None and text.sticks_out_of(frame, _INK):
            yield f"page {page.number}: {text} sticks out of its cell {frame}"
    for one, other in _covering(page.texts):
        yield f"page {page.number}: {one} covers {other}"


def _innermost(page: PrintedPage, text: Box) -> Box | None:
    """Return the smallest frame that holds the text's middle."""
    x, y = (text.left + text.right) / 2, (text.bottom + text.top) / 2
    return min((frame for frame in page.frames if frame.holds(x, y)), key=lambda one: one.area, default=None)


def _covering(texts: tuple[Box, ...]) -> Iterator[tuple[Box, Box]]:
    """Yield texts that stand over one another, comparing only neighbours in height."""
    waiting: list[Box] = []
    for text in sorted(texts, key=lambda one: -one.top):
        waiting = [one for one in waiting if one.bottom < text.top]
        yield from ((one, text) for one in waiting if one.covers(text, _INK))
        waiting.append(text)


def _assert_nothing_lost(document: Document, found: str) -> None:
    """Compare with what the document says: every sign is there, and texts are whole but for the turns of pages."""
    on_paper = squeezed(found)
    said = list(_said(document))
    lost = Counter("".join(said)) - Counter(on_paper)
    assert not lost
    for words in said:
        chunks = [words[start : start + _CHUNK] for start in range(0, len(words), _CHUNK)]
        broken = [chunk for chunk in chunks if chunk not in on_paper]
        assert len(broken) <= len(words) // _CUT_AFTER, f"{broken[:3]} of {words[:60]}"


def _said(document: Document) -> Iterator[str]:
    printable = shipped_typefaces().printable
    for part in document.parts:
        yield squeezed(printable(part.title))
        for block in part.blocks:
            match block:
                case Heading() | Paragraph():
                    yield squeezed(printable(block.text))
                case Table():
                    for row in (*block.head, *block.rows):
                        values = (cell.value for cell in row.cells)
                        yield from (squeezed(printable(printed(one))) for one in values if not isinstance(one, Trend))
