"""引継ぎ: a department's measures as the successor meets them: where each stands, what is open, whom to ask."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.checks import check_plan
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.grades import Grade, GradeScale
from reform_desktop.domain.handover import OpenPoint, open_points
from reform_desktop.domain.records import Measure
from reform_desktop.services.checking import open_plan, phase_of
from reform_desktop.services.creating import OUTLINE_TIME
from reform_desktop.services.desk import Desk
from reform_desktop.store import history, records


class YearLine(Struct, frozen=True):
    """One year of a measure so far: stage, grade, and what was done or is planned."""

    fiscal_year: int
    stage: str
    grade: Grade | None
    words: str


class HandedOver(Struct, frozen=True):
    """One measure with all that its page shows; ``grade`` and ``stage`` are those of the year in question."""

    measure: Measure
    number: str
    related: str
    grade: Grade | None
    stage: str
    years: tuple[YearLine, ...]
    points: tuple[OpenPoint, ...]
    evidence: int

    @property
    def id(self) -> str:
        """The measure's id."""
        return self.measure.id

    @property
    def is_written(self) -> bool:
        """Whether somebody wrote what the successor has to know."""
        return bool(self.measure.handover.strip())

    @property
    def first_contact(self) -> str:
        """The first line of whom to ask."""
        return next((line.strip() for line in self.measure.contact.splitlines() if line.strip()), "")


def handed_over(desk: Desk, department_id: str, fiscal_year: int, today: date | None = None) -> list[HandedOver]:
    """Return a department's measures in printed order; for a worker."""
    plan = open_plan(desk, department_id)
    findings = check_plan(plan, fiscal_year, phase_of(fiscal_year, today))
    return [
        _measure(one, plan.scale, fiscal_year, tuple(open_points(one, fiscal_year, findings))) for one in plan.measures
    ]


def was_left_by_others(desk: Desk, department_id: str) -> bool:
    """Whether one of a department's measures has notes for a successor, and the last change is somebody else's."""
    with desk.store.reading() as connection:
        measures = records.find_records(connection, Measure, "lead_department_id", [department_id])
        last = history.recent_changes(connection, 1)
    written = any(one.handover.strip() or one.contact.strip() for one in measures)
    return written and any(one.change.who != desk.who and one.change.at != OUTLINE_TIME for one in last)


def _measure(
    dossier: MeasureDossier, scale: GradeScale, fiscal_year: int, points: tuple[OpenPoint, ...]
) -> HandedOver:
    years = tuple(
        YearLine(
            year,
            field_named("year_record", "stage").choice_label(record.stage),
            scale.find(record.grade),
            record.result.strip() or record.plan.strip(),
        )
        for year, record in sorted(dossier.years.items())
        if year <= fiscal_year
    )
    now = next((one for one in years if one.fiscal_year == fiscal_year), None)
    return HandedOver(
        dossier.measure,
        dossier.number,
        "、".join(one.name for one in dossier.related_departments),
        now.grade if now else None,
        now.stage if now else "",
        years,
        points,
        len(dossier.evidence),
    )
