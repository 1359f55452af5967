"""How far an indicator has come towards its target, as a share: 達成率.

増やす and 維持する: actual ÷ target. 減らす: target ÷ actual, so that less is more. Without a target, an actual value
or a direction, or where one of them is zero or below, no share says anything and none is given.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from reform_desktop.domain.checks import Attainment, attainment
from reform_desktop.domain.records import Indicator, IndicatorValue
from reform_desktop.reports.model import Rate

NOTE: Final = (
    "達成率は、増やす・維持する指標では 実績値÷目標値、減らす指標では 目標値÷実績値 です。"
    "目標値か実績値がないとき、0以下のときは計算しません。"
)


def achievement(indicator: Indicator, value: IndicatorValue | None) -> Rate | None:
    """Return the achievement rate of one year, or ``None`` where there is none."""
    if value is None or value.target is None or value.actual is None or indicator.direction is None:
        return None
    part, whole = (value.actual, value.target)
    if indicator.direction == "decrease":
        part, whole = whole, part
    return _rate(part, whole) if part > 0 and whole > 0 else None


def verdict(indicator: Indicator, value: IndicatorValue | None) -> str:
    """Return 達成 or 未達 by the indicator's direction; nothing where only people can judge."""
    if value is None:
        return ""
    found = attainment(indicator.direction, value.target, value.actual)
    return {Attainment.REACHED: "達成", Attainment.SHORT: "未達", Attainment.UNJUDGED: ""}[found]


def _rate(part: Decimal, whole: Decimal) -> Rate:
    share = Fraction(part) / Fraction(whole)
    return Rate(share.numerator, share.denominator)
