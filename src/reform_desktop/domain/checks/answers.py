"""Rules about a year's answers: what is asked for now and not there, and what asks for a reason or for evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.checks.case import Case, Place, Rule
from reform_desktop.domain.checks.finding import Finding
from reform_desktop.domain.grades import CountsAs
from reform_desktop.domain.text import quoted

_EFFECTS: Final = (("cost_cut_planned", "cost_cut_actual"), ("revenue_planned", "revenue_actual"))
_AMOUNTS: Final = ("cost_cut_planned", "cost_cut_actual", "revenue_planned", "revenue_actual", "hours_saved")


def _plan_missing(case: Case) -> Iterator[Finding]:
    if case.year is None or not (case.year.target.strip() or case.year.plan.strip()):
        yield case.warning(
            "plan_missing",
            case.in_year("target"),
            "年度目標と取組計画が、どちらも入力されていません。少なくともどちらかを入力してください。",
        )


def _indicator_without_target(case: Case) -> Iterator[Finding]:
    for one in case.dossier.indicators:
        value = one.values.get(case.fiscal_year)
        if value is None or value.target is None:
            place = Place("indicator", one.indicator.id, "", case.fiscal_year)
            if value is not None:
                place = Place("indicator_value", value.id, "target", case.fiscal_year)
            message = f"指標{quoted(one.indicator.name)}の目標値がありません。目標値を入力してください。"
            yield case.warning("indicator_without_target", place, message)


def _negative_amounts(case: Case) -> Iterator[Finding]:
    for name in _AMOUNTS:
        amount = getattr(case.year, name, None)
        if amount is not None and amount < 0:
            field = field_named("year_record", name)
            yield case.warning(
                "negative_amount",
                case.in_year(name),
                f"{field.label}がマイナス（{amount:,}{field.unit}）です。費用や時間が増えたのでなければ、直してください。",
            )


def _midyear_missing(case: Case) -> Iterator[Finding]:
    if case.year is None or not case.year.midyear.strip():
        message = "上半期の進捗が入力されていません。9月末までの状況を入力してください。"
        yield case.error("midyear_missing", case.in_year("midyear"), message)


def _result_missing(case: Case) -> Iterator[Finding]:
    if case.year is None or not case.year.result.strip():
        message = "取組実績が入力されていません。この年度に行ったことと結果を入力してください。"
        yield case.error("result_missing", case.in_year("result"), message)


def _grade_missing(case: Case) -> Iterator[Finding]:
    if case.year is None or not case.year.grade:
        message = "達成状況が選ばれていません。年度末の達成状況を選んでください。"
        yield case.error("grade_missing", case.in_year("grade"), message)


def _grade_unknown(case: Case) -> Iterator[Finding]:
    if case.year is not None and case.year.grade and case.grade is None:
        message = f"達成状況{quoted(case.year.grade)}は、この計画の区分にありません。達成状況を選び直してください。"
        yield case.error("grade_unknown", case.in_year("grade"), message)


def _reason_missing(case: Case) -> Iterator[Finding]:
    """計画中止 must give its reason; every other grade short of the year's target should."""
    grade = case.grade
    if case.year is None or grade is None or grade.reaches_target or case.year.reason.strip():
        return
    place = case.in_year("reason")
    if grade.stops:
        message = (
            f"達成状況が「{grade.label}」ですが、理由がありません。中止した理由を「理由・課題」に入力してください。"
        )
        yield case.error("stopped_without_reason", place, message)
        return
    message = f"達成状況が「{grade.label}」ですが、「理由・課題」がありません。残った課題などを入力してください。"
    yield case.warning("reason_missing", place, message)


def _effect_missing(case: Case) -> Iterator[Finding]:
    for planned, actual in _EFFECTS:
        if getattr(case.year, planned, None) and getattr(case.year, actual, None) is None:
            label = field_named("year_record", actual).label
            yield case.error(
                "effect_missing",
                case.in_year(actual),
                f"{label}が入力されていません。効果がなかったときは 0 を入力してください。",
            )


def _evidence_missing(case: Case) -> Iterator[Finding]:
    grade = case.grade
    if grade is None or grade.counts_as is not CountsAs.ACHIEVED or case.dossier.evidence_of(case.fiscal_year):
        return
    place = Place("measure", case.dossier.measure.id, "", case.fiscal_year)
    message = (
        f"達成状況が「{grade.label}」ですが、証拠資料がありません。"
        "ファイル、アドレス、簿冊名のどれかを登録してください。"
    )
    yield case.warning("evidence_missing", place, message)


PLAN_RULES: Final[tuple[Rule, ...]] = (_plan_missing, _indicator_without_target, _negative_amounts)
MIDYEAR_RULES: Final[tuple[Rule, ...]] = (_midyear_missing,)
RESULT_RULES: Final[tuple[Rule, ...]] = (
    _result_missing,
    _grade_missing,
    _grade_unknown,
    _reason_missing,
    _effect_missing,
    _evidence_missing,
)
