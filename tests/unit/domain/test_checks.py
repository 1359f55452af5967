"""The input checks: what a department is told, and what it is not told."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.checks import (
    Attainment,
    Finding,
    Severity,
    attainment,
    check_measure,
    check_plan,
    damaged_evidence_finding,
)
from reform_desktop.domain.dossier import IndicatorDossier, MeasureDossier, PlanDossier
from reform_desktop.domain.fields import Phase
from reform_desktop.domain.grades import Grade, scale_of
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.records import (
    Department,
    Evidence,
    Indicator,
    IndicatorValue,
    Item,
    Measure,
    Plan,
    Policy,
    YearRecord,
)

ROOT = Path(__file__).parents[3]
GRADES = msgspec.json.decode(
    (ROOT / "resources/outlines/grade_scales.json").read_bytes(), type=dict[str, tuple[Grade, ...]]
)
SCALE = scale_of(GRADES["annaka"])
YEAR = 2025
MEASURE_ID = "0190f5fe-7c00-7a00-8000-000000000001"
FINANCE = Department(id="d1", code="010", name="財政課")
TAX = Department(id="d2", code="020", name="税務課")
POLICY = Policy(id="p1", plan_id="plan", number=1, title="方針")
ITEM = Item(id="i1", policy_id="p1", number=1, title="推進項目")

DONE = YearRecord(
    id="y25",
    measure_id=MEASURE_ID,
    fiscal_year=YEAR,
    target="窓口を一つにする",
    plan="設計する",
    midyear="設計した",
    result="窓口を一つにした",
    grade="year_achieved",
)
INDICATOR = Indicator(
    id="n1", measure_id=MEASURE_ID, number=1, name="満足度", unit="%", direction="increase", baseline=Decimal(60)
)
PAPER = Evidence(id="e25", measure_id=MEASURE_ID, fiscal_year=YEAR, title="写真", paper_location="簿冊1")


def indicator(
    target: str | None = "70", actual: str | None = "75", *, direction: str | None = "increase"
) -> IndicatorDossier:
    value = IndicatorValue(
        id="v25",
        indicator_id="n1",
        fiscal_year=YEAR,
        target=None if target is None else Decimal(target),
        actual=None if actual is None else Decimal(actual),
    )
    return IndicatorDossier(replace(INDICATOR, direction=direction), {YEAR: value})


def measure(
    year: YearRecord | None = DONE,
    *,
    indicators: tuple[IndicatorDossier, ...] | None = None,
    evidence: tuple[Evidence, ...] = (PAPER,),
    first: int | None = 2025,
    last: int | None = 2029,
) -> MeasureDossier:
    return MeasureDossier(
        Measure(
            id=MEASURE_ID,
            item_id="i1",
            number=1,
            title="取組",
            lead_department_id="d1",
            related_department_ids=("d2",),
            first_fiscal_year=first,
            last_fiscal_year=last,
        ),
        policy=POLICY,
        item=ITEM,
        lead_department=FINANCE,
        related_departments=(TAX,),
        indicators=(indicator(),) if indicators is None else indicators,
        years={} if year is None else {YEAR: year},
        evidence=evidence,
    )


def altered(dossier: MeasureDossier, **changes: object) -> MeasureDossier:
    """Return the dossier with parts of its measure changed."""
    return replace(dossier, measure=replace(dossier.measure, **changes))


def plan_with(
    *measures: MeasureDossier,
    policies: tuple[Policy, ...] = (POLICY,),
    items: tuple[Item, ...] = (ITEM,),
    departments: tuple[Department, ...] = (FINANCE, TAX),
    closed: bool = False,
) -> PlanDossier:
    return PlanDossier(
        Plan(
            id="plan",
            name="計画",
            first_fiscal_year=2025,
            last_fiscal_year=2029,
            grade_scale=SCALE.grades,
            closed=closed,
        ),
        policies,
        items,
        departments,
        measures,
    )


def found(dossier: MeasureDossier, phase: Phase = Phase.RESULT, year: int = YEAR) -> tuple[Finding, ...]:
    return check_measure(dossier, SCALE, year, phase)


def codes(findings: Iterable[Finding]) -> list[str]:
    return [one.code for one in findings]


def only(findings: Iterable[Finding]) -> Finding:
    (one,) = findings
    return one


def place(one: Finding) -> tuple[str, str, str]:
    return (one.kind, one.row_id, one.field)


def test_a_finished_measure_has_nothing_to_put_right() -> None:
    assert found(measure()) == ()
    assert check_plan(plan_with(measure()), YEAR, Phase.RESULT) == ()


def test_at_year_end_a_missing_result_and_grade_are_errors_at_their_fields() -> None:
    result, grade = found(measure(replace(DONE, result=" \n", grade=None)))
    assert (result.code, result.severity, place(result)) == (
        "result_missing",
        Severity.ERROR,
        ("year_record", "y25", "result"),
    )
    assert (grade.code, grade.severity, place(grade)) == (
        "grade_missing",
        Severity.ERROR,
        ("year_record", "y25", "grade"),
    )
    assert (grade.measure_id, grade.measure_number, grade.fiscal_year) == (MEASURE_ID, "1-(1)-①", YEAR)


def test_a_year_that_nobody_has_begun_leads_to_the_record_it_will_have() -> None:
    findings = found(measure(None, evidence=()))
    assert codes(findings) == ["plan_missing", "result_missing", "grade_missing"]
    future = child_row_id(KINDS["year_record"], MEASURE_ID, (YEAR,))
    assert {one.row_id for one in findings} == {future}


def test_only_what_is_asked_for_now_is_missing() -> None:
    empty = measure(YearRecord(id="y25", fiscal_year=YEAR), evidence=())
    assert codes(found(empty, Phase.ALWAYS)) == []
    assert codes(found(empty, Phase.PLAN)) == ["plan_missing"]
    assert codes(found(empty, Phase.MIDYEAR)) == ["plan_missing", "midyear_missing"]
    assert codes(found(measure(None), Phase.MIDYEAR)) == ["plan_missing", "midyear_missing"]
    assert codes(found(measure(), Phase.MIDYEAR)) == []


@pytest.mark.parametrize("part", ["target", "plan"])
def test_a_goal_or_a_plan_alone_is_enough(part: str) -> None:
    assert found(measure(replace(DONE, **{part: ""}))) == ()


def test_nothing_is_asked_of_years_not_begun_ended_retired_or_outside_evaluation() -> None:
    assert found(measure(None, evidence=(), indicators=(), first=2026)) == ()
    assert found(measure(None, evidence=(), indicators=(), first=2020, last=2024)) == ()
    nothing = measure(None, evidence=(PAPER,), indicators=())
    assert found(altered(nothing, retired_from=2025, title="", lead_department_id=None)) == ()
    assert found(altered(measure(replace(DONE, result="", outside_evaluation=True)), title="")) == ()


def test_a_measure_of_a_later_year_must_still_have_its_title() -> None:
    later = altered(measure(None, evidence=(), indicators=(), first=2026), title=" ")
    one = only(found(later))
    assert (one.code, place(one)) == ("required_field_empty", ("measure", MEASURE_ID, "title"))
    assert one.message == "取組の取組名がありません。取組名を入力してください。"


@pytest.mark.parametrize(
    ("direction", "target", "actual", "stands"),
    [
        ("increase", "70", "70.0", Attainment.REACHED),
        ("increase", "70", "71", Attainment.REACHED),
        ("increase", "70", "69.9", Attainment.SHORT),
        ("decrease", "10", "10", Attainment.REACHED),
        ("decrease", "10", "9", Attainment.REACHED),
        ("decrease", "10", "10.1", Attainment.SHORT),
        ("maintain", "99", "99.0", Attainment.REACHED),
        ("maintain", "99", "98.9", Attainment.SHORT),
        ("maintain", "99", "99.1", Attainment.UNJUDGED),
        (None, "1", "2", Attainment.UNJUDGED),
        ("of_a_newer_program", "1", "1", Attainment.UNJUDGED),
        ("increase", None, "2", Attainment.UNJUDGED),
        ("increase", "1", None, Attainment.UNJUDGED),
    ],
)
def test_a_target_is_reached_by_the_direction_of_its_indicator(
    direction: str | None, target: str | None, actual: str | None, stands: Attainment
) -> None:
    numbers = [None if one is None else Decimal(one) for one in (target, actual)]
    assert attainment(direction, numbers[0], numbers[1]) is stands


def test_a_grade_that_claims_the_target_while_a_number_is_short_of_it_is_an_error() -> None:
    one = only(found(measure(indicators=(indicator("1200", "1199.5"),))))
    assert (one.code, one.severity, place(one)) == (
        "grade_above_numbers",
        Severity.ERROR,
        ("year_record", "y25", "grade"),
    )
    assert one.message == (
        "達成状況が「年度目標達成」ですが、指標「満足度」は目標値1,200%、実績値1,199.5%で、"
        "目標に届いていません。達成状況か数値を確かめてください。"
    )


def test_a_partly_achieved_year_may_be_short_of_its_target() -> None:
    partly = replace(DONE, grade="year_partly_achieved", reason="窓口が一つ残った")
    assert found(measure(partly, indicators=(indicator("70", "60"),))) == ()


def test_a_grade_below_numbers_that_are_all_reached_deserves_a_second_look() -> None:
    modest = replace(DONE, grade="in_progress", reason="続ける")
    one = only(found(measure(modest)))
    assert (one.code, one.severity, place(one)) == (
        "grade_below_numbers",
        Severity.WARNING,
        ("year_record", "y25", "grade"),
    )
    assert codes(found(measure(modest, indicators=(indicator("70", "60"),)))) == []
    assert codes(found(measure(modest, indicators=(indicator(), indicator("70", "60"))))) == []
    assert codes(found(measure(modest, indicators=()))) == []
    assert codes(found(measure(replace(modest, grade="stopped")))) == []


def test_a_target_without_an_actual_value_is_noticed_at_year_end() -> None:
    one = only(found(measure(indicators=(indicator("70", None),))))
    assert (one.code, one.severity, place(one)) == (
        "actual_missing",
        Severity.WARNING,
        ("indicator_value", "v25", "actual"),
    )
    assert found(measure(indicators=(indicator("70", None),)), Phase.PLAN) == ()


def test_a_grade_of_another_scale_is_an_error() -> None:
    one = only(found(measure(replace(DONE, grade="s"))))
    assert (one.code, place(one)) == ("grade_unknown", ("year_record", "y25", "grade"))
    assert "「s」は、この計画の区分にありません" in one.message


def test_a_stopped_measure_must_say_why() -> None:
    one = only(found(measure(replace(DONE, grade="stopped"), indicators=())))
    assert (one.code, one.severity, place(one)) == (
        "stopped_without_reason",
        Severity.ERROR,
        ("year_record", "y25", "reason"),
    )


@pytest.mark.parametrize("grade", ["year_partly_achieved", "in_progress", "under_study"])
def test_a_year_short_of_its_target_should_say_why(grade: str) -> None:
    one = only(found(measure(replace(DONE, grade=grade), indicators=())))
    assert (one.code, one.severity) == ("reason_missing", Severity.WARNING)
    assert SCALE.label(grade) in one.message


def test_a_planned_effect_asks_for_its_actual_amount_and_zero_is_an_answer() -> None:
    planned = replace(DONE, cost_cut_planned=1200, revenue_planned=300)
    cut, revenue = found(measure(planned))
    assert (cut.code, cut.severity, place(cut)) == (
        "effect_missing",
        Severity.ERROR,
        ("year_record", "y25", "cost_cut_actual"),
    )
    assert revenue.field == "revenue_actual"
    assert found(measure(replace(planned, cost_cut_actual=0, revenue_actual=5))) == ()
    assert found(measure(replace(DONE, cost_cut_planned=0))) == ()
    assert found(measure(planned), Phase.MIDYEAR) == ()


@pytest.mark.parametrize(("grade", "told"), [("year_partly_achieved", True), ("in_progress", False)])
def test_an_achieved_year_should_have_evidence_of_that_year(grade: str, told: bool) -> None:
    year = replace(DONE, grade=grade, reason="残った")
    earlier = replace(PAPER, fiscal_year=2026)
    findings = found(measure(year, indicators=(), evidence=(earlier,)))
    assert ("evidence_missing" in codes(findings)) is told
    if told:
        assert only(findings).severity is Severity.WARNING
        assert place(only(findings)) == ("measure", MEASURE_ID, "")


def test_an_indicator_should_have_direction_baseline_and_target() -> None:
    bare = IndicatorDossier(replace(INDICATOR, direction=None, baseline=None), {})
    findings = found(measure(indicators=(bare,)))
    assert codes(findings) == [
        "indicator_without_direction",
        "indicator_without_baseline",
        "indicator_without_target",
    ]
    assert [place(one) for one in findings] == [
        ("indicator", "n1", "direction"),
        ("indicator", "n1", "baseline"),
        ("indicator", "n1", ""),
    ]
    assert place(only(found(measure(indicators=(indicator(None, "5"),))))) == ("indicator_value", "v25", "target")


def test_required_parts_of_indicators_and_evidence_are_named() -> None:
    nameless = replace(indicator(), indicator=replace(INDICATOR, name=""))
    findings = found(measure(indicators=(nameless,), evidence=(replace(PAPER, title="　"),)))
    assert [(one.code, place(one)) for one in findings] == [
        ("required_field_empty", ("indicator", "n1", "name")),
        ("required_field_empty", ("evidence", "e25", "title")),
    ]
    yearless = found(measure(evidence=(PAPER, replace(PAPER, fiscal_year=None))))
    assert place(only(yearless)) == ("evidence", "e25", "fiscal_year")


@pytest.mark.parametrize("part", ["file_sha256", "address", "paper_location"])
def test_evidence_needs_a_file_an_address_or_a_place_on_paper(part: str) -> None:
    nothing = replace(PAPER, paper_location=" ")
    one = only(found(measure(evidence=(nothing,))))
    assert (one.code, one.severity, place(one)) == (
        "evidence_without_source",
        Severity.ERROR,
        ("evidence", "e25", "file_name"),
    )
    assert found(measure(evidence=(replace(nothing, **{part: "x"}),))) == ()


def test_a_measure_needs_a_lead_department_that_exists() -> None:
    nobody = replace(altered(measure(), lead_department_id=None), lead_department=None)
    assert codes(found(nobody)) == ["no_lead_department"]
    gone = replace(measure(), lead_department=None)
    assert codes(found(gone)) == ["lead_department_not_found"]
    assert {place(*found(one)) for one in (nobody, gone)} == {("measure", MEASURE_ID, "lead_department_id")}


def test_the_lead_department_is_not_its_own_related_department() -> None:
    one = only(found(altered(measure(), related_department_ids=("d2", "d1"))))
    assert (one.code, one.severity) == ("related_is_lead", Severity.WARNING)


def test_a_measure_without_its_item_is_shown_and_not_dropped() -> None:
    lost = replace(measure(), item=None, policy=None)
    assert codes(found(lost)) == ["item_not_found"]
    assert codes(found(altered(lost, item_id=""))) == ["required_field_empty"]


def test_a_run_that_ends_before_it_begins_is_an_error() -> None:
    one = only(found(measure(None, evidence=(), indicators=(), first=2029, last=2028), year=2029))
    assert (one.code, one.field) == ("run_reversed", "last_fiscal_year")


@pytest.mark.parametrize(
    ("name", "sign"), [("cost_cut_actual", "歳出削減（実績）"), ("revenue_planned", "歳入確保（計画）")]
)
def test_negative_amounts_deserve_a_second_look(name: str, sign: str) -> None:
    one = only(found(measure(replace(DONE, **{name: -1200})), Phase.PLAN))
    assert (one.code, one.severity, one.field) == ("negative_amount", Severity.WARNING, name)
    assert f"{sign}がマイナス（-1,200千円）" in one.message


def test_content_outside_the_run_is_found_whatever_year_is_checked() -> None:
    dossier = measure(first=2026, last=2028)
    findings = found(dossier)
    assert codes(findings) == ["year_outside_run", "indicator_value_outside_run", "evidence_outside_run"]
    assert [place(one) for one in findings] == [
        ("year_record", "y25", "target"),
        ("indicator_value", "v25", "target"),
        ("evidence", "e25", "fiscal_year"),
    ]
    assert {one.fiscal_year for one in findings} == {2025}
    assert codes(found(measure(first=2020, last=2024), year=2026)) == codes(findings)
    assert findings[0].message.startswith("令和7(2025)年度は取組の期間の外ですが、年度別の内容が入っています。")


def test_an_empty_year_outside_the_run_is_no_concern() -> None:
    empty = YearRecord(id="y25", measure_id=MEASURE_ID, fiscal_year=YEAR, outside_evaluation=False)
    dossier = measure(empty, indicators=(indicator(None, None),), evidence=(), first=2026)
    assert found(dossier) == ()
    assert found(measure(first=None, last=None)) == ()


def test_two_measures_with_one_number_are_both_told() -> None:
    other_id = MEASURE_ID[:-1] + "2"
    twin = altered(measure(), id=other_id)
    elsewhere = altered(measure(), id=MEASURE_ID[:-1] + "3", item_id="i2")
    unnumbered = [altered(measure(), id=MEASURE_ID[:-1] + end, number=None) for end in "45"]
    findings = check_plan(plan_with(measure(), twin, elsewhere, *unnumbered), YEAR, Phase.RESULT)
    assert [(one.code, one.measure_id, one.field) for one in findings[:2]] == [
        ("duplicate_measure_number", MEASURE_ID, "number"),
        ("duplicate_measure_number", other_id, "number"),
    ]
    assert codes(findings[2:]) == ["required_field_empty"] * 2
    assert "1-(1)-①" in findings[0].message
    retired = altered(twin, retired_from=2025)
    assert check_plan(plan_with(measure(), retired), YEAR, Phase.RESULT) == ()


def test_policies_and_items_with_one_number_are_told_unless_retired() -> None:
    policies = (POLICY, replace(POLICY, id="p2"))
    items = (ITEM, replace(ITEM, id="i2"), replace(ITEM, id="i3", policy_id="p2"))
    findings = check_plan(plan_with(policies=policies, items=items), YEAR, Phase.PLAN)
    assert [(one.code, one.row_id) for one in findings] == [
        ("duplicate_policy_number", "p1"),
        ("duplicate_policy_number", "p2"),
        ("duplicate_item_number", "i1"),
        ("duplicate_item_number", "i2"),
    ]
    assert "推進項目の番号 1-(1) がほかの" in findings[2].message
    assert (findings[0].measure_id, findings[0].measure_number, findings[0].fiscal_year) == ("", "", None)
    retired = plan_with(
        policies=(POLICY, replace(POLICY, id="p2", retired_from=2025)),
        items=(ITEM, replace(ITEM, id="i2", retired_from=2025)),
    )
    assert check_plan(retired, YEAR, Phase.PLAN) == ()
    assert (
        codes(check_plan(retired, 2024, Phase.PLAN)) == ["duplicate_policy_number"] * 2 + ["duplicate_item_number"] * 2
    )


def test_one_department_name_may_be_used_again_later_but_not_at_the_same_time() -> None:
    again = Department(id="d3", name="財 政課")
    findings = check_plan(plan_with(departments=(FINANCE, TAX, again)), YEAR, Phase.PLAN)
    assert [(one.code, one.row_id) for one in findings] == [
        ("duplicate_department_name", "d1"),
        ("duplicate_department_name", "d3"),
    ]
    closed = replace(FINANCE, valid_to=date(2025, 3, 31))
    reopened = replace(again, valid_from=date(2025, 4, 1))
    assert check_plan(plan_with(departments=(closed, reopened)), YEAR, Phase.PLAN) == ()


def test_the_outline_itself_must_be_complete() -> None:
    plan = plan_with(
        policies=(Policy(id="p1", plan_id="plan"),),
        items=(Item(id="i1", policy_id="p1", title="項目"),),
        departments=(Department(id="d1"), Department(id="d2")),
    )
    plan = replace(plan, plan=replace(plan.plan, name="", first_fiscal_year=2029, last_fiscal_year=2025))
    findings = check_plan(plan, YEAR, Phase.PLAN)
    assert [(one.code, one.kind, one.field) for one in findings] == [
        ("required_field_empty", "plan", "name"),
        ("plan_years_reversed", "plan", "last_fiscal_year"),
        ("required_field_empty", "policy", "number"),
        ("required_field_empty", "policy", "title"),
        ("required_field_empty", "item", "number"),
        ("required_field_empty", "department", "name"),
        ("required_field_empty", "department", "name"),
    ]
    assert {one.severity for one in findings} == {Severity.ERROR}
    yearless = replace(plan, plan=replace(plan.plan, name="計画", first_fiscal_year=None))
    assert ("required_field_empty", "first_fiscal_year") in [
        (one.code, one.field) for one in check_plan(yearless, YEAR, Phase.PLAN)
    ]


def test_a_closed_plan_is_only_compared_with_and_never_checked() -> None:
    assert check_plan(plan_with(measure(None), closed=True), YEAR, Phase.RESULT) == ()


def test_findings_follow_the_order_of_the_printed_plan() -> None:
    second = altered(measure(None, evidence=()), id=MEASURE_ID[:-1] + "2", number=2)
    plan = plan_with(measure(None, evidence=()), second, departments=(FINANCE, TAX, Department(id="d3")))
    findings = check_plan(plan, YEAR, Phase.RESULT)
    assert [one.measure_number for one in findings] == [""] + ["1-(1)-①"] * 3 + ["1-(1)-②"] * 3


def test_damaged_evidence_is_told_with_the_ways_out() -> None:
    one = damaged_evidence_finding(PAPER, measure())
    assert (one.code, one.severity, place(one), one.fiscal_year) == (
        "evidence_damaged",
        Severity.ERROR,
        ("evidence", "e25", "file_sha256"),
        YEAR,
    )
    assert "「写真」" in one.message
    assert "バックアップ" in one.message


def test_the_severities_have_words() -> None:
    assert [one.label for one in Severity] == ["要修正", "確認", "ヒント"]


def test_every_sentence_is_polite_and_ends() -> None:
    bad = IndicatorDossier(replace(INDICATOR, name="", direction=None, baseline=None), {})
    dossier = measure(replace(DONE, result="", grade="stopped", revenue_actual=-1), indicators=(bad,), evidence=())
    findings = check_plan(plan_with(dossier, altered(dossier, id=MEASURE_ID[:-1] + "9")), YEAR, Phase.RESULT)
    assert len(findings) > 10
    assert all(one.message.endswith("ください。") for one in findings)


def test_ten_thousand_measures_are_checked_in_about_a_second() -> None:
    values = {year: IndicatorValue(id="v", fiscal_year=year, target=Decimal(70)) for year in range(2025, 2030)}
    one = replace(
        measure(indicators=(IndicatorDossier(INDICATOR, values),)),
        years={year: replace(DONE, fiscal_year=year) for year in range(2025, 2030)},
    )
    measures = tuple(
        altered(one, id=f"0190f5fe-7c00-7a00-8000-{number:012x}", number=number) for number in range(1, 10_001)
    )
    plan = plan_with(*measures)
    began = time.process_time()
    findings = check_plan(plan, YEAR, Phase.RESULT)
    assert time.process_time() - began < 3
    assert len(findings) == 10_000
