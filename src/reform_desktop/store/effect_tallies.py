"""Summing effect amounts inside the database: one row a fiscal year, however many measures there are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from reform_desktop.domain.effects import Amounts
from reform_desktop.store.schema import tables


@dataclass(frozen=True, slots=True)
class EffectTally:
    """The amounts of one fiscal year, as `effects.effects_by_year` sums them."""

    fiscal_year: int
    cost_cut: Amounts
    revenue: Amounts


def effect_tallies(connection: Connection, plan_id: str, department_id: str | None) -> list[EffectTally]:
    """Return the amounts of a plan's measures, or of those that one department leads, by year ascending."""
    measure, item, policy, year = (tables[name] for name in ("measure", "item", "policy", "year_record"))
    sums = [
        part
        for name in ("cost_cut", "revenue")
        for part in (
            func.sum(year.c[f"{name}_planned"]),
            func.sum(year.c[f"{name}_actual"]),
            func.sum(_missing(year.c[f"{name}_planned"], year.c[f"{name}_actual"])),
        )
    ]
    statement = (
        select(year.c.fiscal_year, *sums)
        .select_from(year)
        .join(measure, year.c.measure_id == measure.c.id)
        .join(item, measure.c.item_id == item.c.id)
        .join(policy, item.c.policy_id == policy.c.id)
        .where(policy.c.plan_id == plan_id, year.c.fiscal_year.is_not(None))
        .group_by(year.c.fiscal_year)
        .order_by(year.c.fiscal_year)
    )
    if department_id is not None:
        statement = statement.where(measure.c.lead_department_id == department_id)
    return [
        EffectTally(fiscal_year, Amounts(*sides[:3]), Amounts(*sides[3:]))
        for fiscal_year, *sides in connection.execute(statement)
    ]


def _missing(planned: ColumnElement[int], actual: ColumnElement[int]) -> ColumnElement[int]:
    """Return 1 for a planned amount other than zero whose actual is not entered."""
    return case((and_(planned != 0, actual.is_(None)), 1), else_=0)
