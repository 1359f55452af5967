"""引継ぎ: what a measure leaves open for the one who takes it over (大綱 3-(2): procedure, open points, contacts)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.checks import Finding
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.records import Opinion


class OpenPoint(Struct, frozen=True):
    """One thing that is not settled: what it is called, its words, and the field where it stands.

    ``fiscal_year`` is there where the point belongs to a year, ``note`` says how pressing a finding is.
    """

    label: str
    words: str
    kind: str
    row: str
    field: str
    fiscal_year: int | None = None
    note: str = ""


UNANSWERED = "未回答の意見"
CHECKED = "入力チェック"


def unanswered(dossier: MeasureDossier) -> tuple[Opinion, ...]:
    """Return the opinions on a measure that nobody has answered."""
    return tuple(one for one in dossier.opinions if not one.response.strip())


def open_points(dossier: MeasureDossier, fiscal_year: int | None, findings: Iterable[Finding]) -> list[OpenPoint]:
    """Return what the year leaves open, opinions without a response, and what the checks found in the measure."""
    points = list(_of_year(dossier, fiscal_year))
    points += [OpenPoint(UNANSWERED, one.text, "opinion", one.id, "response") for one in unanswered(dossier)]
    points += [
        OpenPoint(CHECKED, one.message, one.kind, one.row_id, one.field, one.fiscal_year, one.severity.label)
        for one in findings
        if one.measure_id == dossier.measure.id
    ]
    return points


def _of_year(dossier: MeasureDossier, fiscal_year: int | None) -> Iterator[OpenPoint]:
    record = dossier.years.get(fiscal_year) if fiscal_year is not None else None
    if record is None:
        return
    for name in ("reason", "next_step"):
        words = str(getattr(record, name))
        if words.strip():
            label = field_named("year_record", name).label
            yield OpenPoint(label, words, "year_record", record.id, name, fiscal_year)
