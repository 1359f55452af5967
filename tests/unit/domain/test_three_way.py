"""Two versions of a text: what differs is marked, and a proposal keeps what both sides wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_desktop.domain.three_way import Mark, differences, join_texts

TEXTS = st.text(alphabet="窓口税務のはを待ち時間AB12。\n", max_size=40)


def test_what_was_added_and_removed_is_marked() -> None:
    found = differences("待ち時間を15分に短くしました。", "待ち時間を14分に短くしました。")
    assert [(one.text, one.mark) for one in found if one.mark is not Mark.SAME] == [
        ("15", Mark.REMOVED),
        ("14", Mark.ADDED),
    ]


def test_changes_in_different_places_are_joined() -> None:
    joined = join_texts("20分から15分に短くした。", "20分から15分に縮めた。", "20分から14分に短くした。")
    assert joined.text == "20分から14分に縮めた。"
    assert joined.overlaps == 0


def test_where_both_wrote_something_else_both_stand() -> None:
    joined = join_texts("目標は80件。", "目標は90件。", "目標は100件。")
    assert joined.text == "目標は90100件。"
    assert joined.overlaps == 1


@pytest.mark.parametrize("length", [3_500])
def test_very_long_texts_are_compared_line_by_line(length: int) -> None:
    base = "漢字かな\n" * length
    assert join_texts(base, base + "追加\n", base).text == base + "追加\n"


@given(TEXTS, TEXTS)
def test_a_change_of_one_side_alone_is_taken_as_it_is(base: str, other: str) -> None:
    assert join_texts(base, other, base).text == other
    assert join_texts(base, base, other).text == other
    assert join_texts(base, other, other).text == other


@given(TEXTS, TEXTS)
def test_the_marked_pieces_make_up_both_texts(before: str, after: str) -> None:
    found = differences(before, after)
    assert "".join(one.text for one in found if one.mark is not Mark.REMOVED) == after
    assert "".join(one.text for one in found if one.mark is not Mark.ADDED) == before


@given(TEXTS, TEXTS, TEXTS)
def test_what_either_side_added_is_in_the_proposal(base: str, mine: str, theirs: str) -> None:
    joined = join_texts(base, mine, theirs).text
    for side in (mine, theirs):
        new = set(side) - set(base)
        assert new <= set(joined)
