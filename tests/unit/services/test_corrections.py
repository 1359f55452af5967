"""Corrections: what differs from an edition is found, given a reason, and printed as 正誤表."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from reform_desktop.domain.errors import InputError, NotAllowedError, NotFoundError
from reform_desktop.domain.plan_differences import changed_passage
from reform_desktop.reports.catalogue import ReportFormat
from reform_desktop.services import corrections, editions
from reform_desktop.services.editions import FreezeOrder
from reform_desktop.services.reporting import write_report
from reform_desktop.store.parts import parts_of
from reform_desktop.store.write import Edit
from unit.reports.conftest import pdf_text, squeezed
from unit.services.offices import FINANCE, INDICATOR, MEASURE, Office, year_row

DAY = date(2026, 6, 20)
CORRECTED = date(2026, 7, 3)
ROW = year_row(2025)


@pytest.fixture
def office(division: Office) -> Office:
    """The division's file with an edition of 2025."""
    division.fill_year(2025, result="実績", cost_cut_actual=1200, grade="year_achieved", midyear="途中")
    editions.freeze_edition(division.desk, FreezeOrder(DAY, "推進会議", fiscal_year=2025))
    return division


def test_what_was_published_and_changed_is_listed_with_its_place_and_both_values(office: Office) -> None:
    office.set("year_record", ROW, cost_cut_actual=1020)
    office.set("department", FINANCE, name="新財政課")
    found = {one.key: one for one in corrections.differences(office.desk, 1)}
    amount = found[f"{ROW}:cost_cut_actual"]
    assert amount.place.startswith("1-(1)-① ")
    assert amount.place.endswith("　令和7(2025)年度　歳出削減（実績）")
    assert (amount.wrong, amount.right) == ("1,200千円", "1,020千円")
    lead = found[f"{MEASURE}:lead_department_id"]
    assert (lead.wrong, lead.right) == ("財政課", "新財政課")


def test_internal_fields_and_later_years_are_no_errors_of_an_edition(office: Office) -> None:
    office.set("year_record", ROW, midyear="別の途中")
    office.set("measure", MEASURE, handover="引継ぎ", current_state="別の現状", issues="別の課題")
    office.fill_year(2026, result="次の年の実績")
    assert corrections.differences(office.desk, 1) == []


def test_a_measure_that_came_or_went_is_one_line(office: Office) -> None:
    office.write(*deletions(office))
    lines = [one for one in corrections.differences(office.desk, 1) if one.kind in ("measure", "indicator")]
    assert [(one.field, one.right) for one in lines] == [("", "（削除）")] * len(lines)
    assert lines


def deletions(office: Office) -> list[Edit]:
    with office.desk.store.reading() as connection:
        parts = parts_of(connection, "measure", MEASURE)
    return [Edit(kind, row, delete=True) for kind, row in [*reversed(parts), ("measure", MEASURE)]]


def test_a_correction_needs_a_reason_and_is_undone_like_anything(office: Office) -> None:
    office.set("year_record", ROW, cost_cut_actual=1020)
    key = f"{ROW}:cost_cut_actual"
    with pytest.raises(InputError, match="理由が空"):
        corrections.correct(office.desk, 1, key, reason="  ", day=CORRECTED)
    made, _saved = corrections.correct(office.desk, 1, key, reason="集計の誤り", day=CORRECTED)
    (one,) = corrections.candidates(office.desk, 1)
    assert (one.correction_id, one.reason, one.stale) == (made, "集計の誤り", False)
    office.set("year_record", ROW, cost_cut_actual=999)
    (one,) = corrections.candidates(office.desk, 1)
    assert one.stale
    again, _saved = corrections.correct(office.desk, 1, key, reason="二度目", day=CORRECTED)
    assert again == made
    (edition,) = editions.list_editions(office.desk)
    (told,) = corrections.corrections_of(office.desk, edition)
    assert (told.wrong, told.right) == ("1,200千円", "999千円")
    office.desk.undo()
    (told,) = corrections.corrections_of(office.desk, edition)
    assert told.right == "1,020千円"
    with pytest.raises(NotAllowedError, match="訂正が登録されている"):
        editions.delete_edition(office.desk, edition.id)
    corrections.delete_correction(office.desk, made)
    editions.delete_edition(office.desk, edition.id)


