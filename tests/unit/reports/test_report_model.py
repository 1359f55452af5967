"""A report of its own making: every block and every kind of value in every format."""

from __future__ import annotations

import dataclasses
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pypdfium2
import pytest

from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.records import Measure
from reform_desktop.reports.catalogue import ReportFormat
from reform_desktop.reports.measure_list import build_list
from reform_desktop.reports.model import (
    Align,
    Block,
    Cell,
    DataTable,
    Document,
    GradeMark,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Rate,
    Row,
    RowKind,
    Stage,
    Table,
    Tone,
    Value,
    Year,
)
from reform_desktop.reports.rowmaking import tone_named
from reform_desktop.reports.writing import write_report
from unit.reports.sample_plan import OPTIONS, request_for, sample_plan

VALUES: tuple[Value, ...] = (
    None,
    "言葉",
    1_234,
    Decimal("12.50"),
    date(2026, 5, 20),
    Year(2025),
    Year(2025, short=True),
    GradeMark("○", "達成", Tone.GREEN),
    Stage("継続", repeated=True),
    Rate(2, 3),
    Rate(0, 0),
    True,
    False,
)


def document(*blocks: Block, paper: Paper = Paper.A4) -> Document:
    part = Part("部分", "表題", (1.0, 2.0), blocks, overline="上書き")
    captions = tuple(f"列{number}" for number in range(len(VALUES)))
    return Document("試験", "すべての値", (part,), DataTable(captions, (VALUES,)), OPTIONS, 0, paper)


def written(made: Document, report_format: ReportFormat) -> bytes:
    stream = io.BytesIO()
    write_report(made, report_format, stream)
    return stream.getvalue()


def value_table() -> Table:
    return Table(tuple(Row((Cell(str(number)), Cell(value))) for number, value in enumerate(VALUES)))


def text_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as pages:
        return [page.get_textpage().get_text_range() for page in pages]


def test_every_kind_of_value_prints() -> None:
    text = text_of(written(document(value_table()), ReportFormat.PDF))[0]
    for words in ("言葉", "1,234", "12.50", "令和8年5月20日", "令和7(2025)年度", "R7", "○ 達成", "→", "67%", "－"):
        assert words in text


def test_every_kind_of_value_keeps_its_type_in_a_workbook() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(written(document(value_table()), ReportFormat.EXCEL)))
    values = [row[1].value for row in workbook.worksheets[0].iter_rows(min_row=3)]
    assert values[1:4] == ["言葉", 1_234, 12.5]
    assert str(values[4]).startswith("2026-05-20")
    assert values[5:9] == ["令和7(2025)年度", "R7", "○ 達成", "継続"]
    assert values[9] == pytest.approx(2 / 3)
    assert values[10:] == ["－", "○", None]


def test_every_kind_of_value_is_one_datum_in_csv() -> None:
    rows = written(document(value_table()), ReportFormat.CSV).decode("utf-8-sig").splitlines()
    assert rows[1] == ",言葉,1234,12.50,2026-05-20,2025,2025,達成,継続,0.6667,,1,0"


def test_a_page_break_begins_a_new_page() -> None:
    made = document(Paragraph("前"), PageBreak(), Paragraph("後"))
    pages = text_of(written(made, ReportFormat.PDF))
    assert ["前" in page for page in pages] == [True, False]
    assert ["後" in page for page in pages] == [False, True]
    for other in (ReportFormat.EXCEL, ReportFormat.HTML):
        assert written(made, other)


def test_a_heading_moves_to_the_next_page_with_what_it_heads() -> None:
    lines = Paragraph("\n".join(["行"] * 55))
    pages = text_of(written(document(lines, Heading("次の章"), value_table()), ReportFormat.PDF))
    assert ["次の章" in page for page in pages] == [False, True]
    assert "言葉" in pages[1]


def test_a_heading_that_nothing_follows_is_printed_all_the_same() -> None:
    made = document(Heading("一"), Heading("二"))
    text = text_of(written(made, ReportFormat.PDF))[0]
    assert "一" in text
    assert "二" in text


def test_a_long_paragraph_flows_over_pages() -> None:
    pages = text_of(written(document(Paragraph("長い文章です。" * 2000)), ReportFormat.PDF))
    assert len(pages) > 3
    assert sum(page.count("長") for page in pages) >= 1990


def test_headings_that_would_fill_half_the_page_are_not_repeated() -> None:
    tall = Row((Cell("\n".join(["高い見出し"] * 40), tone=Tone.HEAD, span=2),))
    table = Table(tuple(Row((Cell(str(number)), Cell("行"))) for number in range(60)), (tall,))
    pages = text_of(written(document(table), ReportFormat.PDF))
    assert "高い見出し" not in pages[-1]


def test_a_group_without_rows_is_printed() -> None:
    group = Row((Cell("空の方針", span=2, tone=Tone.GROUP),), RowKind.GROUP)
    assert "空の方針" in text_of(written(document(Table((group,))), ReportFormat.PDF))[0]


def test_a3_paper_is_a3() -> None:
    made = dataclasses.replace(document(value_table()), paper=Paper.A3, landscape=True)
    with pypdfium2.PdfDocument(written(made, ReportFormat.PDF)) as pdf:
        width, height = pdf[0].get_size()
    assert (round(width), round(height)) == (1191, 842)


def test_a_cell_with_an_alignment_of_its_own_keeps_it() -> None:
    page = written(
        document(Table((Row((Cell("右", align=Align.END), Cell(5, align=Align.CENTER))),))), ReportFormat.HTML
    )
    assert '<td class="end">右</td><td class="center">5</td>' in page.decode("utf-8")


def test_a_ground_that_a_newer_scale_names_is_left_white() -> None:
    assert tone_named("ultraviolet") is Tone.PLAIN


def test_measures_without_policy_or_item_are_listed_under_a_heading_that_says_so() -> None:
    plan = sample_plan()
    lone = MeasureDossier(Measure(id="lone", title="所属のない取組"), plan.policies[0])
    bare = MeasureDossier(Measure(id="bare", title="何もない取組"))
    request = request_for(type(plan)(plan.plan, measures=(lone, bare)))
    text = "".join(text_of(written(build_list(request), ReportFormat.PDF)))
    assert "方針が登録されていない取組" in text
    assert "推進項目が登録されていない取組" in text


def test_the_list_of_one_year_has_one_column_and_that_year_is_marked() -> None:
    page = written(build_list(request_for(fiscal_year=2025)), ReportFormat.HTML).decode("utf-8")
    assert '<th scope="col" class="current"><abbr title="令和7(2025)年度">R7</abbr></th>' in page
    assert "R8" not in page
