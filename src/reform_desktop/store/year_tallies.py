"""Counting measures by grade inside the database: a hundred thousand measures give a handful of rows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

from reform_desktop.store.schema import tables


@dataclass(frozen=True, slots=True)
class Tally:
    """So many measures that have all of this in common in one fiscal year.

    ``retired`` are the years from which measure, item and policy are retired.
    """

    policy_id: str
    first: int | None
    last: int | None
    retired: tuple[int | None, int | None, int | None]
    outside: bool
    grade: str | None
    count: int


def year_tallies(connection: Connection, plan_id: str, fiscal_year: int, department_id: str | None) -> list[Tally]:
    """Return a plan's measures of one year, or those that one department leads, gathered."""
    measure, item, policy, year = (tables[name] for name in ("measure", "item", "policy", "year_record"))
    columns = (
        policy.c.id,
        measure.c.first_fiscal_year,
        measure.c.last_fiscal_year,
        measure.c.retired_from,
        item.c.retired_from,
        policy.c.retired_from,
        year.c.outside_evaluation,
        year.c.grade,
    )
    statement = (
        select(*columns, func.count())
        .select_from(measure)
        .join(item, measure.c.item_id == item.c.id)
        .join(policy, item.c.policy_id == policy.c.id)
        .outerjoin(year, and_(year.c.measure_id == measure.c.id, year.c.fiscal_year == fiscal_year))
        .where(policy.c.plan_id == plan_id)
        .group_by(*columns)
    )
    if department_id is not None:
        statement = statement.where(measure.c.lead_department_id == department_id)
    return [
        Tally(above, first, last, (of_measure, of_item, of_policy), bool(outside), grade, count)
        for above, first, last, of_measure, of_item, of_policy, outside, grade, count in connection.execute(statement)
    ]


def has_measures(connection: Connection) -> bool:
    """Whether the file holds any measure at all."""
    return connection.execute(select(tables["measure"].c.id).limit(1)).first() is not None
