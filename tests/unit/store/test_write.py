"""From what a person wants to the log: nothing more than was changed, nothing of a newer program lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from reform_desktop.changes.change import DIVISION, Change
from reform_desktop.domain.errors import NotFoundError
from reform_desktop.domain.fields import Field, FieldType
from reform_desktop.domain.values import JsonValue
from reform_desktop.store import derive, log, records
from reform_desktop.store.derived_columns import to_column
from reform_desktop.store.ownership import Ownership, owners_of_row
from reform_desktop.store.records import created_by, values_of_row
from reform_desktop.store.settings import read_setting, write_setting
from reform_desktop.store.store import Store
from reform_desktop.store.write import Edit
from unit.store.small_plan import MEASURE, author, in_year, make_store, save, shown, value, year_row


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path / "a.reform")


def _changes(store: Store, row: str) -> list[Change]:
    with store.reading() as connection:
        return list(log.logs_of_rows(connection, [row])[row].changes.values())


def test_saving_what_is_there_already_writes_nothing(store: Store) -> None:
    assert save(store, Edit("measure", MEASURE, {"title": "税務窓口の予約", "approach": ""})).operation is None
    assert len(_changes(store, MEASURE)) == 1
    store.close()


def test_only_the_changed_fields_are_written(store: Store) -> None:
    save(store, Edit("measure", MEASURE, {"title": "税務窓口の予約", "approach": "予約制"}))
    assert _changes(store, MEASURE)[-1].set == {"approach": "予約制"}
    store.close()


def test_a_record_that_was_never_there_cannot_be_edited(store: Store) -> None:
    for edit in (Edit("measure", "x", {"title": "t"}), Edit("measure", "x", delete=True)):
        with pytest.raises(NotFoundError, match="画面を更新"):
            save(store, edit)
    store.close()


def test_deleting_twice_and_restoring_what_is_there_is_no_step(store: Store) -> None:
    assert save(store, Edit("measure", MEASURE, restore=True)).operation is None
    save(store, Edit("measure", MEASURE, delete=True))
    assert save(store, Edit("measure", MEASURE, delete=True)).operation is None
    with pytest.raises(NotFoundError):
        save(store, Edit("measure", MEASURE, {"title": "t"}))
    store.close()


def test_a_year_that_two_forms_create_is_one_year(store: Store) -> None:
    save(store, in_year(2025, plan="一"))
    save(store, in_year(2025, result="二"))
    assert value(store, year_row(2025), "plan") == "一"
    assert value(store, year_row(2025), "result") == "二"
    store.close()


def _arrive(store: Store, *changes: Change) -> None:
    with store.writing() as connection:
        log.append_changes(connection, changes, local=True)
        derive.refresh_rows(connection, {one.row for one in changes})


def test_what_a_newer_program_wrote_is_kept_word_for_word(store: Store) -> None:
    made = Change(row="r", kind="of_a_newer_program", unit=DIVISION, set={"新": {"deep": [1, None]}}, create=True)
    _arrive(store, made)
    save(store, Edit("of_a_newer_program", "r", {"新": "別の値", "二": True}))
    assert _changes(store, "r")[0] == made
    assert _changes(store, "r")[1].set == {"新": "別の値", "二": True}
    save(store, Edit("of_a_newer_program", "r", delete=True))
    store.undo(author(store))
    store.rebuild()
    assert len(_changes(store, "r")) == 4
    with store.reading() as connection:
        assert owners_of_row(connection, "r") == frozenset()
    store.close()


def test_an_unknown_field_of_a_known_record_survives_editing_and_a_second_life(store: Store) -> None:
    row = year_row(2025)
    save(store, in_year(2025, plan="x"), Edit("year_record", row, {"of_a_newer_program": [1]}))
    save(store, Edit("year_record", row, delete=True))
    save(store, in_year(2025, result="y"))
    with store.reading() as connection:
        found = derive.state_of(log.logs_of_rows(connection, [row])[row], Ownership(connection))
    assert found.values["of_a_newer_program"] == [1]
    assert found.values["plan"] == ""
    assert "of_a_newer_program" not in shown(store).records[row][1]
    store.close()


@pytest.mark.parametrize(
    ("kind", "stored", "column"),
    [
        (FieldType.TEXT, None, ""),
        (FieldType.TEXT, ["a"], '["a"]'),
        (FieldType.INTEGER, 5, 5),
        (FieldType.INTEGER, 2**70, None),
        (FieldType.INTEGER, "5", None),
        (FieldType.BOOLEAN, None, 0),
        (FieldType.BOOLEAN, True, 1),
        (FieldType.REFERENCES, None, "[]"),
        (FieldType.DECIMAL, "12.50", "12.50"),
        (FieldType.DATE, None, None),
    ],
)
def test_values_that_a_column_cannot_hold_do_no_harm(
    kind: FieldType, stored: JsonValue, column: str | int | None
) -> None:
    assert to_column(Field("x", kind), stored) == column


def test_it_is_known_who_created_a_record(store: Store) -> None:
    with store.reading() as connection:
        assert created_by(connection, MEASURE) == DIVISION
        assert created_by(connection, "nobody") is None
        assert values_of_row(connection, "measure", "nobody") is None
        assert records.existing_rows(connection, "measure", [MEASURE, "nobody"]) == {MEASURE}
    store.close()


def test_a_setting_is_written_read_and_removed(store: Store) -> None:
    with store.writing() as connection:
        write_setting(connection, "x", "1")
        write_setting(connection, "x", "2")
        assert read_setting(connection, "x") == "2"
        write_setting(connection, "x", None)
        assert read_setting(connection, "x") is None
    store.close()
