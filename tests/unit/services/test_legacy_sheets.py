"""Sheets without hidden keys: the headings are guessed, shown, corrected and remembered."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import openpyxl
import pytest

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.identity import child_row_id
from reform_desktop.services.sheet_import.errors import SheetError
from reform_desktop.services.sheet_import.headings import target_of, year_in
from reform_desktop.services.sheet_import.lines import Preview, State
from reform_desktop.services.sheet_import.mapping import Mapping
from reform_desktop.services.sheet_import.memory import remember
from reform_desktop.services.sheet_import.previewing import open_sheet, preview_sheet
from reform_desktop.services.sheet_import.taking import take_sheet
from unit.services import legacy_sheets
from unit.services.offices import MEASURE, OTHER_MEASURE, THIRD_MEASURE, Office, year_row
from unit.services.sheet_files import previewed, taken
from unit.store.small_plan import INDICATOR, value


def told(preview: Preview, measure: str) -> dict[tuple[str, int | None], tuple[str, str]]:
    return {
        (one.field, one.fiscal_year): (one.state.value, one.after)
        for one in preview.lines
        if one.measure_id == measure and one.state is not State.UNCHANGED
    }


@pytest.mark.parametrize(
    ("heading", "above", "target"),
    [
        ("取組\n実績", "令和７年度", "year_record.result"),
        ("実績（R7）", "", "year_record.result"),
        ("自己評価", "", "year_record.grade"),
        ("歳出削減額", "効果額（千円）", "year_record.cost_cut_actual"),
        ("計画額", "歳出削減", "year_record.cost_cut_planned"),
        ("実績額", "歳入確保", "year_record.revenue_actual"),
        ("取組Ｎｏ．", "", "measure.number"),
        ("№", "", "measure.number"),
        ("取組事項", "", "measure.title"),
        ("目標値", "R8", "indicator_value.target"),
        ("成果指標", "", "indicator.name"),
        ("来年度の取組", "", "year_record.next_step"),
        ("電話番号など", "", ""),
        ("備考", "", ""),
    ],
)
def test_headings_are_known_in_the_words_of_cities(heading: str, above: str, target: str) -> None:
    assert target_of(heading, above) == target


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和７年度　取組状況", 2025),
        ("R7実績", 2025),
        ("令和元年度", 2019),
        ("2026年度目標", 2026),
        ("平成30(2018)年度", 2018),
        ("番号", None),
    ],
)
def test_years_are_read_out_of_headings(text: str, year: int | None) -> None:
    assert year_in(text) == year


def test_a_survey_with_two_rows_of_headings_is_read(division: Office, tmp_path: Path) -> None:
    preview = previewed(division, legacy_sheets.survey(tmp_path / "調査票.xlsx"))
    assert not preview.keyed
    assert "推測しました" in preview.notes[0]
    assert told(preview, MEASURE) == {
        ("年度目標", 2025): ("new", "30分以内"),
        ("取組実績", 2025): ("new", "予約を\n始めた"),
        ("達成状況", 2025): ("refused", "実施中"),
        ("歳出削減（実績）", 2025): ("new", "-1,200"),
        ("歳入確保（実績）", 2025): ("new", "1,500"),
        ("次年度の取組", 2025): ("new", "拡大"),
    }
    assert told(preview, OTHER_MEASURE) == {
        ("取組実績", 2025): ("new", "窓口を一つにした"),
        ("歳出削減（実績）", 2025): ("new", "0"),
    }


def test_rows_that_are_no_measure_errors_and_hidden_rows_are_said(division: Office, tmp_path: Path) -> None:
    preview = previewed(division, legacy_sheets.survey(tmp_path / "調査票.xlsx"))
    hidden = {one.field: one for one in preview.lines if one.measure_id == THIRD_MEASURE}
    assert hidden["取組実績"].note.startswith("非表示の行")
    assert "エラー" in hidden["歳出削減（実績）"].note
    assert "数として読めません" in hidden["歳入確保（実績）"].note
    (unknown,) = [one for one in preview.lines if not one.measure_id]
    assert (unknown.address, unknown.state) == ("A9", State.REFUSED)
    assert "この計画にありません" in unknown.note
    assert not any("小計" in one.measure or "※" in one.measure for one in preview.lines)


def test_it_goes_in_as_seen_now_and_blanks_empty_nothing(division: Office, tmp_path: Path) -> None:
    division.fill_year(2025, OTHER_MEASURE, result="前の実績", revenue_actual=7)
    taken(division, legacy_sheets.survey(tmp_path / "調査票.xlsx"))
    row = year_row(2025, OTHER_MEASURE)
    assert value(division.desk.store, row, "result") == "窓口を一つにした"
    assert value(division.desk.store, row, "revenue_actual") == 7
    assert value(division.desk.store, row, "cost_cut_actual") == 0


def test_years_side_by_side_and_indicators_are_read(division: Office, tmp_path: Path) -> None:
    path = legacy_sheets.yearly(tmp_path / "指標.xlsx")
    preview = previewed(division, path)
    assert told(preview, MEASURE) == {
        ("待ち時間：目標値", 2025): ("new", "30"),
        ("待ち時間：実績値", 2025): ("new", "28.5"),
        ("待ち時間：目標値", 2026): ("new", "25"),
        ("開始年度", None): ("new", "令和7(2025)年度"),
    }
    take_sheet(division.desk, preview)
    assert value(division.desk.store, child_row_id(KINDS["indicator_value"], INDICATOR, (2025,)), "actual") == "28.5"


def test_a_form_of_one_measure_is_read(division: Office, tmp_path: Path) -> None:
    preview = previewed(division, legacy_sheets.form(tmp_path / "シート.xlsx"))
    assert told(preview, MEASURE) == {
        ("現状", None): ("new", "長い列ができる"),
        ("取組実績", 2025): ("new", "予約を始めた"),
        ("歳出削減（実績）", 2025): ("new", "-1,200"),
    }


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("cp932", ","), ("utf-8", ","), ("utf-8-sig", ","), ("utf-16", "\t"), ("cp932", "\t")],
)
def test_csv_is_read_in_every_encoding_that_offices_use(
    division: Office, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "一覧.csv"
    path.write_bytes(legacy_sheets.table(encoding, delimiter))
    preview = preview_sheet(division.desk, open_sheet(division.desk, path), fiscal_year=2025)
    assert told(preview, MEASURE) == {
        ("取組実績", 2025): ("new", "予約を始めた"),
        ("歳出削減（実績）", 2025): ("new", "-1,200"),
    }


def test_a_corrected_mapping_is_used_and_remembered_for_the_next_year(division: Office, tmp_path: Path) -> None:
    path = tmp_path / "一覧.csv"
    path.write_text("番号,うちの言い方\n1-(1)-①,予約を始めた\n", encoding="utf-8")
    opened = open_sheet(division.desk, path)
    with pytest.raises(SheetError, match="取組の番号や名前"):
        preview_sheet(division.desk, opened)
    path.write_text("番号,うちの言い方,令和7年度目標\n1-(1)-①,予約を始めた,30分\n", encoding="utf-8")
    opened = open_sheet(division.desk, path)
    preview = preview_sheet(division.desk, opened, fiscal_year=2025)
    assert preview.mapping is not None
    sheet = preview.mapping.sheets[0]
    columns = tuple(
        msgspec.structs.replace(one, target="year_record.result") if one.heading == "うちの言い方" else one
        for one in sheet.columns
    )
    corrected = Mapping(2025, (msgspec.structs.replace(sheet, columns=columns),))
    again = preview_sheet(division.desk, opened, corrected)
    assert told(again, MEASURE)["取組実績", 2025] == ("new", "予約を始めた")
    remember(division.desk, corrected)
    path.write_text("番号,うちの言い方,令和8年度目標\n1-(1)-①,来年の実績,20分\n", encoding="utf-8")
    later = preview_sheet(division.desk, open_sheet(division.desk, path), fiscal_year=2026)
    assert told(later, MEASURE) == {
        ("取組実績", 2026): ("new", "来年の実績"),
        ("年度目標", 2026): ("new", "20分"),
    }


def test_number_and_title_that_disagree_are_not_guessed(division: Office, tmp_path: Path) -> None:
    path = tmp_path / "一覧.csv"
    path.write_text("番号,取組名,取組実績\n1-(1)-①,相談の一本化,どちらの実績か\n", encoding="utf-8")
    (line,) = previewed(division, path).lines
    assert line.state is State.REFUSED
    assert "別の取組" in line.note


def test_years_outside_the_plan_are_not_taken_in(division: Office, tmp_path: Path) -> None:
    path = tmp_path / "一覧.csv"
    path.write_text("番号,取組名,平成30年度実績\n1-(1)-①,税務窓口の予約,昔の実績\n", encoding="utf-8")
    (line,) = previewed(division, path).lines
    assert "期間にありません" in line.note


def test_a_percentage_counts_as_it_is_shown_and_only_where_the_unit_fits(division: Office, tmp_path: Path) -> None:
    path = tmp_path / "割合.xlsx"
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["番号", "指標", "令和7年度実績値", "令和7年度目標値"])
    page.append(["1-(1)-①", "待ち時間", 0.675, 0.7])
    for cell in page["C2"], page["D2"]:
        cell.number_format = "0.0%"
    book.save(path)
    assert {one.state for one in previewed(division, path).lines} == {State.REFUSED}
    division.set("indicator", INDICATOR, unit="%")
    found = told(previewed(division, path), MEASURE)
    assert found == {
        ("待ち時間：実績値", 2025): ("new", "67.5"),
        ("待ち時間：目標値", 2025): ("new", "70"),
    }


def test_a_sheet_that_nobody_sees_is_left_out(division: Office, tmp_path: Path) -> None:
    path = tmp_path / "隠れた去年.xlsx"
    book = openpyxl.Workbook()
    for page, words in ((book.worksheets[0], "今年の実績"), (book.create_sheet("去年"), "去年の実績")):
        page.append(["番号", "取組名", "令和7年度実績"])
        page.append(["1-(1)-①", "税務窓口の予約", words])
    book["去年"].sheet_state = "hidden"
    book.save(path)
    assert [one.after for one in previewed(division, path).lines] == ["今年の実績"]


def test_a_number_that_excel_took_for_a_day_is_read_back(division: Office, tmp_path: Path) -> None:
    path = tmp_path / "日付になった番号.xlsx"
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["番号", "令和7年度実績"])
    page.append([dt.date(2001, 1, 1), "予約を始めた"])
    book.save(path)
    assert told(previewed(division, path), MEASURE) == {("取組実績", 2025): ("new", "予約を始めた")}
