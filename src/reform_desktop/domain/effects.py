"""Effect amounts summed: 歳出削減 and 歳入確保, planned and actual, in whole 千円, and 削減時間 in hours.

What was written is summed, in whatever year and whether or not the measure is evaluated then: money saved stays
saved. An actual amount that is still missing is counted, never taken for zero.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.grouping import Group
from reform_desktop.domain.records import YearRecord


class Amounts(Struct, frozen=True):
    """Planned and actual amounts in 千円.

    ``planned`` and ``actual`` are ``None`` where nobody entered one, which is not zero. ``missing`` counts the
    planned amounts other than zero whose actual is not entered.
    """

    planned: int | None = None
    actual: int | None = None
    missing: int = 0

    def __add__(self, other: Amounts) -> Amounts:
        """Return both together; an amount that neither has stays not entered."""
        return Amounts(_sum(self.planned, other.planned), _sum(self.actual, other.actual), self.missing + other.missing)


class Effects(Struct, frozen=True):
    """The effects of some measures in some years; ``hours_saved`` is ``None`` where nobody entered any."""

    cost_cut: Amounts = Amounts()
    revenue: Amounts = Amounts()
    hours_saved: int | None = None

    @property
    def total(self) -> Amounts:
        """歳出削減 and 歳入確保 together."""
        return self.cost_cut + self.revenue

    def __add__(self, other: Effects) -> Effects:
        """Return both together."""
        return Effects(
            self.cost_cut + other.cost_cut,
            self.revenue + other.revenue,
            _sum(self.hours_saved, other.hours_saved),
        )


class GroupEffects(Struct, frozen=True):
    """The effects of one policy, item or department, for each year and over all of them."""

    group: Group
    by_year: dict[int, Effects]
    total: Effects


def effects_of(measures: Iterable[MeasureDossier], fiscal_years: Iterable[int]) -> Effects:
    """Return the summed effects of measures in the named fiscal years."""
    return _summed(effects_by_year(measures, fiscal_years).values())


def effects_by_year(measures: Iterable[MeasureDossier], fiscal_years: Iterable[int]) -> dict[int, Effects]:
    """Return the summed effects of measures for each of the named fiscal years, in their order."""
    sums = dict.fromkeys(fiscal_years, Effects())
    for measure in measures:
        for year, record in measure.years.items():
            if year in sums:
                sums[year] += effects_of_record(record)
    return sums


def has_effects(measures: Iterable[MeasureDossier], fiscal_years: Iterable[int]) -> bool:
    """Whether anybody entered an amount or hours, zero too, in one of the named fiscal years."""
    years = set(fiscal_years)
    return any(
        effects_of_record(record) != Effects()
        for measure in measures
        for year, record in measure.years.items()
        if year in years
    )


def effects_by_group(groups: Iterable[Group], fiscal_years: Iterable[int]) -> tuple[GroupEffects, ...]:
    """Return the effects of each policy, item or department (see `grouping`)."""
    years = tuple(fiscal_years)
    tables = ((group, effects_by_year(group.measures, years)) for group in groups)
    return tuple(GroupEffects(group, by_year, _summed(by_year.values())) for group, by_year in tables)


def effects_of_plan(plan: PlanDossier) -> Effects:
    """Return the effects of a whole plan over all its years."""
    return effects_of(plan.measures, plan.fiscal_years)


def effects_of_record(record: YearRecord) -> Effects:
    """Return the effects that one year record states."""
    return Effects(
        _amounts(record.cost_cut_planned, record.cost_cut_actual),
        _amounts(record.revenue_planned, record.revenue_actual),
        record.hours_saved,
    )


def _summed(parts: Iterable[Effects]) -> Effects:
    return sum(parts, start=Effects())


def _amounts(planned: int | None, actual: int | None) -> Amounts:
    return Amounts(planned, actual, missing=1 if planned and actual is None else 0)


def _sum(first: int | None, second: int | None) -> int | None:
    if first is None or second is None:
        return second if first is None else first
    return first + second
