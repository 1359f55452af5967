"""Cells of grids: what can be understood is saved as one step, the rest comes back named, and unread words are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.services.cells import CellInput, CellPlace, write_cells
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.services.kept_entries import KeptEntry, keep_entries, kept_entries

YEAR = 2025


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = create_desk(tmp_path / "plan.reform", "sample")
    yield made
    made.close()


def year_cell(measure: MeasureDossier, field: str, typed: str, year: int = YEAR) -> CellInput:
    return CellInput(CellPlace("year_record", measure.measure.id, field, year), typed, measure.number)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("１，２００", 1200), ("▲12", -12), ("120万円", 1200), ("1,200千円", 1200), ("", None), ("－", None)],
)
def test_amounts_are_read_in_any_width_with_signs_commas_and_units(desk: Desk, typed: str, stored: int | None) -> None:
    measure = open_plan(desk).measures[0]
    written = write_cells(desk, [year_cell(measure, "cost_cut_planned", typed)])
    assert not written.refused
    record = open_plan(desk).measures[0].years[YEAR]
    assert record.cost_cut_planned == stored


def test_one_bad_cell_loses_nothing_else_and_all_is_one_step_of_undo(desk: Desk) -> None:
    one, other = open_plan(desk).measures[:2]
    before = (one.years.get(YEAR), other.years.get(YEAR))
    written = write_cells(
        desk,
        [
            year_cell(one, "hours_saved", "12時間"),
            year_cell(one, "cost_cut_planned", "たくさん"),
            year_cell(one, "target", "一行目\n二行目"),
            year_cell(other, "grade", "○"),
            year_cell(other, "stage", "試行中"),
        ],
        name="年度別の貼り付け",
    )
    assert [one.cell.place.field for one in written.refused] == ["cost_cut_planned", "stage"]
    assert "たくさん" in written.refused[0].sentence
    first, second = (found.years[YEAR] for found in open_plan(desk).measures[:2])
    assert (first.hours_saved, first.target, second.grade) == (12, "一行目\n二行目", "year_achieved")
    undo = desk.next_undo()
    assert undo is not None
    assert undo.name == "年度別の貼り付け"
    desk.undo()
    assert tuple(found.years.get(YEAR) for found in open_plan(desk).measures[:2]) == before


def test_an_arrow_is_the_stage_of_the_year_before(desk: Desk) -> None:
    measure = open_plan(desk).measures[0]
    write_cells(desk, [year_cell(measure, "stage", "試行", YEAR)])
    assert not write_cells(desk, [year_cell(measure, "stage", "→", YEAR + 1)]).refused
    assert open_plan(desk).measures[0].years[YEAR + 1].stage == "trial"
    assert "前の年度" in write_cells(desk, [year_cell(measure, "stage", "→", 2019)]).refused[0].sentence


def test_a_department_writes_its_own_cells_and_hears_which_it_may_not(tmp_path: Path) -> None:
    made = create_desk(tmp_path / "plan.reform", "sample", department="財政課")
    try:
        measures = open_plan(made).measures
        own = next(one for one in measures if one.measure.lead_department_id == made.department_id)
        foreign = next(one for one in measures if one.measure.lead_department_id != made.department_id)
        written = write_cells(
            made,
            [
                year_cell(own, "hours_saved", "5"),
                year_cell(own, "outside_evaluation", "はい"),
                year_cell(foreign, "hours_saved", "5"),
            ],
        )
        assert [one.cell.place.field for one in written.refused] == ["outside_evaluation", "hours_saved"]
        after = next(one for one in open_plan(made).measures if one.measure.id == own.measure.id)
        assert after.years[YEAR].hours_saved == 5
    finally:
        made.close()


def test_unread_words_stay_in_the_file_and_are_no_part_of_the_plan(desk: Desk) -> None:
    entry = KeptEntry("year_record", "r", "cost_cut_actual", "12x", "読めません。", "m", YEAR)
    keep_entries(desk, [entry])
    path = desk.path
    assert kept_entries(desk) == {("r", "cost_cut_actual"): entry}
    assert desk.next_undo() is None
    desk.close()
    again = Desk.open(path)
    try:
        assert list(kept_entries(again).values()) == [entry]
        keep_entries(again, (), [entry.key])
        assert not kept_entries(again)
    finally:
        again.close()
