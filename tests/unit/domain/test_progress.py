"""Counts per grade and their rates, held against published tables."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest

from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.grades import Grade, GradeScale, scale_of
from reform_desktop.domain.grouping import by_department, by_item, by_policy
from reform_desktop.domain.progress import (
    Standing,
    counts_by_group,
    counts_of,
    counts_of_plan,
    percent,
    percent_text,
    standing_of,
    table_of,
)
from reform_desktop.domain.records import Department, Item, Measure, Plan, PlanCount, Policy, YearRecord

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data"
SCALES = msgspec.json.decode(
    (ROOT / "resources/outlines/grade_scales.json").read_bytes(), type=dict[str, tuple[Grade, ...]]
)
ANNAKA = scale_of(SCALES["annaka"])
KIZUGAWA = scale_of(SCALES["kizugawa"])


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def measure(
    number: int,
    grades: dict[int, str | None],
    *,
    first: int | None = None,
    last: int | None = None,
    retired: int | None = None,
    outside: bool = False,
) -> MeasureDossier:
    name = f"m{number}"
    return MeasureDossier(
        Measure(id=name, number=number, first_fiscal_year=first, last_fiscal_year=last, retired_from=retired),
        years={
            year: YearRecord(id=f"{name}-{year}", fiscal_year=year, grade=grade, outside_evaluation=outside)
            for year, grade in grades.items()
        },
    )


def published_counts() -> dict[int, dict[str, int]]:
    """Figure 2 of the outline by year and printed word, 合計 among them."""
    rows = table("annaka-outline-3-status.csv")
    years = [heading for heading in rows[0] if heading != "実施状況"]
    return {
        year: {row["実施状況"]: int(row[heading]) for row in rows}
        for year, heading in zip(range(2020, 2024), years, strict=True)
    }


def annaka_measures() -> tuple[MeasureDossier, ...]:
    """36 measures whose grades give the published table; the last one begins in FY2021."""
    grades: dict[int, list[str]] = {
        year: [one.grade for one in ANNAKA.grades for _ in range(counts[one.label])]
        for year, counts in published_counts().items()
    }
    return tuple(
        measure(
            number,
            {year: column[number - 1] for year, column in grades.items() if number <= len(column)},
            first=2021 if number == 36 else 2020,
        )
        for number in range(1, 37)
    )


@pytest.mark.parametrize("year", [2020, 2021, 2022, 2023])
def test_the_figures_of_the_third_outline_come_out_as_published(year: int) -> None:
    counts = counts_of(annaka_measures(), ANNAKA, year)
    published = published_counts()[year]
    assert {one.grade.label: one.count for one in counts.by_grade} == {
        word: count for word, count in published.items() if word != "合計"
    }
    assert [one.grade for one in counts.by_grade] == list(ANNAKA.grades)
    assert counts.evaluated == published["合計"]


def test_at_the_end_of_2023_two_thirds_of_36_measures_count_as_achieved() -> None:
    counts = counts_of(annaka_measures(), ANNAKA, 2023)
    assert (counts.achieved, counts.not_achieved, counts.evaluated, counts.total) == (24, 12, 36, 36)
    assert counts.achieved_rate == Fraction(2, 3)
    assert percent_text(counts.achieved_rate) == "67%"
    assert percent_text(counts.not_achieved_rate) == "33%"


def test_a_measure_that_begins_a_year_later_is_counted_apart_in_2020() -> None:
    counts = counts_of(annaka_measures(), ANNAKA, 2020)
    assert (counts.evaluated, counts.listed, counts.not_begun, counts.total) == (35, 35, 1, 36)


def kizugawa_plan() -> PlanDossier:
    policies: list[Policy] = []
    measures: list[MeasureDossier] = []
    for number, row in enumerate(table("kizugawa-2020-status.csv"), start=1):
        policy = Policy(id=f"p{number}", number=number, title=row["重点改革項目"])
        policies.append(policy)
        cells = [(one.grade, int(row[one.label]), False) for one in KIZUGAWA.grades]
        cells.append(("", int(row["評価対象外"]), True))
        for grade, count, outside in cells:
            for _ in range(count):
                one = measure(len(measures), {2020: grade or None}, outside=outside)
                measures.append(msgspec.structs.replace(one, policy=policy))
    plan = Plan(id="k", first_fiscal_year=2020, last_fiscal_year=2020, grade_scale=KIZUGAWA.grades)
    return PlanDossier(plan, policies=tuple(policies), measures=tuple(measures))


def test_the_figures_of_kizugawa_come_out_by_policy_and_in_total() -> None:
    plan = kizugawa_plan()
    rows = table("kizugawa-2020-status.csv")
    groups = counts_by_group(by_policy(plan), plan.scale, 2020)
    assert [one.group.title for one in groups] == [row["重点改革項目"] for row in rows]
    for one, row in zip(groups, rows, strict=True):
        counts = one.counts
        assert {one.grade.label: str(one.count) for one in counts.by_grade} == {
            word: row[word] for word in ("S", "A", "B", "C")
        }
        assert (counts.outside, counts.listed) == (int(row["評価対象外"]), int(row["合計"]))
    total = counts_of_plan(plan, 2020)
    assert [one.count for one in total.by_grade] == [
        sum(int(row[word]) for row in rows) for word in ("S", "A", "B", "C")
    ]
    assert (total.evaluated, total.outside, total.listed) == (86, 30, 116)


def test_every_measure_is_counted_exactly_once_wherever_it_stands() -> None:
    measures = (
        measure(1, {2025: "year_achieved"}),
        measure(2, {2025: "year_achieved"}, first=2026),
        measure(3, {2025: "year_achieved"}, last=2024),
        measure(4, {2025: "year_achieved"}, retired=2025),
        measure(5, {2025: "year_achieved"}, outside=True),
        measure(6, {}),
        measure(7, {2025: None}),
        measure(8, {2025: "of_a_newer_program"}),
    )
    counts = counts_of(measures, ANNAKA, 2025)
    assert (counts.evaluated, counts.not_begun, counts.ended, counts.outside, counts.ungraded) == (1, 1, 2, 1, 3)
    assert (counts.listed, counts.total) == (5, 8)
    assert (counts.count_of("year_achieved"), counts.count_of("of_a_newer_program")) == (1, 0)
    assert standing_of(measures[4], 2025) is Standing.OUTSIDE


def test_without_grades_there_is_no_rate() -> None:
    counts = counts_of((), ANNAKA, 2025)
    assert counts.achieved_rate is None
    assert counts.not_achieved_rate is None
    assert percent_text(counts.achieved_rate) == "－"


@pytest.mark.parametrize(
    ("share", "printed"), [(Fraction(1, 200), 1), (Fraction(1, 201), 0), (Fraction(5, 8), 63), (Fraction(1), 100)]
)
def test_halves_of_a_percent_are_rounded_up(share: Fraction, printed: int) -> None:
    assert percent(share) == printed


def test_a_closed_plan_shows_its_stored_counts_for_the_years_it_has() -> None:
    rows = [
        PlanCount(id=f"{year}{word}", fiscal_year=year, grade=grade_of(ANNAKA, word), count=count)
        for year, counts in published_counts().items()
        for word, count in counts.items()
        if word != "合計"
    ]
    rows.append(PlanCount(id="empty", fiscal_year=2023, grade=None, count=None))
    rows.append(PlanCount(id="yearless", count=3))
    plan = PlanDossier(
        Plan(id="3", first_fiscal_year=2020, last_fiscal_year=2024, grade_scale=ANNAKA.grades, closed=True),
        counts=tuple(rows),
    )
    figures = table_of(plan)
    assert figures.fiscal_years == (2020, 2021, 2022, 2023)
    for grade in ANNAKA.grades:
        assert figures.row(grade) == tuple(published_counts()[year][grade.label] for year in range(2020, 2024))
    assert [one.evaluated for one in figures.columns] == [35, 36, 36, 36]
    assert percent_text(figures.columns[3].achieved_rate) == "67%"


def grade_of(scale: GradeScale, word: str) -> str:
    return next(one.grade for one in scale.grades if one.label == word)


def test_a_running_plan_shows_its_own_years_or_the_ones_asked_for() -> None:
    plan = PlanDossier(
        Plan(id="3", first_fiscal_year=2020, last_fiscal_year=2024, grade_scale=ANNAKA.grades),
        measures=annaka_measures(),
    )
    assert table_of(plan).fiscal_years == (2020, 2021, 2022, 2023, 2024)
    asked = table_of(plan, [2022])
    assert asked.fiscal_years == (2022,)
    assert asked.columns[0] == counts_of_plan(plan, 2022)


def test_measures_are_gathered_under_policies_items_and_departments_and_none_is_left_out() -> None:
    policy = Policy(id="p", number=1, title="方針")
    unnumbered = Policy(id="q", title="番号のない方針")
    item = Item(id="i", policy_id="p", number=2, title="項目")
    leading = Department(id="d", code="010", name="財政課")
    idle = Department(id="e", name="取組のない課")
    placed = MeasureDossier(Measure(id="m"), policy=policy, item=item, lead_department=leading)
    lost = MeasureDossier(Measure(id="n"))
    plan = PlanDossier(Plan(id="x"), (policy, unnumbered), (item,), (leading, idle), (placed, lost))
    assert [(one.number, one.title, one.measures) for one in by_policy(plan)] == [
        ("1", "方針", (placed,)),
        ("", "番号のない方針", ()),
        ("", "方針のない取組", (lost,)),
    ]
    assert [(one.number, one.title) for one in by_item(plan)] == [("1-(2)", "項目"), ("", "推進項目のない取組")]
    assert [(one.number, one.title) for one in by_department(plan)] == [("010", "財政課"), ("", "担当課のない取組")]
    assert len(by_policy(PlanDossier(Plan(id="x"), (policy,), measures=(placed,)))) == 1
