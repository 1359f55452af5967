"""Hints about the wording of a measure and of one of its years; no part of the checks that an answer must pass."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.checks.case import Place, finding_about
from reform_desktop.domain.checks.finding import Finding, Severity
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.fields import FieldType, Owner
from reform_desktop.domain.wording import remarks_on

_TEXTS: Final = {
    kind: tuple(field for field in KINDS[kind].fields.values() if field.type is FieldType.TEXT)
    for kind in ("measure", "year_record")
}


def wording_hints(
    dossier: MeasureDossier, fiscal_year: int, codes: frozenset[str], *, for_division: bool
) -> Iterator[Finding]:
    """Yield the hints about the texts of a measure and of one year; a department is not told about what it cannot mend.

    ``codes`` are the rules that are switched on.
    """
    year = dossier.years.get(fiscal_year)
    for kind, record in (("measure", dossier.measure), ("year_record", year)):
        if record is None:
            continue
        of_year = fiscal_year if kind == "year_record" else None
        for field in _TEXTS[kind]:
            if field.owner is Owner.DIVISION and not for_division:
                continue
            for remark in remarks_on(getattr(record, field.identifier), codes):
                place = Place(kind, record.id, field.identifier, of_year)
                yield finding_about(dossier, Severity.HINT, remark.code, place, f"{field.label}：{remark.sentence}")
