"""未達成・要確認一覧: what is stopped, behind, missing or contradictory in one year, with reasons and next steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from reform_desktop.domain.checks import Finding
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.grades import CountsAs, Grade
from reform_desktop.domain.progress import Standing, standing_of
from reform_desktop.domain.records import YearRecord
from reform_desktop.reports.columns import usual_columns
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
    Value,
    Year,
)
from reform_desktop.reports.request import ReportRequest
from reform_desktop.reports.rowmaking import (
    caption,
    department_name,
    grade_value,
    head,
    marked_title,
    measure_place,
    place_captions,
)

TITLE: Final = "未達成・要確認一覧"
_GRID: Final = (52.0, 120.0, 74.0, 100.0, 198.5, 198.5)
_REST: Final = 2
STOPPED: Final = "計画を中止した取組"
BEHIND: Final = "目標に届いていない取組"
TO_CHECK: Final = "入力の確認が必要な箇所"
_NOTE: Final = f"{TO_CHECK}の「要修正」は直す必要があるもの、「確認」はもう一度見てほしいものです。"
_NOTHING: Final = "該当するものはありません。"


def build_attention(request: ReportRequest) -> Document:
    """Return what needs attention in the year in question."""
    return Document(
        title=TITLE,
        subtitle=request.subject,
        parts=(attention_part(request),),
        data=DataTable(_captions(), Lazy(partial(_data_rows, request))),
        options=request.options,
        steps=1,
        landscape=True,
        author=request.plan.plan.managed_by,
    )


def attention_part(request: ReportRequest, *, level: int = 0, stamped: bool = True) -> Part:
    """Return the list as one part."""
    year = request.year_in_question
    words = f"　{format_fiscal_year(year)}" if year is not None else ""
    return Part(
        name=TITLE,
        title=f"{TITLE}{words}",
        grid=_GRID,
        blocks=Lazy(partial(_blocks, request)),
        overline=request.subject,
        stamps=request.options.stamps if stamped else (),
        landscape=True,
        level=level,
        steps=1,
        table="attention",
        columns=tuple(one.name for one in usual_columns("attention")),
    )


def _blocks(request: ReportRequest) -> Iterator[Block]:
    yield Paragraph(_NOTE, note=True)
    for words, stops in ((STOPPED, True), (BEHIND, False)):
        found = list(_behind(request, stops=stops))
        yield Heading(f"{words}（{len(found):,}件）")
        if found:
            yield Table(tuple(_behind_row(request, *one) for one in found), (_behind_head(),))
        else:
            yield Paragraph(_NOTHING, note=True)
    yield Heading(f"{TO_CHECK}（{len(request.findings):,}件）")
    if request.findings:
        yield Table(Lazy(partial(_finding_rows, request)), (_finding_head(),))
    else:
        yield Paragraph(_NOTHING, note=True)


def _behind(request: ReportRequest, *, stops: bool) -> Iterator[tuple[MeasureDossier, YearRecord]]:
    """Yield the measures whose grade of the year counts as 未達成: those given up, or the others."""
    year = request.year_in_question
    for dossier in request.measures:
        record = dossier.years.get(year) if year is not None else None
        if record is None or year is None or standing_of(dossier, year) is not Standing.IN_EVALUATION:
            continue
        grade: Grade | None = request.plan.scale.find(record.grade)
        if grade is not None and grade.counts_as is CountsAs.NOT_ACHIEVED and grade.stops is stops:
            yield dossier, record


def _common_heads() -> tuple[Cell, ...]:
    return head("番号"), head(caption("measure", "title")), head(caption("measure", "lead_department_id"))


def _common(dossier: MeasureDossier) -> tuple[Cell, ...]:
    return Cell(dossier.number), Cell(marked_title(dossier.measure)), Cell(department_name(dossier))


def _behind_head() -> Row:
    return Row((*_common_heads(), *(head(caption("year_record", name)) for name in ("grade", "reason", "next_step"))))


def _behind_row(request: ReportRequest, dossier: MeasureDossier, record: YearRecord) -> Row:
    grade = Cell(grade_value(request.plan.scale, record), align=Align.CENTER)
    return Row((*_common(dossier), grade, Cell(record.reason), Cell(record.next_step)))


def _finding_head() -> Row:
    return Row((*_common_heads(), head("区分"), head("内容", _REST)))


def _finding_rows(request: ReportRequest) -> Iterator[Row]:
    asked = {one.measure_id for one in request.findings}
    places = {one.measure.id: _common(one) for one in request.measures if one.measure.id in asked}
    for one in request.findings:
        place = places.get(one.measure_id) or (Cell(one.measure_number), Cell("計画全体"), Cell(None))
        yield Row((*place, Cell(one.severity.label, align=Align.CENTER), Cell(one.message, span=_REST)))


def _captions() -> tuple[str, ...]:
    return (
        *place_captions(),
        caption("measure", "title"),
        caption("measure", "lead_department_id"),
        caption("year_record", "fiscal_year"),
        "区分",
        caption("year_record", "grade"),
        caption("year_record", "reason"),
        caption("year_record", "next_step"),
        "確認の内容",
    )


def _data_rows(request: ReportRequest) -> Iterator[tuple[Value, ...]]:
    year = request.year_in_question
    shown = Year(year) if year is not None else None
    for words, stops in ((STOPPED, True), (BEHIND, False)):
        for dossier, record in _behind(request, stops=stops):
            grade = request.plan.scale.label(record.grade)
            yield *_place(dossier), shown, words, grade, record.reason, record.next_step, ""
    findings: Sequence[Finding] = request.findings
    asked = {one.measure_id for one in findings}
    places = {one.measure.id: _place(one) for one in request.measures if one.measure.id in asked}
    for one in findings:
        yield *(places.get(one.measure_id) or _place(None)), shown, one.severity.label, "", "", "", one.message


def _place(dossier: MeasureDossier | None) -> tuple[Value, ...]:
    if dossier is None:
        return None, None, None, "", ""
    return *measure_place(dossier), dossier.measure.title, department_name(dossier)
