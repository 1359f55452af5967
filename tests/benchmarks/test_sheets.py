"""Reading a filled-in 記入用シート of many measures, and finding the field behind each cell, against openpyxl."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from benchmarks.conftest import FULL, RatioBook, median_of
from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.records import Item, Measure, Plan, Policy, YearRecord
from reform_desktop.reports.entry.building import BookBuilder
from reform_desktop.reports.entry.keys import EntryHeader
from reform_desktop.reports.entry.writer import write_entry_book
from reform_desktop.reports.ticker import Ticker
from reform_desktop.services.sheet_import.keyed import find_keys
from reform_desktop.services.sheet_import.reading import read_sheets

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(1_800)]

SHEETS = 1_000 if FULL else 100
REPEATS = 3 if FULL else 1
YEAR = 2025


class _Open:
    """Everything may be filled in, and was exported from one change."""

    def parents(self, row_id: str, field: str) -> tuple[str, ...]:
        del row_id, field
        return ("0" * 64,)

    def is_open(self, kind: str, field: str, measure_id: str) -> bool:
        del kind, field, measure_id
        return True


@pytest.fixture(scope="module")
def filled_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of so many sheets, each with words and amounts in it."""
    path = tmp_path_factory.mktemp("sheets") / "記入済み.xlsx"
    plan = _plan(SHEETS)
    header = EntryHeader(plan.plan.id, plan.plan.name, "store", "division", YEAR, "2026-04-20T15:30:00+09:00")
    with path.open("wb") as stream:
        book = BookBuilder(plan, header, _Open()).build()
        write_entry_book(book, stream, date(2026, 4, 20), Ticker(SHEETS, None, None))
    return path


def test_reading_a_filled_in_workbook_costs_half_of_openpyxl(filled_in: Path, ratio_book: RatioBook) -> None:
    ours = median_of(lambda: _ours(filled_in), REPEATS)
    peer = median_of(lambda: _openpyxl(filled_in), REPEATS)
    detail = f"{ours:.2f} s / {peer:.2f} s, {SHEETS:,} sheets"
    ratio_book.check("read a filled-in workbook / openpyxl read-only", ours / peer, 0.5, detail)


def _ours(path: Path) -> float:
    start = time.perf_counter()
    book = find_keys(read_sheets(path))
    took = time.perf_counter() - start
    assert book is not None
    assert all(cell.grid is not None for cell in book.cells)
    assert len(book.cells) >= 15 * SHEETS
    return took


def _openpyxl(path: Path) -> float:
    start = time.perf_counter()
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    cells = sum(len(row) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True))
    book.close()
    assert cells > 100 * SHEETS
    return time.perf_counter() - start


def _plan(count: int) -> PlanDossier:
    policy = Policy(id="policy", plan_id="plan", number=1, title="方針")
    item = Item(id="item", policy_id="policy", number=1, title="推進項目")
    words = "窓口の予約を始め、待ち時間を半分にした。" * 5
    measures = tuple(
        MeasureDossier(
            Measure(id=f"m{number}", item_id="item", number=number, title=f"取組{number}", approach=words),
            policy,
            item,
            years={
                YEAR: YearRecord(
                    id=f"y{number}", measure_id=f"m{number}", fiscal_year=YEAR, result=words, cost_cut_actual=number
                )
            },
        )
        for number in range(1, count + 1)
    )
    plan = Plan(id="plan", name="実施計画", first_fiscal_year=2025, last_fiscal_year=2029)
    return PlanDossier(plan, (policy,), (item,), (), measures)
