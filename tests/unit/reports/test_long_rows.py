"""Rows of a workbook that no page could hold: their texts go on in further rows, and nothing of them is lost."""

from __future__ import annotations

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from reform_desktop.reports.catalogue import ReportFormat
from reform_desktop.reports.excel.long_rows import long_row
from reform_desktop.reports.excel.sheet_rows import TALLEST_ROW
from reform_desktop.reports.model import Cell
from unit.reports.conftest import LONG, Made
from unit.reports.looked_at_plans import longest_request

_TEXT = st.text(st.sampled_from("窓口の予約、。「」ー ABC-12\n　𠮷髙😀"), max_size=1500)


@given(_TEXT, st.floats(20, 700))
def test_the_pieces_are_the_text(text: str, width: float) -> None:
    long = long_row((Cell("項目"), Cell(text)), (60.0, width))
    assert "".join(long.pieces[1]) in (text, "")
    assert all(long.pieces[1])
    assert max(len(long.pieces[1]), 1) == len(long.heights)
    assert max(long.heights) < TALLEST_ROW


def test_a_piece_ends_with_a_sentence_where_one_ends_nearby() -> None:
    pieces = long_row((Cell(LONG[:3000]),), (400.0,)).pieces[0]
    assert len(pieces) > 5
    assert all(piece.endswith("。") for piece in pieces[:-1])


def test_what_is_short_stays_one_cell_over_all_rows_of_a_long_text(made: Made) -> None:
    sheet = openpyxl.load_workbook(made("opinions", ReportFormat.EXCEL, longest_request())).worksheets[0]
    texts = [str(cell.value) for cell in sheet["B"] if cell.value and str(cell.value) in LONG]
    assert "".join(texts) == LONG[:10_000]
    assert len(texts) > 20
    first = next(cell.row for cell in sheet["B"] if cell.value == texts[0])
    (tall,) = [area for area in sheet.merged_cells.ranges if (area.min_row, area.min_col) == (first, 1)]
    assert tall.size["rows"] >= len(texts)
    edges = [sheet.cell(first + place, 2).border for place in range(tall.size["rows"])]
    assert [bool(one.top.style) for one in edges] == [True] + [False] * (len(edges) - 1)
    assert [bool(one.bottom.style) for one in edges] == [False] * (len(edges) - 1) + [True]
    assert max(row.height or 0 for row in sheet.row_dimensions.values()) <= TALLEST_ROW
