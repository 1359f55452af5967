"""Grade scales: 安中市's six and 木津川市's S/A/B/C, both as data."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from reform_desktop.domain.grade_input import parse_grade
from reform_desktop.domain.grades import CountsAs, Grade, GradeScale, scale_of

ROOT = Path(__file__).parents[3]
SCALES = msgspec.json.decode(
    (ROOT / "resources/outlines/grade_scales.json").read_bytes(), type=dict[str, tuple[Grade, ...]]
)
ANNAKA = scale_of(SCALES["annaka"])


def test_the_outlines_six_grades_stand_best_first_with_their_symbols() -> None:
    assert [(one.label, one.symbol) for one in ANNAKA.grades] == [
        ("全体の目標達成", "◎"),
        ("年度目標達成", "○"),
        ("年度目標一部達成", "△"),
        ("目標に向け実施中", "＞"),
        ("実施に向け検討中", "…"),
        ("計画中止", "×"),
    ]
    assert [one.grade for one in ANNAKA.grades if one.counts_as is CountsAs.ACHIEVED] == [
        "overall_achieved",
        "year_achieved",
        "year_partly_achieved",
    ]
    assert [one.grade for one in ANNAKA.grades if one.reaches_target] == ["overall_achieved", "year_achieved"]
    assert [one.grade for one in ANNAKA.grades if one.stops] == ["stopped"]


@pytest.mark.parametrize("name", SCALES)
def test_every_scale_can_be_told_apart_in_black_and_white(name: str) -> None:
    grades = SCALES[name]
    assert len({one.symbol for one in grades}) == len({one.label for one in grades}) == len(grades)


def test_a_grade_is_shown_by_symbol_and_word() -> None:
    assert ANNAKA.mark("year_achieved") == "○ 年度目標達成"
    assert ANNAKA.label("year_achieved") == "年度目標達成"
    assert ANNAKA.is_achieved("year_achieved")
    assert not ANNAKA.is_achieved("stopped")


@pytest.mark.parametrize(("grade", "shown"), [(None, ""), ("", ""), ("of_a_newer_program", "of_a_newer_program")])
def test_no_grade_is_empty_and_an_unknown_one_is_shown_as_it_is(grade: str | None, shown: str) -> None:
    assert ANNAKA.mark(grade) == ANNAKA.label(grade) == shown
    assert ANNAKA.find(grade) is None
    assert not ANNAKA.is_achieved(grade)


def test_a_scale_is_made_of_the_grades_that_a_plan_carries() -> None:
    assert scale_of(list(SCALES["kizugawa"])) == GradeScale(SCALES["kizugawa"])


@pytest.mark.parametrize("typed", ["○", "◯", "〇", "○年度目標達成", "◯　年度目標達成"])
def test_the_circles_that_input_methods_offer_mean_one_grade(typed: str) -> None:
    assert parse_grade(typed, ANNAKA) == "year_achieved"
