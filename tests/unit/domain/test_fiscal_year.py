"""Fiscal years as staff type them and as the outline prints them."""

from __future__ import annotations

from datetime import date

import pytest

from reform_desktop.domain.errors import InputError
from reform_desktop.domain.fiscal_year import (
    fiscal_year_end,
    fiscal_year_of,
    fiscal_year_start,
    format_fiscal_year,
    format_fiscal_year_short,
    parse_fiscal_year,
)


@pytest.mark.parametrize(
    ("year", "long", "short"),
    [
        (2025, "令和7(2025)年度", "R7"),
        (2019, "令和元(2019)年度", "R元"),
        (2018, "平成30(2018)年度", "H30"),
        (1989, "平成元(1989)年度", "H元"),
        (1988, "昭和63(1988)年度", "S63"),
        (1926, "昭和元(1926)年度", "S元"),
        (1925, "大正14(1925)年度", "T14"),
        (2200, "令和182(2200)年度", "R182"),
        (1872, "1872年度", "1872"),
    ],
)
def test_years_print_as_the_outline_prints_them(year: int, long: str, short: str) -> None:
    assert format_fiscal_year(year) == long
    assert format_fiscal_year_short(year) == short


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("2025", 2025),
        ("２０２５", 2025),
        ("2025年度", 2025),
        ("2025年", 2025),
        ("西暦2025年度", 2025),
        ("FY2025", 2025),
        ("R7", 2025),
        ("Ｒ７", 2025),
        ("r07", 2025),
        ("r.7", 2025),
        ("R7年度", 2025),
        ("令和7", 2025),
        ("令和７年度", 2025),
        ("　令和 ７ 年度 ", 2025),
        ("令和7(2025)年度", 2025),
        ("令和７（２０２５）年度", 2025),
        ("令和7年度(2025)", 2025),
        ("令和7年度（2025年度）", 2025),
        ("令和7年〔2025年〕度", 2025),
        ("2025(令和7)年度", 2025),
        ("2025年度（R7）", 2025),
        ("2025年度・令和7年度", 2025),
        ("2025/R7", 2025),
        ("R7 2025", 2025),
        ("令和7年度2025年度", 2025),
        ("令和元年度", 2019),
        ("R1", 2019),
        ("R元", 2019),
        ("㋿元年度", 2019),
        ("平成31年度", 2019),
        ("H30", 2018),
        ("平成30年度", 2018),
        ("平成元", 1989),
        ("昭和64年度", 1989),
        ("昭和50", 1975),
        ("昭和元年度", 1926),
        ("大正15年度", 1926),
        ("R182", 2200),
        ("2200", 2200),
    ],
)
def test_what_staff_type_is_understood(typed: str, year: int) -> None:
    assert parse_fiscal_year(typed) == year


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "年度が入力されていません"),
        ("　", "年度が入力されていません"),
        ("7", "「7」だけでは、どの年度かわかりません"),
        ("７年度", "「７年度」だけでは"),
        ("25", "「25」だけでは"),
        ("令和", "年度として読めません"),
        ("20255", "年度として読めません"),
        ("R72025", "年度として読めません"),
        ("令和7(2025年度", "年度として読めません"),
        ("2025/4/1", "年度として読めません"),
        ("来年度", "年度として読めません"),
        ("令和7(2024)年度", "令和7年度（2025年度）と2024年度が食い違っています"),
        ("2024(R7)", "食い違っています"),
        ("令和0年度", "最初の年度は「令和元年度」"),
        ("平成32年度", "「令和2(2020)年度」と入力してください"),
        ("昭和65年度", "昭和は64年度まで"),
        ("昭和999", "年度を確かめて"),
        ("1900", "1926年度から2200年度まで"),
        ("2201", "1926年度から2200年度まで"),
        ("明治10年度", "1926年度から2200年度まで"),
        ("R183", "1926年度から2200年度まで"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_plain_sentence(typed: str, part: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_fiscal_year(typed)
    assert part in str(refused.value)


def test_a_year_runs_from_april_to_march() -> None:
    assert fiscal_year_start(2025) == date(2025, 4, 1)
    assert fiscal_year_end(2025) == date(2026, 3, 31)
    assert [fiscal_year_of(date(2026, 3, 31)), fiscal_year_of(date(2026, 4, 1))] == [2025, 2026]
