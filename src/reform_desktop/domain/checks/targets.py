"""Rules that hold a year's grade against the indicators' numbers.

Whether a target is reached depends on the indicator's direction: 増やす asks for the target or more, 減らす for
the target or less. 維持する asks that the value does not fall below the target (収納率 99 %を維持する); whether a
value above it is better or worse only people can say, so that is neither reached nor short. An indicator without
direction, target or actual is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from typing import Final

from reform_desktop.domain.checks.case import Case, Place, Rule
from reform_desktop.domain.checks.finding import Finding
from reform_desktop.domain.dossier import IndicatorDossier
from reform_desktop.domain.grades import CountsAs
from reform_desktop.domain.numerals import format_decimal
from reform_desktop.domain.text import quoted


class Attainment(Enum):
    """How an actual value stands towards its target."""

    REACHED = "reached"
    SHORT = "short"
    UNJUDGED = "unjudged"


def attainment(direction: str | None, target: Decimal | None, actual: Decimal | None) -> Attainment:
    """Return how the actual value stands towards the target, by the direction's identifier."""
    if target is None or actual is None:
        return Attainment.UNJUDGED
    if direction == "increase":
        return Attainment.REACHED if actual >= target else Attainment.SHORT
    if direction == "decrease":
        return Attainment.REACHED if actual <= target else Attainment.SHORT
    if direction == "maintain" and actual <= target:
        return Attainment.REACHED if actual == target else Attainment.SHORT
    return Attainment.UNJUDGED


def _actual_missing(case: Case) -> Iterator[Finding]:
    for one in case.dossier.indicators:
        value = one.values.get(case.fiscal_year)
        if value is not None and value.target is not None and value.actual is None:
            place = Place("indicator_value", value.id, "actual", case.fiscal_year)
            message = f"指標{quoted(one.indicator.name)}の実績値がありません。実績値を入力してください。"
            yield case.warning("actual_missing", place, message)


def _grade_above_numbers(case: Case) -> Iterator[Finding]:
    grade = case.grade
    if grade is None or not grade.reaches_target:
        return
    for one in case.dossier.indicators:
        if _attainment_of(one, case.fiscal_year) is Attainment.SHORT:
            message = (
                f"達成状況が「{grade.label}」ですが、指標{quoted(one.indicator.name)}は"
                f"{_figures(one, case.fiscal_year)}で、目標に届いていません。達成状況か数値を確かめてください。"
            )
            yield case.error("grade_above_numbers", case.in_year("grade"), message)


def _grade_below_numbers(case: Case) -> Iterator[Finding]:
    grade = case.grade
    if grade is None or grade.counts_as is not CountsAs.NOT_ACHIEVED or grade.stops:
        return
    asked = [one for one in case.dossier.indicators if _has_target(one, case.fiscal_year)]
    if asked and all(_attainment_of(one, case.fiscal_year) is Attainment.REACHED for one in asked):
        message = (
            f"達成状況が「{grade.label}」ですが、指標はすべて目標に届いています。達成状況か数値を確かめてください。"
        )
        yield case.warning("grade_below_numbers", case.in_year("grade"), message)


def _has_target(one: IndicatorDossier, fiscal_year: int) -> bool:
    value = one.values.get(fiscal_year)
    return value is not None and value.target is not None


def _attainment_of(one: IndicatorDossier, fiscal_year: int) -> Attainment:
    value = one.values.get(fiscal_year)
    if value is None:
        return Attainment.UNJUDGED
    return attainment(one.indicator.direction, value.target, value.actual)


def _figures(one: IndicatorDossier, fiscal_year: int) -> str:
    value, unit = one.values[fiscal_year], one.indicator.unit
    shown = ["－" if number is None else format_decimal(number) + unit for number in (value.target, value.actual)]
    return f"目標値{shown[0]}、実績値{shown[1]}"


TARGET_RULES: Final[tuple[Rule, ...]] = (_actual_missing, _grade_above_numbers, _grade_below_numbers)
