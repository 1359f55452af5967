from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from reform_desktop.domain.records import Measure
from reform_desktop.domain.values import JsonValue
from reform_desktop.reports.catalogue import ReportFormat
from reform_desktop.reports.writing import write_report
from reform_desktop.services import editing
from reform_desktop.services.checking import check, default_fiscal_year
from reform_desktop.services.creating import create_desk
from reform_desktop.services.departments import list_departments
from reform_desktop.services.desk import Desk
from reform_desktop.services.reporting import build_report
from reform_desktop.store import records


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The division's file of the sample plan."""
    opened = create_desk(tmp_path / "全体.reform", "sample")
    yield opened
    opened.close()


def text_of(desk: Desk, name: str, fiscal_year: int | None = None, measure_ids: tuple[str, ...] | None = None) -> str:
    stream = io.BytesIO()
    document = build_report(desk, name, fiscal_year=fiscal_year, measure_ids=measure_ids, printed_on=date(2026, 5, 20))
    write_report(document, ReportFormat.PDF, stream)
    with pypdfium2.PdfDocument(stream.getvalue()) as pdf:
        return "".join("".join(page.get_textpage().get_text_range() for page in pdf).split())


def first_measure(desk: Desk) -> Measure:
    with desk.store.reading() as connection:
        return records.all_records(connection, Measure)[0]


def test_the_summary_brings_the_closed_plan_and_shows_all_years(desk: Desk) -> None:
    found = text_of(desk, "summary")
    for words in ("第3次安中市行政改革大綱", "67%", "R2", "R11"):
        assert words in found


def test_a_named_year_ends_the_summary(desk: Desk) -> None:
    assert "R8" not in text_of(desk, "summary", 2025)


def test_the_list_shows_all_years_and_the_attention_list_one(desk: Desk) -> None:
    assert "R11" in text_of(desk, "list")
    year = default_fiscal_year(desk)
    assert f"({year})年度" in text_of(desk, "attention")


def test_the_attention_list_holds_what_the_input_checks_find(desk: Desk) -> None:
    found = text_of(desk, "attention", 2025)
    messages = {one.message for one in check(desk, 2025)}
    assert messages
    assert all("".join(message.split())[:25] in found for message in messages)


def test_a_handover_tells_what_was_changed_last_but_not_what_the_outline_brought(desk: Desk) -> None:
    measure = first_measure(desk)
    assert "最近の変更" not in text_of(desk, "handover", 2025, (measure.id,))
    editing.set_in_year(desk, measure.id, 2025, {"result": "受付を二列に分けた。"})
    editing.set_values(desk, "measure", measure.id, {"handover": "鍵は庶務係にある。"})
    found = text_of(desk, "handover", 2025, (measure.id,))
    assert found.index("鍵は庶務係にある。", found.index("最近の変更")) < found.index(
        "受付を二列に分けた。", found.index("最近の変更")
    )


def test_the_table_of_submissions_says_since_when(desk: Desk) -> None:
    department = list_departments(desk)[0]
    values: dict[str, JsonValue] = {
        "department_id": department.id,
        "fiscal_year": 2025,
        "period": "midyear",
        "state": "submitted",
    }
    editing.create(desk, "submission", values)
    today = date.today()
    assert f"令和{today.year - 2018}年{today.month}月{today.day}日" in text_of(desk, "submissions", 2025)
