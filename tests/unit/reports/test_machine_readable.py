"""総務省「統計表における機械判読可能なデータの表記方法の統一ルール」(2020): a test for each rule, on 公表資料 as CSV.

The rules about the form of the file hold for the CSV of every report.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata

import openpyxl
import pytest

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.fields import FieldType
from reform_desktop.reports.catalogue import REPORTS, ReportFormat
from unit.reports.conftest import Made
from unit.reports.plans import request_of

NUMBERS = ("方針番号", "推進項目番号", "取組番号", "年度")
UNITS = ("（千円）", "（時間）")


def content_of(made: Made, name: str, kind: str) -> bytes:
    return made(name, ReportFormat.CSV, request_of(kind)).read_bytes()


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture(params=["sample", "crowded"])
def rows(request: pytest.FixtureRequest, made: Made) -> list[list[str]]:
    return rows_of(content_of(made, "public", request.param))


def columns(rows: list[list[str]], *captions: str) -> list[str]:
    places = [place for place, caption in enumerate(rows[0]) if caption.endswith(captions)]
    assert places, captions
    return [row[place] for row in rows[1:] for place in places]


@pytest.mark.parametrize("name", REPORTS)
def test_the_file_is_csv_in_utf_8_with_a_mark_and_windows_line_ends(made: Made, name: str) -> None:
    content = content_of(made, name, "sample")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\xef\xbb\xbf") == 1
    assert content.endswith(b"\r\n")
    assert content.decode("utf-8-sig")


@pytest.mark.parametrize("name", REPORTS)
def test_there_is_one_table_with_one_row_of_headers_none_left_out_and_none_twice(made: Made, name: str) -> None:
    rows = rows_of(content_of(made, name, "sample"))
    assert len({len(row) for row in rows}) == 1, "every row has all columns: nothing is merged"
    assert all(caption.strip() for caption in rows[0])
    assert len(set(rows[0])) == len(rows[0])
    assert all(any(row) for row in rows), "no empty row parts a second table off"
    assert rows[0] not in rows[1:]


@pytest.mark.parametrize("name", REPORTS)
def test_headers_have_no_platform_dependent_characters_spaces_or_line_breaks(made: Made, name: str) -> None:
    for caption in rows_of(content_of(made, name, "sample"))[0]:
        plain = caption.translate(str.maketrans("（）", "()"))
        assert unicodedata.normalize("NFKC", plain) == plain
        assert not re.search(r"\s", caption)
        caption.encode("shift_jis")


def test_the_rows_are_there(rows: list[list[str]]) -> None:
    assert len(rows) > 1


def test_a_number_is_a_number_without_unit_comma_or_triangle(rows: list[list[str]]) -> None:
    for datum in columns(rows, *NUMBERS, *UNITS):
        assert re.fullmatch(r"-?\d+", datum) or datum == ""
    assert any(columns(rows, *UNITS))


def test_units_stand_in_the_headers(rows: list[list[str]]) -> None:
    fields = KINDS["year_record"].fields.values()
    measured = {one.caption for one in fields if one.type is FieldType.AMOUNT or one.unit}
    assert measured
    assert all("（" in caption for caption in measured)
    assert measured <= set(rows[0])


def test_years_are_those_of_the_common_era(rows: list[list[str]]) -> None:
    assert set(columns(rows, "年度")) <= {"2025", "2026", "2027", "2028", "2029"}


def test_a_cell_holds_one_datum_and_nothing_that_only_lays_out(rows: list[list[str]]) -> None:
    for row in rows[1:]:
        for datum in row:
            assert datum == datum.strip()
            assert not re.search(r"[\r\n\t]|\s\s", datum)


def test_what_is_the_same_as_above_is_written_again(rows: list[list[str]]) -> None:
    for caption in ("方針番号", "方針名", "推進項目番号", "推進項目名", "取組番号", "取組名"):
        assert all(columns(rows, caption))


def test_stage_and_grade_are_words_and_no_arrows_or_symbols(made: Made) -> None:
    rows = rows_of(content_of(made, "public", "sample"))
    signs = "→◎○△＞…×◆"
    for caption in ("段階", "達成状況", "重点"):
        assert not any(sign in datum for datum in columns(rows, caption) for sign in signs)
    assert "年度目標達成" in columns(rows, "達成状況")


def test_days_are_written_as_iso_8601(made: Made) -> None:
    found = 0
    for name, captions in (("opinions", ("日付",)), ("submissions", ("提出期限",)), ("errata", ("確定日", "訂正日"))):
        for datum in columns(rows_of(content_of(made, name, "sample")), *captions):
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", datum) or datum == ""
            found += bool(datum)
    assert found > 5


def test_the_usual_file_name_can_be_read_everywhere() -> None:
    for report in REPORTS.values():
        assert unicodedata.normalize("NFKC", report.title) == report.title
        report.title.encode("shift_jis")


def test_the_workbook_has_the_same_table_as_a_worksheet_for_machines(made: Made) -> None:
    rows = rows_of(content_of(made, "public", "sample"))
    sheet = openpyxl.load_workbook(made("public", ReportFormat.EXCEL, request_of("sample")))["データ"]
    assert not sheet.merged_cells.ranges
    assert not getattr(sheet, "_charts", None)
    assert not getattr(sheet, "_images", None)
    cells = [list(row) for row in sheet.iter_rows()]
    assert [["" if cell.value is None else str(cell.value) for cell in row] for row in cells] == rows
    assert {cell.data_type for row in cells for cell in row} <= {"s", "n", "inlineStr"}
    for place, caption in enumerate(rows[0]):
        if caption.endswith((*NUMBERS, *UNITS)):
            assert all(isinstance(row[place].value, int | None) for row in cells[1:])


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("kind", ["sample", "crowded"])
def test_no_cell_is_run_as_a_formula_by_the_program_that_opens_it(made: Made, name: str, kind: str) -> None:
    for row in rows_of(content_of(made, name, kind)):
        for cell in row:
            assert not re.match("[=@\t\r＝＠]", cell), cell
            if cell[:1] in {"+", "-", "＋", "－"}:
                assert re.fullmatch(r"[-+－＋]?[\d,]*(\.\d+)?", cell), cell


def test_amounts_below_zero_stay_numbers(made: Made) -> None:
    rows = rows_of(content_of(made, "effects", "crowded"))
    assert any(re.fullmatch(r"-\d+", cell) for row in rows for cell in row)
