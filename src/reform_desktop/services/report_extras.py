"""What some reports want to know besides the plan: the plan before it, findings, last changes, days of submissions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.checks import Finding, check_plan
from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.records import Correction, Edition, Plan
from reform_desktop.reports.request import Extra, LastChange, ReportRequest
from reform_desktop.services.checking import phase_of
from reform_desktop.services.creating import OUTLINE_TIME
from reform_desktop.services.desk import Desk
from reform_desktop.services.histories import field_history, recent_history
from reform_desktop.store import dossiers, records

_LOOKED_AT: Final = 2000
"""So many of the file's last changes are looked through for those of a department's measures."""

_SHOWN: Final = 5
"""So many changes are told of each measure."""

_PLACES: Final = {name: {kind.parent, "plan_id"} for name, kind in KINDS.items()}
"""Fields that only say where a record belongs: an id, and no news to a successor."""


def with_extras(desk: Desk, request: ReportRequest, extras: frozenset[Extra]) -> ReportRequest:
    """Return the request with what its report asks for."""
    return replace(
        request,
        previous=_previous(desk, request.plan) if Extra.PREVIOUS in extras else None,
        findings=findings_of(request) if Extra.FINDINGS in extras else (),
        last_changes=_last_changes(desk, request.measures) if Extra.LAST_CHANGES in extras else {},
        state_days=_state_days(desk, request) if Extra.STATE_DAYS in extras else {},
        corrections=_corrections(desk, request.plan.plan) if Extra.CORRECTIONS in extras else (),
    )


def _previous(desk: Desk, plan: PlanDossier) -> PlanDossier | None:
    """Return the last closed plan that begins before this one."""
    with desk.store.reading() as connection:
        closed = [one for one in records.all_records(connection, Plan) if one.closed and one.id != plan.plan.id]
        earlier = [one for one in closed if (one.first_fiscal_year or 0) < (plan.plan.first_fiscal_year or 0)]
        if not earlier:
            return None
        newest = max(earlier, key=lambda one: one.first_fiscal_year or 0)
        return dossiers.plan_dossier(connection, newest.id)


def findings_of(request: ReportRequest) -> tuple[Finding, ...]:
    """Return what the input checks find in the year in question, by the day that is printed."""
    year = request.year_in_question
    if year is None:
        return ()
    return check_plan(request.narrowed, year, phase_of(year, request.options.print_date))


def _last_changes(desk: Desk, measures: Sequence[MeasureDossier]) -> Mapping[str, tuple[LastChange, ...]]:
    measure_of = {row: one.measure.id for one in measures for row in _rows_of(one)}
    found: defaultdict[str, list[LastChange]] = defaultdict(list)
    for one in recent_history(desk, _LOOKED_AT):
        if one.at == OUTLINE_TIME or one.field in _PLACES.get(one.kind, ()):
            continue  # what the outline brought is no news
        changes = found[measure_of[one.row]] if one.row in measure_of else None
        if changes is not None and len(changes) < _SHOWN:
            who = "　".join(words for words in (one.unit, one.who) if words)
            changes.append(LastChange(_day(one.at), one.label, one.before, one.after, who))
    return {measure: tuple(changes) for measure, changes in found.items()}


def _rows_of(dossier: MeasureDossier) -> Iterator[str]:
    """Yield the ids of a measure and of everything that belongs to it."""
    yield dossier.measure.id
    yield from (one.id for one in dossier.years.values())
    for indicator in dossier.indicators:
        yield indicator.indicator.id
        yield from (one.id for one in indicator.values.values())
    yield from (one.id for one in dossier.evidence)
    yield from (one.id for one in dossier.opinions)


def _state_days(desk: Desk, request: ReportRequest) -> Mapping[str, date]:
    days = {}
    for one in request.submissions:
        newest = next(iter(field_history(desk, one.id, "state")), None)
        day = _day(newest.at) if newest else None
        if day is not None:
            days[one.id] = day
    return days


def _corrections(desk: Desk, plan: Plan) -> tuple[tuple[Edition, tuple[Correction, ...]], ...]:
    """Return the plan's editions with their corrections by day, the newest edition first."""
    with desk.store.reading() as connection:
        editions = records.find_records(connection, Edition, "plan_id", [plan.id])
        newest_first = sorted(editions, key=lambda one: (one.number or 0, one.id), reverse=True)
        return tuple(
            (one, tuple(records.find_records(connection, Correction, "edition_id", [one.id]))) for one in newest_first
        )


def _day(at: str) -> date | None:
    """Return the day of a time in a change; a clock's nonsense is no day."""
    try:
        return datetime.fromisoformat(at).astimezone().date()
    except (ValueError, OverflowError):
        return None
