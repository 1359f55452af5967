"""Counting opinions that nobody has answered, inside the database."""

from __future__ import annotations

from sqlalchemy import Connection, func, or_, select

from reform_desktop.store.schema import tables


def count_unanswered(connection: Connection, fiscal_year: int, department_id: str | None) -> int:
    """Return how many opinions of a year, or of no year in particular, have no response yet.

    ``department_id`` keeps those about measures that it leads.
    """
    opinion, measure = tables["opinion"], tables["measure"]
    statement = (
        select(func.count())
        .select_from(opinion)
        .outerjoin(measure, opinion.c.measure_id == measure.c.id)
        .where(
            func.trim(opinion.c.response) == "",
            or_(opinion.c.fiscal_year.is_(None), opinion.c.fiscal_year == fiscal_year),
        )
    )
    if department_id is not None:
        statement = statement.where(measure.c.lead_department_id == department_id)
    return connection.execute(statement).scalar_one()
