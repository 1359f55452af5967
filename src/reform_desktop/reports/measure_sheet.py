"""取組シート: one measure on A4 landscape, all its fields and its years side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from reform_desktop.domain.catalogue import KINDS, field_named
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.numbering import item_number
from reform_desktop.reports.model import (
    Block,
    Cell,
    DataTable,
    Document,
    Heading,
    Lazy,
    Part,
    Row,
    Table,
    Value,
    Year,
)
from reform_desktop.reports.request import ReportRequest
from reform_desktop.reports.rowmaking import (
    GRADE_CHOICES,
    PRIORITY_MARK,
    STAGE_CHOICES,
    caption,
    label,
    marked_title,
    nothing_part,
    pair,
)
from reform_desktop.reports.sheet_annexes import evidence_blocks, handover_blocks, opinion_blocks
from reform_desktop.reports.sheet_years import SheetYears, effect_table, indicator_table, year_table, years_of
from reform_desktop.reports.wording import printed

TITLE = "取組シート"
_LABEL_WIDTH = 82.0
_YEARS_WIDTH = 660.0


def build_sheet(request: ReportRequest) -> Document:
    """Return the sheets of the measures asked for, one part each."""
    measures = request.measures
    scale = request.plan.scale
    return Document(
        title=TITLE,
        subtitle=request.subject,
        parts=_parts(request, measures),
        data=sheet_data(request, measures),
        options=request.options,
        steps=len(measures),
        landscape=True,
        author=request.plan.plan.managed_by,
        choices={
            GRADE_CHOICES: tuple(scale.mark(grade.grade) for grade in scale.grades),
            STAGE_CHOICES: tuple(choice.label for choice in field_named("year_record", "stage").choices),
        },
        with_index=True,
    )


def _parts(request: ReportRequest, measures: tuple[MeasureDossier, ...]) -> Iterable[Part]:
    if not measures:
        return (nothing_part(TITLE, request.subject),)
    return Lazy(lambda: (sheet_part(request, one) for one in measures))


def sheet_part(request: ReportRequest, dossier: MeasureDossier, *, level: int = 0, stamped: bool = True) -> Part:
    """Return the sheet of one measure."""
    years = SheetYears.of(dossier, request.plan.fiscal_years, request.fiscal_year)
    return Part(
        name=f"{dossier.number} {dossier.measure.title}",
        title=f"{dossier.number}　{marked_title(dossier.measure)}",
        grid=(_LABEL_WIDTH, *([_YEARS_WIDTH / years.units] * years.units)),
        blocks=Lazy(partial(_blocks, request, dossier, years)),
        overline=f"{request.plan.plan.name}　{TITLE}",
        stamps=request.options.stamps if stamped else (),
        steps=1,
        landscape=True,
        level=level,
    )


def _blocks(request: ReportRequest, dossier: MeasureDossier, years: SheetYears) -> Iterator[Block]:
    yield Table(_plan_rows(dossier, years.units))
    yield Heading(KINDS["indicator"].label)
    yield from indicator_table(dossier, years)
    yield Heading(KINDS["year_record"].label)
    yield from year_table(dossier, years, request.plan.scale)
    yield Heading("効果")
    yield from effect_table(dossier, years)
    yield from evidence_blocks(dossier, years.units)
    yield from opinion_blocks(dossier, years.units)
    if request.options.with_handover:
        yield from handover_blocks(dossier, years.units)


def _plan_rows(dossier: MeasureDossier, units: int) -> tuple[Row, ...]:
    """Return what the plan says of the measure, in two columns where the texts are short."""
    measure = dossier.measure
    left, right = units // 2 - 1, units - units // 2
    related = "、".join(department.name for department in dossier.related_departments)
    lead = dossier.lead_department

    def two(first: tuple[Cell, Cell], second: tuple[Cell, Cell]) -> Row:
        return Row((*first, *second))

    def plain(words: str, value: Value, span: int) -> tuple[Cell, Cell]:
        return label(words), Cell(value, span=span)

    return (
        two(
            plain(KINDS["policy"].label, _policy(dossier), left),
            plain(KINDS["item"].label, _item(dossier), right),
        ),
        two(
            pair("measure", "lead_department_id", lead.name if lead else "", 1, left),
            pair("measure", "related_department_ids", related, 1, right),
        ),
        two(
            plain("実施期間", _period(dossier), left),
            pair("measure", "priority", PRIORITY_MARK if measure.priority else "", 1, right),
        ),
        two(
            pair("measure", "current_state", measure.current_state, 1, left),
            pair("measure", "issues", measure.issues, 1, right),
        ),
        Row(pair("measure", "approach", measure.approach, 1, units)),
        two(
            pair("measure", "overall_goal", measure.overall_goal, 1, left),
            pair("measure", "expected_effect", measure.expected_effect, 1, right),
        ),
    )


def _policy(dossier: MeasureDossier) -> str:
    policy = dossier.policy
    return f"{'?' if policy.number is None else policy.number}　{policy.title}" if policy else ""


def _item(dossier: MeasureDossier) -> str:
    if dossier.item is None:
        return ""
    number = item_number(dossier.policy.number if dossier.policy else None, dossier.item.number)
    return f"{number}　{dossier.item.title}"


def _period(dossier: MeasureDossier) -> str:
    first, last = dossier.measure.first_fiscal_year, dossier.measure.last_fiscal_year
    words = [printed(Year(year)) if year is not None else "" for year in (first, last)]
    return "～".join(words) if any(words) else ""


_DATA_FIELDS = (
    "stage",
    "target",
    "plan",
    "midyear",
    "result",
    "grade",
    "reason",
    "next_step",
    "cost_cut_planned",
    "cost_cut_actual",
    "revenue_planned",
    "revenue_actual",
    "hours_saved",
)


def sheet_data(request: ReportRequest, measures: tuple[MeasureDossier, ...]) -> DataTable:
    """Return one row for each measure and year."""
    captions = (
        "番号",
        caption("measure", "title"),
        caption("measure", "lead_department_id"),
        caption("year_record", "fiscal_year"),
        *(caption("year_record", name) for name in _DATA_FIELDS),
    )
    return DataTable(captions, Lazy(partial(_data_rows, request, measures)))


def _data_rows(request: ReportRequest, measures: tuple[MeasureDossier, ...]) -> Iterator[tuple[Value, ...]]:
    scale = request.plan.scale
    stage = field_named("year_record", "stage")
    for dossier in measures:
        lead = dossier.lead_department
        for year in years_of(dossier, request.plan.fiscal_years):
            record = dossier.years.get(year)
            if record is None:
                continue
            yield (
                dossier.number,
                dossier.measure.title,
                lead.name if lead else "",
                year,
                stage.choice_label(record.stage),
                record.target,
                record.plan,
                record.midyear,
                record.result,
                scale.label(record.grade),
                record.reason,
                record.next_step,
                record.cost_cut_planned,
                record.cost_cut_actual,
                record.revenue_planned,
                record.revenue_actual,
                record.hours_saved,
            )
