"""A list of 20,000 rows as Excel, against openpyxl's write-only mode with the same cells and one style."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, NamedStyle

from benchmarks.conftest import FULL, RatioBook, median_of
from reform_desktop.reports.catalogue import ReportFormat
from reform_desktop.reports.excel.texts import stored
from reform_desktop.reports.model import (
    Cell,
    DataTable,
    Document,
    GradeMark,
    Lazy,
    Part,
    PrintOptions,
    Row,
    Table,
    Tone,
)
from reform_desktop.reports.rowmaking import head
from reform_desktop.reports.writing import write_report

pytestmark = pytest.mark.benchmark

ROWS = 20_000 if FULL else 500
COLUMNS = 25
REPEATS = 3 if FULL else 1
_MARKS = (
    GradeMark("◎", "全体の目標達成", Tone.GREEN_STRONG),
    GradeMark("△", "年度目標一部達成", Tone.YELLOW),
    GradeMark("×", "計画中止", Tone.RED),
)


def _rows() -> Iterator[Row]:
    """Yield rows of 25 cells, as the lists have them: words, amounts, decimals, a day, grades and texts."""
    for number in range(ROWS):
        cells = [Cell(f"1-({number % 9})-①"), Cell(f"窓口の待ち時間を短くする取組 {number}"), Cell("財政課")]
        cells += [Cell(number * place) for place in range(10)]
        cells += [Cell(Decimal("12.5")), Cell(date(2026, 4, 1))]
        cells += [Cell(_MARKS[(number + place) % 3]) for place in range(5)]
        cells += [Cell(f"受付を一列から二列にした。{number}{place}") for place in range(5)]
        yield Row(tuple(cells), steps=1)


def _ours() -> float:
    heads = Row(tuple(head(f"列{place}") for place in range(COLUMNS)))
    part = Part("一覧", "一覧", (60.0,) * COLUMNS, (Table(Lazy(_rows), (heads,)),), freeze_head=True)
    document = Document("一覧", "", (part,), DataTable((), ()), PrintOptions(date(2026, 5, 20)), ROWS)
    start = time.perf_counter()
    write_report(document, ReportFormat.EXCEL, io.BytesIO())
    return time.perf_counter() - start


def _peer() -> float:
    start = time.perf_counter()
    workbook = Workbook(write_only=True)
    workbook.add_named_style(NamedStyle("本文", font=Font(name="BIZ UDPゴシック", size=10)))
    sheet = workbook.create_sheet("一覧")
    for row in _rows():
        cells = []
        for one in row.cells:
            cell = WriteOnlyCell(sheet)
            cell.value = stored(one.value)
            cell.style = "本文"
            cells.append(cell)
        sheet.append(cells)
    workbook.save(io.BytesIO())
    return time.perf_counter() - start


def test_a_long_list_is_written_about_as_fast_as_bare_openpyxl(ratio_book: RatioBook) -> None:
    ours, peer = median_of(_ours, REPEATS), median_of(_peer, REPEATS)
    ratio_book.check(
        f"Excel of {ROWS:,} rows / openpyxl write-only, same cells, one style",
        ours / peer,
        1.3,
        f"{ours:.1f} s / {peer:.1f} s",
    )
