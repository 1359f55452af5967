"""The files of ``schema/``: current, correct, and true of what the program dumps and logs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from jsonschema import Draft202012Validator, ValidationError

from reform_desktop import generate_schema
from reform_desktop.changes.change import Change, encode_change
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.values import JsonValue
from reform_desktop.resources import schema_path
from reform_desktop.services import editing, scripting
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk


def _validator(text: str) -> Draft202012Validator:
    content = msgspec.json.decode(text)
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content)


def _filled_desk(folder: Path) -> Desk:
    desk = create_desk(folder / "a", "annaka-4")
    item = next(line for line in scripting.dump(desk, "item"))
    department = next(line for line in scripting.dump(desk, "department"))
    measure, _saved = editing.create(
        desk,
        "measure",
        {
            "item_id": msgspec.json.decode(item)["id"],
            "number": 1,
            "title": "窓口の待ち時間を短くする",
            "lead_department_id": msgspec.json.decode(department)["id"],
        },
    )
    indicator, _saved = editing.create(
        desk,
        "indicator",
        {"measure_id": measure, "name": "待ち時間", "unit": "分", "direction": "decrease", "baseline": "12.50"},
    )
    editing.set_indicator_value(desk, indicator, 2025, {"target": "10", "actual": "9.8"})
    editing.set_in_year(desk, measure, 2025, {"result": "実施した", "stage": "trial", "cost_cut_actual": -120})
    return desk


def test_the_checked_in_files_are_current() -> None:
    assert generate_schema.stale_files(schema_path("")) == []


def test_every_dumped_record_is_valid_by_the_schema(tmp_path: Path) -> None:
    validator = _validator(generate_schema.records_schema())
    desk = _filled_desk(tmp_path)
    kinds = set()
    for line in scripting.dump(desk):
        record = msgspec.json.decode(line)
        validator.validate(record)
        kinds.add(record["kind"])
    desk.close()
    assert {"plan", "policy", "item", "department", "measure", "indicator", "indicator_value", "year_record"} <= kinds


@pytest.mark.parametrize(
    "record",
    [
        {"kind": "year_records", "id": "0197b1f0-0000-7000-8000-000000000000", "fields": {}},
        {"kind": "item", "id": "1", "fields": {"policy_id": "x", "number": 1, "title": "t"}},
        {
            "kind": "item",
            "id": "0197b1f0-0000-7000-8000-000000000000",
            "fields": {"policy_id": "x", "number": "one", "title": "t"},
        },
    ],
)
def test_what_is_no_record_is_refused_by_the_schema(record: dict[str, JsonValue]) -> None:
    with pytest.raises(ValidationError):
        _validator(generate_schema.records_schema()).validate(record)


def test_a_field_of_a_newer_program_is_let_through() -> None:
    fields: JsonValue = {"policy_id": "x", "number": 1, "title": "t", "of_a_newer_program": [1]}
    record = {"kind": "item", "id": "0197b1f0-0000-7000-8000-000000000000", "fields": fields}
    _validator(generate_schema.records_schema()).validate(record)


def test_every_field_of_the_catalogue_stands_in_the_schema_with_its_label_owner_and_phase() -> None:
    definitions = msgspec.json.decode(generate_schema.records_schema())["$defs"]
    for kind in KINDS.values():
        properties = definitions[kind.record_type.__name__]["properties"]
        assert list(properties) == list(kind.fields)
        for name, field in kind.fields.items():
            shown = properties[name]
            assert (shown["title"], shown["x-owner"], shown["x-asked"]) == (
                field.label,
                field.owner.value,
                field.phase.value,
            )
            assert shown.get("x-unit", "") == field.unit


def test_a_logged_change_is_valid_by_the_schema() -> None:
    validator = _validator(generate_schema.change_schema())
    change = Change(
        row="0197b1f0-0000-7000-8000-000000000000",
        kind="measure",
        unit="division",
        set={"title": "窓口", "of_a_newer_program": {"a": [1]}},
        parents={"title": ("0" * 64,)},
    )
    validator.validate(msgspec.json.decode(encode_change(change)))


def test_the_ddl_makes_the_tables_of_a_real_file(tmp_path: Path) -> None:
    desk = create_desk(tmp_path / "a", "annaka-4")
    desk.close()
    with closing(sqlite3.connect(tmp_path / "a.reform")) as real, closing(sqlite3.connect(":memory:")) as made:
        made.executescript(generate_schema.store_sql())
        assert _shape(made) == _shape(real)


def _shape(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE sql IS NOT NULL ORDER BY 1")]
    return {
        name: connection.execute("SELECT name, type, pk FROM pragma_table_info(?)", (name,)).fetchall()
        for name in names
    }


def test_check_says_which_file_is_not_current(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generate_schema.main(["--folder", str(tmp_path)]) == 0
    assert generate_schema.main(["--check", "--folder", str(tmp_path)]) == 0
    (tmp_path / "store.sql").write_text("-- old", encoding="utf-8")
    assert generate_schema.main(["--check", "--folder", str(tmp_path)]) == 1
    assert "store.sql" in capsys.readouterr().err
