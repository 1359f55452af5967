from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from reform_desktop.domain.records import Indicator, IndicatorValue
from reform_desktop.reports.catalogue import ReportFormat
from reform_desktop.reports.indicator_rates import achievement, verdict
from reform_desktop.reports.model import Trend
from reform_desktop.reports.wording import percentage, trend_words
from unit.reports.conftest import Made, pdf_text
from unit.reports.plans import request_of


@pytest.mark.parametrize(
    ("direction", "target", "actual", "rate", "words"),
    [
        ("increase", "50", "57.8", "116%", "達成"),
        ("increase", "50", "40", "80%", "未達"),
        ("decrease", "10", "8", "125%", "達成"),
        ("decrease", "10", "12.5", "80%", "未達"),
        ("maintain", "99", "99", "100%", "達成"),
        ("maintain", "99", "98.01", "99%", "未達"),
        ("decrease", "5", "0", None, "達成"),
        ("increase", "0", "3", None, "達成"),
        ("increase", "-2", "-1", None, "達成"),
        ("increase", None, "3", None, ""),
        ("increase", "3", None, None, ""),
        (None, "3", "3", None, ""),
    ],
)
def test_the_achievement_rate_follows_the_direction(
    direction: str | None, target: str | None, actual: str | None, rate: str | None, words: str
) -> None:
    indicator = Indicator(id="i", direction=direction)
    numbers = [None if text is None else Decimal(text) for text in (target, actual)]
    value = IndicatorValue(id="v", fiscal_year=2025, target=numbers[0], actual=numbers[1])
    found = achievement(indicator, value)
    assert (percentage(found) if found else None) == rate
    assert verdict(indicator, value) == words
    assert achievement(indicator, None) is None
    assert verdict(indicator, None) == ""


def test_the_run_is_told_in_words_where_it_cannot_be_drawn() -> None:
    def words(*numbers: int | None) -> str:
        return trend_words(Trend(tuple(None if one is None else Decimal(one) for one in numbers)))

    assert words(1, None, 3) == "上昇"
    assert words(3, 1) == "低下"
    assert words(2, 5, 2) == "横ばい"
    assert words(2, None) == ""


def test_every_indicator_is_listed_with_its_numbers(made: Made) -> None:
    request = request_of("sample", None)
    found = pdf_text(made("indicators", ReportFormat.PDF, request), "-raw")
    assert "57.8" in found
    assert "105%" in found
    rows = list(
        csv.DictReader(io.StringIO(made("indicators", ReportFormat.CSV, request).read_text(encoding="utf-8-sig")))
    )
    assert len(rows) == 5 * sum(len(one.indicators) for one in request.measures)
    assert rows[0]["達成率"] == "1.0509"
    assert rows[0]["達成・未達"] == "達成"
