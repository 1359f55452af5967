"""前年度から写す: only into empty fields unless confirmed, one step of undo, and never last year's results."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.services.checking import open_plan
from reform_desktop.services.copy_forward import PLAN_FIELDS, TEXT_FIELDS, apply_copy, plan_copy
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import set_in_year, set_indicator_value

YEAR = 2026


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = create_desk(tmp_path / "plan.reform", "sample")
    measure = open_plan(made).measures[0].measure.id
    set_in_year(made, measure, YEAR - 1, {"target": "去年の目標", "plan": "去年の計画", "grade": "year_achieved"})
    set_in_year(made, measure, YEAR, {"target": "今年の目標", "plan": "", "stage": None})
    yield made
    made.close()


def first(desk: Desk) -> MeasureDossier:
    return open_plan(desk).measures[0]


def test_one_field_is_copied_only_where_it_is_empty(desk: Desk) -> None:
    measure = first(desk).measure.id
    plan = plan_copy(desk, measure, YEAR, ["target"])
    assert [(item.before, item.after) for item in plan.occupied] == [("今年の目標", "去年の目標")]
    assert apply_copy(desk, plan) is None
    assert first(desk).years[YEAR].target == "今年の目標"
    apply_copy(desk, plan, overwrite=True)
    assert first(desk).years[YEAR].target == "去年の目標"


def test_a_year_goes_into_its_empty_fields_as_one_step(desk: Desk) -> None:
    measure = first(desk)
    before = measure.years[YEAR]
    plan = plan_copy(desk, measure.measure.id, YEAR, PLAN_FIELDS)
    apply_copy(desk, plan)
    after = first(desk).years[YEAR]
    assert (after.target, after.plan, after.stage) == ("今年の目標", "去年の計画", measure.years[YEAR - 1].stage)
    desk.undo()
    assert first(desk).years[YEAR] == before


def test_a_whole_measure_brings_targets_and_texts_but_no_results(desk: Desk) -> None:
    measure = first(desk)
    indicator = measure.indicators[0].indicator.id
    set_indicator_value(desk, indicator, YEAR - 1, {"target": "12.50", "actual": "11"})
    set_indicator_value(desk, indicator, YEAR, {"target": None, "actual": None})
    plan = plan_copy(desk, measure.measure.id, YEAR, (*PLAN_FIELDS, *TEXT_FIELDS), with_targets=True)
    assert not {"grade", "cost_cut_actual", "revenue_actual", "hours_saved", "actual"} & {
        item.place.field for item in plan.items
    }
    apply_copy(desk, plan)
    value = first(desk).indicators[0].values[YEAR]
    assert (value.target, value.actual) == (Decimal("12.50"), None)


def test_nothing_before_gives_nothing_to_copy(desk: Desk) -> None:
    assert plan_copy(desk, first(desk).measure.id, 2020, PLAN_FIELDS).items == ()
    assert plan_copy(desk, "00000000-0000-0000-0000-000000000000", YEAR, PLAN_FIELDS).items == ()
