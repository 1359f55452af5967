"""Numbers as the outline prints them."""

from __future__ import annotations

import pytest

from reform_desktop.domain.numbering import circled, item_number, measure_number


@pytest.mark.parametrize(
    ("number", "printed"),
    [(1, "①"), (20, "⑳"), (21, "㉑"), (35, "㉟"), (36, "㊱"), (50, "㊿"), (51, "(51)"), (0, "(0)"), (120, "(120)")],
)
def test_numbers_are_circled_as_far_as_there_are_characters(number: int, printed: str) -> None:
    assert circled(number) == printed


def test_items_and_measures_print_under_their_policy() -> None:
    assert item_number(1, 2) == "1-(2)"
    assert measure_number(1, 2, 3) == "1-(2)-③"


def test_a_number_that_is_not_filled_in_is_shown_as_such() -> None:
    assert item_number(None, 2) == "?-(2)"
    assert measure_number(1, None, None) == "1-(?)-?"
