"""Input checks of the open file: the rules of `domain.checks`, and the bytes of evidence."""

from __future__ import annotations

from datetime import date

from reform_desktop.domain.checks import Finding, Severity, check_plan, damaged_evidence_finding
from reform_desktop.domain.dossier import PlanDossier
from reform_desktop.domain.errors import NotFoundError
from reform_desktop.domain.fields import Phase
from reform_desktop.domain.fiscal_year import fiscal_year_of
from reform_desktop.domain.records import Edition
from reform_desktop.services.desk import Desk
from reform_desktop.store import dossiers, evidence, records

FILLING_IN = range(4, 6)
"""April and May: the months in which the results of the year that has ended are filled in (出納整理期間)."""

FIRST_HALF = range(4, 10)
"""The months of 上半期, April to September."""


def default_fiscal_year(desk: Desk, today: date | None = None) -> int:
    """Return the year that is being worked on: until May the year that has just ended, within the plan's years."""
    day = today or date.today()
    year = fiscal_year_of(day)
    if day.month in FILLING_IN:
        year -= 1
    plan = desk.plan()
    first, last = plan.first_fiscal_year, plan.last_fiscal_year
    return year if first is None or last is None else min(max(year, first), last)


def phase_of(fiscal_year: int, today: date | None = None) -> Phase:
    """Return what is asked for now of a year: the plan before it, 上半期 until its end, then the results."""
    day = today or date.today()
    current = fiscal_year_of(day)
    if fiscal_year < current:
        return Phase.RESULT
    if fiscal_year > current or day.month in FIRST_HALF:
        return Phase.PLAN
    return Phase.MIDYEAR


def check(
    desk: Desk, fiscal_year: int | None = None, *, department_id: str | None = None, phase: Phase | None = None
) -> tuple[Finding, ...]:
    """Return what is missing or contradictory in a year, in printed order, for the file or one department.

    ``phase`` says how much of the year is asked for; default what the calendar says.
    """
    plan = open_plan(desk, department_id or desk.department_id)
    year = fiscal_year or default_fiscal_year(desk)
    return check_plan(plan, year, phase or phase_of(year))


def check_bytes(desk: Desk, progress: evidence.Progress | None = None) -> tuple[Finding, ...]:
    """Return a finding for every evidence whose bytes no longer match; reads all of it, so run it in a worker."""
    with desk.store.reading() as connection:
        damaged = set(evidence.damaged_files(connection, progress))
    if not damaged:
        return ()
    editions = tuple(_damaged_edition(one) for one in _editions(desk) if one.content_sha256 in damaged)
    return editions + tuple(
        damaged_evidence_finding(one, measure)
        for measure in open_plan(desk).measures
        for one in measure.evidence
        if one.file_sha256 in damaged
    )


def _editions(desk: Desk) -> list[Edition]:
    with desk.store.reading() as connection:
        return records.all_records(connection, Edition)


def _damaged_edition(edition: Edition) -> Finding:
    message = (
        f"確定版「第{edition.number or 0}版」の内容が、確定したときと変わっています。この版からは印刷できません。"
        "バックアップから戻してください。"
    )
    return Finding(Severity.ERROR, "edition_damaged", message, "edition", edition.id, "content_sha256")


def open_plan(desk: Desk, department_id: str | None = None) -> PlanDossier:
    """Return the current plan with its measures, all of them or one department's."""
    plan = desk.plan()
    with desk.store.reading() as connection:
        found = dossiers.plan_dossier(connection, plan.id, department_id)
    if found is None:
        raise NotFoundError("計画が見つかりません。画面を更新してください。")
    return found
