from __future__ import annotations

import csv
import io
from collections import defaultdict
from itertools import pairwise

import openpyxl

from reform_desktop.domain.effects import effects_of
from reform_desktop.reports.catalogue import ReportFormat
from unit.reports.conftest import Made, pdf_text
from unit.reports.plans import request_of
from unit.reports.sample_plan import request_for, sample_plan
from unit.reports.small_plan import small_plan

COLUMNS = (
    "歳出削減（計画）（千円）",
    "歳出削減（実績）（千円）",
    "歳入確保（計画）（千円）",
    "歳入確保（実績）（千円）",
)


def test_policies_and_departments_add_up_to_the_plan(made: Made) -> None:
    content = made("effects", ReportFormat.CSV, request_of("sample", None)).read_text(encoding="utf-8-sig")
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(COLUMNS))
    for row in csv.DictReader(io.StringIO(content)):
        sums[row["区分"]] = [
            before + int(row[column] or 0) for before, column in zip(sums[row["区分"]], COLUMNS, strict=True)
        ]
    plan = sample_plan()
    whole = effects_of(plan.measures, plan.fiscal_years)
    expected = [whole.cost_cut.planned, whole.cost_cut.actual, whole.revenue.planned, whole.revenue.actual]
    assert sums["計画全体"] == sums["方針"] == sums["課"] == expected


def test_a_workbook_holds_the_total_as_a_number(made: Made) -> None:
    workbook = openpyxl.load_workbook(made("effects", ReportFormat.EXCEL, request_of("sample", None)))
    rows = [[cell.value for cell in row] for row in workbook.worksheets[0].iter_rows()]
    plan = sample_plan()
    whole = effects_of(plan.measures, plan.fiscal_years).total
    last = [row for row in rows if row[0] == "効果額の計"][-1]
    assert last[-2:] == [whole.planned, whole.actual]


def test_what_is_not_entered_stays_blank_and_is_counted(made: Made) -> None:
    found = pdf_text(made("effects", ReportFormat.PDF, request_of("sample")), "-layout", "-l", "1")
    blank = [line.split() for line in found.splitlines() if line.strip().startswith("歳入確保")]
    assert blank[0] == ["歳入確保"]
    assert "実績が未入力（件）" in found


def test_a_plan_of_many_years_goes_on_in_a_further_table(made: Made) -> None:
    found = pdf_text(made("effects", ReportFormat.PDF, request_for(small_plan())))
    places = [found.index(words) for words in ("1／2", "令和5(2023)年度", "2／2", "令和6(2024)年度")]
    assert all(before < after for before, after in pairwise(places))
