"""What a reader of paper needs: lines that survive a copier, headings in the middle, groups that stay together."""

from __future__ import annotations

from itertools import pairwise

import pypdfium2
import pytest

from reform_desktop.reports.catalogue import ReportFormat
from unit.reports.conftest import Made, pdf_text, squeezed
from unit.reports.looked_at_plans import LONG_NAME, longest_request, sample_request
from unit.reports.page_boxes import printed_pages

_DOTS_PER_POINT = 150 / 72
_BLACK_IN_A_COPY = 150
"""Of 255: what is darker comes out black when a copier has only black and white."""


@pytest.mark.parametrize("name", ["list", "summary"])
def test_every_outline_is_still_there_after_a_photocopy(made: Made, name: str) -> None:
    path = made(name, ReportFormat.PDF, sample_request())
    page = list(printed_pages(path))[1]
    with pypdfium2.PdfDocument(path) as pdf:
        image = pdf[1].render(scale=_DOTS_PER_POINT).to_pil().convert("L")
    assert len(page.frames) > 20
    for frame in page.frames:
        x = round((frame.left + frame.right) / 2 * _DOTS_PER_POINT)
        y = round((page.height - (frame.bottom + 0.25)) * _DOTS_PER_POINT)
        around = [image.getpixel((x, near)) for near in range(y - 3, y + 4) if near < image.height]
        assert min(around) < _BLACK_IN_A_COPY, frame


def test_a_heading_over_two_rows_stands_in_their_middle(made: Made) -> None:
    page = next(printed_pages(made("effects", ReportFormat.PDF, sample_request())))
    narrowest = min(frame.left for frame in page.frames)
    head = next(frame for frame in page.frames if frame.left == narrowest)
    inside = [text for text in page.texts if head.holds((text.left + text.right) / 2, (text.bottom + text.top) / 2)]
    assert len(inside) == 1
    assert (inside[0].top + inside[0].bottom) / 2 == pytest.approx((head.top + head.bottom) / 2, abs=1.5)
    assert head.top - head.bottom == pytest.approx(31.0, abs=3.0), "as high as two rows of headings"


def test_the_amounts_of_a_group_stay_on_one_page(made: Made) -> None:
    found = pdf_text(made("effects", ReportFormat.PDF, sample_request()), "-raw")
    for page in found.split("\f"):
        lines = page.splitlines()
        begun = [place for place, line in enumerate(lines) if line.startswith("歳出削減")]
        for place in begun:
            assert any(line.startswith("削減時間") for line in lines[place : place + 5])
        assert not any("（続き）" in line for before, line in pairwise(lines) if not before.startswith("効果額集計"))


def test_a_row_that_goes_on_overleaf_says_again_what_it_is_about(made: Made) -> None:
    found = pdf_text(made("submissions", ReportFormat.PDF, longest_request()), "-raw")
    pages = [squeezed(page) for page in found.split("\f")]
    assert LONG_NAME in pages[0]
    assert LONG_NAME in pages[1], "and overleaf"
    assert "（続き）" in pages[1].partition("備考")[2]


def test_a_table_with_labels_repeats_the_labels_alone(made: Made) -> None:
    found = pdf_text(made("sheet", ReportFormat.PDF, longest_request()), "-raw").split("\f")
    continued = next(page for page in found if "現状\n（続き）" in page)
    assert "担当課" not in continued
