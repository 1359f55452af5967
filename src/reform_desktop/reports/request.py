"""What is asked of a report: which plan, whose measures, which year, and how it is to be printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from types import MappingProxyType

import msgspec

from reform_desktop.domain.checks import Finding
from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.dossier_shelf import measures_where
from reform_desktop.domain.records import Correction, Department, Edition, Opinion, Submission
from reform_desktop.reports.model import PrintOptions


class Extra(Enum):
    """What a report wants to know besides the plan; read from the store only for those that ask."""

    PREVIOUS = "previous"
    FINDINGS = "findings"
    LAST_CHANGES = "last_changes"
    STATE_DAYS = "state_days"
    CORRECTIONS = "corrections"


@dataclass(frozen=True, slots=True)
class LastChange:
    """One change of a measure or its parts, in words; ``day`` is when it was made by the writer's clock."""

    day: date | None
    what: str
    before: str
    after: str
    who: str


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """``measure_ids`` or ``department`` narrow the measures down; ``fiscal_year`` is the year in question.

    Without a ``fiscal_year`` the report is about all years of the plan. ``previous`` is the closed plan before
    this one, ``findings`` what the input checks found in the year, ``last_changes`` the newest first by measure,
    ``state_days`` when each submission came into its state, by its id, ``corrections`` those of each edition.
    """

    plan: PlanDossier
    options: PrintOptions
    fiscal_year: int | None = None
    department: Department | None = None
    measure_ids: frozenset[str] | None = None
    previous: PlanDossier | None = None
    findings: tuple[Finding, ...] = ()
    last_changes: Mapping[str, tuple[LastChange, ...]] = field(default_factory=lambda: MappingProxyType({}))
    state_days: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    corrections: tuple[tuple[Edition, tuple[Correction, ...]], ...] = ()

    @property
    def measures(self) -> Sequence[MeasureDossier]:
        """The measures the report is about, in the plan's order."""
        return self.plan.measures if self.is_whole else measures_where(self.plan.measures, self._asks_for)

    @property
    def narrowed(self) -> PlanDossier:
        """The plan with only the measures the report is about."""
        return self.plan if self.is_whole else msgspec.structs.replace(self.plan, measures=self.measures)

    @property
    def is_whole(self) -> bool:
        """Whether the report is about all measures that the plan holds here."""
        return self.department is None and self.measure_ids is None

    @property
    def years(self) -> tuple[int, ...]:
        """The plan's years, up to the year in question where there is one within the plan."""
        last = self.fiscal_year
        within = tuple(year for year in self.plan.fiscal_years if last is None or year <= last)
        return within or tuple(self.plan.fiscal_years)

    @property
    def year_in_question(self) -> int | None:
        """The year asked for; else the last one that anything was graded in, else the plan's first."""
        if self.fiscal_year is not None:
            return self.fiscal_year
        graded = {year for one in self.measures for year, record in one.years.items() if record.grade}
        inside = [year for year in self.plan.fiscal_years if year in graded]
        return inside[-1] if inside else next(iter(self.plan.fiscal_years), None)

    @property
    def departments(self) -> tuple[Department, ...]:
        """The departments the report is about: the one asked for, or all."""
        return (self.department,) if self.department else self.plan.departments

    @property
    def submissions(self) -> tuple[Submission, ...]:
        """The submissions of those departments, of the year in question where there is one."""
        asked = {one.id for one in self.departments}
        return tuple(
            one
            for one in self.plan.submissions
            if one.department_id in asked and self.fiscal_year in (None, one.fiscal_year)
        )

    @property
    def subject(self) -> str:
        """Plan, and department when the report is about one: the small line above a title."""
        name = self.plan.plan.name
        return f"{name}　{self.department.name}" if self.department else name

    def opinions_of(self, dossier: MeasureDossier) -> tuple[Opinion, ...]:
        """Return the opinions about a measure, of the year in question or about no year in particular."""
        return self._of_year(dossier.opinions)

    @property
    def opinions_of_plan(self) -> tuple[Opinion, ...]:
        """Opinions about the plan as a whole, of the year in question; none when single measures are asked for."""
        return () if self.measure_ids is not None else self._of_year(self.plan.opinions)

    def _of_year(self, opinions: tuple[Opinion, ...]) -> tuple[Opinion, ...]:
        if self.fiscal_year is None:
            return opinions
        return tuple(one for one in opinions if one.fiscal_year in (None, self.fiscal_year))

    def _asks_for(self, dossier: MeasureDossier) -> bool:
        if self.measure_ids is not None and dossier.measure.id not in self.measure_ids:
            return False
        return self.department is None or dossier.measure.lead_department_id == self.department.id
