"""Conflicts as people see them: all values with their origin, settled one by one or all of a kind at once."""

from __future__ import annotations

import pytest

from reform_desktop.changes.change import EXISTENCE
from reform_desktop.domain.errors import InputError, NotAllowedError, NotFoundError
from reform_desktop.services import conflicts, editing
from reform_desktop.services.conflicts import Conflict
from reform_desktop.services.exchange.exporting import Purpose
from reform_desktop.store.write import Edit
from unit.services.offices import MEASURE, Office, year_row
from unit.store.small_plan import shown, value

YEAR = year_row(2025)


def the_only(office: Office) -> Conflict:
    (found,) = conflicts.list_conflicts(office.desk)
    return found


def disagree(division: Office, finance: Office, **theirs: str) -> None:
    """Let both write into the same fields without knowing of each other."""
    finance.fill_year(2025, **theirs)
    division.fill_year(2025, **{name: f"推進課の{text}" for name, text in theirs.items()})
    division.take(finance.send())


def test_a_conflict_names_both_values_their_authors_and_the_bundle(division: Office, finance: Office) -> None:
    disagree(division, finance, result="実績")
    found = the_only(division)
    assert (found.kind, found.id, found.field, found.label) == ("year_record", YEAR, "result", "取組実績")
    shown_first, other = found.values
    assert (shown_first.shown, shown_first.unit, shown_first.source) == ("実績", "財政課", "財政課.zip")
    assert (other.shown, other.source, other.mine) == ("推進課の実績", "このファイル", True)
    assert value(division.desk.store, YEAR, "result") == "実績", "the owner's side is shown meanwhile"


def test_a_conflict_shows_what_stood_there_before_both_edits(division: Office, finance: Office) -> None:
    division.set("measure", MEASURE, approach="もとの文")
    finance.take(division.send())
    division.set("measure", MEASURE, approach="推進課の文")
    finance.set("measure", MEASURE, approach="課の文")
    division.take(finance.send())
    assert the_only(division).ancestor == "もとの文"


@pytest.mark.parametrize(
    ("taken", "left"), [("mine", "推進課の実績"), ("theirs", "実績"), ("合わせた文", "合わせた文")]
)
def test_a_settled_conflict_is_settled_everywhere(division: Office, finance: Office, taken: str, left: str) -> None:
    disagree(division, finance, result="実績")
    conflicts.take_typed(division.desk, the_only(division), taken)
    assert conflicts.list_conflicts(division.desk) == []
    assert value(division.desk.store, YEAR, "result") == left
    finance.take(division.send(purpose=Purpose.RETURN))
    assert conflicts.list_conflicts(finance.desk) == []
    assert value(finance.desk.store, YEAR, "result") == left


def test_settling_is_a_step_of_undo(division: Office, finance: Office) -> None:
    disagree(division, finance, result="実績")
    saved = conflicts.take_typed(division.desk, the_only(division), "mine")
    assert saved.name == "取組実績の競合の解決"
    division.desk.undo()
    assert value(division.desk.store, YEAR, "result") == "実績"


def test_all_conflicts_are_settled_by_the_departments_values_at_once(division: Office, finance: Office) -> None:
    disagree(division, finance, result="実績", reason="理由", next_step="次")
    saved, count = conflicts.take_owners_side(division.desk, conflicts.list_conflicts(division.desk))
    assert count == 3
    assert "3件" in saved.name
    fields = shown(division.desk.store).records[YEAR][1]
    assert (fields["result"], fields["reason"], fields["next_step"]) == ("実績", "理由", "次")


def test_the_division_wins_its_own_fields(division: Office, desks: list[Office]) -> None:
    copy = division.copied("写し")
    desks.append(copy)
    division.set("measure", MEASURE, title="一")
    copy.set("measure", MEASURE, title="二")
    division.take(copy.desk.path)
    _saved, count = conflicts.take_owners_side(division.desk, conflicts.list_conflicts(division.desk))
    assert count == 0, "two coordinators disagree: a person decides"
    conflicts.take_typed(division.desk, the_only(division), "theirs")
    assert value(division.desk.store, MEASURE, "title") == "二"


