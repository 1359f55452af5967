"""Numbers and amounts as staff type them and as they are printed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_desktop.domain.errors import InputError
from reform_desktop.domain.numerals import (
    canonical_decimal,
    format_decimal,
    parse_decimal,
    parse_thousand_yen,
    parse_whole_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable

FULL_WIDTH = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
DECIMALS = st.decimals(-(10**12), 10**12, places=3) | st.integers(-(10**18) + 1, 10**18 - 1).map(Decimal)


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("12", "", "12"),
        ("１２．５", "", "12.5"),
        ("1,234.5", "", "1234.5"),
        ("１，２３４", "", "1234"),
        ("1、234", "", "1234"),
        ("13.40", "", "13.40"),
        (".5", "", "0.5"),
        ("007", "", "7"),
        ("+3", "", "3"),
        ("▲1,200", "", "-1200"),
        ("△ 3", "", "-3"),
        ("－３", "", "-3"),
        ("−3", "", "-3"),
        ("ー3", "", "-3"),
        ("-3", "", "-3"),
        ("67%", "", "67"),
        ("６７％", "%", "67"),
        ("67 ％", "％", "67"),
        ("67パーセント", "%", "67"),
        ("1,200人", "人", "1200"),
        ("1200 人", "人", "1200"),
        ("3 m2", "㎡", "3"),
        ("5件／年", "件/年", "5"),
        (" 12 ", "人", "12"),
        ("999999999999999999", "", "999999999999999999"),
    ],
)
def test_an_indicator_value_is_understood_as_typed(typed: str, unit: str, value: str) -> None:
    parsed = parse_decimal(typed, unit=unit)
    assert parsed is not None
    assert str(parsed) == value


@pytest.mark.parametrize("typed", ["", " ", "　", "-", "－", "―", "—", "ー", "‐", "−", "--"])
def test_blank_or_a_dash_alone_means_no_value(typed: str) -> None:
    assert parse_decimal(typed) is None
    assert parse_whole_number(typed) is None
    assert parse_thousand_yen(typed) is None


@pytest.mark.parametrize(
    ("typed", "unit", "part"),
    [
        ("約12", "", "「約12」は数として読めません"),
        ("未定", "", "数として読めません"),
        ("NaN", "", "数として読めません"),
        ("Infinity", "", "数として読めません"),
        ("∞", "", "数として読めません"),
        ("1.2.3", "", "数として読めません"),
        ("1 2", "", "数として読めません"),
        ("10²", "", "数だけを入力してください"),
        ("①", "", "数として読めません"),
        ("12人", "", "数だけを入力してください"),
        ("1e5", "", "指数の書き方は使えません"),
        ("－１．５Ｅ＋３", "", "指数の書き方は使えません"),
        ("12,34", "", "カンマの位置"),
        ("1,2", "", "カンマの位置"),
        ("1,0000", "", "カンマの位置"),
        ("1234,567", "", "カンマの位置"),
        ("12名", "人", "この欄の単位（人）と違います"),
        ("12%", "人", "この欄の単位（人）と違います"),
        ("1234567890123456789", "", "18桁まで"),
        ("0.0000000000000000001", "", "18桁まで"),
        ("9" * 10_000, "", "18桁まで"),
    ],
)
def test_what_is_no_value_is_refused_with_a_plain_sentence(typed: str, unit: str, part: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_decimal(typed, unit=unit)
    assert part in str(refused.value)
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(("typed", "value"), [("1,200", 1200), ("１２０時間", 120), ("▲5", -5), ("12.0", 12), ("0", 0)])
def test_hours_are_whole_numbers(typed: str, value: int) -> None:
    assert parse_whole_number(typed, unit="時間") == value


def test_a_fraction_of_an_hour_is_refused() -> None:
    with pytest.raises(InputError, match=r"「1\.5」には端数があります"):
        parse_whole_number("1.5")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,200", 1200),
        ("1,200千円", 1200),
        ("1,200 千円", 1200),
        ("１２００", 1200),
        ("▲1,200", -1200),
        ("△１，２００千円", -1200),
        ("1.2百万円", 1200),
        ("120万円", 1200),
        ("120万", 1200),
        ("0.1万円", 1),
        ("12十万円", 1200),
        ("3千万円", 30_000),
        ("1.5億円", 150_000),
        ("1,200,000円", 1200),
        ("0", 0),
        ("1200.0", 1200),
    ],
)
def test_amounts_are_kept_in_thousand_yen(typed: str, amount: int) -> None:
    assert parse_thousand_yen(typed) == amount


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("1,200.5", "千円未満の端数"),
        ("1,500円", "千円未満の端数"),
        ("0.05万円", "千円未満の端数"),
        ("12ドル", "金額として読めません"),
        ("50%", "金額として読めません"),
        ("約100", "数として読めません"),
        ("99999999999999億円", "18桁まで"),
    ],
)
def test_what_is_no_amount_is_refused_with_a_plain_sentence(typed: str, part: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_thousand_yen(typed)
    assert part in str(refused.value)


@pytest.mark.parametrize(
    ("value", "printed", "canonical"),
    [
        ("1234.5", "1,234.5", "1234.5"),
        ("13.40", "13.40", "13.40"),
        ("-1234567", "-1,234,567", "-1234567"),
        ("-0", "0", "0"),
        ("-0.00", "0.00", "0.00"),
        ("1E+3", "1,000", "1000"),
        ("1E-7", "0.0000001", "0.0000001"),
        ("999999999999999999", "999,999,999,999,999,999", "999999999999999999"),
    ],
)
def test_digits_print_as_typed_and_never_with_an_exponent(value: str, printed: str, canonical: str) -> None:
    assert format_decimal(Decimal(value)) == printed
    assert canonical_decimal(Decimal(value)) == canonical


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_never_stored(value: str) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        canonical_decimal(Decimal(value))


@given(DECIMALS)
def test_what_is_printed_is_read_back_digit_for_digit(value: Decimal) -> None:
    stored = canonical_decimal(value)
    for text in (stored, format_decimal(value), format_decimal(value).translate(FULL_WIDTH)):
        parsed = parse_decimal(text)
        assert parsed is not None
        assert canonical_decimal(parsed) == stored


def _read(parse: Callable[[str], Decimal | int | None], text: str) -> Decimal | int | str | None:
    """Return the number, or the sentence of the refusal."""
    try:
        return parse(text)
    except InputError as refused:
        return str(refused)


@given(st.text(max_size=30) | st.text("0123456789.,-▲円千万人%Ee ", max_size=12))
def test_any_text_is_a_number_or_a_plain_refusal(text: str) -> None:
    parsers: list[Callable[[str], Decimal | int | None]] = [parse_decimal, parse_whole_number, parse_thousand_yen]
    for outcome in [_read(parse, text) for parse in parsers]:
        if isinstance(outcome, str):
            assert outcome.endswith("してください。")
        else:
            assert outcome is None or -(10**18) < outcome < 10**18
