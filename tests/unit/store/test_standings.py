"""The filter by standing is the rule of the progress figures, in every year and for every way to end or begin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reform_desktop.domain.effects import has_effects
from reform_desktop.domain.progress import Standing, standing_of
from reform_desktop.domain.values import JsonValue
from reform_desktop.services import editing
from reform_desktop.services.browsing import list_measures
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.store.outline import MeasureFilter

ALL = 1_000
YEARS = range(2024, 2032)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The sample, with one measure for each way in which a measure begins, ends, or stands apart."""
    desk = create_desk(tmp_path / "plan.reform", "sample")
    measures = [one.measure for one in open_plan(desk).measures]
    ends: tuple[dict[str, JsonValue], ...] = (
        {"first_fiscal_year": None, "last_fiscal_year": None},
        {"first_fiscal_year": 2027, "retired_from": 2026},
        {"last_fiscal_year": 2026},
        {"retired_from": 2028},
    )
    for measure, values in zip(measures, ends, strict=False):
        editing.set_values(desk, "measure", measure.id, values)
    editing.set_values(desk, "item", measures[10].item_id, {"retired_from": 2027})
    policy = open_plan(desk).policies[-1]
    editing.set_values(desk, "policy", policy.id, {"retired_from": 2029})
    for year, measure in zip((2025, 2026, 2030), measures[4:7], strict=True):
        editing.set_in_year(desk, measure.id, year, {"outside_evaluation": True})
    yield desk
    desk.close()


def test_every_standing_finds_just_its_measures(desk: Desk) -> None:
    plan = open_plan(desk)
    seen = set()
    for year in YEARS:
        for standing in Standing:
            found = list_measures(desk, MeasureFilter(year, standing=standing), 0, ALL)
            wanted = {one.measure.id for one in plan.measures if standing_of(one, year) is standing}
            assert {one.id for one in found.lines} == wanted, (year, standing)
            seen |= {standing} if wanted else set()
    assert seen == set(Standing)


def test_effect_amounts_are_found_where_one_is_entered_zero_too(desk: Desk) -> None:
    without = next(one.measure for one in open_plan(desk).measures if not has_effects([one], [2029]))
    editing.set_in_year(desk, without.id, 2029, {"revenue_actual": 0})
    found = {one.id for one in list_measures(desk, MeasureFilter(2029, effects=True), 0, ALL).lines}
    assert without.id in found
    assert found == {one.measure.id for one in open_plan(desk).measures if has_effects([one], [2029])}
