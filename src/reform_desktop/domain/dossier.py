"""A measure with all that belongs to it, and a plan with all its measures: what checks, figures and sheets read."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from reform_desktop.domain.grades import GradeScale, scale_of
from reform_desktop.domain.numbering import measure_number
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
    Submission,
    YearRecord,
)


class IndicatorDossier(Struct, frozen=True):
    """An indicator with its values by fiscal year."""

    indicator: Indicator
    values: dict[int, IndicatorValue]


class MeasureDossier(Struct, frozen=True):
    """One measure and its place in the plan; ``years`` by fiscal year, the other parts in their order.

    ``policy`` and ``item`` are ``None`` when the file does not hold them (a measure whose item was deleted
    in another copy), never invented.
    """

    measure: Measure
    policy: Policy | None = None
    item: Item | None = None
    lead_department: Department | None = None
    related_departments: tuple[Department, ...] = ()
    indicators: tuple[IndicatorDossier, ...] = ()
    years: dict[int, YearRecord] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    opinions: tuple[Opinion, ...] = ()

    @property
    def number(self) -> str:
        """The printed number, ``1-(1)-①``."""
        return measure_number(
            self.policy.number if self.policy else None,
            self.item.number if self.item else None,
            self.measure.number,
        )

    @property
    def sort_key(self) -> tuple[int, int, int, str]:
        """Order of the plan: policy, item, measure; unnumbered ones last."""
        return (
            _rank(self.policy.number if self.policy else None),
            _rank(self.item.number if self.item else None),
            _rank(self.measure.number),
            self.measure.id,
        )

    def runs_in(self, fiscal_year: int) -> bool:
        """Whether the measure is carried out in that year: begun, not ended, not retired."""
        first, last = self.measure.first_fiscal_year, self.measure.last_fiscal_year
        return (
            (first is None or first <= fiscal_year)
            and (last is None or fiscal_year <= last)
            and not self.retired_in(fiscal_year)
        )

    def retired_in(self, fiscal_year: int) -> bool:
        """Whether the measure, its item or its policy was retired by that year."""
        ends = (
            self.measure.retired_from,
            self.item.retired_from if self.item else None,
            self.policy.retired_from if self.policy else None,
        )
        return any(end is not None and end <= fiscal_year for end in ends)

    def evidence_of(self, fiscal_year: int) -> tuple[Evidence, ...]:
        """Return the evidence attached for one fiscal year."""
        return tuple(one for one in self.evidence if one.fiscal_year == fiscal_year)


class PlanDossier(Struct, frozen=True):
    """A plan with its outline, departments and measures in printed order.

    ``measures`` is a tuple, or a `DossierShelf` of very many. ``counts`` holds the figures of a closed plan whose
    single measures are not known.
    """

    plan: Plan
    policies: tuple[Policy, ...] = ()
    items: tuple[Item, ...] = ()
    departments: tuple[Department, ...] = ()
    measures: Sequence[MeasureDossier] = ()
    counts: tuple[PlanCount, ...] = ()
    submissions: tuple[Submission, ...] = ()
    opinions: tuple[Opinion, ...] = ()

    @property
    def scale(self) -> GradeScale:
        """The plan's own grade scale."""
        return scale_of(self.plan.grade_scale)

    @property
    def fiscal_years(self) -> range:
        """The plan's years in order; empty while its first or last year is not filled in."""
        if self.plan.first_fiscal_year is None or self.plan.last_fiscal_year is None:
            return range(0)
        return range(self.plan.first_fiscal_year, self.plan.last_fiscal_year + 1)

    def of_department(self, department_id: str) -> tuple[MeasureDossier, ...]:
        """Return the measures which that department leads."""
        return tuple(one for one in self.measures if one.measure.lead_department_id == department_id)


def _rank(number: int | None) -> int:
    return 1_000_000 if number is None else number
