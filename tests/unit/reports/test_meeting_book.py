from __future__ import annotations

import io
import re
import tracemalloc
from dataclasses import replace
from pathlib import Path

import msgspec
import openpyxl
import pypdfium2

from reform_desktop.domain.dossier import PlanDossier
from reform_desktop.reports.catalogue import ReportFormat, report_named
from reform_desktop.reports.pdf.outline import outline_tree
from reform_desktop.reports.writing import write_report
from unit.reports.conftest import Made, pdf_text, squeezed
from unit.reports.plans import request_of
from unit.reports.sample_plan import OPTIONS, request_for, sample_plan

PDF = ReportFormat.PDF


def contents_of(path: Path) -> list[tuple[str, int]]:
    """Return the lines of the contents with their page numbers."""
    found = pdf_text(path, "-layout", "-f", "2", "-l", "3")
    lines = re.findall(r"^ *(\S.*?) {2,}(\d+)$", found, re.MULTILINE)
    return [(squeezed(words), int(number)) for words, number in lines]


def test_the_contents_name_the_page_on_which_every_chapter_and_sheet_begins(made: Made) -> None:
    path = made("book", PDF, request_of("sample"))
    pages = [squeezed(page) for page in pdf_text(path, "-raw").split("\f")]
    sheets = [(words, number) for words, number in contents_of(path) if re.match(r"\d-\(", words)]
    assert len(sheets) == len(sample_plan().measures)
    for words, number in sheets:
        assert words[:12].replace("◆", "") in pages[number - 1].replace("◆", "")
        assert "取組シート" in pages[number - 1]


def test_the_outline_agrees_with_the_contents(made: Made) -> None:
    path = made("book", PDF, request_of("sample"))
    with pypdfium2.PdfDocument(path) as pdf:
        marks = [(one.level, squeezed(one.get_title()), one.get_dest().get_index() + 1) for one in pdf.get_toc()]
    assert [words for _, words, _ in marks[:2]] == ["表紙", "目次"]
    assert [(words, page) for _, words, page in marks[2:]] == contents_of(path)
    assert {level for level, _, _ in marks} == {0, 1}


def test_lists_stand_upright_and_sheets_lie_across(made: Made) -> None:
    with pypdfium2.PdfDocument(made("book", PDF, request_of("sample"))) as pdf:
        sizes = {tuple(round(edge) for edge in page.get_size()) for page in pdf}
    assert sizes == {(595, 842), (842, 595)}


def test_a_book_of_an_empty_plan_is_a_book(made: Made) -> None:
    found = pdf_text(made("book", PDF, request_of("empty")))
    for words in ("会議資料", "目次", "該当する取組はありません", "意見は登録されていません"):
        assert words in found


def test_a_workbook_has_an_index_instead_of_page_numbers(made: Made) -> None:
    chosen = replace(request_of("sample"), measure_ids=frozenset({"measure-1-1-1", "measure-2-1-1"}))
    workbook = openpyxl.load_workbook(made("book", ReportFormat.EXCEL, chosen))
    names = workbook.sheetnames
    assert names[:4] == ["目次", "表紙", "総括表", "総括表（方針別）"]
    assert "1-(1)-① 広報紙と市ホームページの見直し" in names
    assert "目次 (2)" not in names


def test_memory_does_not_grow_with_the_book() -> None:
    def peak(copies: int) -> int:
        request = request_for(many(copies), fiscal_year=2025)
        document = report_named("book").build(request)
        tracemalloc.start()
        write_report(document, PDF, io.BytesIO())
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    small, large = many(1), many(4)
    assert len(large.measures) == 4 * len(small.measures)
    peak(1)
    assert peak(4) < 2.5 * peak(1)


def many(copies: int) -> PlanDossier:
    """Return the sample plan's first measures, several times over."""
    plan = sample_plan()
    measures = tuple(
        msgspec.structs.replace(one, measure=msgspec.structs.replace(one.measure, id=f"{one.measure.id}-{copy}"))
        for one in plan.measures[:10]
        for copy in range(copies)
    )
    return msgspec.structs.replace(plan, measures=measures)


def test_bookmarks_hang_below_the_chapter_before_them() -> None:
    nodes = outline_tree([1, 0, 1, 2, 1, 0])
    assert [node.parent for node in nodes] == [None, None, 1, 2, 1, None]
    assert [node.children for node in nodes] == [0, 2, 1, 0, 0, 0]
    assert (nodes[1].before, nodes[1].after) == (0, 5)
    assert (nodes[2].after, nodes[4].before) == (4, 2)
    assert outline_tree([]) == []


def test_edition_and_day_stand_on_the_cover(made: Made) -> None:
    cover = pdf_text(made("book", PDF, request_of("sample")), "-l", "1")
    for words in (OPTIONS.edition, "令和8年5月20日", "会議資料（令和7(2025)年度）", "企画政策部政策・デジタル推進課"):
        assert words in cover
    assert "1 /" not in cover
