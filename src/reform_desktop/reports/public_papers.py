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

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.dossier import MeasureDossier
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
    titled_place,
    titled_place_captions,
)
from reform_desktop.reports.sections import PUBLIC_AMOUNTS, PUBLIC_PLAN, PUBLIC_YEAR, sections, without_hidden

TITLE: Final = "公表資料"
_UNITS: Final = 12
_GRID: Final = (88.0, *([34.0] * _UNITS))
_PUBLIC_BODIES: Final = frozenset(choice.identifier for choice in OPINION_BODIES if not choice.internal)


_PASSES: Final = 2
_BEFORE_PLAN: Final = titled_place_captions()
_BETWEEN: Final = 2
"""Columns of the data between the plan's texts and the year's: the year and the stage."""


def build_public(request: ReportRequest) -> Document:
    """Return what is published of the year in question."""
    chapters = Lazy(partial(_chapters, request))
    return Document(
        title=TITLE,
        subtitle=_subtitle(request),
        parts=Lazy(partial(_parts, request, chapters)),
        data=without_hidden(DataTable(_captions(), Lazy(partial(_data_rows, request))), _hidden_data(request)),
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
    yield from summary_parts(request, stamped=False, breakdowns=("by_policy",))
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
        shown = sections(request.options.layout, "public")
        rows = tuple(row for name, words in shown.items() for row in _rows(request, dossier, name, words))
        if rows:
            yield Table(rows)
        if dossier.indicators and "indicators" in shown:
            yield _indicators(request, dossier)


def _rows(request: ReportRequest, dossier: MeasureDossier, name: str, words: str) -> Iterator[Row]:
    """Yield the row of one field, of the plan or of the year; what is empty is left out."""
    record = _record(request, dossier)
    if name == "lead_department":
        yield _row(words, department_name(dossier))
    elif name in PUBLIC_PLAN:
        yield from _filled(words, str(getattr(dossier.measure, name)))
    elif record is None or name == "indicators":
        return
    elif name == "grade":
        yield _row(words, grade_value(request.plan.scale, record))
    elif name in PUBLIC_AMOUNTS:
        amount: Value = getattr(record, name)
        if amount is not None:
            yield Row((label(words), Cell(amount, span=3), Cell(None, span=_UNITS - 3)))
    else:
        yield from _filled(words, str(getattr(record, name)))


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


def _hidden_data(request: ReportRequest) -> set[int]:
    """Return the places of the data that a layout does not publish."""
    shown = sections(request.options.layout, "public")
    places = {name: len(_BEFORE_PLAN) + place for place, name in enumerate(PUBLIC_PLAN)}
    of_year = len(_BEFORE_PLAN) + len(PUBLIC_PLAN) + _BETWEEN
    places |= {name: of_year + place for place, name in enumerate((*PUBLIC_YEAR, *PUBLIC_AMOUNTS))}
    places["lead_department"] = len(_BEFORE_PLAN) - 1
    return {place for name, place in places.items() if name not in shown}


def _captions() -> tuple[str, ...]:
    return (
        *_BEFORE_PLAN,
        *(caption("measure", name) for name in PUBLIC_PLAN),
        caption("year_record", "fiscal_year"),
        caption("year_record", "stage"),
        *(caption("year_record", name) for name in (*PUBLIC_YEAR, *PUBLIC_AMOUNTS)),
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
    texts = (str(getattr(dossier.measure, name)) for name in PUBLIC_PLAN)
    return (*titled_place(dossier), *map(_on_one_line, texts))


def _year_values(request: ReportRequest, record: YearRecord) -> tuple[Value, ...]:
    grade = OUTSIDE_EVALUATION if record.outside_evaluation else request.plan.scale.label(record.grade)
    amounts: tuple[Value, ...] = tuple(getattr(record, name) for name in PUBLIC_AMOUNTS)
    return (
        field_named("year_record", "stage").choice_label(record.stage),
        *(grade if name == "grade" else _on_one_line(str(getattr(record, name))) for name in PUBLIC_YEAR),
        *amounts,
    )


def _on_one_line(text: str) -> str:
    """Return text without the line breaks and runs of spaces that only lay it out on paper."""
    return " ".join(text.split())
