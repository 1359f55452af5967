"""Where measures stand towards a year's evaluation, as conditions of SQL: the same rules as `progress.standing_of`."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Select, and_, not_, or_, select
from sqlalchemy.sql.elements import ColumnElement

from reform_desktop.domain.progress import Standing
from reform_desktop.store.schema import tables

EFFECT_FIELDS: Final = ("cost_cut_planned", "cost_cut_actual", "revenue_planned", "revenue_actual")
"""The effect amounts of a year record, in 千円."""


def has_standing(standing: Standing, fiscal_year: int) -> ColumnElement[bool]:
    """Return the condition on ``measure`` that holds for the measures that stand so in a fiscal year."""
    measure = tables["measure"]
    not_begun = and_(measure.c.first_fiscal_year.is_not(None), measure.c.first_fiscal_year > fiscal_year)
    if standing is Standing.NOT_BEGUN:
        return not_begun
    ended = _is_over(fiscal_year)
    if standing is Standing.ENDED:
        return and_(not_(not_begun), ended)
    outside = measure.c.id.in_(_outside(fiscal_year))
    running = and_(not_(not_begun), not_(ended))
    return and_(running, outside if standing is Standing.OUTSIDE else not_(outside))


def has_effects(fiscal_year: int) -> ColumnElement[bool]:
    """Return the condition on ``measure`` that holds where an effect amount is entered in a fiscal year."""
    year = tables["year_record"]
    entered = or_(*(year.c[name].is_not(None) for name in EFFECT_FIELDS))
    return tables["measure"].c.id.in_(select(year.c.measure_id).where(year.c.fiscal_year == fiscal_year, entered))


def _is_over(fiscal_year: int) -> ColumnElement[bool]:
    """Whether a measure's last year has passed, or it, its item or its policy is retired; never SQL's NULL."""
    measure, item, policy = (tables[name] for name in ("measure", "item", "policy"))
    retired_policies = select(policy.c.id).where(policy.c.retired_from <= fiscal_year)
    retired_items = select(item.c.id).where(
        or_(item.c.retired_from <= fiscal_year, item.c.policy_id.in_(retired_policies))
    )
    return or_(
        and_(measure.c.last_fiscal_year.is_not(None), measure.c.last_fiscal_year < fiscal_year),
        and_(measure.c.retired_from.is_not(None), measure.c.retired_from <= fiscal_year),
        measure.c.item_id.in_(retired_items),
    )


def _outside(fiscal_year: int) -> Select[tuple[str]]:
    year = tables["year_record"]
    return select(year.c.measure_id).where(year.c.fiscal_year == fiscal_year, year.c.outside_evaluation == 1)
