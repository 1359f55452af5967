"""The box over everything: what a number may mean, what a filter lets through, and how finds are grouped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reform_desktop.services import browsing, editing
from reform_desktop.services.browsing import TypedNumber, possible_numbers
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.services.finding import BY_NUMBER, find
from reform_desktop.store.outline import MeasureFilter

YEAR = 2025


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path: Path = tmp_path_factory.mktemp("find") / "plan.reform"
    made = create_desk(path, "sample")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1-1-2", [(1, 1, 2)]),
        ("１－（１）－②", [(1, 1, 2)]),
        ("1.1.2", [(1, 1, 2)]),
        ("1の1の2", [(1, 1, 2)]),
        ("1 1 2", [(1, 1, 2)]),
        ("112", [(1, 1, 2)]),
        ("１１２", [(1, 1, 2)]),
        ("1112", [(1, 1, 12), (1, 11, 2)]),
        ("12", [(1, 2, None)]),
        ("1-2", [(1, 2, None)]),
        ("1", []),
        ("12345", []),
        ("窓口", []),
        ("1-", []),
        ("2026年", []),
        ("", []),
    ],
)
def test_a_number_is_understood_however_it_is_typed(typed: str, meant: list[tuple[int, int, int | None]]) -> None:
    assert possible_numbers(typed) == [TypedNumber(*one) for one in meant]


def test_a_number_comes_first_and_whatever_the_filter_says(desk: Desk) -> None:
    measure = open_plan(desk).measures[1]
    groups = find(desk, "112", MeasureFilter(YEAR, department_id="nobody"))
    assert [(one.title, [line.measure_id for line in one.lines]) for one in groups] == [
        (BY_NUMBER, [measure.measure.id])
    ]


def test_finds_are_grouped_and_titles_stand_first(desk: Desk) -> None:
    groups = find(desk, "窓口", MeasureFilter(YEAR))
    assert [one.title for one in groups] == ["取組", "指標", "年度別の計画・実績", *(one.title for one in groups[3:])]
    fields = [line.field for line in groups[0].lines]
    assert fields[0] == "title"
    assert fields == sorted(fields, key=lambda field: field != "title")


def test_departments_policies_and_items_are_found_unless_the_plan_is_narrowed_down(desk: Desk) -> None:
    department = next(one.lead_department for one in open_plan(desk).measures if one.lead_department)
    groups = {one.title: one for one in find(desk, department.name, MeasureFilter(YEAR))}
    assert f"課 {department.name}" in {line.place for line in groups["課"].lines}
    item = next(one for one in find(desk, "わかりやすい情報の発信", MeasureFilter(YEAR)) if one.title == "推進項目")
    assert item.lines[0].place.startswith("推進項目 1-(1) ")
    narrowed = find(desk, department.name, MeasureFilter(YEAR, department_id=department.id))
    assert "課" not in {one.title for one in narrowed}


def test_stage_and_empty_fields_narrow_down_and_only_years_that_count(desk: Desk) -> None:
    dossiers = {one.measure.id: one for one in open_plan(desk).measures}

    def ids(chosen: MeasureFilter) -> set[str]:
        return {line.id for line in browsing.list_measures(desk, chosen, 0, 1000).lines}

    trial = ids(MeasureFilter(YEAR, stage="trial"))
    assert trial == {row for row, one in dossiers.items() if YEAR in one.years and one.years[YEAR].stage == "trial"}
    lacking = ids(MeasureFilter(YEAR, empty_field="reason"))
    assert lacking
    for row in lacking:
        assert YEAR not in dossiers[row].years or not dossiers[row].years[YEAR].reason
        first = dossiers[row].measure.first_fiscal_year
        assert first is None or first <= YEAR
    row = min(lacking)
    editing.set_in_year(desk, row, YEAR, {"reason": "人手が足りなかった。"})
    assert ids(MeasureFilter(YEAR, empty_field="reason")) == lacking - {row}


@pytest.mark.parametrize("typed", ["", "   ", '"', "%", "ﾞ", "\ud800", "の" * 300])
def test_odd_words_find_nothing_or_something_and_never_fail(desk: Desk, typed: str) -> None:
    assert isinstance(find(desk, typed, MeasureFilter(YEAR)), list)