def test_three_values_are_listed_and_theirs_is_not_one_of_two(finance: Office, desks: list[Office]) -> None:
    copies = [finance.copied("写し1"), finance.copied("写し2")]
    desks.extend(copies)
    for place, office in enumerate([finance, *copies]):
        office.fill_year(2025, result=f"案{place}")
    for one in copies:
        finance.take(one.desk.path)
    found = the_only(finance)
    assert sorted(one.shown for one in found.values) == ["案0", "案1", "案2"]
    with pytest.raises(InputError, match="一つに決まりません"):
        conflicts.take_typed(finance.desk, found, "theirs")
    conflicts.take_typed(finance.desk, found, "mine")
    assert value(finance.desk.store, YEAR, "result") == "案0"


def deleted_here_and_edited_there(division: Office, finance: Office) -> Conflict:
    division.fill_year(2025, result="前")
    finance.take(division.send())
    editing.delete_record(division.desk, "year_record", YEAR)
    finance.set("year_record", YEAR, result="続き")
    division.take(finance.send())
    return the_only(division)


def test_an_edit_that_a_deletion_had_not_seen_keeps_the_record_alive(division: Office, finance: Office) -> None:
    found = deleted_here_and_edited_there(division, finance)
    assert (found.field, found.label) == (EXISTENCE, "削除")
    assert {one.shown for one in found.values} == {"削除する", "残す"}
    assert value(division.desk.store, YEAR, "result") == "続き"


def test_a_deletion_against_an_edit_is_settled_by_keeping(division: Office, finance: Office) -> None:
    conflicts.take_typed(division.desk, deleted_here_and_edited_there(division, finance), "theirs")
    assert conflicts.list_conflicts(division.desk) == []
    assert value(division.desk.store, YEAR, "result") == "続き"


def test_a_deletion_against_an_edit_is_settled_by_deleting(division: Office, finance: Office) -> None:
    conflicts.take_typed(division.desk, deleted_here_and_edited_there(division, finance), "mine")
    assert conflicts.list_conflicts(division.desk) == []
    assert YEAR not in shown(division.desk.store).records


def test_a_record_that_is_deleted_while_it_disagrees_asks_nobody_until_it_is_restored(
    division: Office, finance: Office
) -> None:
    disagree(division, finance, result="実績")
    before = the_only(division)
    editing.delete_record(division.desk, "year_record", YEAR)
    assert conflicts.list_conflicts(division.desk) == []
    finance.take(division.send(purpose=Purpose.RETURN))
    assert conflicts.list_conflicts(finance.desk) == []
    assert YEAR not in shown(finance.desk.store).records
    division.write(Edit("year_record", YEAR, restore=True))
    assert {one.shown for one in the_only(division).values} == {one.shown for one in before.values}
    conflicts.take_typed(division.desk, the_only(division), "両方を合わせた文")
    assert value(division.desk.store, YEAR, "result") == "両方を合わせた文"


def test_a_deletion_against_an_edit_takes_no_typed_value(division: Office, finance: Office) -> None:
    found = deleted_here_and_edited_there(division, finance)
    with pytest.raises(InputError):
        conflicts.take_typed(division.desk, found, "何か")
    with pytest.raises(InputError):
        conflicts.take_value(division.desk, found, "何か")


def test_a_department_does_not_settle_what_the_division_decides(
    division: Office, finance: Office, desks: list[Office]
) -> None:
    copy = division.copied("写し")
    desks.append(copy)
    division.set("measure", MEASURE, title="一")
    copy.set("measure", MEASURE, title="二")
    division.take(copy.desk.path)
    finance.take(division.send(purpose=Purpose.RETURN))
    with pytest.raises(NotAllowedError):
        conflicts.take_typed(finance.desk, the_only(finance), "三")


def test_a_conflict_that_is_gone_is_not_found(division: Office, finance: Office) -> None:
    disagree(division, finance, result="実績")
    found = the_only(division)
    assert conflicts.find_conflict(division.desk, found.conflict) == found
    conflicts.take_typed(division.desk, found, "mine")
    with pytest.raises(NotFoundError, match="すでに解決"):
        conflicts.find_conflict(division.desk, found.conflict)
    with pytest.raises(NotFoundError, match="選んだ値"):
        conflicts.take_side(division.desk, found, "0" * 64)


def test_the_same_value_written_twice_is_no_conflict(division: Office, finance: Office) -> None:
    finance.fill_year(2025, result="同じ")
    division.fill_year(2025, result="同じ")
    division.take(finance.send())
    assert conflicts.list_conflicts(division.desk) == []
