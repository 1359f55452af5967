"""What is handed out: a protected workbook with its colours, lists and hidden keys."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from reform_desktop.domain.errors import NotFoundError
from reform_desktop.reports.entry.keys import KEYS_NAME
from reform_desktop.reports.errors import Cancelled, UnknownReportError
from reform_desktop.services.desk import Desk
from reform_desktop.services.entry_sheets import write_entry_sheets
from reform_desktop.services.reporting import write_report
from unit.reports.workbook_format import WorkbookFormat
from unit.services.offices import MEASURE, Office, year_row
from unit.services.sheet_files import caption_row, fill, handed_out, news, previewed

COLUMN = 4
PLAN_GROUND, RESULT_GROUND = "FFFFF3C4", "FFD9EAFB"


def open_cells(path: Path, sheet: int = 1) -> set[str]:
    page = openpyxl.load_workbook(path).worksheets[sheet]
    rows = page.iter_rows(min_row=5, min_col=2, max_col=COLUMN)
    return {str(caption.value) for caption, _season, entry in rows if not entry.protection.locked}


def test_there_is_one_protected_sheet_a_measure_and_an_index_with_links(division: Office) -> None:
    book = openpyxl.load_workbook(handed_out(division))
    assert book.sheetnames[0] == "目次"
    assert len(book.worksheets) == 1 + 3 + 2
    assert all(one.protection.sheet for one in book.worksheets)
    assert book.security.lockStructure
    links = [cell.hyperlink.location for (cell,) in book["目次"].iter_rows(min_col=1, max_col=1) if cell.hyperlink]
    assert len(links) == 3
    assert str(links[0]).startswith("'1-(1)-①")


def test_keys_are_very_hidden_and_say_what_each_cell_was_exported_from(division: Office) -> None:
    saved = division.fill_year(2025, target="30分以内")
    assert saved.operation is not None
    sheet = openpyxl.load_workbook(handed_out(division))[KEYS_NAME]
    assert sheet.sheet_state == "veryHidden"
    header = json.loads(str(sheet["A1"].value))
    assert (header["plan"], header["store"], header["fiscal_year"]) == (
        division.desk.plan().id,
        division.desk.store.id,
        2025,
    )
    names = [cell.value for cell in sheet[2]]
    rows = [dict(zip(names, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=3)]
    target = next(one for one in rows if one["row_id"] == year_row(2025) and one["field"] == "target")
    assert json.loads(str(target["value"])) == "30分以内"
    assert len(str(target["parents"])) == 64
    nobody = next(one for one in rows if one["owner_id"] != MEASURE and one["kind"] == "year_record")
    assert nobody["parents"] is None


def test_input_cells_differ_by_ground_and_by_the_word_beside_them(division: Office) -> None:
    page = openpyxl.load_workbook(handed_out(division)).worksheets[1]
    for caption, ground, word in (
        ("年度目標", PLAN_GROUND, "計画時"),
        ("取組実績", RESULT_GROUND, "評価時"),
        ("上半期の進捗", RESULT_GROUND, "上半期"),
    ):
        row = caption_row(page, caption)
        assert page.cell(row, COLUMN).fill.fgColor.rgb == ground
        assert page.cell(row, COLUMN - 1).value == word
    legend = [cell.value for cell in page[4] if cell.value]
    assert "計画時に記入する欄" in legend
    assert "色のない欄は変更できません" in legend


def test_a_department_may_fill_in_its_own_fields_and_nothing_else(finance: Office) -> None:
    path = handed_out(finance)
    book = openpyxl.load_workbook(path)
    assert len(book.worksheets) == 1 + 1 + 2  # its own measure alone
    opened = open_cells(path)
    assert {"現状", "年度目標", "取組実績", "達成状況", "歳出削減（実績）"} <= opened
    assert "全体目標" not in opened  # the division's


def test_the_division_may_fill_everything_in(division: Office) -> None:
    assert "全体目標" in open_cells(handed_out(division))


def test_stage_and_grade_are_chosen_from_lists(division: Office) -> None:
    book = openpyxl.load_workbook(handed_out(division))
    page = book.worksheets[1]
    rules = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    assert f"D{caption_row(page, '段階')}" in rules
    lists = book["選択肢"]
    assert lists.sheet_state == "hidden"
    assert [cell.value for cell in lists["B"]][:3] == ["段階", "検討", "準備"]


def test_numbers_are_numbers_and_hostile_words_stay_words(division: Office) -> None:
    division.fill_year(2025, cost_cut_planned=-1200, target='=HYPERLINK("http://example.invalid")')
    page = openpyxl.load_workbook(handed_out(division)).worksheets[1]
    money = page.cell(caption_row(page, "歳出削減（計画）"), COLUMN)
    assert (money.value, money.number_format) == (-1200, "#,##0")
    words = page.cell(caption_row(page, "年度目標"), COLUMN)
    assert words.data_type == "s"


def test_the_workbook_holds_no_formulas_macros_or_links_outside(division: Office) -> None:
    with zipfile.ZipFile(handed_out(division)) as archive:
        names = archive.namelist()
        assert not any("vba" in one or "externalLink" in one for one in names)
        assert not any(b"<f>" in archive.read(one) for one in names if "worksheets" in one)


def test_a_text_too_long_for_a_cell_is_shown_but_not_open(division: Office) -> None:
    division.fill_year(2025, result="長" * 16_001)
    path = handed_out(division)
    assert "取組実績" not in open_cells(path)
    page = openpyxl.load_workbook(path).worksheets[1]
    first = caption_row(page, "取組実績")
    (tall,) = [one for one in page.merged_cells.ranges if (one.min_row, one.min_col) == (first, 2)]
    pieces = [str(page.cell(row, COLUMN).value or "") for row in range(first, tall.max_row + 1)]
    assert len(pieces) > 30, "a printed page turns between them"
    assert "".join(pieces) == "長" * 16_000 + "…（続きは行革デスクで）"
    assert max(page.row_dimensions[row].height or 0 for row in range(first, tall.max_row + 1)) <= 200


def test_what_is_filled_in_below_a_long_locked_text_comes_back(division: Office) -> None:
    division.fill_year(2025, result="長" * 16_001)
    path = fill(handed_out(division), {"次年度の取組": "続ける"})
    assert news(previewed(division, path)) == {"次年度の取組": ("new", "続ける")}


def test_without_measures_in_the_year_nothing_is_written(division: Office, tmp_path: Path) -> None:
    target = tmp_path / "空.xlsx"
    with pytest.raises(NotFoundError, match="記入用シートは作っていません"):
        write_entry_sheets(division.desk, target, fiscal_year=2025, measure_ids=[])
    assert not target.exists()


def test_stopping_leaves_no_file(division: Office, tmp_path: Path) -> None:
    target = tmp_path / "中止.xlsx"
    with pytest.raises(Cancelled):
        write_entry_sheets(division.desk, target, fiscal_year=2025, cancelled=lambda: True)
    assert list(tmp_path.glob("*中止*")) == []


def test_it_is_a_report_in_excel_alone(division: Office, tmp_path: Path) -> None:
    target = tmp_path / "記入用.xlsx"
    assert write_report(division.desk, "entry", "xlsx", target, fiscal_year=2025) == target
    with pytest.raises(UnknownReportError, match="xlsx を指定"):
        write_report(division.desk, "entry", "pdf", target)
    with pytest.raises(UnknownReportError, match="確定版からは作れません"):
        write_report(division.desk, "entry", "xlsx", target, edition=1)


def test_a_file_opened_only_to_read_hands_out_the_same_sheet(finance: Office, tmp_path: Path) -> None:
    reader = Desk.open(finance.desk.path, read_only=True)
    path = write_entry_sheets(reader, tmp_path / "読むだけ.xlsx", fiscal_year=2025)
    reader.close()
    assert open_cells(path) == open_cells(handed_out(finance))


def test_the_workbook_keeps_the_rules_of_its_format(division: Office) -> None:
    division.fill_year(2025, target="30分以内", cost_cut_planned=-1200, result="長い\n実績" * 900)
    assert WorkbookFormat(handed_out(division)).faults == []
