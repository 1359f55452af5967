"""What a layout says, and what it may never do: make a report fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_desktop.domain.catalogue import KINDS, field_named
from reform_desktop.domain.errors import InputError
from reform_desktop.domain.json_value import JsonValue
from reform_desktop.domain.layouts import LayoutColumn, LayoutSettings, Margins, understood
from reform_desktop.domain.values import check_value, display_value, parse_input

FIELDS = KINDS["layout"].fields
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def test_an_empty_layout_is_the_usual_look() -> None:
    assert understood(FIELDS, {}) == LayoutSettings()


def test_every_part_of_a_layout_is_understood() -> None:
    settings = understood(
        FIELDS,
        {
            "name": "審議会用",
            "paper": "a3",
            "orientation": "landscape",
            "margin_left": 25,
            "grouping": "department",
            "stamps": ["部長", "課長"],
            "hidden_parts": ["evidence"],
            "with_handover": True,
            "columns": [{"report": "list", "column": "title", "caption": "取組", "width": 80}],
            "city": "安中市",
            "footer": "資料１",
            "logo_sha256": "a" * 64,
        },
    )
    assert settings == LayoutSettings(
        name="審議会用",
        paper="a3",
        orientation="landscape",
        margins=Margins(left=25),
        grouping="department",
        stamps=("部長", "課長"),
        hidden=frozenset({"evidence"}),
        with_handover=True,
        columns={"list": (LayoutColumn("list", "title", "取組", 80),)},
        city="安中市",
        footer="資料１",
        logo_sha256="a" * 64,
    )


def test_no_stamps_differ_from_the_usual_ones() -> None:
    assert understood(FIELDS, {"stamps": []}).stamps is None
    assert understood(FIELDS, {"stamps": ["課長"], "without_stamps": True}).stamps == ()


@given(st.dictionaries(st.sampled_from(list(FIELDS)), JSON))
def test_whatever_a_bundle_brings_is_read_without_an_error(values: dict[str, JsonValue]) -> None:
    settings = understood(FIELDS, values)
    assert all(one.width is None or 8 <= one.width <= 300 for two in settings.columns.values() for one in two)
    assert settings.stamps is None or len(settings.stamps) <= 8
    assert all(side is None or 8 <= side <= 50 for side in (settings.margins.left, settings.margins.top))


@pytest.mark.parametrize(
    ("values", "label"),
    [
        ({"paper": "b5"}, "用紙"),
        ({"margin_top": 500}, "上の余白"),
        ({"margin_top": True}, "上の余白"),
        ({"stamps": "課長"}, "決裁欄"),
        ({"stamps": ["課" * 13]}, "決裁欄"),
        ({"columns": [5]}, "列と項目"),
        ({"columns": [{"report": "list", "column": "title", "width": 5000}]}, "列と項目"),
        ({"columns": [{"report": "list", "column": "a"}] * 201}, "列と項目"),
        ({"logo_sha256": "../../etc"}, "市章の画像のハッシュ値"),
        ({"footer": "長" * 81}, "欄外の文"),
    ],
)
def test_what_is_not_understood_is_said_and_left_as_usual(values: dict[str, JsonValue], label: str) -> None:
    settings = understood(FIELDS, values)
    assert [one for one in settings.warnings if f"「{label}」" in one]


def test_a_column_that_cannot_be_read_takes_no_other_with_it() -> None:
    entries: list[JsonValue] = [
        {"report": "list", "column": "title", "emphasis": "of a newer program"},
        {"report": "list"},
        {"report": "list", "column": "title", "caption": "二度目"},
        {"report": "list", "column": "number"},
    ]
    settings = understood(FIELDS, {"columns": entries})
    assert [one.column for one in settings.columns["list"]] == ["title", "number"]
    assert len(settings.warnings) == 1


def test_what_a_newer_program_says_of_a_column_is_kept() -> None:
    kept = check_value(FIELDS["columns"], [{"report": "list", "column": "title", "emphasis": "bold", "odd": 0.5}])
    assert kept == [{"report": "list", "column": "title", "caption": "", "width": None, "emphasis": "bold"}]


@pytest.mark.parametrize(
    ("name", "sent", "says"),
    [
        ("stamps", ["課長"] * 300, "200個以内"),
        ("stamps", [5], "言葉の一覧"),
        ("stamps", [" "], "使えません"),
        ("stamps", 5, "言葉の一覧"),
        ("columns", [{"report": "LIST", "column": "title"}], "英小文字"),
        ("columns", ["title"], "一覧にして"),
        ("columns", [{"report": "list", "column": "title", "caption": 5}], "見出し"),
        ("columns", [{"report": "list", "column": "title", "width": 2}], "8以上"),
        ("columns", [{"report": "list", "column": "title"}] * 201, "200本以内"),
        ("columns", "title", "列の一覧"),
    ],
)
def test_a_layout_that_a_script_sends_is_checked(name: str, sent: object, says: str) -> None:
    with pytest.raises(InputError, match=says):
        check_value(FIELDS[name], sent)


def test_words_are_typed_with_commas_between_them_and_shown_so() -> None:
    assert parse_input(FIELDS["stamps"], "部長、課長, 係長") == ["部長", "課長", "係長"]
    assert display_value(FIELDS["stamps"], ["部長", "課長"]) == "部長、課長"
    columns: list[JsonValue] = [
        {"report": "list", "column": "title", "caption": "とりくみ", "width": 80},
        {"report": "list", "column": "number"},
        {"report": "opinions", "column": "of_a_newer_program"},
        5,
    ]
    assert display_value(FIELDS["columns"], columns) == (
        "取組一覧：取組名（とりくみ、80mm）、番号\n意見・対応一覧：of_a_newer_program\n5"
    )
    assert display_value(FIELDS["hidden_parts"], ["evidence", "stage", "policy"]) == "証拠資料、段階、方針"
    assert display_value(FIELDS["columns"], 5) == "5"


def test_the_layouts_fields_belong_to_whoever_made_it() -> None:
    assert KINDS["layout"].owner_field == "department_id"
    reserved = [name for name, one in FIELDS.items() if one.owner is field_named("plan", "name").owner]
    assert reserved == ["department_id"]
