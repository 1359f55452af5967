"""Text comes out of the PDF files as it is read: for searching, copying, and being read aloud."""

from __future__ import annotations

import pytest

from reform_desktop.reports.catalogue import ReportFormat
from unit.reports.conftest import Made, pdf_text, squeezed
from unit.reports.plans import request_of

BY_MEASURE = ("sheet", "list", "handover", "book", "public")


def in_order(text: str, words: list[str]) -> int:
    """Return how many of the words stand in the text one behind the other, from the first on."""
    place = 0
    for count, one in enumerate(words):
        found = text.find(squeezed(one), place)
        if found < 0:
            return count
        place = found + len(squeezed(one))
    return len(words)


@pytest.mark.parametrize("name", BY_MEASURE)
def test_measures_come_out_in_the_plans_order_with_their_numbers(made: Made, name: str) -> None:
    request = request_of("sample")
    text = squeezed(pdf_text(made(name, ReportFormat.PDF, request), "-raw"))
    words = [f"{one.number}{'◆' if one.measure.priority else ''}{one.measure.title}" for one in request.plan.measures]
    if name == "handover":
        words = [one.measure.title for one in request.plan.measures]
    assert in_order(text, words) == len(words)


@pytest.mark.parametrize("name", ["sheet", "public"])
def test_a_measures_account_is_read_from_plan_to_result(made: Made, name: str) -> None:
    request = request_of("sample")
    text = squeezed(pdf_text(made(name, ReportFormat.PDF, request), "-raw"))
    checked = 0
    for one in request.plan.measures:
        record = one.years.get(2025)
        if record is None or not (record.target and record.plan and record.result):
            continue
        words = [one.measure.title, one.measure.approach[:6], record.target[:6], record.plan[:6], record.result[:6]]
        start = text.index(squeezed(one.measure.title))
        assert in_order(text[start:], words) == len(words), one.number
        checked += 1
    assert checked > 20


def test_a_row_of_figures_follows_its_heading(made: Made) -> None:
    text = squeezed(pdf_text(made("summary", ReportFormat.PDF, request_of("sample")), "-raw"))
    assert in_order(text, ["総括表", "件数", "達成状況", "全体の目標達成", "年度目標達成", "評価した取組", "割合"]) == 7


def test_a_correction_is_read_from_left_to_right(made: Made) -> None:
    text = squeezed(pdf_text(made("errata", ReportFormat.PDF, request_of("sample")), "-raw"))
    words = ["訂正箇所", "誤", "正", "訂正日", "理由", "歳出削減（実績）", "1,200千円", "1,020千円", "令和8年7月3日"]
    assert in_order(text, words) == len(words)
