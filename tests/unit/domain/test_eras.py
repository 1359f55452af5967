"""Years written in an era, in 西暦, or in both."""

from __future__ import annotations

from datetime import date

import pytest

from reform_desktop.domain.eras import ERAS, era_of, number_text, plain, read_year


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2019, 5, 1), "令和"),
        (date(2019, 4, 30), "平成"),
        (date(1989, 1, 8), "平成"),
        (date(1989, 1, 7), "昭和"),
        (date(1926, 12, 25), "昭和"),
        (date(1926, 12, 24), "大正"),
        (date(1912, 7, 30), "大正"),
        (date(1912, 7, 29), "明治"),
        (date(1873, 1, 1), "明治"),
    ],
)
def test_each_era_begins_on_its_first_day(day: date, name: str) -> None:
    era = era_of(day)
    assert era is not None
    assert era.name == name


def test_days_before_the_western_calendar_came_have_no_era() -> None:
    assert era_of(date(1872, 12, 31)) is None


def test_era_years_and_western_years_convert_both_ways() -> None:
    for era in ERAS:
        assert [era.number_of(era.western_year(number)) for number in (1, 2, 30)] == [1, 2, 30]
    assert (number_text(1), number_text(2)) == ("元", "2")


def test_width_case_brackets_and_spaces_do_not_matter() -> None:
    assert plain("　ｒ７〔２０２５〕   年度 ") == "R7(2025) 年度"


@pytest.mark.parametrize("text", ["令和7(2025)", "2025(令和7)", "2025(R7)", "R 7/2025"])
def test_both_spellings_are_found_in_either_order(text: str) -> None:
    spelling = read_year(text)
    assert (spelling.era_text, spelling.western, spelling.year) == ("令和7", 2025, 2025)


def test_a_year_in_one_spelling_leaves_the_other_open() -> None:
    western, era = read_year("西暦2025"), read_year("S.元")
    assert (western.era, western.era_text, western.year) == (None, "", 2025)
    assert (era.western, era.era_text, era.year) == (None, "昭和元", 1926)
