from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_desktop.domain.formula_text import marked_as_text, without_mark


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=cmd|x!A0", '=HYPERLINK("x")', "+81", "-廃止を検討", "@SUM(A1)", "\t=1", "\r=1", "＝１＋１", "－廃止"],
)
def test_what_a_spreadsheet_would_calculate_becomes_text(text: str) -> None:
    expected = text if text == "+81" else f"'{text}"
    assert marked_as_text(text) == expected


@pytest.mark.parametrize("text", ["", "-", "－", "-1,200", "－１２", "12%", "予約=1", "▲1,200", "'引用'", "・-"])
def test_numbers_signs_alone_and_plain_words_stay_as_they_are(text: str) -> None:
    assert marked_as_text(text) == text


@given(st.text(st.sampled_from("='+-@＝\ta1 ")) | st.text())
def test_taking_the_mark_away_gives_back_what_was_written(text: str) -> None:
    marked = marked_as_text(text)
    assert without_mark(marked) == text
    assert marked in {text, f"'{text}"}
