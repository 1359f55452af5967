"""Blocks of cells on the clipboard, as Excel, LibreOffice and browsers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_desktop.domain.cell_block import LIMIT, CellText, read_block, spread, write_block, write_table
from reform_desktop.domain.errors import InputError


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ('"a\nb"\tc\n', [["a\nb", "c"]]),
        ('"い""ろ"\t1\r\n', [['い"ろ', "1"]]),
        ("1", [["1"]]),
        ("", []),
        ("1\n\n3", [["1"], [""], ["3"]]),
        ("\t\r\n", [["", ""]]),
    ],
)
def test_a_copied_block_is_read_as_excel_writes_it(text: str, cells: list[list[str]]) -> None:
    assert read_block(text) == cells


def test_a_table_without_text_is_read_with_merged_cells_as_blanks_and_line_breaks_kept() -> None:
    html = (
        "<html><body><!--StartFragment--><table><tr><td colspan=2>目標</td><td>1,200</td></tr>\r\n"
        "<tr><td rowspan=2>年\n  度</td><td>a<br>b&nbsp;</td><td>▲3</td></tr><tr><td>x</td><td></td></tr></table>"
    )
    assert read_block("", html) == [["目標", "", "1,200"], ["年 度", "a\nb", "▲3"], ["", "x", ""]]


def test_where_text_and_table_disagree_about_the_shape_the_table_counts() -> None:
    assert read_block("見出し\n1行目\n2行目\n", "<table><tr><td>見出し</td><td>1行目<br>2行目</td></tr></table>") == [
        ["見出し", "1行目\n2行目"]
    ]
    assert read_block("a\tb", "<p>表ではない</p>") == [["a", "b"]]


def test_only_the_first_table_is_read_and_one_inside_a_cell_is_passed_over() -> None:
    html = "<table><tr><td>a<table><tr><td>x</td></tr></table></td></tr></table><table><tr><td>b</td></tr></table>"
    assert len(read_block("", html)) == 1


def test_an_empty_cell_of_libreoffice_is_empty() -> None:
    html = '<table><colgroup span="2"></colgroup><tr><td height="17" align="left"><br></td><td sdval="3">3</td></tr>'
    assert read_block("", html) == [["", "3"]]


def test_readings_above_the_words_are_no_part_of_a_cell() -> None:
    html = "<table><tr><td><ruby>髙橋<span><rp>(</rp><rt>タカハシ</rt><rp>)</rp></span></ruby>課長</td></tr></table>"
    assert read_block("", html) == [["髙橋課長"]]


def test_a_block_that_is_too_large_is_refused_and_never_cut() -> None:
    with pytest.raises(InputError, match="大きすぎます"):
        read_block("1" * (LIMIT + 1))


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\r\x00"), max_size=8), min_size=2, max_size=2)))
def test_what_is_copied_is_read_back(cells: list[list[str]]) -> None:
    copied = [[CellText(text) for text in row] for row in cells]
    assert read_block(write_block(copied)) == cells


def test_the_table_marks_words_as_words_and_leaves_numbers_numbers() -> None:
    table = write_table([[CellText("1-1"), CellText("1234.5", is_number=True), CellText("<a>\nb")]])
    assert "<td>1234.5</td>" in table
    assert 'mso-number-format:"\\@"' in table
    assert "&lt;a&gt;<br" in table
    assert read_block("", table) == [["1-1", "1234.5", "<a>\nb"]]


@pytest.mark.parametrize(
    ("block", "rows", "columns", "expected"),
    [
        ([["1"]], [2, 3], [4, 5], [(2, 4, "1"), (2, 5, "1"), (3, 4, "1"), (3, 5, "1")]),
        ([["1", "2"]], [0, 1], [0], [(0, 0, "1"), (0, 1, "2")]),
        ([["1"], ["2"]], [0, 1, 2, 3], [7], [(0, 7, "1"), (1, 7, "2"), (2, 7, "1"), (3, 7, "2")]),
        ([["1", "2"], ["3"]], [5], [5], [(5, 5, "1"), (5, 6, "2"), (6, 5, "3")]),
    ],
)
def test_a_block_goes_where_a_spreadsheet_puts_it(
    block: list[list[str]], rows: list[int], columns: list[int], expected: list[tuple[int, int, str]]
) -> None:
    assert spread(block, rows, columns) == expected
