"""Dates as staff type them, and as they are printed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_desktop.domain.errors import InputError
from reform_desktop.domain.japanese_date import format_date_both, format_date_japanese, parse_date

APRIL_FIRST = date(2025, 4, 1)


@pytest.mark.parametrize(
    "typed",
    [
        "R7.4.1",
        "r7/4/1",
        "R07-04-01",
        "Ｒ７．４．１",
        "Ｒ７。４。１",
        "R070401",
        "令和７年４月１日",
        "令和 7 年 4 月 1 日",
        "令和7年4月1日(火)",
        "令和7年4月1日（火曜日）",
        "令和7年4月1日 火曜",
        "令和7(2025)年4月1日",
        "令和7年（2025年）4月1日",
        "2025(令和7)年4月1日",
        "2025年(R7年)4月1日",
        "2025/4/1",
        "２０２５／０４／０１",
        "2025-04-01",
        "2025ー4ー1",
        "2025・4・1",
        "2025.4.1",
        "2025年4月1日",
        "西暦2025年4月1日",
        "20250401",
        "  2025/4/1\n",
    ],
)
def test_one_day_may_be_typed_in_many_ways(typed: str) -> None:
    assert parse_date(typed) == APRIL_FIRST


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("H31.4.30", date(2019, 4, 30)),
        ("R1.5.1", date(2019, 5, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("S64.1.7", date(1989, 1, 7)),
        ("H1.1.8", date(1989, 1, 8)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("T15.12.24", date(1926, 12, 24)),
        ("S元.12.25", date(1926, 12, 25)),
        ("M45.7.29", date(1912, 7, 29)),
        ("T1.7.30", date(1912, 7, 30)),
        ("R6.2.29", date(2024, 2, 29)),
    ],
)
def test_eras_change_on_the_right_day(typed: str, day: date) -> None:
    assert parse_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "日付が入力されていません"),
        ("4/1", "「4/1」は日付として読めません。「R7.4.1」"),
        ("25/4/1", "日付として読めません"),
        ("7.4.1", "日付として読めません"),
        ("R7.4", "日付として読めません"),
        ("R111月2日", "日付として読めません"),
        ("2025041", "日付として読めません"),
        ("来週", "日付として読めません"),
        ("2025/2/30", "「2025/2/30」という日付は暦にありません"),
        ("R7.2.29", "暦にありません"),
        ("20251301", "暦にありません"),
        ("R1.4.30", "「平成31年4月30日」と入力してください"),
        ("H31.5.1", "「令和元年5月1日」と入力してください"),
        ("H1.1.7", "「昭和64年1月7日」と入力してください"),
        ("R0.4.1", "という日付はありません"),
        ("令和7(2024)年4月1日", "令和7年（2025年）と2024年が食い違っています"),
        ("2925/4/1", "1873年から2200年まで"),
        ("0000/1/1", "1873年から2200年まで"),
    ],
)
def test_what_is_no_date_is_refused_with_a_plain_sentence(typed: str, part: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_date(typed)
    assert part in str(refused.value)


def test_dates_print_in_the_era_and_with_the_western_year() -> None:
    assert format_date_japanese(APRIL_FIRST) == "令和7年4月1日"
    assert format_date_both(APRIL_FIRST) == "令和7(2025)年4月1日"
    assert format_date_both(date(2019, 5, 1)) == "令和元(2019)年5月1日"
    assert format_date_japanese(date(1850, 1, 2)) == format_date_both(date(1850, 1, 2)) == "1850年1月2日"


@given(st.dates(date(1873, 1, 1), date(2200, 12, 31)))
def test_every_printed_date_is_read_back(day: date) -> None:
    era_text = format_date_japanese(day)
    weekday = "月火水木金土日"[day.weekday()]
    for text in (era_text, format_date_both(day), f"{era_text}({weekday})", day.isoformat(), f"{day:%Y%m%d}"):
        assert parse_date(text) == day


def test_a_long_paste_is_refused_at_once_and_quoted_briefly() -> None:
    for paste in ("令和7" + " " * 10_000 + "x", "令和" * 5_000, "1" * 10_000):
        with pytest.raises(InputError) as refused:
            parse_date(paste)
        assert len(str(refused.value)) < 120
