"""Input checks: what is missing or contradictory in a plan for one fiscal year, each with a sentence and its place.

The rules stand in tables by subject: `standing` (what holds in every year), `answers` (what a year asks for),
`targets` (grades against numbers) and `outline` (the plan as a whole).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from reform_desktop.domain.checks.answers import MIDYEAR_RULES, PLAN_RULES, RESULT_RULES
from reform_desktop.domain.checks.case import Case, Place, Rule, finding_about
from reform_desktop.domain.checks.finding import Finding, Severity
from reform_desktop.domain.checks.outline import duplicate_measures, outline_findings
from reform_desktop.domain.checks.standing import STANDING_RULES
from reform_desktop.domain.checks.targets import TARGET_RULES, Attainment, attainment
from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.fields import Phase
from reform_desktop.domain.grades import GradeScale
from reform_desktop.domain.progress import Standing, standing_of
from reform_desktop.domain.records import Evidence
from reform_desktop.domain.text import quoted

__all__ = [
    "Attainment",
    "Finding",
    "Severity",
    "attainment",
    "check_measure",
    "check_plan",
    "damaged_evidence_finding",
]

_YEAR_RULES: Final[Mapping[Phase, tuple[Rule, ...]]] = MappingProxyType(
    {
        Phase.ALWAYS: (),
        Phase.PLAN: PLAN_RULES,
        Phase.MIDYEAR: PLAN_RULES + MIDYEAR_RULES,
        Phase.RESULT: PLAN_RULES + RESULT_RULES + TARGET_RULES,
    }
)


def check_plan(plan: PlanDossier, fiscal_year: int, phase: Phase) -> tuple[Finding, ...]:
    """Return the findings of a whole plan in printed order: the plan itself, then measure by measure.

    ``phase`` says what is asked for now: the plan, 上半期 or, at year end, the results. A closed plan is only
    compared with and has none.
    """
    if plan.plan.closed:
        return ()
    return tuple(_findings(plan, fiscal_year, phase))


def check_measure(dossier: MeasureDossier, scale: GradeScale, fiscal_year: int, phase: Phase) -> tuple[Finding, ...]:
    """Return the findings of one measure; numbers used twice are only found by `check_plan`.

    None for a measure that is retired or outside the year's evaluation. One that has not begun or has ended is
    asked for nothing of the year.
    """
    standing = standing_of(dossier, fiscal_year)
    if standing is Standing.OUTSIDE or dossier.retired_in(fiscal_year):
        return ()
    case = Case(dossier, scale, fiscal_year, phase, dossier.years.get(fiscal_year))
    rules = STANDING_RULES + (_YEAR_RULES[phase] if standing is Standing.IN_EVALUATION else ())
    return tuple(finding for rule in rules for finding in rule(case))


def damaged_evidence_finding(evidence: Evidence, dossier: MeasureDossier) -> Finding:
    """Return the finding about evidence whose bytes no longer have the hash they were stored under."""
    message = (
        f"証拠資料{quoted(evidence.title)}のファイルの中身が、登録したときと変わっています。"
        "元のファイルで差し替えるか、バックアップから戻してください。"
    )
    place = Place("evidence", evidence.id, "file_sha256", evidence.fiscal_year)
    return finding_about(dossier, Severity.ERROR, "evidence_damaged", place, message)


def _findings(plan: PlanDossier, fiscal_year: int, phase: Phase) -> Iterator[Finding]:
    yield from outline_findings(plan, fiscal_year)
    scale = plan.scale
    duplicates = duplicate_measures(one for one in plan.measures if not one.retired_in(fiscal_year))
    for dossier in plan.measures:
        if dossier.measure.id in duplicates:
            yield duplicates[dossier.measure.id]
        yield from check_measure(dossier, scale, fiscal_year, phase)
