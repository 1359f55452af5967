"""Search over everything: which measures, and where in them the words stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from msgspec import Struct

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.fields import Field
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.records import Record
from reform_desktop.domain.text import find_hits, search_words
from reform_desktop.services.checking import default_fiscal_year
from reform_desktop.services.desk import Desk
from reform_desktop.store import dossiers, outline, records
from reform_desktop.store.outline import MeasureFilter

AROUND = 20
"""Characters shown on either side of the first hit in a field."""


class Hit(Struct, frozen=True):
    """One field in which words were found; ``start`` and ``end`` mark the first hit within ``excerpt``."""

    kind: str
    id: str
    field: str
    label: str
    measure_id: str | None
    number: str
    title: str
    excerpt: str
    start: int
    end: int
    fiscal_year: int | None = None


def search(desk: Desk, words: str, *, limit: int = 100, within: MeasureFilter | None = None) -> list[Hit]:
    """Return where the words stand, in printed order, in at most ``limit`` measures and other records.

    Words of any length, in either width and case, ひらがな or カタカナ; several words must all stand in the same
    measure. ``within`` leaves out measures, and when it narrows the plan down, everything that is no measure.
    """
    if not search_words(words):
        return []
    desk.store.catch_up_search()
    chosen = replace(within or MeasureFilter(default_fiscal_year(desk)), words=words)
    with desk.store.reading() as connection:
        page = outline.list_measures(connection, chosen, 0, limit)
        found = dossiers.dossiers_of(connection, [line.id for line in page.lines])
        others = [] if chosen.narrows_by_place else outline.other_hits(connection, words, limit)
        other_records = [
            record
            for kind, row in others
            if (record := records.find_record(connection, KINDS[kind].record_type, row)) is not None
        ]
    hits = [hit for dossier in found for hit in _hits_in_measure(dossier, words)]
    for record in other_records:
        name = getattr(record, "title", "") or getattr(record, "name", "")
        hits.extend(_hits_in_record(record, words, None, "", name))
    return hits


def _hits_in_measure(dossier: MeasureDossier, words: str) -> Iterator[Hit]:
    parts: list[Record] = [
        dossier.measure,
        *(one.indicator for one in dossier.indicators),
        *dossier.years.values(),
        *dossier.evidence,
        *dossier.opinions,
    ]
    for part in parts:
        yield from _hits_in_record(part, words, dossier.measure.id, dossier.number, dossier.measure.title)


def _hits_in_record(record: Record, words: str, measure_id: str | None, number: str, title: str) -> Iterator[Hit]:
    kind = next(kind for kind in KINDS.values() if kind.record_type is type(record))
    for name, field in kind.fields.items():
        value = getattr(record, name)
        if not field.searchable or not value:
            continue
        spans = find_hits(value, words)
        if spans:
            start, end = spans[0]
            begin = max(0, start - AROUND)
            excerpt = value[begin : end + AROUND]
            yield Hit(
                kind.name,
                record.id,
                name,
                _label(record, field),
                measure_id,
                number,
                title,
                excerpt,
                start - begin,
                end - begin,
                getattr(record, "fiscal_year", None),
            )


def _label(record: Record, field: Field) -> str:
    year = getattr(record, "fiscal_year", None)
    return f"{format_fiscal_year(year)} {field.label}" if year else field.label
