"""Reading a measure with all that belongs to it, and a plan with its measures, in a few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection, select

from reform_desktop.domain.dossier import IndicatorDossier, MeasureDossier, PlanDossier
from reform_desktop.domain.dossier_shelf import measures_at_hand
from reform_desktop.domain.records import (
    Department,
    Evidence,
    Indicator,
    IndicatorValue,
    Item,
    Measure,
    Opinion,
    Plan,
    PlanCount,
    Policy,
    Record,
    Submission,
    YearRecord,
)
from reform_desktop.store.records import all_records, find_record, find_records
from reform_desktop.store.schema import tables

BATCH = 400
"""Measures read at once by `stream_dossiers`: enough to amortise the statements, few enough to stay small."""

R = TypeVar("R", bound=Record)


def measure_dossier(connection: Connection, measure_id: str) -> MeasureDossier | None:
    """Return one measure with its parts, or ``None`` when it does not exist."""
    measure = find_record(connection, Measure, measure_id)
    return next(iter(_dossiers(connection, [measure])), None) if measure else None


def plan_dossier(connection: Connection, plan_id: str, department_id: str | None = None) -> PlanDossier | None:
    """Return a plan with its outline and its measures, all of them or those that one department leads."""
    plan = find_record(connection, Plan, plan_id)
    if plan is None:
        return None
    policies = find_records(connection, Policy, "plan_id", [plan_id])
    items = find_records(connection, Item, "policy_id", [one.id for one in policies])
    order = {one.id: place for place, one in enumerate(policies)}
    return PlanDossier(
        plan=plan,
        policies=tuple(policies),
        items=tuple(sorted(items, key=lambda one: (order[one.policy_id], one.number or 0, one.id))),
        departments=tuple(all_records(connection, Department)),
        measures=_measures_of(connection, plan_id, department_id),
        counts=tuple(find_records(connection, PlanCount, "plan_id", [plan_id])),
        submissions=tuple(all_records(connection, Submission)),
        opinions=tuple(one for one in find_records(connection, Opinion, "plan_id", [plan_id]) if not one.measure_id),
    )


def _measures_of(connection: Connection, plan_id: str, department_id: str | None) -> Sequence[MeasureDossier]:
    """Return a plan's measures in printed order; very many are packed while they are read."""
    order = measure_ids_in_order(connection, plan_id, department_id)
    batches = (order[start : start + BATCH] for start in range(0, len(order), BATCH))
    found = (one for batch in batches for one in dossiers_of(connection, batch))
    return measures_at_hand(found, len(order))


def dossiers_of(connection: Connection, measure_ids: Sequence[str]) -> list[MeasureDossier]:
    """Return the dossiers of the named measures, in the order named; unknown ids are left out."""
    measures = {one.id: one for one in find_records(connection, Measure, "id", measure_ids)}
    return list(_dossiers(connection, [measures[one] for one in measure_ids if one in measures]))


def measure_ids_in_order(connection: Connection, plan_id: str, department_id: str | None = None) -> list[str]:
    """Return the ids of a plan's measures in printed order."""
    measure, item, policy = tables["measure"], tables["item"], tables["policy"]
    statement = (
        select(measure.c.id)
        .join(item, measure.c.item_id == item.c.id)
        .join(policy, item.c.policy_id == policy.c.id)
        .where(policy.c.plan_id == plan_id)
        .order_by(*(one.c.number.nulls_last() for one in (policy, item, measure)), measure.c.id)
    )
    if department_id is not None:
        statement = statement.where(measure.c.lead_department_id == department_id)
    return list(connection.execute(statement).scalars())


def _dossiers(connection: Connection, measures: Sequence[Measure]) -> Iterator[MeasureDossier]:
    for start in range(0, len(measures), BATCH):
        yield from _batch(connection, measures[start : start + BATCH])


def _batch(connection: Connection, measures: Sequence[Measure]) -> Iterator[MeasureDossier]:
    ids = [one.id for one in measures]
    items = _by_id(find_records(connection, Item, "id", [one.item_id for one in measures]))
    policies = _by_id(find_records(connection, Policy, "id", [one.policy_id for one in items.values()]))
    departments = _departments_of(connection, measures)
    indicators = _grouped(find_records(connection, Indicator, "measure_id", ids), "measure_id")
    indicator_ids = [one.id for group in indicators.values() for one in group]
    values = _grouped(find_records(connection, IndicatorValue, "indicator_id", indicator_ids), "indicator_id")
    years = _grouped(find_records(connection, YearRecord, "measure_id", ids), "measure_id")
    evidence = _grouped(find_records(connection, Evidence, "measure_id", ids), "measure_id")
    opinions = _grouped(find_records(connection, Opinion, "measure_id", ids), "measure_id")
    for measure in measures:
        item = items.get(measure.item_id)
        yield MeasureDossier(
            measure=measure,
            policy=policies.get(item.policy_id) if item else None,
            item=item,
            lead_department=departments.get(measure.lead_department_id or ""),
            related_departments=tuple(departments[one] for one in measure.related_department_ids if one in departments),
            indicators=tuple(_indicator(one, values[one.id]) for one in indicators[measure.id]),
            years={one.fiscal_year: one for one in years[measure.id] if one.fiscal_year is not None},
            evidence=tuple(evidence[measure.id]),
            opinions=tuple(opinions[measure.id]),
        )


def _indicator(indicator: Indicator, values: Iterable[IndicatorValue]) -> IndicatorDossier:
    return IndicatorDossier(indicator, {one.fiscal_year: one for one in values if one.fiscal_year is not None})


def _departments_of(connection: Connection, measures: Sequence[Measure]) -> dict[str, Department]:
    wanted = {one.lead_department_id for one in measures if one.lead_department_id}
    for one in measures:
        wanted.update(one.related_department_ids)
    return _by_id(find_records(connection, Department, "id", wanted))


def _by_id(records: Iterable[R]) -> dict[str, R]:
    return {one.id: one for one in records}


def _grouped(records: Iterable[R], field: str) -> defaultdict[str, list[R]]:
    groups: defaultdict[str, list[R]] = defaultdict(list)
    for one in records:
        groups[getattr(one, field)].append(one)
    return groups
