"""取組一覧: measures and their grades by year, grouped by policy and item, with the counts at the end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.numbering import item_number
from reform_desktop.reports.grade_counts import count_rows, counts_head
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
    GRADE_CHOICES,
    NOT_RUNNING,
    OUTSIDE_EVALUATION,
    PRIORITY_MARK,
    caption,
    grade_value,
    group,
    head,
    marked_title,
)

TITLE = "取組一覧"
_NUMBER_WIDTH: Final = 50.0
_DEPARTMENT_WIDTH: Final = 64.0
_YEAR_WIDTH: Final = 48.0
_PORTRAIT_WIDTH: Final = 496.0
_LANDSCAPE_WIDTH: Final = 743.0
_MOST_YEARS_IN_PORTRAIT: Final = 5


def build_list(request: ReportRequest) -> Document:
    """Return the list of the measures asked for; with a fiscal year, the years up to that one."""
    measures = request.measures
    scale = request.plan.scale
    return Document(
        title=TITLE,
        subtitle=request.subject,
        parts=(list_part(request, measures),),
        data=DataTable(_data_captions(), Lazy(partial(_data_rows, request, measures, request.years))),
        options=request.options,
        steps=len(measures),
        landscape=is_landscape(request),
        author=request.plan.plan.managed_by,
        choices={GRADE_CHOICES: tuple(scale.mark(grade.grade) for grade in scale.grades)},
    )


def is_landscape(request: ReportRequest) -> bool:
    """Whether the years need the paper's long edge."""
    return len(request.years) > _MOST_YEARS_IN_PORTRAIT


def list_part(
    request: ReportRequest,
    measures: tuple[MeasureDossier, ...],
    *,
    title: str = TITLE,
    level: int = 0,
    stamped: bool = True,
) -> Part:
    """Return the list of some measures as one part."""
    years = request.years
    width = _LANDSCAPE_WIDTH if is_landscape(request) else _PORTRAIT_WIDTH
    title_width = max(120.0, width - _NUMBER_WIDTH - _DEPARTMENT_WIDTH - _YEAR_WIDTH * len(years))
    return Part(
        name=title,
        title=title,
        grid=(_NUMBER_WIDTH, title_width, _DEPARTMENT_WIDTH, *([_YEAR_WIDTH] * len(years))),
        blocks=Lazy(partial(_blocks, request, measures, years)),
        overline=request.subject,
        stamps=request.options.stamps if stamped else (),
        freeze_head=True,
        landscape=is_landscape(request),
        level=level,
    )


def _blocks(request: ReportRequest, measures: tuple[MeasureDossier, ...], years: tuple[int, ...]) -> Iterator[Block]:
    if not measures:
        yield Paragraph("該当する取組はありません。")
        return
    heads = (
        head("番号"),
        head(caption("measure", "title")),
        head(caption("measure", "lead_department_id")),
        *(head(Year(year, short=True), current=year == request.fiscal_year) for year in years),
    )
    yield Paragraph(f"取組 {len(measures):,}件　{PRIORITY_MARK}は重点の取組です。{_legend(request)}", note=True)
    yield Table(Lazy(partial(_rows, request, measures, years)), (Row(heads),))
    yield Heading("達成状況の件数")
    yield Table(count_rows(measures, request.plan.scale, years), (counts_head(years, request.fiscal_year),))


def _legend(request: ReportRequest) -> str:
    marks = "　".join(request.plan.scale.mark(grade.grade) for grade in request.plan.scale.grades)
    return f"　{NOT_RUNNING}は実施期間の外です。\n{marks}" if marks else ""


def _rows(request: ReportRequest, measures: tuple[MeasureDossier, ...], years: tuple[int, ...]) -> Iterator[Row]:
    """Yield each measure under its policy and item; a group begins where they change."""
    columns = 3 + len(years)
    policy_before: str | None = ""
    item_before: str | None = ""
    for dossier in measures:
        policy = dossier.policy.id if dossier.policy else None
        item = dossier.item.id if dossier.item else None
        if policy != policy_before:
            yield group(_policy_words(dossier), columns)
        if (policy, item) != (policy_before, item_before):
            yield group(_item_words(dossier), columns, 1)
        policy_before, item_before = policy, item
        yield _measure_row(request, dossier, years)


def _policy_words(dossier: MeasureDossier) -> str:
    label = KINDS["policy"].label
    if dossier.policy is None:
        return f"{label}が登録されていない取組"
    number = "?" if dossier.policy.number is None else dossier.policy.number
    return f"{label}{number}　{dossier.policy.title}"


def _item_words(dossier: MeasureDossier) -> str:
    if dossier.item is None:
        return f"{KINDS['item'].label}が登録されていない取組"
    number = item_number(dossier.policy.number if dossier.policy else None, dossier.item.number)
    return f"{number}　{dossier.item.title}"


def _measure_row(request: ReportRequest, dossier: MeasureDossier, years: tuple[int, ...]) -> Row:
    lead = dossier.lead_department
    grades = (Cell(_grade(request, dossier, year), align=Align.CENTER, choices=GRADE_CHOICES) for year in years)
    cells = (
        Cell(dossier.number),
        Cell(marked_title(dossier.measure)),
        Cell(lead.name if lead else ""),
        *grades,
    )
    return Row(cells, steps=1)


def _grade(request: ReportRequest, dossier: MeasureDossier, year: int) -> Value:
    value = grade_value(request.plan.scale, dossier.years.get(year))
    return NOT_RUNNING if value is None and not dossier.runs_in(year) else value


def _data_captions() -> tuple[str, ...]:
    return (
        "方針番号",
        caption("policy", "title"),
        "推進項目番号",
        caption("item", "title"),
        "取組番号",
        caption("measure", "title"),
        caption("measure", "priority"),
        caption("measure", "lead_department_id"),
        caption("year_record", "fiscal_year"),
        caption("year_record", "grade"),
    )


def _data_rows(
    request: ReportRequest, measures: tuple[MeasureDossier, ...], years: tuple[int, ...]
) -> Iterator[tuple[Value, ...]]:
    """Yield one row for each measure and year, the year as a number in 西暦."""
    scale = request.plan.scale
    for dossier in measures:
        policy, item, lead = dossier.policy, dossier.item, dossier.lead_department
        place = (
            policy.number if policy else None,
            policy.title if policy else "",
            item.number if item else None,
            item.title if item else "",
            dossier.measure.number,
            dossier.measure.title,
            "重点" if dossier.measure.priority else "",
            lead.name if lead else "",
        )
        for year in years:
            record = dossier.years.get(year)
            outside = record is not None and record.outside_evaluation
            yield (*place, year, OUTSIDE_EVALUATION if outside else scale.label(record.grade if record else None))
