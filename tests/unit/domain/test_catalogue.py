"""The field catalogue: every kind and field, read back from its one declaration."""

from __future__ import annotations

from typing import Annotated, get_type_hints

import pytest
from msgspec import Meta
from msgspec.structs import fields as struct_fields

from reform_desktop.domain import fields as f
from reform_desktop.domain.catalogue import KINDS, Kind, child_kinds, field_named, kind_named
from reform_desktop.domain.fields import FieldType, Owner, Phase
from reform_desktop.domain.records import Record

EACH_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())


@EACH_KIND
def test_every_part_of_a_record_but_its_id_is_a_declared_field(kind: Kind) -> None:
    declared = [one.name for one in struct_fields(kind.record_type) if one.name != "id"]
    assert set(kind.fields) == set(declared)
    assert set(get_type_hints(kind.record_type)) == {"id", *kind.fields}


@EACH_KIND
def test_every_field_knows_its_identifier_and_has_a_japanese_label(kind: Kind) -> None:
    for identifier, field in kind.fields.items():
        assert field.identifier == identifier
        assert field.label
        assert not field.label.isascii()
    assert len({field.label for field in kind.fields.values()}) == len(kind.fields)


@EACH_KIND
def test_parents_owners_and_keys_are_fields_of_their_kind_and_refer_to_known_kinds(kind: Kind) -> None:
    named = [name for name in (kind.parent, kind.owner_field, *kind.natural_key) if name]
    assert set(named) <= set(kind.fields)
    references = [one for one in kind.fields.values() if one.type in (FieldType.REFERENCE, FieldType.REFERENCES)]
    assert all(one.target_kind in KINDS for one in references)
    order = list(KINDS)
    assert kind.parent_kind == "" or order.index(kind.parent_kind) < order.index(kind.name)


@EACH_KIND
def test_choices_and_limits_fit_their_type(kind: Kind) -> None:
    for field in kind.fields.values():
        assert bool(field.choices) is (field.type is FieldType.CHOICE)
        assert (field.max_length > 0) is field.is_text
        whole = field.type in (FieldType.INTEGER, FieldType.AMOUNT, FieldType.FISCAL_YEAR)
        assert (field.minimum is not None and field.maximum is not None) is whole


def test_kinds_and_fields_are_found_by_name() -> None:
    assert kind_named("measure") is KINDS["measure"]
    assert field_named("year_record", "grade").label == "達成状況"
    with pytest.raises(KeyError):
        kind_named("colour")
    with pytest.raises(KeyError):
        field_named("measure", "colour")


def test_a_measure_has_its_parts_and_belongs_to_an_item() -> None:
    assert KINDS["measure"].parent_kind == "item"
    assert KINDS["plan"].parent_kind == ""
    assert [one.name for one in child_kinds("measure")] == ["indicator", "year_record", "evidence", "opinion"]
    assert child_kinds("correction") == ()


def test_a_caption_carries_the_unit_as_column_headings_print_it() -> None:
    assert field_named("year_record", "cost_cut_actual").caption == "歳出削減（実績）（千円）"
    assert field_named("year_record", "result").caption == "取組実績"


def test_a_choice_is_shown_by_its_word_and_an_unknown_one_as_it_is() -> None:
    stage = field_named("year_record", "stage")
    assert [stage.choice_label(one) for one in ("trial", "of_a_newer_program", None)] == [
        "試行",
        "of_a_newer_program",
        "",
    ]


def test_the_plan_belongs_to_the_division_and_results_to_the_department() -> None:
    assert field_named("measure", "title").owner is Owner.DIVISION
    assert field_named("year_record", "result").owner is Owner.DEPARTMENT
    assert field_named("year_record", "result").phase is Phase.RESULT
    assert field_named("year_record", "midyear").phase is Phase.MIDYEAR


def test_an_annotation_that_declares_no_field_is_passed_over() -> None:
    class Odd(Record):
        title: Annotated[str, Meta(title="not ours"), "a note", f.line("題名")] = ""
        remark: Annotated[str, Meta(title="not ours")] = ""

    assert list(Kind("odd", "半端", Odd).fields) == ["title"]
