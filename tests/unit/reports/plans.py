"""The plans that every report is printed from: the sample, an empty one, and one with everything at its longest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Final

import msgspec

from reform_desktop.domain.checks import Finding, Severity, check_plan
from reform_desktop.domain.dossier import PlanDossier
from reform_desktop.domain.fields import Phase
from reform_desktop.domain.records import Correction, Department, Edition, Opinion, Plan, PlanCount, Submission
from reform_desktop.reports.request import LastChange, ReportRequest
from unit.reports.crowded_plan import HOSTILE, LONG, crowded_plan
from unit.reports.sample_plan import opinion, request_for, sample_plan, scale

KINDS: Final = ("sample", "empty", "crowded")

_COUNTS: Final = {2020: (0, 9, 15, 7, 4, 0), 2021: (0, 13, 10, 8, 5, 0), 2022: (0, 13, 11, 10, 2, 0)}


@cache
def previous_plan() -> PlanDossier:
    """Return a closed plan of which only the counts are known."""
    grades = scale()
    plan = Plan(
        id="before",
        name="第3次安中市行政改革大綱",
        first_fiscal_year=2020,
        last_fiscal_year=2024,
        grade_scale=grades,
        closed=True,
    )
    counts = [
        PlanCount(id=f"{year}-{grade.grade}", plan_id="before", fiscal_year=year, grade=grade.grade, count=count)
        for year, row in _COUNTS.items()
        for grade, count in zip(grades, row, strict=True)
    ]
    return PlanDossier(plan, counts=tuple(counts))


def request_of(kind: str, fiscal_year: int | None = 2025) -> ReportRequest:
    """Return a request with everything that any report asks for."""
    plan = {"sample": sample_plan_with_answers, "empty": empty_plan, "crowded": crowded_plan_with_answers}[kind]()
    request = request_for(plan, fiscal_year=fiscal_year)
    found = check_plan(plan, fiscal_year or 2025, Phase.RESULT)
    words = LONG[:3000] if kind == "crowded" else "受付を一列から二列にした。"
    change = LastChange(date(2026, 4, 8), "取組実績", "", words, "税務課　担当者")
    return replace(
        request,
        previous=previous_plan(),
        findings=(*found, *_hostile_findings(plan)) if kind == "crowded" else found,
        last_changes={one.measure.id: (change, change) for one in plan.measures[:3]},
        state_days={one.id: date(2026, 5, 12) for one in plan.submissions},
        corrections=() if kind == "empty" else corrections_with(words),
    )


def corrections_with(words: str) -> tuple[tuple[Edition, tuple[Correction, ...]], ...]:
    """Return two editions, the older one with corrections, one of them as long as ``words``."""
    newer = Edition(id="e2", number=2, fiscal_year=2025, date=date(2026, 7, 10), meeting="行政改革審議会")
    older = Edition(id="e1", number=1, fiscal_year=2025, date=date(2026, 6, 20), meeting="行政改革推進会議")
    place = "1-(1)-① 広報紙と市ホームページの見直し　令和7(2025)年度　歳出削減（実績）"
    first = Correction(id="c1", place=place, wrong="1,200千円", right="1,020千円", date=date(2026, 7, 3), reason=words)
    second = Correction(
        id="c2", place=HOSTILE[0], wrong=words, right="（なし）", date=date(2026, 7, 4), reason="誤記です。"
    )
    return ((newer, ()), (older, (first, second)))


@cache
def empty_plan() -> PlanDossier:
    """Return a plan in which nothing stands yet."""
    return PlanDossier(sample_plan().plan)


@cache
def sample_plan_with_answers() -> PlanDossier:
    """Return the sample plan with opinions and with submissions in every state."""
    plan = sample_plan()
    measures = tuple(
        msgspec.structs.replace(one, opinions=(opinion(one.measure.id), _unanswered(one.measure.id)))
        if place % 5 == 0
        else one
        for place, one in enumerate(plan.measures)
    )
    whole = Opinion(
        id="whole", plan_id="plan", fiscal_year=2025, body="promotion_meeting", text="全体の進み方を市民に示すこと。"
    )
    return msgspec.structs.replace(
        plan, measures=measures, opinions=(whole,), submissions=tuple(_submissions(plan.departments))
    )


@cache
def crowded_plan_with_answers() -> PlanDossier:
    """Return the longest data there is, in every part that a report prints."""
    plan = crowded_plan()
    base = plan.measures[0]
    said = opinion(base.measure.id)
    opinions = tuple(
        msgspec.structs.replace(said, id=f"o{place}", text=text, response=LONG[:4000] if place == 0 else text)
        for place, text in enumerate(HOSTILE)
    )
    departments = tuple(
        msgspec.structs.replace(one, name=f"{one.name}髙﨑𠮷総合行政窓口改革推進室") for one in plan.departments
    )
    long = msgspec.structs.replace(
        base,
        measure=msgspec.structs.replace(base.measure, handover=LONG[:10_000]),
        lead_department=departments[0],
        opinions=opinions,
    )
    submissions = [
        msgspec.structs.replace(one, return_reason=LONG[:2500] if place == 0 else one.return_reason)
        for place, one in enumerate(_submissions(departments))
    ]
    return msgspec.structs.replace(
        plan,
        measures=(long, *sample_plan().measures[1:3]),
        departments=departments,
        submissions=tuple(submissions),
        opinions=(msgspec.structs.replace(said, id="w", measure_id=None, body=None, date=None),),
    )


def _unanswered(measure_id: str) -> Opinion:
    return Opinion(
        id=f"{measure_id}-meeting",
        measure_id=measure_id,
        fiscal_year=2025,
        body="promotion_meeting",
        date=date(2026, 4, 22),
        text="効果額の根拠を示すこと。",
    )


def _submissions(departments: tuple[Department, ...]) -> Iterator[Submission]:
    states = ("draft", "confirmed", "submitted", "accepted", "returned")
    for place, one in enumerate(departments):
        state = states[place % len(states)]
        for period, deadline in (("midyear", date(2025, 10, 31)), ("year_end", date(2026, 5, 29))):
            yield Submission(
                id=f"{one.id}-{period}",
                department_id=one.id,
                fiscal_year=2025,
                period=period,
                state="accepted" if period == "midyear" else state,
                deadline=deadline,
                return_reason="実績値の根拠を添えてください。" if state == "returned" and period == "year_end" else "",
            )


def _hostile_findings(plan: PlanDossier) -> Iterator[Finding]:
    base = plan.measures[0]
    for text in HOSTILE:
        yield Finding(
            Severity.WARNING,
            "hostile",
            text,
            "measure",
            base.measure.id,
            measure_id=base.measure.id,
            measure_number=base.number,
        )
