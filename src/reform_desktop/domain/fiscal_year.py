"""Fiscal years: plain integers named after the year they begin in (2025 is 1 April 2025 to 31 March 2026).

Printed as the outline prints them, 令和7(2025)年度. A fiscal year takes the newest era that begins
within its first calendar year: 2019 is 令和元年度 although it began in 平成31年, 1989 is 平成元年度.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from reform_desktop.domain.eras import (
    ERA_YEAR,
    ERAS,
    WESTERN_YEAR,
    Era,
    YearSpelling,
    check_agreement,
    era_of,
    number_text,
    plain,
    read_year,
)
from reform_desktop.domain.errors import InputError
from reform_desktop.domain.text import quoted

FIRST_FISCAL_YEAR: Final = 1926
LAST_FISCAL_YEAR: Final = 2200
_FIRST_MONTH: Final = 4

_SUFFIX = r"\s*(?:年\s*度?|度)?\s*"
_WESTERN = rf"(?:FY\s*)?{WESTERN_YEAR}"

_BETWEEN = r"(?:\s*[/・=]\s*|\s+|(?<=[年度]))"


def _both(first: str, second: str) -> str:
    """Return the grammar of one spelling of a year, and perhaps the other one in brackets or after a sign or space."""
    alone, beside = f"{first}{_SUFFIX}", f"{second}{_SUFFIX}"
    return rf"{alone}(?:\(\s*{beside}\){_SUFFIX}|{_BETWEEN}{beside})?"


_FISCAL_YEAR: Final = re.compile(f"{_both(ERA_YEAR, _WESTERN)}|{_both(_WESTERN, ERA_YEAR)}")
_BARE_NUMBER: Final = re.compile(rf"[0-9]{{1,3}}{_SUFFIX}")


def fiscal_year_of(day: date) -> int:
    """Return the fiscal year that ``day`` lies in."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def fiscal_year_start(year: int) -> date:
    """Return 1 April, the first day of the fiscal year."""
    return date(year, 4, 1)


def fiscal_year_end(year: int) -> date:
    """Return 31 March of the next year, the last day of the fiscal year."""
    return date(year + 1, 3, 31)


def format_fiscal_year(year: int) -> str:
    """Return the year as the outline prints it: 令和7(2025)年度; before 明治6年 only the 西暦 year."""
    era = _era_of_fiscal_year(year)
    if era is None:
        return f"{year}年度"
    return f"{era.name}{number_text(era.number_of(year))}({year})年度"


def format_fiscal_year_short(year: int) -> str:
    """Return the year as column headings print it: R7, R元 (as lists of public bodies write the first year)."""
    era = _era_of_fiscal_year(year)
    return str(year) if era is None else f"{era.letter}{number_text(era.number_of(year))}"


def parse_fiscal_year(text: str) -> int:
    """Return the fiscal year that staff typed: 2025, R7, 令和７年度, 令和7(2025)年度, 2025(令和7)年度, H30.

    平成31年度 and 令和元年度 both are 2019. Raises InputError for anything unclear: a bare 7, an era and a
    西暦 year that disagree, a year that an era never had, or one outside 1926 to 2200.
    """
    typed = text.strip()
    if _FISCAL_YEAR.fullmatch(normal := plain(text)) is None:
        raise InputError(_unreadable(typed, normal))
    spelling = read_year(normal)
    _check_era_has(spelling, typed)
    check_agreement(spelling, typed, "年度")
    if not FIRST_FISCAL_YEAR <= spelling.year <= LAST_FISCAL_YEAR:
        raise InputError(
            f"{quoted(typed)}は、扱える年度（{FIRST_FISCAL_YEAR}年度から{LAST_FISCAL_YEAR}年度まで）の外にあります。"
            "年度を確かめて、もう一度入力してください。"
        )
    return spelling.year


def _era_of_fiscal_year(year: int) -> Era | None:
    """Return the era a fiscal year is named after: the one at the end of its first calendar year."""
    return era_of(date(year, 12, 31))


def _unreadable(typed: str, normal: str) -> str:
    """Return the sentence for a text that is no fiscal year."""
    if not typed:
        return "年度が入力されていません。「R7」「令和7年度」「2025」のように入力してください。"
    if _BARE_NUMBER.fullmatch(normal):
        return f"{quoted(typed)}だけでは、どの年度かわかりません。「R7」「令和7年度」「2025」のように入力してください。"
    return f"{quoted(typed)}は年度として読めません。「R7」「令和7年度」「2025」のように入力してください。"


def _check_era_has(spelling: YearSpelling, typed: str) -> None:
    """Refuse a year number that the era never had (令和0年度, 平成32年度)."""
    era = spelling.era
    if era is None:
        return
    if spelling.number < 1:
        raise InputError(f"{quoted(typed)}という年度はありません。最初の年度は「{era.name}元年度」と入力してください。")
    newer = ERAS[: ERAS.index(era)]
    if newer and spelling.year > newer[-1].first_day.year:
        last = era.number_of(newer[-1].first_day.year)
        raise InputError(
            f"{quoted(typed)}という年度はありません（{era.name}は{last}年度までです）。{_suggestion(spelling.year)}"
        )


def _suggestion(year: int) -> str:
    """Return how the year is to be written, when it can be."""
    if year > LAST_FISCAL_YEAR:
        return "年度を確かめて、もう一度入力してください。"
    return f"{year}年度のことであれば「{format_fiscal_year(year)}」と入力してください。"
