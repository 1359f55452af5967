"""Numbers as staff type them and as they are printed: indicator values, hours, and money in whole 千円.

Figures are decimals and integers, never floats. The digits stay as typed: 13.40 is not made 13.4.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from reform_desktop.domain.errors import InputError
from reform_desktop.domain.text import quoted

MAX_DIGITS: Final = 18

_FULL_WIDTH: Final = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    ord("、"): ",",
    **{ord(sign): "-" for sign in "−‐‑‒–—―ー─▲△▼▽"},
}
_NOTHING: Final = re.compile(r"-*")
_NUMBER: Final = re.compile(r"(?P<sign>[-+]?)\s*(?P<digits>[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)\s*(?:\D.*)?", re.DOTALL)
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]*(?:\.[0-9]+)?")
_EXPONENT: Final = re.compile(r"[-+]?[0-9.,]+E[-+]?[0-9]+", re.IGNORECASE)

#: What one of each unit is in 円. 千 is the unit of every amount field, so a bare number is 千円.
_YEN: Final = {
    "": 1_000,
    "千円": 1_000,
    "千": 1_000,
    "円": 1,
    "万円": 10_000,
    "万": 10_000,
    "十万円": 100_000,
    "百万円": 1_000_000,
    "百万": 1_000_000,
    "千万円": 10_000_000,
    "億円": 100_000_000,
    "億": 100_000_000,
}
_PERCENT: Final = frozenset({"%", "パーセント"})


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number with what stands behind it, folded for comparison."""

    value: Decimal
    unit: str


def parse_decimal(text: str, *, unit: str = "") -> Decimal | None:
    """Return the indicator value that was typed, or None for a blank field or a dash alone.

    Full-width digits, thousands commas, ▲ and △ as minus are understood. ``unit`` (人, %, 件) may stand behind the
    number; a percent sign also where the field has no unit. Raises InputError for anything else, for exponents,
    commas in odd places and more than 18 digits.
    """
    figure = _read(text)
    if figure is None:
        return None
    _check_unit(figure.unit, unit, text)
    return figure.value


def parse_whole_number(text: str, *, unit: str = "") -> int | None:
    """Return the whole number that was typed (削減時間, 件数), or None for a blank field or a dash alone.

    Raises InputError as `parse_decimal` does, and for a fraction.
    """
    value = parse_decimal(text, unit=unit)
    if value is None:
        return None
    if value != int(value):
        raise InputError(f"{quoted(text)}には端数があります。小数点のない整数で入力してください。")
    return int(value)


def parse_thousand_yen(text: str) -> int | None:
    """Return an amount in 千円, or None for a blank field or a dash alone.

    A bare number is 千円; 円, 万円, 百万円 and 億円 behind it are converted (1.2百万円 and 120万円 are 1200).
    Raises InputError as `parse_decimal` does, for other units, and for a fraction of 千円.
    """
    figure = _read(text)
    if figure is None:
        return None
    if figure.unit not in _YEN:
        raise InputError(
            f"{quoted(text)}は金額として読めません。「1,200」「1,200千円」「120万円」のように入力してください。"
        )
    yen = figure.value * _YEN[figure.unit]
    if yen % 1_000:
        raise InputError(f"{quoted(text)}には千円未満の端数があります。千円単位に丸めて入力してください。")
    amount = int(yen / 1_000)
    if abs(amount) >= 10**MAX_DIGITS:
        raise InputError(_too_long(text))
    return amount


def format_decimal(value: Decimal) -> str:
    """Return 1,234.5: thousands separated, the digits behind the point as typed (13.40 stays), never an exponent."""
    return f"{_positive_zero(value):,f}"


def canonical_decimal(value: Decimal) -> str:
    """Return the one text a value is stored and compared as: no exponent, no separators, -0 as 0, 13.40 as typed.

    Raises ValueError for NaN and infinities, which `parse_decimal` never returns.
    """
    if not value.is_finite():
        message = f"not a finite number: {value}"
        raise ValueError(message)
    return f"{_positive_zero(value):f}"


def _positive_zero(value: Decimal) -> Decimal:
    return value.copy_abs() if value.is_zero() else value


def _read(text: str) -> _Figure | None:
    """Split what was typed into number and unit; None when nothing, or only a dash, was typed."""
    typed = text.strip()
    normal = typed.translate(_FULL_WIDTH)  # one character for one, so that places agree
    if _NOTHING.fullmatch(normal):
        return None
    if _EXPONENT.fullmatch(normal):
        raise InputError(f"{quoted(text)}のような指数の書き方は使えません。「1,200」のように数字で入力してください。")
    found = _NUMBER.fullmatch(normal)
    if found is None:
        raise InputError(f"{quoted(text)}は数として読めません。「1,234.5」「▲12」のように入力してください。")
    if _GROUPED.fullmatch(found["digits"]) is None:
        raise InputError(
            f"{quoted(text)}は、桁区切りのカンマの位置が3桁ごとではありません。数字を確かめて、入力し直してください。"
        )
    value = Decimal(found["sign"] + found["digits"].replace(",", ""))
    if _length(value) > MAX_DIGITS:
        raise InputError(_too_long(text))
    return _Figure(value, _folded_unit(typed[found.end("digits") :]))


def _length(value: Decimal) -> int:
    """Return how many digits are written, leading zeros of the whole part aside."""
    parts = value.as_tuple()
    return max(len(parts.digits), -int(parts.exponent))


def _folded_unit(unit: str) -> str:
    return unicodedata.normalize("NFKC", unit).casefold().replace(" ", "")


def _check_unit(typed_unit: str, unit: str, text: str) -> None:
    """Refuse a unit that is not the field's own."""
    if not typed_unit:
        return
    own = _folded_unit(unit)
    if typed_unit == own or (typed_unit in _PERCENT and (not own or own in _PERCENT)):
        return
    if own:
        raise InputError(f"{quoted(text)}の単位は、この欄の単位（{unit}）と違います。数だけを入力してください。")
    raise InputError(f"{quoted(text)}は数として読めません。「1,234.5」「▲12」のように、数だけを入力してください。")


def _too_long(text: str) -> str:
    return f"{quoted(text)}は桁が多すぎます。{MAX_DIGITS}桁までの数を入力してください。"
