"""Dates as staff type them, in 和暦 or 西暦 and either width, and as they are printed."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from reform_desktop.domain.eras import (
    ERA_YEAR,
    GREGORIAN_SINCE,
    WESTERN_YEAR,
    YearSpelling,
    check_agreement,
    era_of,
    number_text,
    plain,
    read_year,
)
from reform_desktop.domain.errors import InputError
from reform_desktop.domain.text import quoted

LAST_YEAR: Final = 2200
_EXAMPLE: Final = "「R7.4.1」「令和7年4月1日」「2025/4/1」のように入力してください。"

# Signs between the numbers, with what a Japanese input method makes of the keys . / -
_SIGN = r"\s*[./,、。・\-‐‑‒–—―−ー]\s*"
_NEN = r"\s*年?\s*"
_YEAR = (
    rf"(?:{ERA_YEAR}{_NEN}(?:\(\s*{WESTERN_YEAR}{_NEN}\))?"
    rf"|{WESTERN_YEAR}{_NEN}(?:\(\s*{ERA_YEAR}{_NEN}\))?)"
)
_WEEKDAY = r"\s*(?:\([日月火水木金土祝休・]{1,5}(?:曜日?)?\)|[日月火水木金土]曜日?)?"
_PATTERNS: Final = tuple(
    re.compile(body + _WEEKDAY)
    for body in (
        rf"(?=[^月]*年)(?P<year>{_YEAR})\s*年?\s*(?P<month>[0-9]{{1,2}})\s*月\s*(?P<day>[0-9]{{1,2}})\s*日",
        rf"(?P<year>{_YEAR}){_SIGN}(?P<month>[0-9]{{1,2}}){_SIGN}(?P<day>[0-9]{{1,2}})",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<year>[RHSTM][0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    )
)


def parse_date(text: str) -> date:
    """Return the day that was typed: R7.4.1, 令和７年４月１日, 2025/4/1, 20250401, 令和7(2025)年4月1日(火).

    A weekday behind the date is accepted and not compared. Era boundaries are exact: H31.4.30 is the last day of
    平成, R1.5.1 the first of 令和. Raises InputError that quotes what was typed and shows an example.
    """
    typed = text.strip()
    if not typed:
        raise InputError(f"日付が入力されていません。{_EXAMPLE}")
    normal = plain(text)
    found = next((match for pattern in _PATTERNS if (match := pattern.fullmatch(normal))), None)
    if found is None:
        raise InputError(f"{quoted(typed)}は日付として読めません。{_EXAMPLE}")
    spelling = read_year(found["year"])
    check_agreement(spelling, typed, "年")
    day = _calendar_day(spelling, int(found["month"]), int(found["day"]), typed)
    _check_era(spelling, day, typed)
    return day


def format_date_japanese(day: date) -> str:
    """Return 令和7年4月1日; before 明治6年, when the calendar was another one, the 西暦 year."""
    era = era_of(day)
    year = str(day.year) if era is None else f"{era.name}{number_text(era.number_of(day.year))}"
    return f"{year}年{day.month}月{day.day}日"


def format_date_both(day: date) -> str:
    """Return 令和7(2025)年4月1日, as the outline prints years; before 明治6年 only the 西暦 year."""
    era = era_of(day)
    if era is None:
        return format_date_japanese(day)
    return f"{era.name}{number_text(era.number_of(day.year))}({day.year})年{day.month}月{day.day}日"


def _calendar_day(spelling: YearSpelling, month: int, day: int, typed: str) -> date:
    """Return the day, refusing what no calendar has and years that can only be slips of the finger."""
    if not GREGORIAN_SINCE.year <= spelling.year <= LAST_YEAR:
        raise InputError(
            f"{quoted(typed)}は、扱える日付（{GREGORIAN_SINCE.year}年から{LAST_YEAR}年まで）の外にあります。{_EXAMPLE}"
        )
    try:
        return date(spelling.year, month, day)
    except ValueError as error:
        raise InputError(f"{quoted(typed)}という日付は暦にありません。月と日を確かめて、{_EXAMPLE}") from error


def _check_era(spelling: YearSpelling, day: date, typed: str) -> None:
    """Refuse a day that does not lie in the era it was written in (R1.4.30, H31.5.1, R0.4.1)."""
    if spelling.era is None or (spelling.number >= 1 and era_of(day) == spelling.era):
        return
    raise InputError(
        f"{quoted(typed)}という日付はありません。{day.year}年{day.month}月{day.day}日のことであれば"
        f"「{format_date_japanese(day)}」と入力してください。"
    )


def days_left_words(days: int) -> str:
    """Return how far away a deadline is, in words: 「あと3日」, 「今日まで」, 「2日過ぎています」."""
    if days > 0:
        return f"あと{days:,}日"
    return "今日まで" if days == 0 else f"{-days:,}日過ぎています"
