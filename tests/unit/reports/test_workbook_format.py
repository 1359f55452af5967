"""Every workbook keeps to the rules of its format, so that no program has anything to repair."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from reform_desktop.reports.catalogue import REPORTS, ReportFormat
from reform_desktop.reports.excel.row_file import RowFile
from reform_desktop.reports.model import Cell, DataTable, Document, Part, PrintOptions, Row, Table, Value
from reform_desktop.reports.writing import write_report
from unit.reports.conftest import Made
from unit.reports.plans import request_of
from unit.reports.test_layouts import emblem
from unit.reports.workbook_format import MAIN, WorkbookFormat


@pytest.mark.parametrize("kind", ["sample", "empty", "crowded"])
@pytest.mark.parametrize("name", REPORTS)
def test_every_part_of_every_workbook_is_as_the_format_wants_it(made: Made, name: str, kind: str) -> None:
    request = request_of(kind)
    request = replace(request, options=replace(request.options, logo=emblem(), footer="頁＆ & 注"))
    assert WorkbookFormat(made(name, ReportFormat.EXCEL, request)).faults == []


def test_what_is_wrong_with_a_workbook_is_found(made: Made, tmp_path: Path) -> None:
    good = made("list", ReportFormat.EXCEL, request_of("sample"))
    faults = {
        "xl/worksheets/sheet1.xml": ((b'r="A1"', b'r="B1"'), "A1 after|B1"),
        "xl/workbook.xml": ((b'sheetId="2"', b'sheetId="1"'), "sheetId"),
        "[Content_Types].xml": ((b"/xl/styles.xml", b"/xl/other.xml"), "missing"),
    }
    for part, ((right, wrong), _words) in faults.items():
        bad = tmp_path / "bad.xlsx"
        with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
            for name in source.namelist():
                data = source.read(name)
                assert name != part or right in data
                target.writestr(name, data.replace(right, wrong) if name == part else data)
        assert WorkbookFormat(bad).faults != [], part


def one_row(path: Path, *values: Cell) -> openpyxl.Workbook:
    part = Part("一枚", "一枚", (90.0,) * len(values), (Table((Row(values),)),))
    document = Document("題", "", (part,), DataTable((), ()), PrintOptions(date(2026, 5, 20)), 1)
    write_report(document, ReportFormat.EXCEL, path)
    assert WorkbookFormat(path).faults == []
    return openpyxl.load_workbook(path)


def test_numbers_days_and_texts_are_what_they_are(tmp_path: Path) -> None:
    values: tuple[Value, ...] = (
        999_999_999_999,
        Decimal("-0.0000001"),
        Decimal("12345678.90"),
        date(2026, 2, 28),
        date(1900, 2, 28),
        "<a> & 'b' \"c\"  ",
        "二行\nの文",
        "_x0041_",
        "=1+1",
        "𠮷",
    )
    sheet = one_row(tmp_path / "一.xlsx", *(Cell(one) for one in values)).worksheets[0]
    found = [cell.value for cell in sheet[3]]
    assert found[:3] == [999_999_999_999, -1e-07, 12345678.9]
    assert str(found[3]).startswith("2026-02-28")
    assert found[4] == "明治33年2月28日"
    assert found[5:7] == ["<a> & 'b' \"c\"  ", "二行\nの文"]
    shown = CalamineWorkbook.from_path(str(tmp_path / "一.xlsx")).get_sheet_by_index(0).to_python()
    assert shown[-1][7] == "_x0041_", "Excel would read it as A"
    assert [cell.data_type for cell in sheet[3]][8] in ("s", "inlineStr")
    assert found[9] == "𠮷"


def test_rows_go_into_a_worksheet_whatever_way_its_empty_rows_are_written(tmp_path: Path) -> None:
    for empty in ("<sheetData></sheetData>", "<sheetData />", "<sheetData/>"):
        path = tmp_path / "sheet.xml"
        path.write_text(f"<worksheet><cols/>{empty}<pageMargins/></worksheet>", encoding="utf-8")
        with RowFile() as rows:
            rows.append([("一", 3), (None, 4)], 18.0)
            rows.put_into(path)
        assert path.read_text(encoding="utf-8") == (
            '<worksheet><cols/><sheetData><row r="1" ht="18" customHeight="1">'
            '<c r="A1" s="3" t="inlineStr"><is><t>一</t></is></c><c r="B1" s="4"/></row></sheetData>'
            "<pageMargins/></worksheet>"
        )


@pytest.mark.parametrize(("name", "locked"), [("sheet", True), ("list", True), ("summary", False), ("public", False)])
def test_only_cells_with_drop_downs_may_be_filled_in(made: Made, name: str, locked: bool) -> None:
    workbook = openpyxl.load_workbook(made(name, ReportFormat.EXCEL, request_of("sample")))
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "hidden":
            continue
        assert bool(sheet.protection.sheet) is locked, sheet.title
        assert not sheet.protection.password
        open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        chosen = {place for rule in sheet.data_validations.dataValidation for place in str(rule.sqref).split()}
        first = {place.split(":")[0] for place in chosen}
        assert first <= open_cells
        assert bool(open_cells) is bool(chosen)


def test_lists_and_choices_have_names(made: Made) -> None:
    workbook = openpyxl.load_workbook(made("list", ReportFormat.EXCEL, request_of("sample")))
    names = {name: one.attr_text for name, one in workbook.defined_names.items()}
    assert set(names) == {"選択肢_達成状況", "表_取組一覧"}
    sheet, area = names["表_取組一覧"].split("!")
    assert sheet == "'取組一覧'"
    first = area.split(":")[0].replace("$", "")
    assert workbook["取組一覧"][first].value == "番号"


def test_print_set_up_repeats_heads_and_fits_the_width(made: Made) -> None:
    path = made("list", ReportFormat.EXCEL, request_of("sample"))
    sheet = openpyxl.load_workbook(path)["取組一覧"]
    assert sheet.print_title_rows
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.center is not None
    assert sheet.oddFooter.center.text == "&P / &N"


def test_the_index_links_to_every_sheet(made: Made) -> None:
    found = WorkbookFormat(made("sheet", ReportFormat.EXCEL, request_of("sample")))
    index = found.xml[found.sheets["目次"]]
    targets = [one.get("location", "") for one in index.iterfind(f"{MAIN}hyperlinks/{MAIN}hyperlink")]
    sheets = [name for name in found.sheet_names if name not in ("目次", "選択肢", "グラフの数値")]
    assert [one.rpartition("!")[0].strip("'").replace("''", "'") for one in targets] == sheets


def test_charts_are_native(made: Made) -> None:
    found = WorkbookFormat(made("summary", ReportFormat.EXCEL, request_of("sample")))
    assert [name for name in found.parts if name.startswith("xl/charts/chart")]
