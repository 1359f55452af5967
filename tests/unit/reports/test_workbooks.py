from __future__ import annotations

import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import pytest
from openpyxl.cell import Cell, MergedCell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reform_desktop.domain.dossier import PlanDossier
from reform_desktop.reports.catalogue import ReportFormat
from reform_desktop.reports.excel.long_rows import long_row
from reform_desktop.reports.excel.names import SheetNames
from reform_desktop.reports.excel.texts import LONGEST_TEXT
from reform_desktop.reports.model import Cell as ModelCell
from unit.reports.conftest import LONG, Made, pdf_text, squeezed
from unit.reports.sample_plan import request_for, sample_plan

XLSX = ReportFormat.EXCEL


def opened(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


def cells_of(sheet: Worksheet) -> Iterator[Cell]:
    for row in sheet.iter_rows():
        for cell in row:
            if not isinstance(cell, MergedCell) and cell.value is not None:
                yield cell


def sheet_named(workbook: Workbook, name: str) -> Worksheet:
    sheet = workbook[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def texts_of(sheet: Worksheet) -> set[object]:
    return {cell.value for cell in cells_of(sheet)}


def test_a_sheet_holds_every_field_with_its_real_type(made: Made) -> None:
    workbook = opened(made("sheet", XLSX, request_for(None, "measure-1-1-1")))
    dossier = sample_plan().measures[0]
    values = texts_of(sheet_named(workbook, workbook.sheetnames[1]))
    record = dossier.years[2025]
    for text in (dossier.measure.current_state, dossier.measure.approach, record.result, record.reason):
        assert text in values
    assert "○ 年度目標達成" in values
    assert 57.8 in values
    assert record.hours_saved in values


def test_the_typed_digits_of_an_indicator_show(made: Made, crowded_plan: PlanDossier) -> None:
    workbook = opened(made("sheet", XLSX, request_for(crowded_plan)))
    found = [cell for cell in cells_of(sheet_named(workbook, workbook.sheetnames[1])) if cell.value == 1234567.89]
    assert len(found) == 30
    assert {cell.number_format for cell in found} == {"#,##0.000"}


def test_no_text_becomes_a_formula_or_an_error(made: Made, crowded_plan: PlanDossier) -> None:
    for name in ("sheet", "list"):
        workbook = opened(made(name, XLSX, request_for(crowded_plan)))
        types = {cell.data_type for sheet in workbook.worksheets for cell in cells_of(sheet)}
        assert {"s", "n"} <= types <= {"s", "n", "d"}


def test_text_that_looks_like_a_formula_is_marked_as_text(made: Made, crowded_plan: PlanDossier) -> None:
    workbook = opened(made("sheet", XLSX, request_for(crowded_plan)))
    marked = {cell.value: cell.quotePrefix for cell in cells_of(sheet_named(workbook, workbook.sheetnames[1]))}
    for text in ("=1+1", "+81", "-1", "@SUM(A1)"):
        assert marked[text] is True


def test_forbidden_characters_are_spelled_out_and_the_rest_is_kept(made: Made, crowded_plan: PlanDossier) -> None:
    workbook = opened(made("sheet", XLSX, request_for(crowded_plan)))
    texts = [str(cell.value) for cell in cells_of(sheet_named(workbook, workbook.sheetnames[1]))]
    state = "".join(texts)
    for words in ("a‹U+000B›b‹U+0001›c‹U+0000›d", "‹U+D800›", "𠮷野家", "<b>太字</b>&amp;", "１行目\n２行目\n\n４行目"):
        assert words in state
    assert LONG[:10_000] in "".join(texts)


def test_grades_and_stages_are_chosen_from_a_list(made: Made) -> None:
    workbook = opened(made("sheet", XLSX, request_for(None, "measure-1-1-1")))
    rules = sheet_named(workbook, workbook.sheetnames[1]).data_validations.dataValidation
    assert {rule.formula1 for rule in rules} == {"'選択肢'!$A$2:$A$7", "'選択肢'!$B$2:$B$7"}
    assert all(len(list(rule.sqref.ranges)) >= 1 for rule in rules)
    lists = sheet_named(workbook, "選択肢")
    assert lists.sheet_state == "hidden"
    assert [lists.cell(row, 1).value for row in range(1, 4)] == ["達成状況", "◎ 全体の目標達成", "○ 年度目標達成"]


def test_a_repeated_stage_stays_its_word_in_a_workbook(made: Made) -> None:
    workbook = opened(made("sheet", XLSX, request_for(None, "measure-1-1-1")))
    values = texts_of(sheet_named(workbook, workbook.sheetnames[1]))
    assert "→" not in values
    assert "継続" in values


def test_it_prints_on_a4_one_page_wide_with_repeated_rows_and_page_numbers(made: Made) -> None:
    for name, orientation, titles in (("sheet", "landscape", "証拠資料"), ("list", "landscape", "取組名")):
        workbook = opened(made(name, XLSX, request_for(None, "measure-1-1-1")))
        sheet = sheet_named(workbook, workbook.sheetnames[1 if name == "sheet" else 0])
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.orientation == orientation
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        repeated = sheet[str(sheet.print_title_rows).split(":")[0].strip("$")]
        assert titles in {cell.value for cell in (*repeated, sheet.cell(max(1, repeated[0].row - 1), 1))}
        foot = sheet.oddFooter
        assert foot is not None
        assert foot.center.text == "&P / &N"
        assert foot.right.text == "印刷日 令和8年5月20日"
        assert sheet.HeaderFooter.differentFirst
        first, further = sheet.firstHeader, sheet.oddHeader
        assert sheet.firstFooter is not None
        assert first is not None
        assert further is not None
        assert sheet.firstFooter.center.text == "&P / &N"
        assert not first.left.text
        assert str(further.left.text) == " ".join(str(sheet["A2"].value).split())


def test_the_head_of_a_list_stays_in_view(made: Made) -> None:
    workbook = opened(made("list", XLSX, request_for()))
    sheet = sheet_named(workbook, "取組一覧")
    assert sheet.freeze_panes == "A5"
    assert sheet.cell(4, 1).value == "番号"


def test_a_workbook_of_sheets_has_an_index_with_links(made: Made) -> None:
    measures = sample_plan().measures[:4]
    workbook = opened(made("sheet", XLSX, request_for(None, *(one.measure.id for one in measures))))
    index = sheet_named(workbook, "目次")
    assert len(workbook.sheetnames) == len(measures) + 2
    for row, dossier in enumerate(measures, 2):
        cell = index.cell(row, 1)
        assert cell.value == f"{dossier.number} {dossier.measure.title}"
        assert cell.hyperlink is not None
        name = (cell.hyperlink.location or "").rpartition("!")[0].strip("'")
        assert name in workbook.sheetnames


def test_styles_have_names(made: Made) -> None:
    workbook = opened(made("list", XLSX, request_for()))
    used = {cell.style for cell in cells_of(sheet_named(workbook, "取組一覧"))}
    assert all(name.startswith("行革 ") for name in used)


def test_a_merged_row_is_never_taller_than_excel_allows(made: Made, crowded_plan: PlanDossier) -> None:
    workbook = opened(made("sheet", XLSX, request_for(crowded_plan)))
    heights = sheet_named(workbook, workbook.sheetnames[1]).row_dimensions.values()
    assert max(row.height or 0 for row in heights) <= 409


def test_an_empty_plan_makes_a_workbook_that_opens(made: Made) -> None:
    empty = msgspec.structs.replace(sample_plan(), measures=())
    for name in ("sheet", "list"):
        assert opened(made(name, XLSX, request_for(empty))).sheetnames


def test_names_of_worksheets_are_allowed_and_differ() -> None:
    names = SheetNames()
    wished = ["1-(1)-① 窓口[改善]/見直し", "a" * 40, "A" * 40, "", "History", "'引用'", "𠮷" * 20, "𠮷" * 20]
    given = [names.take(wish) for wish in wished]
    assert len({name.casefold() for name in given}) == len(given)
    for name in given:
        assert name
        assert len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
    assert given[0] == "1-(1)-① 窓口［改善］／見直し"


def test_text_longer_than_a_cell_goes_on_in_the_next_row() -> None:
    text = "𠮷" * LONGEST_TEXT
    long = long_row((ModelCell("項目"), ModelCell(text)), (60.0, 700.0))
    assert "".join(long.pieces[1]) == text
    assert all(len(part.encode("utf-16-le")) // 2 <= LONGEST_TEXT for part in long.pieces[1])
    assert long.pieces[0] == ()


def test_amounts_are_numbers(made: Made, crowded_plan: PlanDossier) -> None:
    workbook = opened(made("sheet", XLSX, request_for(crowded_plan)))
    found = [cell for cell in cells_of(sheet_named(workbook, workbook.sheetnames[1])) if cell.value == -1_234_567]
    assert [cell.number_format for cell in found] == ["#,##0"]
    assert Decimal(str(found[0].value)) == Decimal(-1_234_567)


@pytest.mark.slow
def test_libreoffice_opens_the_workbook_and_prints_it(made: Made, crowded_plan: PlanDossier, tmp_path: Path) -> None:
    path = made("sheet", XLSX, request_for(crowded_plan))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/office", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=120)
    found = squeezed(pdf_text(tmp_path / "sheet.pdf"))
    for words in ("=1+1", "𠮷野家", "◎全体の目標達成", "意見と対応"):
        assert words in found