def test_a_difference_that_is_none_is_refused(office: Office) -> None:
    with pytest.raises(NotFoundError, match="第1版と違うところに"):
        corrections.correct(office.desk, 1, f"{ROW}:cost_cut_actual", reason="理由", day=CORRECTED)


def test_two_editions_are_compared_with_each_other(office: Office) -> None:
    office.set("year_record", ROW, cost_cut_actual=1020)
    editions.freeze_edition(office.desk, FreezeOrder(CORRECTED, fiscal_year=2025))
    office.set("year_record", ROW, cost_cut_actual=5)
    (one,) = corrections.differences(office.desk, 1, against=2)
    assert one.right == "1,020千円"


def test_a_departments_file_compares_editions_but_not_its_own_part(office: Office, finance: Office) -> None:
    finance.take(office.send(department="財政課"))
    with pytest.raises(NotAllowedError, match="推進課のファイルで"):
        corrections.differences(finance.desk, 1)
    assert corrections.differences(finance.desk, 1, against=1) == []


@pytest.mark.parametrize("report_format", ReportFormat)
def test_the_errata_say_place_wrong_right_day_and_reason(
    office: Office, tmp_path: Path, report_format: ReportFormat
) -> None:
    office.set("year_record", ROW, cost_cut_actual=1020)
    corrections.correct(office.desk, 1, f"{ROW}:cost_cut_actual", reason="集計の誤りです。", day=CORRECTED)
    editions.freeze_edition(office.desk, FreezeOrder(CORRECTED, "審議会", fiscal_year=2025))
    path = tmp_path / f"errata.{report_format.value}"
    write_report(office.desk, "errata", report_format.value, path)
    if report_format is ReportFormat.CSV:
        (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        assert (row["版"], row["対象年度"], row["確定日"]) == ("1", "2025", "2026-06-20")
        assert (row["誤"], row["正"], row["訂正日"]) == ("1,200千円", "1,020千円", "2026-07-03")
        assert row["理由"] == "集計の誤りです。"
    elif report_format is ReportFormat.PDF:
        words = squeezed(pdf_text(path))
        for wanted in (
            "第1版（推進会議）",
            "1,200千円",
            "1,020千円",
            "令和8年7月3日",
            "集計の誤りです。",
            "訂正はありません。",
        ):
            assert wanted in words
        write_report(office.desk, "errata", "pdf", path, edition=2)
        assert "第1版" not in squeezed(pdf_text(path))
    elif report_format is ReportFormat.HTML:
        assert "集計の誤りです。" in path.read_text(encoding="utf-8")
    else:
        assert path.stat().st_size > 1000


def test_an_indicators_value_is_named_with_its_indicator(office: Office) -> None:
    office.set("indicator", INDICATOR, unit="人日")
    (one,) = corrections.differences(office.desk, 1)
    assert "指標「" in one.place
    assert one.place.endswith("　単位")


def test_a_long_text_is_cut_down_to_where_it_differs() -> None:
    before = "あ" * 100 + "十二件" + "い" * 100
    wrong, right = changed_passage(before, before.replace("十二", "十三"))
    assert wrong == "…" + "あ" * 11 + "十二件" + "い" * 11 + "…"
    assert right == wrong.replace("十二", "十三")
    assert changed_passage("短い", "短かい") == ("短い", "短かい")
    assert changed_passage("あ" * 99, "（なし）") == ("あ" * 99, "（なし）")
    longer = "あ" * 80
    assert changed_passage(longer, longer + "。") == ("…" + "あ" * 12, "…" + "あ" * 12 + "。")
