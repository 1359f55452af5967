"""公表資料: what the public sees of one year, as PDF, as one accessible web page and as data for machines.

Left out is what is written for the city's own use: the fields, kinds and choices that the catalogue declares
``internal`` (引継ぎ事項, 証拠資料 and where it lies, 上半期の進捗 as an interim word, 現状 and 課題 of the working
sheet, what 推進会議 and the division said), and stamp boxes. 理由・課題 and 次年度の取組 are published: they are the
account that the city gives of a target it has missed. Of the opinions, those of 行政改革審議会 are published with
their responses, since the council advises in public.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from reform_desktop.domain.catalogue import KINDS, field_named, is_public
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.fields import FieldType
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.grouping import Group, by_policy
from reform_desktop.domain.records import OPINION_BODIES, YearRecord
from reform_desktop.reports.grade_summary import group_name, summary_parts
from reform_desktop.reports.indicator_rates import NOTE, achievement
from reform_desktop.reports.measure_list import list_part
from reform_desktop.reports.meeting_book import contents_part, cover_part
from reform_desktop.reports.model import (
    Block,
    Cell,
    DataTable,
    Document,
    Heading,
    Lazy,
    Paragraph,
    Part,
    Row,
    Table,
    Value,
    Year,
)
from reform_desktop.reports.opinion_list import opinion_part
from reform_desktop.reports.request import ReportRequest
from reform_desktop.reports.rowmaking import (
    OUTSIDE_EVALUATION,
    caption,
    department_name,
    grade_value,
    head,
    label,
    marked_title,
    nothing_part,
)

TITLE: Final = "公表資料"
_UNITS: Final = 12
_GRID: Final = (88.0, *([34.0] * _UNITS))
_PUBLIC_BODIES: Final = frozenset(choice.identifier for choice in OPINION_BODIES if not choice.internal)


def _public_fields(kind: str, *types: FieldType) -> tuple[str, ...]:
    """Return the fields of those types that may be published, in the order of the catalogue."""
    return tuple(name for name, field in KINDS[kind].fields.items() if field.type in types and is_public(kind, name))


_PLAN_FIELDS: Final = _public_fields("measure", FieldType.TEXT)
_YEAR_FIELDS: Final = _public_fields("year_record", FieldType.TEXT, FieldType.GRADE)
"""Texts and the grade among them: the year's account, as the sheet has it."""

_AMOUNTS: Final = (*_public_fields("year_record", FieldType.AMOUNT), "hours_saved")
_PASSES: Final = 2


def build_public(request: ReportRequest) -> Document:
    """Return what is published of the year in question."""
    chapters = Lazy(partial(_chapters, request))
    return Document(
        title=TITLE,
        subtitle=_subtitle(request),
        parts=Lazy(partial(_parts, request, chapters)),
        data=DataTable(_captions(), Lazy(partial(_data_rows, request))),
        options=replace(request.options, stamps=(), with_handover=False),
        steps=max(1, _PASSES * len(request.measures)),
        author=request.plan.plan.managed_by,
        with_index=True,
        with_data=True,
    )


def _parts(request: ReportRequest, chapters: Lazy[Part]) -> Iterator[Part]:
    yield cover_part(request, TITLE)
    yield contents_part(request, chapters)
    yield from chapters


def _subtitle(request: ReportRequest) -> str:
    year = request.year_in_question
    return f"{request.subject}　{format_fiscal_year(year)}" if year is not None else request.subject


def _chapters(request: ReportRequest) -> Iterator[Part]:
    if not request.measures:
        yield nothing_part(TITLE, request.subject)
        return
    by_grade = summary_parts(request, stamped=False)
    yield from (part for part in by_grade if "課別" not in part.name)
    yield list_part(request, request.measures, stamped=False, public=True)
    for group in by_policy(request.narrowed):
        if group.measures:
            yield _policy_part(request, group)
    yield opinion_part(request, stamped=False, bodies=_PUBLIC_BODIES)


def _policy_part(request: ReportRequest, group: Group) -> Part:
    return Part(
        name=group_name(group),
        title=group_name(group),
        grid=_GRID,
        blocks=Lazy(partial(_blocks, request, group)),
        overline=_subtitle(request),
        landscape=False,
        steps=len(group.measures),
    )


