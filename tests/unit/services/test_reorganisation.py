"""機構改革 as the division enters it, and as departments with old and new files live through it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reform_desktop.domain.errors import InputError, NotAllowedError
from reform_desktop.services import editing, histories
from reform_desktop.services.exchange.exporting import Purpose
from reform_desktop.services.exchange.joining import create_from_bundle
from reform_desktop.services.reorganisation import NewDepartment, merge, rename, running_measures, split
from unit.services.offices import FINANCE, MEASURE, OTHER_MEASURE, WELFARE, Office, year_row
from unit.store.small_plan import shown, value

DAY = date(2026, 4, 1)
ASSETS = NewDepartment("財産活用課", "11")


def test_a_renamed_department_keeps_its_history_and_hands_its_measures_over(division: Office) -> None:
    division.fill_year(2025, result="旧課名で書いた実績")
    outcome = rename(division.desk, FINANCE, ASSETS, DAY)
    store, (new,) = division.desk.store, outcome.departments
    assert value(store, FINANCE, "name") == "財政課"
    assert value(store, FINANCE, "valid_to") == "2026-03-31"
    assert value(store, FINANCE, "successor_ids") == [new]
    assert (value(store, new, "name"), value(store, new, "valid_from")) == ("財産活用課", "2026-04-01")
    assert outcome.measures == (MEASURE,)
    assert value(store, MEASURE, "lead_department_id") == new
    assert value(store, year_row(2025), "result") == "旧課名で書いた実績"


def test_a_reorganisation_is_one_step_of_undo(division: Office) -> None:
    before = shown(division.desk.store).records
    rename(division.desk, FINANCE, ASSETS, DAY)
    division.desk.undo()
    assert shown(division.desk.store).records == before


def test_merged_departments_have_one_successor_that_leads_all_their_measures(division: Office) -> None:
    editing.set_values(division.desk, "measure", MEASURE, {"related_department_ids": [WELFARE]})
    outcome = merge(division.desk, [FINANCE, WELFARE], NewDepartment("総務課"), DAY)
    store, (new,) = division.desk.store, outcome.departments
    assert value(store, FINANCE, "successor_ids") == value(store, WELFARE, "successor_ids") == [new]
    assert value(store, MEASURE, "lead_department_id") == value(store, OTHER_MEASURE, "lead_department_id") == new
    assert value(store, MEASURE, "related_department_ids") == [new]


def test_a_split_department_gives_each_measure_to_the_heir_that_was_chosen(division: Office) -> None:
    editing.set_values(division.desk, "measure", OTHER_MEASURE, {"lead_department_id": FINANCE})
    assert [one.id for one in running_measures(division.desk, [FINANCE], DAY)] == [MEASURE, OTHER_MEASURE]
    parts = [NewDepartment("予算課"), NewDepartment("管財課")]
    with pytest.raises(InputError, match="引き継ぐ課"):
        split(division.desk, FINANCE, parts, DAY, {MEASURE: 1})
    outcome = split(division.desk, FINANCE, parts, DAY, {MEASURE: 1, OTHER_MEASURE: 0})
    budget, assets = outcome.departments
    store = division.desk.store
    assert value(store, MEASURE, "lead_department_id") == assets
    assert value(store, OTHER_MEASURE, "lead_department_id") == budget
    assert value(store, FINANCE, "successor_ids") == [budget, assets]


def test_measures_that_ended_before_stay_with_the_old_department(division: Office) -> None:
    editing.set_values(division.desk, "measure", MEASURE, {"first_fiscal_year": 2025, "last_fiscal_year": 2025})
    assert rename(division.desk, FINANCE, ASSETS, DAY).measures == ()
    assert value(division.desk.store, MEASURE, "lead_department_id") == FINANCE


def test_what_cannot_be_is_refused_and_changes_nothing(division: Office, finance: Office) -> None:
    with pytest.raises(NotAllowedError):
        rename(finance.desk, FINANCE, ASSETS, DAY)
    with pytest.raises(InputError, match="2つ以上"):
        merge(division.desk, [FINANCE, FINANCE], ASSETS, DAY)
    with pytest.raises(InputError, match="2つ以上"):
        split(division.desk, FINANCE, [ASSETS], DAY, {})
    with pytest.raises(InputError, match="見つかりません"):
        rename(division.desk, MEASURE, ASSETS, DAY)
    (new,) = rename(division.desk, FINANCE, ASSETS, DAY).departments
    before = shown(division.desk.store)
    with pytest.raises(InputError, match="すでに廃止"):
        rename(division.desk, FINANCE, NewDepartment("三代目"), date(2027, 4, 1))
    with pytest.raises(InputError, match="できた日より後"):
        rename(division.desk, new, NewDepartment("三代目"), DAY)
    assert shown(division.desk.store) == before


def test_a_bundle_under_the_old_name_still_finds_its_way(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="改革の前に書いた")
    late = finance.send("遅れて届く")
    rename(division.desk, FINANCE, ASSETS, DAY)
    assert division.take(late).held == {}
    assert value(division.desk.store, year_row(2025), "result") == "改革の前に書いた"


def test_the_old_file_goes_on_after_it_heard_of_the_new_name(division: Office, finance: Office) -> None:
    rename(division.desk, FINANCE, ASSETS, DAY)
    finance.take(division.send(purpose=Purpose.RETURN))
    editing.set_in_year(finance.desk, MEASURE, 2026, {"plan": "旧課のファイルで続ける"})
    assert division.take(finance.send()).held == {}
    assert value(division.desk.store, year_row(2026), "plan") == "旧課のファイルで続ける"


def test_the_new_department_gets_a_file_of_its_own_with_all_that_was_written(
    division: Office, finance: Office, tmp_path: Path, desks: list[Office]
) -> None:
    finance.fill_year(2025, result="前の課の実績")
    division.take(finance.send())
    rename(division.desk, FINANCE, ASSETS, DAY)
    request = division.send("照会", department="財産活用課")
    successor = Office(create_from_bundle(tmp_path / "財産活用課.reform", request), "財産活用課")
    desks.append(successor)
    assert value(successor.desk.store, year_row(2025), "result") == "前の課の実績"
    editing.set_values(successor.desk, "year_record", year_row(2025), {"result": "後の課が直した"})
    assert division.take(successor.send("新課")).held == {}
    (newest, oldest) = histories.field_history(division.desk, year_row(2025), "result")
    assert (newest.unit, oldest.unit) == ("財産活用課", "財政課")


def test_what_never_belonged_to_the_old_department_is_not_its_to_change(division: Office, finance: Office) -> None:
    """The law follows no chain of successors: a merged department's other measures are held as foreign."""
    merge(division.desk, [FINANCE, WELFARE], NewDepartment("総務課"), DAY)
    finance.take(division.send(purpose=Purpose.RETURN))
    finance.fill_year(2026, OTHER_MEASURE, plan="もとは福祉課の取組")
    assert division.take(finance.send()).held == {"他課の取組": 1}
