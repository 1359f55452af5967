"""引継書: a department's measures for the colleague who takes over, without needing the one who leaves.

The state of each measure, the handover notes, what is open, where the evidence is, and what was changed last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Final

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.handover import OpenPoint, open_points, unanswered
from reform_desktop.domain.records import YearRecord
from reform_desktop.reports.model import (
    Align,
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
    Tone,
    Value,
    Year,
)
from reform_desktop.reports.request import LastChange, ReportRequest
from reform_desktop.reports.rowmaking import (
    caption,
    department_name,
    grade_value,
    head,
    label,
    marked_title,
    measure_place,
    nothing_part,
    place_captions,
)
from reform_desktop.reports.sections import sections
from reform_desktop.reports.sheet_annexes import whereabouts
from reform_desktop.reports.sheet_years import years_of

TITLE: Final = "引継書"
_UNITS: Final = 12
_GRID: Final = (88.0, *([34.0] * _UNITS))
_OVERVIEW_GRID: Final = (52.0, 146.0, 92.0, 101.0, 35.0, 35.0, 35.0)
_OVERVIEW: Final = "引き継ぐ取組"
_UNWRITTEN: Final = "引継ぎ事項は書かれていません。"
_LONGEST_CHANGE: Final = 120
"""Characters of a value before or after a change: enough to recognise it."""


def build_handover(request: ReportRequest) -> Document:
    """Return an overview and a part for each measure."""
    measures = request.measures
    parts = Lazy(partial(_parts, request)) if measures else (nothing_part(TITLE, request.subject),)
    return Document(
        title=TITLE,
        subtitle=request.subject,
        parts=parts,
        data=DataTable(_captions(), Lazy(partial(_data_rows, request))),
        options=request.options,
        steps=max(1, len(measures)),
        author=request.plan.plan.managed_by,
        with_index=True,
    )


def _parts(request: ReportRequest) -> Iterator[Part]:
    yield Part(
        name=_OVERVIEW,
        title=f"{TITLE}　{request.department.name if request.department else 'すべての課'}",
        grid=_OVERVIEW_GRID,
        blocks=Lazy(partial(_overview, request)),
        overline=request.plan.plan.name,
        stamps=("前任", "後任", "課長"),
    )
    for dossier in request.measures:
        yield Part(
            name=f"{dossier.number} {dossier.measure.title}",
            title=f"{dossier.number}　{marked_title(dossier.measure)}",
            grid=_GRID,
            blocks=Lazy(partial(_blocks, request, dossier)),
            overline=f"{request.subject}　{TITLE}",
            level=1,
            steps=1,
        )


def _overview(request: ReportRequest) -> Iterator[Block]:
    year = request.year_in_question
    words = format_fiscal_year(year) if year is not None else ""
    yield Paragraph(f"取組 {len(request.measures):,}件　達成状況は{words}のものです。", note=True)
    heads = Row(
        (
            head("番号"),
            head(caption("measure", "title")),
            head(caption("measure", "lead_department_id")),
            head(caption("year_record", "grade")),
            head("確認が必要"),
            head("未回答\nの意見"),
            head("証拠資料"),
        )
    )
    counts = Counter(one.measure_id for one in request.findings)
    rows = Lazy(lambda: (_overview_row(request, one, counts[one.measure.id]) for one in request.measures))
    yield Table(rows, (heads,))


def _overview_row(request: ReportRequest, dossier: MeasureDossier, findings: int) -> Row:
    year = request.year_in_question
    record = dossier.years.get(year) if year is not None else None
    return Row(
        (
            Cell(dossier.number),
            Cell(marked_title(dossier.measure)),
            Cell(department_name(dossier)),
            Cell(grade_value(request.plan.scale, record), align=Align.CENTER),
            Cell(findings),
            Cell(len(unanswered(dossier))),
            Cell(len(dossier.evidence)),
        )
    )


def _blocks(request: ReportRequest, dossier: MeasureDossier) -> Iterator[Block]:
    """Yield the sections in their order; fields that follow one another share a table."""
    fields = _fields(dossier)
    waiting: list[Row] = []
    for name, words in sections(request.options.layout, "handover").items():
        if name in fields:
            if fields[name]:
                waiting.append(Row((label(words), Cell(fields[name], span=_UNITS))))
            continue
        if waiting:
            yield Table(tuple(waiting))
            waiting = []
        yield from _section(request, dossier, name, words)
    if waiting:
        yield Table(tuple(waiting))


def _fields(dossier: MeasureDossier) -> dict[str, str]:
    return {
        "lead_department": department_name(dossier),
        "related_departments": "、".join(one.name for one in dossier.related_departments),
        "approach": dossier.measure.approach,
        "overall_goal": dossier.measure.overall_goal,
    }


def _section(request: ReportRequest, dossier: MeasureDossier, name: str, words: str) -> Iterator[Block]:
    """Yield one section under its heading; contacts and changes only where there are any."""
    measure = dossier.measure
    changes = request.last_changes.get(measure.id, ())
    if (name == "contact" and not measure.contact.strip()) or (name == "changes" and not changes):
        return
    yield Heading(words)
    match name:
        case "handover" if not measure.handover.strip():
            yield Paragraph(_UNWRITTEN, note=True)
        case "handover" | "contact":
            yield Table((Row((Cell(getattr(measure, name), span=_UNITS + 1),)),))
        case "so_far":
            yield from _years(request, dossier)
        case "open_points":
            yield from _open_points(request, dossier)
        case "evidence":
            yield from _evidence(dossier)
        case _:
            yield _changes(changes)


def _years(request: ReportRequest, dossier: MeasureDossier) -> Iterator[Block]:
    heads = Row(
        (
            head(caption("year_record", "fiscal_year")),
            head(caption("year_record", "stage"), 1),
            head(caption("year_record", "grade"), 2),
            head(caption("year_record", "plan"), 4),
            head(caption("year_record", "result"), 5),
        )
    )
    records = [
        (year, dossier.years[year]) for year in years_of(dossier, request.plan.fiscal_years) if year in dossier.years
    ]
    if not records:
        yield Paragraph("年度別の記録はまだありません。", note=True)
        return
    yield Table(tuple(_year_row(request, *one) for one in records), (heads,))


def _year_row(request: ReportRequest, year: int, record: YearRecord) -> Row:
    return Row(
        (
            Cell(Year(year), tone=Tone.LABEL),
            Cell(field_named("year_record", "stage").choice_label(record.stage), align=Align.CENTER),
            Cell(grade_value(request.plan.scale, record), span=2, align=Align.CENTER),
            Cell(record.plan, span=4),
            Cell(record.result, span=5),
        )
    )


def _open_points(request: ReportRequest, dossier: MeasureDossier) -> Iterator[Block]:
    """Yield what the last answered year leaves open, opinions without a response, and what the checks found."""
    points = open_points(dossier, request.year_in_question, request.findings)
    if points:
        yield Table(tuple(Row((label(_point_label(one)), Cell(one.words, span=_UNITS))) for one in points))
    else:
        yield Paragraph("残っていることはありません。", note=True)


def _point_label(point: OpenPoint) -> str:
    if point.note:
        return f"{point.label}\n（{point.note}）"
    return f"{point.label}\n{format_fiscal_year(point.fiscal_year)}" if point.fiscal_year is not None else point.label


def _evidence(dossier: MeasureDossier) -> Iterator[Block]:
    if not dossier.evidence:
        yield Paragraph("証拠資料は登録されていません。", note=True)
        return
    heads = Row(
        (
            head(caption("evidence", "fiscal_year")),
            head(caption("evidence", "title"), 4),
            head("所在", 4),
            head(caption("evidence", "note"), 4),
        )
    )
    rows = (
        Row(
            (
                Cell(Year(one.fiscal_year) if one.fiscal_year is not None else None, tone=Tone.LABEL),
                Cell(one.title, span=4),
                Cell(whereabouts(one), span=4),
                Cell(one.note, span=4),
            )
        )
        for one in sorted(dossier.evidence, key=lambda one: one.fiscal_year or 0)
    )
    yield Table(tuple(rows), (heads,))


def _changes(changes: tuple[LastChange, ...]) -> Table:
    heads = Row((head("日付"), head("項目", 2), head("変更前", 3), head("変更後", 4), head("変更した人", 3)))
    rows = (
        Row(
            (
                Cell(one.day, tone=Tone.LABEL),
                Cell(one.what, span=2),
                Cell(_shortened(one.before), span=3),
                Cell(_shortened(one.after), span=4),
                Cell(one.who, span=3),
            )
        )
        for one in changes
    )
    return Table(tuple(rows), (heads,))


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST_CHANGE else f"{words[:_LONGEST_CHANGE]}…"


def _captions() -> tuple[str, ...]:
    return (
        *place_captions(),
        caption("measure", "title"),
        caption("measure", "lead_department_id"),
        caption("year_record", "fiscal_year"),
        caption("year_record", "grade"),
        caption("measure", "handover"),
        caption("measure", "contact"),
        caption("year_record", "reason"),
        caption("year_record", "next_step"),
        "入力チェックの件数（件）",
        "未回答の意見（件）",
        "証拠資料（件）",
    )


def _data_rows(request: ReportRequest) -> Iterator[tuple[Value, ...]]:
    """Yield one row for each measure, about the year in question."""
    year = request.year_in_question
    counts = Counter(one.measure_id for one in request.findings)
    for dossier in request.measures:
        record = dossier.years.get(year) if year is not None else None
        yield (
            *measure_place(dossier),
            dossier.measure.title,
            department_name(dossier),
            Year(year) if year is not None else None,
            request.plan.scale.label(record.grade) if record else "",
            dossier.measure.handover,
            dossier.measure.contact,
            record.reason if record else "",
            record.next_step if record else "",
            counts[dossier.measure.id],
            len(unanswered(dossier)),
            len(dossier.evidence),
        )
