"""引継ぎ: what the successor is told is what the papers say, and nothing is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from reform_desktop.domain.handover import CHECKED, UNANSWERED
from reform_desktop.services import editing
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.services.handover import HandedOver, handed_over, was_left_by_others

YEAR = 2025
APRIL = date(2026, 4, 10)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = create_desk(tmp_path / "財政課.reform", "sample", department="財政課")
    yield desk
    desk.close()


def _told(desk: Desk) -> list[HandedOver]:
    assert desk.department_id is not None
    return handed_over(desk, desk.department_id, YEAR, APRIL)


def test_every_measure_of_the_department_is_there_in_printed_order(desk: Desk) -> None:
    plan = open_plan(desk, desk.department_id)
    assert [one.number for one in _told(desk)] == [one.number for one in plan.measures]


def test_where_a_measure_stands_and_whom_to_ask(desk: Desk) -> None:
    first = _told(desk)[0]
    assert first.grade is not None
    assert first.grade.label == "年度目標一部達成"
    assert first.first_contact == "財政課 財政係（内線1341）"
    assert [one.fiscal_year for one in first.years] == [YEAR]
    assert first.is_written


def test_open_points_are_named_with_the_field_where_they_stand(desk: Desk) -> None:
    measure = _told(desk)[0].measure
    editing.set_in_year(desk, measure.id, YEAR, {"reason": "", "next_step": "要綱を直す。", "result": ""})
    points = _told(desk)[0].points
    assert ("次年度の取組", "要綱を直す。", "next_step") in [(one.label, one.words, one.field) for one in points]
    assert "理由・課題" not in [one.label for one in points]
    assert any(one.label == CHECKED and one.field == "result" for one in points)


def test_notes_of_another_person_are_told_from_ones_own_and_from_the_outlines(desk: Desk) -> None:
    assert desk.department_id is not None
    assert not was_left_by_others(desk, desk.department_id), "the sample brought them"
    desk.who = "財政課 前任"
    editing.set_values(desk, "measure", _told(desk)[0].id, {"handover": "鍵は庶務係にある。"})
    assert not was_left_by_others(desk, desk.department_id)
    desk.who = "財政課 後任"
    assert was_left_by_others(desk, desk.department_id)


def test_an_opinion_without_an_answer_is_open_until_it_is_answered(tmp_path: Path) -> None:
    division = create_desk(tmp_path / "推進課.reform", "sample")
    department = next(one for one in open_plan(division).departments if one.name == "財政課")
    measure = open_plan(division, department.id).measures[0].measure
    row, _saved = editing.create(
        division, "opinion", {"plan_id": division.plan().id, "measure_id": measure.id, "text": "急ぐこと。"}
    )
    told = handed_over(division, department.id, YEAR, APRIL)[0]
    assert [one.words for one in told.points if one.label == UNANSWERED] == ["急ぐこと。"]
    editing.set_values(division, "opinion", row, {"response": "4月に始める。"})
    told = handed_over(division, department.id, YEAR, APRIL)[0]
    assert not [one for one in told.points if one.label == UNANSWERED]
    division.close()
