"""A measure with its parts, and a plan with its measures."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.grades import CountsAs, Grade
from reform_desktop.domain.records import Evidence, Item, Measure, Plan, Policy


def measure(name: str, policy: int | None, item: int | None, number: int | None) -> MeasureDossier:
    return MeasureDossier(
        Measure(id=name, number=number, lead_department_id=name[0]),
        policy=Policy(id="p", number=policy),
        item=Item(id="i", number=item),
    )


def test_a_measure_prints_its_number_also_without_its_outline() -> None:
    assert measure("a", 1, 2, 3).number == "1-(2)-③"
    assert MeasureDossier(Measure(id="a", number=3)).number == "?-(?)-③"


def test_measures_stand_in_the_order_of_the_plan_and_unnumbered_ones_last() -> None:
    ordered = (
        measure("e", 1, 1, 2),
        measure("d", 1, 1, 10),
        measure("a2", 1, 1, None),
        measure("c", 1, 2, 1),
        measure("b", 10, 1, 1),
        measure("a1", None, 1, 1),
        MeasureDossier(Measure(id="z", number=1)),
    )
    assert tuple(sorted([*reversed(ordered)], key=lambda one: one.sort_key)) == ordered


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (2026, 2027, [2026, 2027]),
        (None, 2026, [2025, 2026]),
        (2027, None, [2027, 2028]),
        (None, None, [*range(2025, 2029)]),
    ],
)
def test_a_measure_runs_from_its_first_to_its_last_year(first: int | None, last: int | None, years: list[int]) -> None:
    dossier = MeasureDossier(Measure(id="a", first_fiscal_year=first, last_fiscal_year=last))
    assert [year for year in range(2025, 2029) if dossier.runs_in(year)] == years


@pytest.mark.parametrize("part", ["measure", "item", "policy"])
def test_a_retired_measure_item_or_policy_ends_the_run(part: str) -> None:
    dossier = measure("a", 1, 1, 1)
    record = getattr(dossier, part)
    retired = replace(dossier, **{part: replace(record, retired_from=2027)})
    assert [retired.retired_in(year) for year in (2026, 2027, 2028)] == [False, True, True]
    assert [retired.runs_in(year) for year in (2026, 2027, 2028)] == [True, False, False]


def test_evidence_is_found_by_its_year() -> None:
    one, other = Evidence(id="e", fiscal_year=2025), Evidence(id="f", fiscal_year=2026)
    assert MeasureDossier(Measure(id="a"), evidence=(one, other)).evidence_of(2026) == (other,)


def test_a_plan_knows_its_years_its_scale_and_each_departments_measures() -> None:
    grade = Grade("s", "S", "Ｓ", CountsAs.ACHIEVED, "green")
    first, second = measure("a", 1, 1, 1), measure("b", 1, 1, 2)
    plan = PlanDossier(
        Plan(id="p", first_fiscal_year=2025, last_fiscal_year=2029, grade_scale=(grade,)), measures=(first, second)
    )
    assert list(plan.fiscal_years) == [2025, 2026, 2027, 2028, 2029]
    assert plan.scale.grades == (grade,)
    assert plan.of_department("b") == (second,)


@pytest.mark.parametrize(("first", "last"), [(None, 2029), (2025, None), (2029, 2025)])
def test_a_plan_whose_years_are_not_filled_in_has_none(first: int | None, last: int | None) -> None:
    plan = PlanDossier(Plan(id="p", first_fiscal_year=first, last_fiscal_year=last))
    assert list(plan.fiscal_years) == []
