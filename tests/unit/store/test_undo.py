"""Taking back and doing again, with names, after a restart too."""

from __future__ import annotations

from pathlib import Path

import pytest

from reform_desktop.changes.change import DIVISION, Change
from reform_desktop.store import derive, history, log, write
from reform_desktop.store.history import next_redo, next_undo
from reform_desktop.store.store import Store
from reform_desktop.store.undo import ChangedSinceError, NothingToUndoError
from reform_desktop.store.write import Edit
from unit.store.small_plan import (
    FINANCE,
    MEASURE,
    OTHER_MEASURE,
    author,
    in_year,
    make_store,
    save,
    shown,
    value,
    year_row,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path / "a.reform")


@pytest.fixture
def departments_store(tmp_path: Path) -> Store:
    return make_store(tmp_path / "b.reform", unit=FINANCE)


def names(store: Store) -> tuple[str | None, str | None]:
    """Return what the menu offers to undo and to redo."""
    with store.reading() as connection:
        back, again = next_undo(connection), next_redo(connection)
    return (back.name if back else None, again.name if again else None)


def undo(store: Store) -> None:
    store.undo(author(store))


def redo(store: Store) -> None:
    store.redo(author(store))


def test_a_new_file_offers_nothing_to_undo(store: Store) -> None:
    assert names(store) == (None, None)
    with pytest.raises(NothingToUndoError, match="元に戻す操作はありません"):
        undo(store)
    with pytest.raises(NothingToUndoError, match="やり直す操作はありません"):
        redo(store)


def test_edits_are_undone_and_redone_step_by_step_under_their_names(store: Store) -> None:
    states = [shown(store)]
    for number, field in enumerate(("approach", "issues", "approach"), start=1):
        save(store, Edit("measure", MEASURE, {field: f"{number}"}), name=f"{number}番目の変更")
        states.append(shown(store))
    for number in (3, 2, 1):
        assert names(store)[0] == f"{number}番目の変更"
        undo(store)
        assert shown(store) == states[number - 1]
    assert names(store) == (None, "1番目の変更")
    for number in (1, 2, 3):
        redo(store)
        assert shown(store) == states[number]
    assert names(store) == ("3番目の変更", None)


def test_undo_and_redo_survive_a_restart(store: Store) -> None:
    before = shown(store)
    save(store, Edit("measure", MEASURE, {"approach": "一"}), name="取組内容の変更")
    after = shown(store)
    store.close()
    again = Store.open(store.path, who="後任")
    assert names(again) == ("取組内容の変更", None)
    undo(again)
    assert shown(again) == before
    again.close()
    once_more = Store.open(store.path, who="後任")
    assert names(once_more) == (None, "取組内容の変更")
    redo(once_more)
    assert shown(once_more) == after
    once_more.close()


def test_a_new_edit_cuts_off_what_could_be_redone(store: Store) -> None:
    save(store, Edit("measure", MEASURE, {"approach": "一"}), name="一")
    undo(store)
    save(store, Edit("measure", MEASURE, {"issues": "二"}), name="二")
    assert names(store) == ("二", None)


def test_undo_says_which_records_changed(store: Store) -> None:
    save(store, Edit("measure", MEASURE, {"approach": "一"}), Edit("measure", OTHER_MEASURE, {"approach": "一"}))
    saved = store.undo(author(store))
    assert saved.name == "変更"
    assert saved.rows == {("measure", MEASURE), ("measure", OTHER_MEASURE)}


def test_an_undone_creation_is_gone_and_comes_back(store: Store) -> None:
    before = shown(store)
    save(store, in_year(2025, plan="予約制の試行"), name="年度別の追加")
    after = shown(store)
    undo(store)
    assert shown(store) == before
    redo(store)
    assert shown(store) == after


def test_an_undone_deletion_brings_everything_back(store: Store) -> None:
    save(store, in_year(2025, plan="予約制の試行"))
    before = shown(store)
    save(store, Edit("year_record", year_row(2025), delete=True), Edit("measure", MEASURE, delete=True))
    after = shown(store)
    assert MEASURE not in after.records
    undo(store)
    assert shown(store) == before
    redo(store)
    assert shown(store) == after


@pytest.mark.parametrize("unit", [DIVISION, FINANCE])
def test_a_year_begun_anew_after_its_creation_was_undone_holds_only_the_new_words(tmp_path: Path, unit: str) -> None:
    """What was taken back does not come back by the back door, and nothing typed is held as somebody else's."""
    store = make_store(tmp_path / "c.reform", unit=unit)
    save(store, in_year(2025, result="取り消した言葉"))
    undo(store)
    save(store, in_year(2025, plan="新しい言葉"))
    assert value(store, year_row(2025), "plan") == "新しい言葉"
    assert value(store, year_row(2025), "result") == ""
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT * FROM held").all() == []


def test_undoing_through_two_lives_of_a_row_gives_the_first_one_back(store: Store) -> None:
    save(store, in_year(2025, result="一つ目", grade="stopped"))
    first = shown(store)
    save(store, Edit("year_record", year_row(2025), delete=True))
    gone = shown(store)
    save(store, in_year(2025, plan="二つ目"))
    second = shown(store)
    undo(store)
    assert shown(store) == gone
    undo(store)
    assert shown(store) == first
    redo(store)
    redo(store)
    assert shown(store) == second


