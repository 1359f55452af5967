"""What is asked of a report: which plan, whose measures, which year, and how it is to be printed."""

from __future__ import annotations

from dataclasses import dataclass

from reform_desktop.domain.dossier import MeasureDossier, PlanDossier
from reform_desktop.domain.records import Department
from reform_desktop.reports.model import PrintOptions


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """``measure_ids`` or ``department`` narrow the measures down; ``fiscal_year`` is the year in question."""

    plan: PlanDossier
    options: PrintOptions
    fiscal_year: int | None = None
    department: Department | None = None
    measure_ids: frozenset[str] | None = None

    @property
    def measures(self) -> tuple[MeasureDossier, ...]:
        """The measures the report is about, in the plan's order."""
        return tuple(one for one in self.plan.measures if self._asks_for(one))

    @property
    def subject(self) -> str:
        """Plan, and department when the report is about one: the small line above a title."""
        name = self.plan.plan.name
        return f"{name}　{self.department.name}" if self.department else name

    def _asks_for(self, dossier: MeasureDossier) -> bool:
        if self.measure_ids is not None and dossier.measure.id not in self.measure_ids:
            return False
        return self.department is None or dossier.measure.lead_department_id == self.department.id
