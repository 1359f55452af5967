"""What a rule looks at: one measure in one fiscal year, with the plan's scale and what is asked for now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.checks.finding import Finding, Severity
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.fields import Phase
from reform_desktop.domain.grades import Grade, GradeScale
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.records import YearRecord


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding leads: a field of a record, and the year it is about."""

    kind: str
    row_id: str
    field: str = ""
    fiscal_year: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One measure in one fiscal year; ``year`` is ``None`` while nobody has begun its year record."""

    dossier: MeasureDossier
    scale: GradeScale
    fiscal_year: int
    phase: Phase
    year: YearRecord | None

    @property
    def grade(self) -> Grade | None:
        """The year's grade, or ``None`` while there is none or the scale does not know it."""
        return self.scale.find(self.year.grade) if self.year else None

    def in_measure(self, field: str) -> Place:
        """Return the place of a field of the measure itself."""
        return Place("measure", self.dossier.measure.id, field)

    def in_year(self, field: str) -> Place:
        """Return the place of a field of the year record, also of one that does not exist yet."""
        row_id = self.year.id if self.year else self._future_year_id()
        return Place("year_record", row_id, field, self.fiscal_year)

    def error(self, code: str, place: Place, message: str) -> Finding:
        """Return a finding that must be put right."""
        return finding_about(self.dossier, Severity.ERROR, code, place, message)

    def warning(self, code: str, place: Place, message: str) -> Finding:
        """Return a finding that deserves a second look."""
        return finding_about(self.dossier, Severity.WARNING, code, place, message)

    def _future_year_id(self) -> str:
        return child_row_id(KINDS["year_record"], self.dossier.measure.id, (self.fiscal_year,))


Rule = Callable[[Case], Iterator[Finding]]
"""One check: yields its findings about a case. A new rule is one such function in one of the tables."""


def finding_about(dossier: MeasureDossier, severity: Severity, code: str, place: Place, message: str) -> Finding:
    """Return a finding about a measure."""
    return Finding(
        severity=severity,
        code=code,
        message=message,
        kind=place.kind,
        row_id=place.row_id,
        field=place.field,
        measure_id=dossier.measure.id,
        measure_number=dossier.number,
        fiscal_year=place.fiscal_year,
    )
