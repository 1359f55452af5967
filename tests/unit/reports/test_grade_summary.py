from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.chart._chart import ChartBase

from reform_desktop.domain.progress import counts_of
from reform_desktop.reports.catalogue import ReportFormat
from unit.reports.conftest import Made, pdf_text, squeezed
from unit.reports.plans import previous_plan, request_of
from unit.reports.sample_plan import sample_plan

PDF = ReportFormat.PDF


def charts_of(workbook: Workbook, name: str) -> list[ChartBase]:
    found: list[ChartBase] = vars(workbook[name])["_charts"]
    return found


def test_the_closed_plan_stands_beside_the_current_one(made: Made) -> None:
    first = pdf_text(made("summary", PDF, request_of("sample")), "-layout", "-l", "1")
    assert "第3次安中市行政改革大綱" in first
    row = next(line.split() for line in first.splitlines() if "一部以上達成の割合" in line)
    assert row[1:4] == ["69%", "64%", "67%"]


def test_all_years_show_unless_one_is_named(made: Made) -> None:
    every = pdf_text(made("summary", PDF, request_of("sample", None)), "-l", "1")
    assert all(year in every for year in ("R7", "R8", "R9", "R10", "R11"))
    assert "R8" not in pdf_text(made("summary", PDF, request_of("sample", 2025)), "-l", "1")


def test_every_policy_and_department_has_its_line(made: Made) -> None:
    plan = sample_plan()
    found = squeezed(pdf_text(made("summary", PDF, request_of("sample"))))
    assert all(f"方針{one.number}" in found for one in plan.policies)
    assert all(one.name in found for one in plan.departments)
    assert "合計（48件）" in found


def test_a_department_gets_its_own_figures_without_the_plan_before(made: Made) -> None:
    request = request_of("sample")
    mine = replace(request, department=sample_plan().departments[0])
    found = pdf_text(made("summary", PDF, mine))
    assert "第3次" not in found
    assert "課別" not in found


def test_a_plan_before_with_other_grades_is_left_out(made: Made) -> None:
    other = previous_plan()
    scale = tuple(other.plan.grade_scale[:4])
    before = type(other)(type(other.plan)(id="x", name="別の計画", grade_scale=scale, closed=True), counts=other.counts)
    found = pdf_text(made("summary", PDF, replace(request_of("sample"), previous=before)))
    assert "別の計画" not in found


def test_the_chart_of_a_workbook_is_native_and_reads_figures_that_stand_in_it(made: Made) -> None:
    workbook = openpyxl.load_workbook(made("summary", ReportFormat.EXCEL, request_of("sample")))
    charts = [chart for name in workbook.sheetnames for chart in charts_of(workbook, name)]
    assert len(charts) == 3
    assert all(isinstance(chart, BarChart) and chart.grouping == "percentStacked" for chart in charts)
    figures = workbook["グラフの数値"]
    rows = [[cell.value for cell in row] for row in figures.iter_rows()]
    assert ["令和2(2020)年度", 0, 9, 15, 7, 4, 0] in rows


def test_the_figures_for_machines_add_up(made: Made) -> None:
    content = made("summary", ReportFormat.CSV, request_of("sample")).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    plan = sample_plan()
    for kind in ("計画全体", "方針", "課"):
        count = sum(
            int(row["件数（件）"])
            for row in rows
            if row["区分"] == kind and row["年度"] == "2025" and row["評価した取組に対する割合"]
        )
        assert count == counts_of(plan.measures, plan.scale, 2025).evaluated
