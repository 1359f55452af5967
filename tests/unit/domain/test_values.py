"""Field values between what is typed, what is kept and what is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from reform_desktop.domain.catalogue import KINDS, Kind, field_named
from reform_desktop.domain.errors import InputError
from reform_desktop.domain.fields import Field, FieldType
from reform_desktop.domain.grades import Grade, scale_of
from reform_desktop.domain.records import Evidence, IndicatorValue, Measure, Opinion, Plan, YearRecord
from reform_desktop.domain.values import (
    JsonValue,
    check_value,
    display_value,
    empty_value,
    is_empty,
    parse_input,
    to_record,
    to_values,
)

ROOT = Path(__file__).parents[3]
GRADES = msgspec.json.decode(
    (ROOT / "resources/outlines/grade_scales.json").read_bytes(), type=dict[str, tuple[Grade, ...]]
)
SCALE = scale_of(GRADES["annaka"])
ONE = "0190f5fe-7c00-7a00-8000-000000000001"
TWO = "0190f5fe-7c00-7a00-8000-000000000002"
PLAIN_GRADE: dict[str, JsonValue] = {
    "grade": "a",
    "label": "A",
    "symbol": "Ａ",
    "counts_as": "achieved",
    "tone": "green",
}
STARTING_VALUES = {("submission", "state")}
FULL_GRADE: dict[str, JsonValue] = {**PLAIN_GRADE, "reaches_target": False, "stops": False}


def field(name: str) -> Field:
    kind, _, identifier = name.partition(".")
    return field_named(kind, identifier)


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("measure.title", " 窓口の改善 ", " 窓口の改善 "),
        ("year_record.result", "一行目\r\n二行目", "一行目\n二行目"),
        ("measure.number", "１２", 12),
        ("measure.number", "", None),
        ("measure.number", "－", None),
        ("year_record.hours_saved", "▲1,200時間", -1200),
        ("year_record.cost_cut_actual", "120万円", 1200),
        ("year_record.cost_cut_actual", "ー", None),
        ("indicator_value.actual", "１３．４０", "13.40"),
        ("indicator_value.actual", " ", None),
        ("year_record.fiscal_year", "令和７年度", 2025),
        ("opinion.date", "R7.4.1", "2025-04-01"),
        ("opinion.date", "", None),
        ("measure.priority", "◆", True),
        ("measure.priority", "はい", True),
        ("measure.priority", "ＦＡＬＳＥ", False),
        ("measure.priority", "", False),
        ("year_record.stage", "実施", "implementation"),
        ("year_record.stage", " Implementation ", "implementation"),
        ("year_record.stage", "", None),
        ("measure.item_id", ONE.upper(), ONE),
        ("measure.related_department_ids", f"{ONE}、{TWO} {ONE}", [ONE, TWO]),
        ("measure.related_department_ids", "", []),
        ("plan.grade_scale", msgspec.json.encode([PLAIN_GRADE]).decode(), [FULL_GRADE]),
    ],
)
def test_what_staff_type_is_kept_in_one_canonical_form(name: str, typed: str, kept: JsonValue) -> None:
    value = parse_input(field(name), typed)
    assert value == kept
    assert type(value) is type(kept)
    assert check_value(field(name), value) == value


@pytest.mark.parametrize(
    "typed", ["year_achieved", "年度目標達成", " 年度目標 達成", "○", "○ 年度目標達成", "○年度目標達成"]
)
def test_a_grade_is_understood_by_identifier_word_and_symbol(typed: str) -> None:
    assert parse_input(field("year_record.grade"), typed, scale=SCALE) == "year_achieved"


@pytest.mark.parametrize(
    ("typed", "kept"), [("…", "under_study"), ("＞", "in_progress"), (">", "in_progress"), ("×", "stopped")]
)
def test_symbols_are_understood_in_either_width(typed: str, kept: str) -> None:
    assert parse_input(field("year_record.grade"), typed, scale=SCALE) == kept


@pytest.mark.parametrize("typed", ["", "　", "-", "―"])
def test_a_blank_or_a_dash_takes_the_grade_away(typed: str) -> None:
    assert parse_input(field("year_record.grade"), typed, scale=SCALE) is None


def test_without_a_scale_a_grade_is_kept_as_an_identifier() -> None:
    assert parse_input(field("plan_count.grade"), " year_achieved ") == "year_achieved"
    with pytest.raises(InputError, match=r"達成状況：.*長すぎます"):
        parse_input(field("plan_count.grade"), "あ" * 201)


def test_the_unit_of_the_indicator_may_be_typed_behind_the_number() -> None:
    assert parse_input(field("indicator_value.actual"), "1,200人", unit="人") == "1200"


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("measure.title", "改行\nあり", "改行"),
        ("measure.title", "あ" * 201, "取組名：201文字あります。200文字以内"),
        ("measure.number", "0", "番号：0は入力できません。1以上、9,999以下で入力してください。"),
        ("year_record.hours_saved", "1000万", "削減時間"),
        ("year_record.hours_saved", "10000000", "9,999,999時間以下"),
        ("year_record.cost_cut_actual", "1,000,000,000,000", "999,999,999,999千円以下"),
        ("year_record.cost_cut_actual", "たくさん", "歳出削減（実績）：「たくさん」は数として読めません"),
        ("year_record.fiscal_year", "7", "年度：「7」だけでは"),
        ("opinion.date", "4月", "日付：「4月」は日付として読めません"),
        ("measure.priority", "たぶん", "重点：「たぶん」は読めません。「はい」か「いいえ」"),
        ("year_record.stage", "実施中", "検討、準備、試行、実施、継続、完了のどれか"),
        ("measure.item_id", "1-(1)", "推進項目：「1-(1)」は識別子（ID）の形ではありません"),
        ("plan.grade_scale", "{", "達成状況の区分：達成状況の区分として読めません"),
        ("plan.grade_scale", "{}", "区分として読めません"),
        ("plan.grade_scale", "[" * 100_000, "区分として読めません"),
        ("plan.grade_scale", '"\ud800"', "区分として読めません"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence_that_names_the_field(name: str, typed: str, says: str) -> None:
    with pytest.raises(InputError) as refusal:
        parse_input(field(name), typed)
    assert str(refusal.value).startswith(f"{field(name).label}：")
    assert says in str(refusal.value)


def test_a_grade_that_the_plan_does_not_know_is_refused_with_the_plans_own_words() -> None:
    with pytest.raises(InputError, match="「Ｓ」という区分はありません。全体の目標達成、年度目標達成、"):
        parse_input(field("year_record.grade"), "Ｓ", scale=SCALE)


@pytest.mark.parametrize(
    ("name", "sent", "kept"),
    [
        ("measure.title", None, ""),
        ("measure.number", None, None),
        ("measure.priority", None, False),
        ("measure.related_department_ids", None, []),
        ("measure.number", 3, 3),
        ("year_record.cost_cut_actual", -5, -5),
        ("year_record.cost_cut_actual", "1,200", 1200),
        ("year_record.fiscal_year", 2025, 2025),
        ("indicator_value.actual", 12, "12"),
        ("indicator_value.actual", 12.5, "12.5"),
        ("indicator_value.actual", Decimal("12.50"), "12.50"),
        ("measure.priority", True, True),
        ("measure.related_department_ids", [TWO, ONE, TWO.upper()], [TWO, ONE]),
        ("plan.grade_scale", [PLAIN_GRADE], [FULL_GRADE]),
        ("plan.grade_scale", [], []),
    ],
)
def test_what_a_script_sends_is_kept_in_the_same_form(name: str, sent: object, kept: JsonValue) -> None:
    value = check_value(field(name), sent)
    assert value == kept
    assert type(value) is type(kept)


def test_a_grade_that_a_script_sends_is_held_against_the_scale() -> None:
    assert check_value(field("year_record.grade"), "○", scale=SCALE) == "year_achieved"


@pytest.mark.parametrize(
    ("name", "sent", "says"),
    [
        ("measure.title", 5, "取組名：値の種類が違います。この欄には文字を入れてください。"),
        ("measure.title", ["a"], "文字"),
        ("measure.number", True, "整数"),
        ("measure.number", 1.0, "整数"),
        ("measure.number", 0, "1以上"),
        ("year_record.fiscal_year", 7, "7年度は入力できません"),
        ("year_record.fiscal_year", 10**6, "1000000年度は入力できません"),
        ("year_record.fiscal_year", 2500, "令和482(2500)年度は入力できません"),
        ("indicator_value.actual", True, "数"),
        ("indicator_value.actual", float("nan"), "数として読めません"),
        ("measure.priority", 1, "true か false"),
        ("year_record.stage", 1, "選択肢の名前"),
        ("year_record.grade", {}, "区分の名前"),
        ("opinion.date", 20250401, "日付"),
        ("measure.item_id", [ONE], "識別子（ID）"),
        ("measure.related_department_ids", [1], "指定された値は識別子"),
        ("measure.related_department_ids", {}, "識別子（ID）の一覧"),
        ("plan.grade_scale", 1, "区分の一覧"),
        ("plan.grade_scale", [{"grade": "a"}], "区分として読めません"),
        ("plan.grade_scale", [PLAIN_GRADE, PLAIN_GRADE], "互いに違うもの"),
        ("plan.grade_scale", [{**PLAIN_GRADE, "label": " "}], "空にせず"),
        ("plan.grade_scale", [{**PLAIN_GRADE, "label": "a\0"}], "使えない文字"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_what_is_expected(name: str, sent: object, says: str) -> None:
    with pytest.raises(InputError) as refusal:
        check_value(field(name), sent)
    assert says in str(refusal.value)


def test_a_limit_on_one_side_is_named_alone() -> None:
    at_least = Field("数", FieldType.INTEGER, minimum=1)
    at_most = Field("数", FieldType.INTEGER, maximum=9)
    with pytest.raises(InputError, match="数：0は入力できません。1以上で入力"):
        check_value(at_least, 0)
    with pytest.raises(InputError, match="数：10は入力できません。9以下で入力"):
        check_value(at_most, 10)
    assert check_value(at_least, 5) == check_value(at_most, 5) == 5
    assert parse_input(Field("文", FieldType.LINE), "あ" * 500) == "あ" * 500


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("measure.title", "窓口の改善", "窓口の改善"),
        ("measure.title", "", ""),
        ("measure.number", None, ""),
        ("year_record.hours_saved", 12345, "12,345"),
        ("year_record.cost_cut_actual", -1200, "-1,200"),
        ("indicator_value.actual", "1234.50", "1,234.50"),
        ("year_record.fiscal_year", 2025, "令和7(2025)年度"),
        ("opinion.date", "2025-04-01", "令和7年4月1日"),
        ("measure.priority", True, "はい"),
        ("measure.priority", False, "いいえ"),
        ("year_record.stage", "study", "検討"),
        ("year_record.grade", "year_achieved", "○ 年度目標達成"),
        ("measure.lead_department_id", ONE, "財政課"),
        ("measure.lead_department_id", TWO, TWO),
        ("measure.related_department_ids", [ONE, TWO], f"財政課、{TWO}"),
        ("measure.related_department_ids", [], ""),
        ("plan.grade_scale", [FULL_GRADE, FULL_GRADE], "Ａ A、Ａ A"),
    ],
)
def test_kept_values_are_shown_as_people_read_them(name: str, value: JsonValue, shown: str) -> None:
    assert display_value(field(name), value, scale=SCALE, names={ONE: "財政課"}) == shown


def test_a_grade_without_its_scale_is_shown_by_its_identifier() -> None:
    assert display_value(field("year_record.grade"), "s") == "s"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("measure.title", 5, "5"),
        ("measure.number", "三", "三"),
        ("measure.number", True, "true"),
        ("indicator_value.actual", "約10", "約10"),
        ("indicator_value.actual", 5, "5"),
        ("year_record.fiscal_year", 99999, "99999"),
        ("year_record.fiscal_year", "x", "x"),
        ("opinion.date", "いつか", "いつか"),
        ("opinion.date", 1, "1"),
        ("measure.priority", "yes", "yes"),
        ("year_record.stage", "of_a_newer_program", "of_a_newer_program"),
        ("year_record.grade", 1, "1"),
        ("measure.lead_department_id", 1, "1"),
        ("measure.related_department_ids", [1], "1"),
        ("measure.related_department_ids", {"a": 1}, '{"a":1}'),
        ("plan.grade_scale", ["s"], "s"),
        ("plan.grade_scale", "s", "s"),
    ],
)
def test_what_this_program_does_not_understand_is_shown_as_it_is_kept(name: str, value: JsonValue, shown: str) -> None:
    assert display_value(field(name), value, scale=SCALE) == shown


@pytest.mark.parametrize(
    ("name", "value", "empty"),
    [
        ("measure.title", "", True),
        ("measure.title", " 　\n", True),
        ("measure.title", "0", False),
        ("measure.number", None, True),
        ("year_record.cost_cut_actual", 0, False),
        ("indicator_value.actual", "0", False),
        ("measure.priority", False, True),
        ("measure.priority", True, False),
        ("measure.related_department_ids", [], True),
        ("measure.related_department_ids", [ONE], False),
    ],
)
def test_a_typed_zero_is_something_and_white_space_is_nothing(name: str, value: JsonValue, empty: bool) -> None:
    assert is_empty(field(name), value) is empty


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_every_field_has_an_empty_value_that_a_new_record_holds(kind: Kind) -> None:
    empty = {name: empty_value(one) for name, one in kind.fields.items() if (kind.name, name) not in STARTING_VALUES}
    assert all(is_empty(kind.fields[name], value) for name, value in empty.items())
    assert all(check_value(kind.fields[name], value) == value for name, value in empty.items())
    assert to_record(kind, ONE, empty) == kind.record_type(id=ONE)


RECORDS = (
    Measure(id=ONE, item_id=TWO, number=1, title="𠮷野家", related_department_ids=(ONE, TWO), priority=True),
    YearRecord(id=ONE, measure_id=TWO, fiscal_year=2025, grade="of_a_newer_program", cost_cut_planned=-3),
    IndicatorValue(id=ONE, indicator_id=TWO, fiscal_year=2025, target=Decimal("0.0000001"), actual=None),
    Opinion(id=ONE, date=date(2025, 4, 1), text="意見"),
    Plan(id=ONE, grade_scale=SCALE.grades),
    Evidence(id=ONE, file_size=2**33),
)


@pytest.mark.parametrize("record", RECORDS, ids=lambda one: type(one).__name__)
def test_a_record_comes_back_from_what_is_kept_of_it(record: object) -> None:
    kind = next(kind for kind in KINDS.values() if isinstance(record, kind.record_type))
    assert isinstance(record, kind.record_type)
    values = to_values(record)
    assert list(values) == list(kind.fields)
    assert msgspec.json.decode(msgspec.json.encode(values)) == values
    assert to_record(kind, ONE, values) == record
    assert all(check_value(kind.fields[name], value) == value for name, value in values.items())


def test_tiny_decimals_are_kept_without_an_exponent() -> None:
    assert to_values(RECORDS[2])["target"] == "0.0000001"


def test_fields_of_a_newer_program_do_not_disturb_a_record() -> None:
    record = to_record(KINDS["measure"], ONE, {"title": "取組", "colour": ["new"], "id": "not this one"})
    assert record == Measure(id=ONE, title="取組")


def test_a_value_that_was_never_checked_is_a_bug_and_raises() -> None:
    with pytest.raises(msgspec.ValidationError):
        to_record(KINDS["measure"], ONE, {"number": "three"})
