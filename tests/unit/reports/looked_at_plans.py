"""The three plans that every report is looked at with: the sample, one with nothing in it, and the longest one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final

import msgspec

from reform_desktop.domain.checks import check_plan
from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.fields import Phase
from reform_desktop.domain.records import Department, Plan, Submission
from reform_desktop.reports.request import LastChange, ReportRequest
from unit.reports.crowded_plan import LONG, crowded_plan
from unit.reports.plans import corrections_with
from unit.reports.sample_plan import opinion, request_for, sample_plan

YEAR: Final = 2025
LONG_NAME: Final = "髙﨑𠮷野町まちづくり・子育て支援・総合窓口推進課"
_BARE: Final = "0198c000-0000-7000-8000-000000000001"
_ANSWERED: Final = date(2026, 4, 20)


def sample_request() -> ReportRequest:
    """Return a request for the sample plan with opinions, submissions, findings and changes."""
    plan = sample_plan()
    with_opinions = tuple(
        msgspec.structs.replace(one, opinions=(opinion(one.measure.id),)) if place % 5 == 0 else one
        for place, one in enumerate(plan.measures)
    )
    answered = msgspec.structs.replace(plan, measures=with_opinions, submissions=_submissions(plan, ""))
    return _completed(answered, "入力の誤りです。")


def empty_request() -> ReportRequest:
    """Return a request for a plan in which nobody has written anything yet."""
    return request_for(PlanDossier(Plan(id="empty", name="第5次行政改革大綱")), fiscal_year=YEAR)


def longest_request() -> ReportRequest:
    """Return a request for what is hardest to print: 10,000 characters in a field, 30 indicators, rare characters."""
    return _completed(longest_plan(), LONG[:3000])


REQUESTS: Final[MappingProxyType[str, Callable[[], ReportRequest]]] = MappingProxyType(
    {"sample": sample_request, "empty": empty_request, "longest": longest_request}
)


@cache
def longest_plan() -> PlanDossier:
    """Return two measures of a department with a long name: one with long texts everywhere, one without any."""
    plan = crowded_plan()
    put = msgspec.structs.replace
    base = plan.measures[0]
    lead = Department(id="lead", code="101", name=LONG_NAME)
    texts = dict.fromkeys(("issues", "approach", "overall_goal", "expected_effect"), LONG[:1500])
    measure = put(base.measure, lead_department_id="lead", handover=LONG[:10_000], **texts)
    years = dict(base.years)
    years[YEAR] = put(
        years[YEAR],
        grade="in_progress",
        plan=LONG[:1500],
        midyear=LONG[:390],
        reason=LONG[:10_000],
        next_step=LONG[:2000],
        cost_cut_planned=123_456_789,
        cost_cut_actual=-123_456_789,
        hours_saved=1_234_567,
    )
    said = put(opinion(measure.id), text=LONG[:10_000], response=LONG[:3000])
    full = put(base, measure=measure, lead_department=lead, related_departments=(lead,) * 12, years=years)
    bare = MeasureDossier(put(base.measure, id=_BARE, number=2, title="何" * 200), base.policy, base.item, lead)
    long = put(plan, measures=(put(full, opinions=(said,)), bare), departments=(lead, *plan.departments))
    return put(long, submissions=_submissions(long, LONG[:2000]))


def _submissions(plan: PlanDossier, reason: str) -> tuple[Submission, ...]:
    states = ("returned", "submitted", "draft", "accepted", "confirmed")
    return tuple(
        Submission(
            id=f"s{place}",
            department_id=one.id,
            fiscal_year=YEAR,
            period="year_end",
            state=states[place % len(states)],
            return_reason=reason or "実績の数値と根拠の資料が合っていません。",
        )
        for place, one in enumerate(plan.departments[:8])
    )


def _completed(plan: PlanDossier, words: str) -> ReportRequest:
    """Return a request that knows all that a report may ask for besides the plan."""
    before, after = plan.plan.name, LONG[:3000]
    changes = {
        one.measure.id: (LastChange(_ANSWERED, "取組実績（令和7年度）", before, after, f"{LONG_NAME}　担当者"),) * 5
        for one in plan.measures
    }
    return replace(
        request_for(plan, fiscal_year=YEAR),
        findings=check_plan(plan, YEAR, Phase.RESULT),
        last_changes=changes,
        state_days={one.id: _ANSWERED for one in plan.submissions},
        corrections=corrections_with(words),
    )
