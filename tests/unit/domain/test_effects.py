"""Effect amounts in 千円 and hours, summed by year, policy and over the plan."""

from __future__ import annotations

from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.effects import (
    Amounts,
    Effects,
    effects_by_group,
    effects_by_year,
    effects_of,
    effects_of_plan,
)
from reform_desktop.domain.grouping import by_policy
from reform_desktop.domain.records import Measure, Plan, Policy, YearRecord

POLICY = Policy(id="p", number=1, title="方針")


def measure(name: str, *years: YearRecord, policy: Policy | None = POLICY) -> MeasureDossier:
    return MeasureDossier(
        Measure(id=name), policy=policy, years={one.fiscal_year: one for one in years if one.fiscal_year is not None}
    )


COUNTER = measure(
    "a",
    YearRecord(id="a25", fiscal_year=2025, cost_cut_planned=1200, cost_cut_actual=1000, hours_saved=40),
    YearRecord(id="a26", fiscal_year=2026, cost_cut_planned=1500),
)
ADVERTISING = measure(
    "b",
    YearRecord(id="b25", fiscal_year=2025, revenue_planned=300, revenue_actual=0, hours_saved=-5),
    YearRecord(id="b26", fiscal_year=2026, revenue_planned=0),
    policy=None,
)


def test_planned_and_actual_amounts_are_summed_apart_and_together() -> None:
    effects = effects_of([COUNTER, ADVERTISING], [2025])
    assert effects.cost_cut == Amounts(1200, 1000)
    assert effects.revenue == Amounts(300, 0)
    assert effects.total == Amounts(1500, 1000)
    assert effects.hours_saved == 35


def test_an_actual_that_is_not_entered_is_counted_as_missing_and_not_as_zero() -> None:
    effects = effects_of([COUNTER, ADVERTISING], [2026])
    assert effects.cost_cut == Amounts(1500, None, missing=1)
    assert effects.revenue == Amounts(0, None, missing=0)
    assert effects.total == Amounts(1500, None, missing=1)
    assert effects.hours_saved is None


def test_each_year_has_its_own_sums_also_a_year_without_any() -> None:
    by_year = effects_by_year(iter([COUNTER, ADVERTISING]), [2024, 2025, 2026])
    assert list(by_year) == [2024, 2025, 2026]
    assert by_year[2024] == Effects()
    assert by_year[2025].total.actual == 1000


def test_effects_are_summed_by_policy_and_year() -> None:
    plan = PlanDossier(
        Plan(id="x", first_fiscal_year=2025, last_fiscal_year=2026),
        policies=(POLICY,),
        measures=(COUNTER, ADVERTISING),
    )
    first, rest = effects_by_group(by_policy(plan), iter([2025, 2026]))
    assert (first.group.title, first.total.cost_cut) == ("方針", Amounts(2700, 1000, missing=1))
    assert first.by_year[2026].cost_cut == Amounts(1500, None, missing=1)
    assert (rest.group.title, rest.total.revenue) == ("方針のない取組", Amounts(300, 0))
    assert effects_of_plan(plan) == first.total + rest.total
