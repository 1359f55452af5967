"""記入用シート out, filled in, and back: what goes in, what does not, and what happens to edits made meanwhile."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from reform_desktop.domain.errors import FileError
from reform_desktop.services.exchange import importing
from reform_desktop.services.permissions import FOREIGN
from reform_desktop.services.sheet_import.errors import SheetError
from reform_desktop.services.sheet_import.lines import State
from reform_desktop.services.sheet_import.taking import take_sheet
from reform_desktop.store import imports
from unit.services.offices import MEASURE, OTHER_MEASURE, Office, year_row
from unit.services.sheet_files import caption_row, change, fill, handed_out, line_of, news, previewed, taken
from unit.store.small_plan import shown, value

YEAR = year_row(2025)


def disputes(office: Office) -> set[tuple[str, str]]:
    with office.desk.store.reading() as connection:
        return imports.open_conflicts(connection)


def test_what_was_filled_in_goes_in_and_nothing_else(division: Office) -> None:
    path = fill(
        handed_out(division), {"取組実績": "予約を始めた", "達成状況": "○ 年度目標達成", "歳出削減（実績）": 1200}
    )
    preview = previewed(division, path)
    assert preview.keyed
    assert news(preview)["取組実績"] == ("new", "予約を始めた")
    assert news(preview)["歳出削減（実績）"] == ("new", "1,200")
    assert news(preview)["達成状況"][0] == "refused"  # this small plan has no scale of grades
    before = shown(division.desk.store)
    done = taken(division, path)
    assert done.carrier is not None
    assert shown(division.desk.store) != before
    assert value(division.desk.store, YEAR, "result") == "予約を始めた"
    assert value(division.desk.store, YEAR, "cost_cut_actual") == 1200
    assert disputes(division) == set()


def test_a_preview_changes_nothing(division: Office) -> None:
    path = fill(handed_out(division), {"取組実績": "予約を始めた"})
    before = shown(division.desk.store)
    previewed(division, path)
    assert shown(division.desk.store) == before
    assert importing.list_imports(division.desk) == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("１，２００", 1200),
        ("▲1,200", -1200),
        ("1,200千円", 1200),
        ("120万円", 1200),
        (1200.0, 1200),
        (0, 0),
        ("０", 0),
    ],
)
def test_money_is_read_as_staff_write_it(division: Office, typed: str | float, kept: int) -> None:
    taken(division, fill(handed_out(division), {"歳出削減（実績）": typed}))
    assert value(division.desk.store, YEAR, "cost_cut_actual") == kept


def test_what_is_not_understood_stays_out_with_its_address_and_reason(division: Office) -> None:
    path = fill(handed_out(division), {"歳出削減（実績）": "たくさん", "取組実績": "予約を始めた"})
    preview = previewed(division, path)
    line = line_of(preview, "歳出削減（実績）")
    row = caption_row(openpyxl.load_workbook(path).worksheets[1], "歳出削減（実績）")
    assert (line.state, line.address, line.after) == (State.REFUSED, f"D{row}", "たくさん")
    assert "数として読めません" in line.note
    take_sheet(division.desk, preview)
    assert value(division.desk.store, YEAR, "result") == "予約を始めた"
    assert value(division.desk.store, YEAR, "cost_cut_actual") is None


def test_a_blank_is_not_a_zero_and_empties_what_stood_there(division: Office) -> None:
    division.fill_year(2025, cost_cut_actual=500, revenue_actual=7, result="書いたこと")
    path = fill(handed_out(division), {"歳出削減（実績）": None, "歳入確保（実績）": 0, "取組実績": None})
    preview = previewed(division, path)
    assert line_of(preview, "歳出削減（実績）").note == "空欄にします。"
    take_sheet(division.desk, preview)
    store = division.desk.store
    assert value(store, YEAR, "cost_cut_actual") is None
    assert value(store, YEAR, "revenue_actual") == 0
    assert value(store, YEAR, "result") == ""


def test_a_formula_counts_by_its_value_and_without_one_is_not_understood(division: Office) -> None:
    division.fill_year(2025, cost_cut_actual=500)
    path = fill(handed_out(division), {"歳出削減（実績）": "=SUM(1,2)"})  # openpyxl saves no result
    line = line_of(previewed(division, path), "歳出削減（実績）")
    assert line.state is State.REFUSED
    assert "計算結果が" in line.note


def test_an_error_cell_is_not_taken_for_a_blank(division: Office) -> None:
    division.fill_year(2025, cost_cut_actual=500)

    def spoil(book: openpyxl.Workbook) -> None:
        page = book.worksheets[1]
        cell = page.cell(caption_row(page, "歳出削減（実績）"), 4)
        cell.value, cell.data_type = "#DIV/0!", "e"

    path = change(handed_out(division), spoil)
    line = line_of(previewed(division, path), "歳出削減（実績）")
    assert line.state is State.REFUSED
    assert "エラー" in line.note


def test_rows_columns_and_names_may_have_changed(division: Office) -> None:
    path = fill(handed_out(division), {"取組実績": "予約を始めた", "歳出削減（実績）": 30})

    def rearrange(book: openpyxl.Workbook) -> None:
        page = book.worksheets[1]
        page.merged_cells.ranges.clear()
        page.insert_rows(8, 3)
        page.insert_cols(3)
        page.insert_cols(1)
        page.title = "税務（最終版）"
        book.move_sheet(page, 2)

    preview = previewed(division, change(path, rearrange))
    assert news(preview) == {"取組実績": ("new", "予約を始めた"), "歳出削減（実績）": ("new", "30")}
    assert line_of(preview, "取組実績").sheet == "税務（最終版）"


def test_a_deleted_row_is_said_to_be_missing(division: Office) -> None:
    def delete(book: openpyxl.Workbook) -> None:
        page = book.worksheets[1]
        page.merged_cells.ranges.clear()
        page.delete_rows(caption_row(page, "取組実績"))

    preview = previewed(division, change(handed_out(division), delete))
    line = line_of(preview, "取組実績")
    assert line.state is State.REFUSED
    assert "見つかりません" in line.note


def test_what_was_edited_meanwhile_is_a_conflict_and_not_overwritten(division: Office) -> None:
    division.fill_year(2025, result="はじめ", target="そのまま")
    path = fill(handed_out(division), {"取組実績": "シートで書いた", "年度目標": "シートの目標"})
    division.set("year_record", YEAR, result="三週間の間に書いた")
    preview = previewed(division, path)
    assert line_of(preview, "取組実績").state is State.CONFLICT
    assert line_of(preview, "年度目標").state is State.CHANGED
    take_sheet(division.desk, preview)
    assert disputes(division) == {(YEAR, "result")}
    assert value(division.desk.store, YEAR, "target") == "シートの目標"


def test_an_untouched_cell_overwrites_nothing(division: Office) -> None:
    division.fill_year(2025, result="はじめ")
    path = fill(handed_out(division), {"取組計画": "計画だけ書いた"})
    division.set("year_record", YEAR, result="三週間の間に書いた")
    taken(division, path)
    assert value(division.desk.store, YEAR, "result") == "三週間の間に書いた"
    assert disputes(division) == set()


def test_a_year_begun_on_both_sides_meets_in_one_record(division: Office) -> None:
    path = fill(handed_out(division), {"取組実績": "シートで書いた", "取組計画": "シートの計画"})
    division.fill_year(2025, result="画面で書いた", target="画面の目標")
    taken(division, path)
    store = division.desk.store
    assert disputes(division) == {(YEAR, "result")}
    assert value(store, YEAR, "plan") == "シートの計画"
    assert value(store, YEAR, "target") == "画面の目標"


def test_the_same_sheet_twice_is_nothing_new(division: Office) -> None:
    path = fill(handed_out(division), {"取組実績": "シートで書いた"})
    taken(division, path)
    division.set("year_record", YEAR, result="あとで直した")
    again = taken(division, path)
    assert again.carrier is None
    assert value(division.desk.store, YEAR, "result") == "あとで直した"
    assert "すでに取り込んで" in line_of(previewed(division, path), "取組実績").note


@pytest.mark.parametrize("meanwhile", [False, True])
def test_undoing_it_leaves_everything_as_if_it_had_never_come(division: Office, *, meanwhile: bool) -> None:
    division.fill_year(2025, result="はじめ")
    path = fill(handed_out(division), {"取組実績": "シートで書いた", "取組計画": "計画"})
    path = fill(path, {"取組実績": "もう一つの取組"}, sheet=2)
    if meanwhile:
        division.set("year_record", YEAR, result="三週間の間に書いた")
    before, disputed = shown(division.desk.store), disputes(division)
    done = taken(division, path)
    assert shown(division.desk.store) != before
    importing.undo_import(division.desk, done.carrier)
    assert (shown(division.desk.store), disputes(division)) == (before, disputed)
    again = taken(division, path)
    assert again.carrier is not None
    assert value(division.desk.store, year_row(2025, OTHER_MEASURE), "result") == "もう一つの取組"
    assert disputes(division) == ({(YEAR, "result")} if meanwhile else set())


def test_a_year_that_was_begun_and_undone_is_brought_back(division: Office) -> None:
    division.fill_year(2025, result="消えたこと")
    division.desk.undo()
    path = fill(handed_out(division), {"取組計画": "シートの計画"})
    taken(division, path)
    assert value(division.desk.store, YEAR, "plan") == "シートの計画"
    assert value(division.desk.store, YEAR, "result") == ""


def test_the_divisions_sheet_comes_back_into_a_departments_file(division: Office, finance: Office) -> None:
    """Only what the department may change goes in; the same outline lies in both files."""
    path = fill(handed_out(division), {"取組実績": "課で書いた", "全体目標": "課が変えた目標"})
    fill(path, {"取組実績": "他課の取組に書いた"}, sheet=2)
    preview = previewed(finance, path)
    assert line_of(preview, "取組実績").state is State.NEW
    assert "政策・デジタル推進課が決める" in line_of(preview, "全体目標", None).note
    foreign = [one for one in preview.lines if one.measure_id == OTHER_MEASURE and one.state is State.REFUSED]
    assert {one.note for one in foreign if one.field == "取組実績"} <= {FOREIGN}
    assert not any(edit.owner == OTHER_MEASURE for edit in preview.wanted)


def test_a_base_that_has_not_arrived_is_said_and_stays_out(division: Office, finance: Office) -> None:
    division.fill_year(2025, result="推進課で書いた")
    path = fill(handed_out(division), {"取組実績": "その上に書いた"})
    finance.fill_year(2025, result="課で書いた")
    line = line_of(previewed(finance, path), "取組実績")
    assert line.state is State.REFUSED
    assert "まだ届いていません" in line.note


def test_another_plans_sheet_is_refused(division: Office) -> None:
    path = handed_out(division)

    def forge(book: openpyxl.Workbook) -> None:
        cell = book["_reform_keys"]["A1"]
        cell.value = str(cell.value).replace(division.desk.plan().id, MEASURE)

    with pytest.raises(SheetError, match="別の計画"):
        previewed(division, change(path, forge))


def test_tampered_keys_lead_nowhere(division: Office) -> None:
    def forge(book: openpyxl.Workbook) -> None:
        sheet = book["_reform_keys"]
        for row in sheet.iter_rows(min_row=3):
            if row[7].value == "result":
                row[5].value, row[7].value = MEASURE, "measure_id"

    path = change(fill(handed_out(division), {"取組実績": "よその行に"}), forge)
    preview = previewed(division, path)
    assert preview.wanted == []


def test_an_interrupted_import_is_before_or_after(division: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fill(handed_out(division), {"取組実績": "シートで書いた"})
    preview = previewed(division, path)
    before = shown(division.desk.store)

    def full(*_args: object, **_words: object) -> None:
        raise FileError("ディスクがいっぱいです。")

    with monkeypatch.context() as patched:
        patched.setattr(imports.Union, "judge", full)
        with pytest.raises(FileError):
            take_sheet(division.desk, preview)
    assert shown(division.desk.store) == before
    assert importing.list_imports(division.desk) == []
    take_sheet(division.desk, preview)
    assert value(division.desk.store, YEAR, "result") == "シートで書いた"


def test_who_filled_in_a_sheet_is_named_in_the_list_of_imports(division: Office) -> None:
    taken(division, fill(handed_out(division), {"取組実績": "シートで書いた"}))
    (only,) = importing.list_imports(division.desk)
    assert (only.label, only.details["purpose"]) == ("記入用.xlsx", "sheet")


def test_a_missing_file_is_said_in_a_sentence(division: Office, tmp_path: Path) -> None:
    with pytest.raises(FileError, match="読めません"):
        previewed(division, tmp_path / "ない.xlsx")