def _blocks(request: ReportRequest, group: Group) -> Iterator[Block]:
    yield Paragraph(f"取組 {len(group.measures):,}件\n{NOTE}", note=True)
    for dossier in group.measures:
        yield Heading(f"{dossier.number}　{marked_title(dossier.measure)}")
        yield Table(tuple(_rows(request, dossier)))
        if dossier.indicators:
            yield _indicators(request, dossier)


def _rows(request: ReportRequest, dossier: MeasureDossier) -> Iterator[Row]:
    """Yield what the plan says, then what was done in the year; what is empty is left out."""
    yield _row(caption("measure", "lead_department_id"), department_name(dossier))
    for name in _PLAN_FIELDS:
        yield from _filled(caption("measure", name), str(getattr(dossier.measure, name)))
    record = _record(request, dossier)
    if record is None:
        return
    for name in _YEAR_FIELDS:
        if name == "grade":
            yield _row(caption("year_record", name), grade_value(request.plan.scale, record))
        else:
            yield from _filled(caption("year_record", name), str(getattr(record, name)))
    for name in _AMOUNTS:
        amount: Value = getattr(record, name)
        if amount is not None:
            yield Row((label(caption("year_record", name)), Cell(amount, span=3), Cell(None, span=_UNITS - 3)))


def _record(request: ReportRequest, dossier: MeasureDossier) -> YearRecord | None:
    year = request.year_in_question
    return dossier.years.get(year) if year is not None else None


def _row(words: str, value: Value) -> Row:
    return Row((label(words), Cell(value, span=_UNITS)))


def _filled(words: str, text: str) -> Iterator[Row]:
    if text.strip():
        yield _row(words, text)


def _indicators(request: ReportRequest, dossier: MeasureDossier) -> Table:
    year = request.year_in_question
    heads = Row(
        (
            head(caption("indicator", "name"), 4),
            head(caption("indicator", "unit")),
            head(caption("indicator", "baseline"), 2),
            head(caption("indicator_value", "target"), 2),
            head(caption("indicator_value", "actual"), 2),
            head("達成率", 2),
        )
    )
    rows = []
    for one in dossier.indicators:
        value = one.values.get(year) if year is not None else None
        cells = (
            Cell(one.indicator.name, span=4),
            Cell(one.indicator.unit),
            Cell(one.indicator.baseline, span=2),
            Cell(value.target if value else None, span=2),
            Cell(value.actual if value else None, span=2),
            Cell(achievement(one.indicator, value), span=2),
        )
        rows.append(Row(cells))
    return Table(tuple(rows), (heads,))


def _captions() -> tuple[str, ...]:
    return (
        "方針番号",
        caption("policy", "title"),
        "推進項目番号",
        caption("item", "title"),
        "取組番号",
        caption("measure", "title"),
        caption("measure", "priority"),
        caption("measure", "lead_department_id"),
        *(caption("measure", name) for name in _PLAN_FIELDS),
        caption("year_record", "fiscal_year"),
        caption("year_record", "stage"),
        *(caption("year_record", name) for name in (*_YEAR_FIELDS, *_AMOUNTS)),
    )


def _data_rows(request: ReportRequest) -> Iterator[tuple[Value, ...]]:
    """Yield one row for each measure and year up to the year in question."""
    years = replace(request, fiscal_year=request.year_in_question).years
    for dossier in request.measures:
        for year in years:
            record = dossier.years.get(year)
            if record is not None:
                yield (*_place(dossier), Year(year), *_year_values(request, record))


def _place(dossier: MeasureDossier) -> tuple[Value, ...]:
    policy, item, measure = dossier.policy, dossier.item, dossier.measure
    return (
        policy.number if policy else None,
        policy.title if policy else "",
        item.number if item else None,
        item.title if item else "",
        measure.number,
        measure.title,
        "重点" if measure.priority else "",
        department_name(dossier),
        *(_on_one_line(str(getattr(measure, name))) for name in _PLAN_FIELDS),
    )


def _year_values(request: ReportRequest, record: YearRecord) -> tuple[Value, ...]:
    grade = OUTSIDE_EVALUATION if record.outside_evaluation else request.plan.scale.label(record.grade)
    amounts: tuple[Value, ...] = tuple(getattr(record, name) for name in _AMOUNTS)
    return (
        field_named("year_record", "stage").choice_label(record.stage),
        *(grade if name == "grade" else _on_one_line(str(getattr(record, name))) for name in _YEAR_FIELDS),
        *amounts,
    )


def _on_one_line(text: str) -> str:
    """Return text without the line breaks and runs of spaces that only lay it out on paper."""
    return " ".join(text.split())
