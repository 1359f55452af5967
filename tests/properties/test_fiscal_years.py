"""Whatever way a fiscal year is written, it is read back as the same year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_desktop.domain.eras import ERAS, Era
from reform_desktop.domain.errors import InputError
from reform_desktop.domain.fiscal_year import (
    fiscal_year_end,
    fiscal_year_of,
    fiscal_year_start,
    format_fiscal_year,
    format_fiscal_year_short,
    parse_fiscal_year,
)

YEARS = range(1950, 2101)
FULL_WIDTH = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000})


def _names(year: int) -> list[str]:
    """Return every era year that begins or runs in the fiscal year: 2019 is 平成31 and 令和元 and 令和1."""
    names: list[str] = []
    for index, era in enumerate(ERAS):
        ends = ERAS[index - 1].first_day.year if index else 9999
        if era.first_day.year <= year <= ends:
            names += [f"{word}{number}" for word in (era.name, era.letter) for number in _numbers(era, year)]
    return names


def _numbers(era: Era, year: int) -> list[str]:
    number = era.number_of(year)
    return [str(number), f"{number:02}", f" {number} "] + (["元"] if number == 1 else [])


def _spellings(year: int) -> list[str]:
    western = [f"{year}", f"西暦{year}", f"FY{year}"]
    names = _names(year)
    alone = [part + suffix for part in western + names for suffix in ("", "年", "年度", " 年度", "年 度")]
    both = [
        shape.format(first, second)
        for name in names
        for first, second in ((name, year), (year, name))
        for shape in (
            "{}({})年度",
            "{}年度({})",
            "{}年度({}年度)",
            "{}年({}年)度",
            "{}〔{}〕",
            "{} {}",
            "{}/{}",
            "{}年度・{}年度",
        )
    ]
    return [format_fiscal_year(year), format_fiscal_year_short(year), *alone, *both]


@pytest.mark.parametrize("decade", range(YEARS.start, YEARS.stop, 10))
def test_every_spelling_of_every_year_is_read_as_that_year(decade: int) -> None:
    for year in range(decade, min(decade + 10, YEARS.stop)):
        for spelling in _spellings(year):
            assert parse_fiscal_year(spelling) == year, spelling
            assert parse_fiscal_year(spelling.translate(FULL_WIDTH).lower()) == year, spelling


@given(st.integers(1926, 2200))
def test_what_is_printed_is_read_back_and_its_days_belong_to_it(year: int) -> None:
    assert parse_fiscal_year(format_fiscal_year(year)) == year
    assert parse_fiscal_year(format_fiscal_year_short(year)) == year
    assert fiscal_year_of(fiscal_year_start(year)) == fiscal_year_of(fiscal_year_end(year)) == year


@given(st.sampled_from(YEARS), st.integers(1950, 2100), st.booleans())
def test_two_years_that_disagree_are_never_accepted(year: int, other: int, western_first: bool) -> None:
    name = format_fiscal_year_short(year)
    text = f"{other}({name})年度" if western_first else f"{name}({other})年度"
    if other == year:
        assert parse_fiscal_year(text) == year
    else:
        with pytest.raises(InputError, match="食い違っています"):
            parse_fiscal_year(text)


def _read(text: str) -> int | str:
    """Return the year, or the sentence of the refusal."""
    try:
        return parse_fiscal_year(text)
    except InputError as refused:
        return str(refused)


@given(st.text(max_size=40) | st.text("令和平成元年度RH()/0123456789 ", max_size=14))
def test_any_text_is_a_year_or_a_plain_refusal(text: str) -> None:
    outcome = _read(text)
    if isinstance(outcome, int):
        assert 1926 <= outcome <= 2200
    else:
        assert outcome.endswith("してください。")