def test_created_and_deleted_in_one_operation_is_undone_without_a_word(store: Store) -> None:
    save(store, Edit("measure", MEASURE, {"approach": "一"}), name="前の操作")
    before = shown(store)
    save(store, in_year(2025, plan="x"), Edit("year_record", year_row(2025), delete=True), name="一括編集")
    assert shown(store) == before
    undo(store)
    assert shown(store) == before
    redo(store)
    assert shown(store) == before
    undo(store)
    assert names(store) == ("前の操作", "一括編集")


def test_edited_and_deleted_in_one_operation_comes_back_as_it_was(store: Store) -> None:
    before = shown(store)
    save(store, Edit("measure", MEASURE, {"approach": "一"}), Edit("measure", MEASURE, delete=True))
    gone = shown(store)
    undo(store)
    assert shown(store) == before
    redo(store)
    assert shown(store) == gone
    undo(store)
    assert shown(store) == before


def test_a_grave_that_was_opened_and_closed_in_one_operation_keeps_its_values(store: Store) -> None:
    save(store, in_year(2025, result="一つ目"))
    alive = shown(store)
    save(store, Edit("year_record", year_row(2025), delete=True))
    save(store, in_year(2025, result="二つ目"), Edit("year_record", year_row(2025), delete=True))
    undo(store)
    undo(store)
    assert shown(store) == alive


def test_an_operation_that_came_to_nothing_does_not_block_undo(store: Store) -> None:
    save(store, Edit("measure", MEASURE, {"approach": "一"}), name="前の操作")
    save(store, Edit("measure", MEASURE, {"approach": "二"}), Edit("measure", MEASURE, {"approach": "一"}), name="往復")
    undo(store)
    assert value(store, MEASURE, "approach") == "一"
    undo(store)
    assert value(store, MEASURE, "approach") == ""


def _from_outside(store: Store, edit: Edit) -> None:
    """Write a change as an import would: no operation of the person at this desk."""
    with store.writing() as connection:
        changes: list[Change] = write.changes_for(connection, [edit], author(store, "2025-07-01T09:00:00+09:00"))
        log.append_changes(connection, changes, local=True)
        write.record_changes(connection, [], author(store), None)
        derive.refresh_rows(connection, {edit.row})


def test_what_changed_since_is_said_and_the_step_before_it_can_still_be_undone(store: Store) -> None:
    save(store, Edit("measure", MEASURE, {"issues": "前"}), name="前の操作")
    save(store, Edit("measure", MEASURE, {"approach": "こちら"}), name="取組内容の変更")
    _from_outside(store, Edit("measure", MEASURE, {"approach": "取り込んだ内容"}))
    with pytest.raises(ChangedSinceError, match=r"「取組内容の変更」は.*元に戻せません"):
        undo(store)
    assert value(store, MEASURE, "approach") == "取り込んだ内容"
    assert names(store) == ("前の操作", None)
    undo(store)
    assert value(store, MEASURE, "issues") == ""


def test_what_changed_since_cannot_be_redone_either(store: Store) -> None:
    save(store, Edit("measure", MEASURE, {"approach": "こちら"}), name="取組内容の変更")
    undo(store)
    _from_outside(store, Edit("measure", MEASURE, {"approach": "取り込んだ内容"}))
    with pytest.raises(ChangedSinceError, match="やり直せません"):
        redo(store)
    assert names(store) == (None, None)


def test_of_an_operation_on_two_fields_the_one_that_still_stands_is_undone(store: Store) -> None:
    save(store, Edit("measure", MEASURE, {"approach": "こちら", "issues": "こちら"}))
    _from_outside(store, Edit("measure", MEASURE, {"approach": "取り込んだ内容"}))
    undo(store)
    assert value(store, MEASURE, "approach") == "取り込んだ内容"
    assert value(store, MEASURE, "issues") == ""


def test_a_row_that_somebody_deleted_meanwhile_is_not_an_error_of_the_program(store: Store) -> None:
    save(store, Edit("measure", MEASURE, {"approach": "こちら"}))
    _from_outside(store, Edit("measure", MEASURE, delete=True))
    with pytest.raises(ChangedSinceError):
        undo(store)


def test_an_undone_creation_that_an_import_had_deleted_already_is_said(store: Store) -> None:
    save(store, in_year(2025, plan="x"))
    _from_outside(store, Edit("year_record", year_row(2025), delete=True))
    with pytest.raises(ChangedSinceError):
        undo(store)


def test_a_department_undoes_its_own_edits(departments_store: Store) -> None:
    before = shown(departments_store)
    save(departments_store, in_year(2025, plan="x"))
    save(departments_store, Edit("measure", MEASURE, {"approach": "y"}))
    undo(departments_store)
    undo(departments_store)
    assert shown(departments_store) == before


def test_history_shows_each_value_with_what_stood_there_before(store: Store) -> None:
    save(store, Edit("measure", MEASURE, {"approach": "一"}))
    save(store, Edit("measure", MEASURE, {"approach": "二"}))
    undo(store)
    with store.reading() as connection:
        found = history.field_history(connection, MEASURE, "approach")
        whole = history.field_history(connection, MEASURE)
        latest = history.recent_changes(connection, 2)
    steps = [(one.before.get("approach"), one.change.set.get("approach")) for one in found]
    assert steps == [("二", "一"), ("一", "二"), (None, "一"), (None, None)]
    assert len(whole) == 4
    assert [one.sequence for one in latest] == [one.sequence for one in found[:2]]
