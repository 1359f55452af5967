"""Where the printed pages of a workbook turn: charts and small tables stay whole, headings with what they head."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from reform_desktop.domain.layouts import LayoutSettings
from reform_desktop.reports.catalogue import ReportFormat
from reform_desktop.reports.excel.charts import CHART_ROW_HEIGHT, chart_rows, on_single_pages
from reform_desktop.reports.excel.page_turns import PageTurns, PrintedPage
from reform_desktop.reports.model import GradeMark, Paper, Series, StackedBars, Tone
from reform_desktop.reports.pdf.style import FOOTER_HEIGHT, MM, geometry_of
from unit.reports.conftest import Made
from unit.reports.looked_at_plans import longest_request, sample_request

_POINT = 12_700
"""In the units of drawings."""

MARK = GradeMark("○", "年度目標達成", Tone.GREEN)


def sheets_of(path: Path) -> list[Worksheet]:
    return list(openpyxl.load_workbook(path).worksheets)


def pages_of(sheet: Worksheet, height: float) -> dict[int, int]:
    """Return the page that each row is printed on, as Excel fills pages from one break to the next."""
    breaks = {one.id for one in sheet.row_breaks.brk}
    first, last = (int(part.strip("$")) for part in (sheet.print_title_rows or "1:0").split(":"))
    repeated = sum(sheet.row_dimensions[row].height or 15 for row in range(first, last + 1))
    pages, page, gone = {}, 1, 0.0
    for row in range(1, max(sheet.row_dimensions) + 1):
        own = sheet.row_dimensions[row].height or 15
        if gone + own > height or row - 1 in breaks:
            page, gone = page + 1, repeated if row > last else 0.0
        gone += own
        pages[row] = page
    return pages


@pytest.mark.parametrize("year", [2025, None])
def test_every_chart_stands_whole_on_one_page(made: Made, year: int | None) -> None:
    path = made("summary", ReportFormat.EXCEL, replace(sample_request(), fiscal_year=year))
    height = geometry_of(Paper.A4, landscape=False).text_height
    charts = 0
    for sheet in sheets_of(path):
        pages = pages_of(sheet, height)
        for chart in getattr(sheet, "_charts"):  # noqa: B009 -- openpyxl has no other list of them, nor its stubs this one
            first = chart.anchor._from.row + 1
            last = first + int(chart.anchor.ext.height / _POINT / CHART_ROW_HEIGHT)
            assert len({pages[row] for row in range(first, last + 1)}) == 1
            assert pages[first - 1] == pages[first], "its heading stands with it"
            charts += 1
    assert charts == 3


def test_the_counts_after_a_list_stand_on_a_worksheet_of_their_own_without_the_lists_head(made: Made) -> None:
    path = made("list", ReportFormat.EXCEL, replace(sample_request(), fiscal_year=None))
    listed, counts = (one for one in sheets_of(path) if one.sheet_state == "visible")
    assert counts.title == "達成状況の件数 取組一覧"
    assert counts["A2"].value == listed["A2"].value
    assert "達成状況の件数" not in {cell.value for cell in listed["A"]}
    assert [cell.value for cell in counts["A"]].count("達成状況の件数") == 1
    assert (listed.print_title_rows, counts.print_title_rows) == ("$4:$4", "$5:$5")
    assert counts["A5"].value == "達成状況"
    pages = pages_of(counts, geometry_of(Paper.A4, landscape=True).text_height)
    assert set(pages.values()) == {1}
    assert counts.page_setup.orientation == listed.page_setup.orientation


def test_a_chart_stands_under_the_title_of_its_worksheet_and_is_not_put_off(made: Made) -> None:
    sheets = sheets_of(made("summary", ReportFormat.EXCEL, sample_request()))
    for sheet in sheets[1:3]:
        (chart,) = getattr(sheet, "_charts")  # noqa: B009 -- as above
        assert chart.anchor._from.row == 4
        assert not [one.id for one in sheet.row_breaks.brk if one.id <= 4]


def test_the_last_table_of_a_worksheet_repeats_its_head_on_further_pages(made: Made) -> None:
    sheets = sheets_of(made("summary", ReportFormat.EXCEL, sample_request()))
    first, last = (int(one.strip("$")) for one in str(sheets[2].print_title_rows).split(":"))
    assert sheets[2].cell(first, 1).value == "年度"
    assert first == last
    assert sheets[0].print_title_rows is None, "a chart stands behind its tables"
    (attention,) = sheets_of(made("attention", ReportFormat.EXCEL, sample_request()))[:1]
    row = int(str(attention.print_title_rows).split(":")[0].strip("$"))
    assert [cell.value for cell in attention[row]][:5] == ["番号", "取組名", "担当課", "区分", "内容"]
    assert attention.cell(row - 1, 1).value == "入力の確認が必要な箇所（30件）"
    (indicators,) = sheets_of(made("indicators", ReportFormat.EXCEL, sample_request()))
    assert indicators.print_title_rows is not None


def test_a_sheet_turns_its_pages_itself_with_headings_and_pairs_of_rows_whole(made: Made) -> None:
    sheet = sheets_of(made("sheet", ReportFormat.EXCEL, longest_request()))[1]
    geometry = geometry_of(Paper.A4, landscape=True)
    pages = pages_of(sheet, geometry.text_height + FOOTER_HEIGHT - 3 * MM)
    turns = [row for row in range(2, sheet.max_row + 1) if pages[row] != pages[row - 1]]
    assert [one.id + 1 for one in sheet.row_breaks.brk] == turns, "Excel and LibreOffice turn none of their own"
    assert len(turns) > 15
    words = {row: str(sheet.cell(row, 1).value or "") for row in range(1, sheet.max_row + 1)}
    headings = [row for row, text in words.items() if text in ("指標", "年度別", "効果", "証拠資料", "意見と対応")]
    assert len(headings) == 5
    for row in headings:
        assert pages[row] == pages[row + 1] == pages[row + 2] == pages[row + 3]
    pairs = [row for row, text in words.items() if text.startswith("指標") and text != "指標"]
    assert len(pairs) == 30
    assert all(pages[row] == pages[row + 1] for row in pairs)
    assert all(pages[row] == pages[row - 1] for row in pairs), "each page begins with the years again"


@pytest.mark.parametrize("grouping", ["item", "policy", "department"])
def test_no_group_of_a_list_is_left_alone_at_the_foot_of_a_page(made: Made, grouping: str) -> None:
    request = sample_request()
    request = replace(request, options=replace(request.options, layout=LayoutSettings(grouping=grouping)))
    sheet = sheets_of(made("list", ReportFormat.EXCEL, request))[0]
    geometry = geometry_of(Paper.A4, landscape=False)
    pages = pages_of(sheet, geometry.text_height + FOOTER_HEIGHT - 3 * MM)
    groups = [area.min_row for area in sheet.merged_cells.ranges if area.min_row > 4 and area.size["columns"] == 4]
    assert len(groups) >= 5
    assert all(pages[row] == pages[row + 1] for row in groups)
    assert max(pages.values()) in (2, 3)
    assert len(sheet.row_breaks.brk) == max(pages.values()) - 1


def test_heights_are_whole_pixels_so_that_excel_rounds_none(made: Made) -> None:
    for name in ("list", "sheet"):
        for sheet in sheets_of(made(name, ReportFormat.EXCEL, sample_request()))[:3]:
            if sheet.title == "目次":
                continue
            assert all((4 * (row.height or 0)) % 3 == 0 for row in sheet.row_dimensions.values())


def test_heads_of_narrow_columns_are_broken_between_phrases(made: Made) -> None:
    sheet = sheets_of(made("summary", ReportFormat.EXCEL, sample_request()))[1]
    heads = {str(cell.value) for row in sheet.iter_rows(max_row=40) for cell in row if "\n" in str(cell.value)}
    assert {"◎\n全体の\n目標\n達成", "＞\n目標に\n向け\n実施中", "実施\n期間外"} <= heads


def test_charts_show_no_zeros_no_title_of_excels_own_and_our_face(made: Made) -> None:
    with zipfile.ZipFile(made("summary", ReportFormat.EXCEL, sample_request())) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "/charts/" in name]
    assert len(charts) == 3
    for chart in charts:
        assert chart.count('formatCode="#;;;" sourceLinked="0"') == chart.count("<ser>") == 6
        assert "autoTitleDeleted xmlns" in chart or 'autoTitleDeleted val="1"' in chart
        assert chart.index("</chart>") < chart.index('typeface="BIZ UDPゴシック"')


def test_a_chart_of_very_many_bars_becomes_several_of_one_size() -> None:
    counts = tuple(range(70))
    bars = StackedBars("課別", tuple(f"課{place}" for place in counts), (Series(MARK, counts),))
    charts = on_single_pages(bars, 38)
    assert [len(one.bars) for one in charts] == [24, 24, 22]
    assert sum((one.series[0].counts for one in charts), ()) == counts
    assert all(chart_rows(one, 38) <= 38 for one in charts)
    assert on_single_pages(replace(bars, bars=(), series=()), 38) == []


def test_pages_that_were_only_reckoned_are_trusted_less_the_longer_the_way() -> None:
    turns = PageTurns(PrintedPage(500, 700))
    for _ in range(30):
        turns.add(20)
    assert not turns.needs_break(80)
    assert turns.needs_break(90), "the error of the reckoning is allowed for"
    assert not turns.needs_break(800), "what no page can hold needs none"
    for _ in range(3_000):
        turns.add(20)
    assert turns.needs_break(30), "after so many pages nobody knows where this one ends"
    turns.turn()
    assert not turns.needs_break(600)
    assert PrintedPage(500, 700).shrunk_to(1000).height == 1400
