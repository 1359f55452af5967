"""取組シート: one measure on A4 landscape, all its fields and its years side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final

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
)
from reform_desktop.reports.sheet_annexes import evidence_blocks, handover_blocks, opinion_blocks
from reform_desktop.reports.sheet_years import (
    YEAR_ROWS,
    SheetYears,
    effect_table,
    indicator_table,
    year_table,
    years_of,
)
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


def _parts(request: ReportRequest, measures: Sequence[MeasureDossier]) -> Iterable[Part]:
    if not measures:
        return (nothing_part(TITLE, request.subject),)
    return Lazy(lambda: (sheet_part(request, one) for one in measures))


def sheet_part(request: ReportRequest, dossier: MeasureDossier, *, level: int = 0, stamped: bool = True) -> Part:
    """Return the sheet of one measure."""
    years = SheetYears.of(dossier, request.plan.fiscal_years, request.fiscal_year)
    return Part(
        name=f"{dossier.number} {dossier.measure.title}",
        title=f"{dossier.number}　{marked_title(dossier.measure)}",
        grid=sheet_grid(years.units),
        blocks=Lazy(partial(_blocks, request, dossier, years)),
        overline=f"{request.plan.plan.name}　{TITLE}",
        stamps=request.options.stamps if stamped else (),
        steps=1,
        landscape=True,
        level=level,
    )


def sheet_grid(units: int) -> tuple[float, ...]:
    """Return the columns of a sheet: the labels, and so many units that the years share."""
    return (_LABEL_WIDTH, *([_YEARS_WIDTH / units] * units))


def _blocks(request: ReportRequest, dossier: MeasureDossier, years: SheetYears) -> Iterator[Block]:
    hidden = request.options.layout.hidden
    yield Table(plan_rows(dossier, years.units, hidden))
    if "indicators" not in hidden:
        yield Heading(KINDS["indicator"].label)
        yield from indicator_table(dossier, years)
    if not hidden.issuperset(YEAR_ROWS):
        yield Heading(KINDS["year_record"].label)
        yield from year_table(dossier, years, request.plan.scale, hidden)
    if "effects" not in hidden:
        yield Heading("効果")
        yield from effect_table(dossier, years)
    if "evidence" not in hidden:
        yield from evidence_blocks(dossier, years.units)
    if "opinions" not in hidden:
        yield from opinion_blocks(dossier, years.units)
    if request.options.with_handover:
        yield from handover_blocks(dossier, years.units)


def sheet_parts() -> tuple[tuple[str, str], ...]:
    """Return name and caption of everything on the sheet that a layout can leave out, in printed order."""
    plan = [(name, _PLAN_CAPTIONS[name]) for pair_ in _PLAN_PAIRS for name in pair_]
    years = [(name, caption("year_record", name)) for name in YEAR_ROWS]
    blocks = [("effects", "効果"), ("evidence", KINDS["evidence"].label), ("opinions", "意見と対応")]
    return (*plan, ("indicators", KINDS["indicator"].label), *years, *blocks)


_PLAN_PAIRS: Final = (
    ("policy", "item"),
    ("lead_department", "related_departments"),
    ("period", "priority"),
    ("current_state", "issues"),
    ("approach",),
    ("overall_goal", "expected_effect"),
)
"""What the plan says of the measure, in two columns where the texts are short."""

_PLAN_CAPTIONS: Final = {
    "policy": KINDS["policy"].label,
    "item": KINDS["item"].label,
    "lead_department": caption("measure", "lead_department_id"),
    "related_departments": caption("measure", "related_department_ids"),
    "period": "実施期間",
    **{
        name: caption("measure", name)
        for name in ("priority", "current_state", "issues", "approach", "overall_goal", "expected_effect")
    },
}


def plan_rows(dossier: MeasureDossier, units: int, hidden: frozenset[str]) -> tuple[Row, ...]:
    """Return those rows; what is left alone in its row takes the whole width."""
    measure = dossier.measure
    left, right = units // 2 - 1, units - units // 2
    lead = dossier.lead_department
    values: dict[str, Value] = {
        "policy": _policy(dossier),
        "item": _item(dossier),
        "lead_department": lead.name if lead else "",
        "related_departments": "、".join(department.name for department in dossier.related_departments),
        "period": _period(dossier),
        "priority": PRIORITY_MARK if measure.priority else "",
        "current_state": measure.current_state,
        "issues": measure.issues,
        "approach": measure.approach,
        "overall_goal": measure.overall_goal,
        "expected_effect": measure.expected_effect,
    }
    rows = []
    for names in _PLAN_PAIRS:
        shown = [name for name in names if name not in hidden]
        spans = (left, right) if len(shown) > 1 else (units,)
        cells = [
            cell
            for name, span in zip(shown, spans, strict=False)
            for cell in (label(_PLAN_CAPTIONS[name]), Cell(values[name], span=span))
        ]
        if cells:
            rows.append(Row(tuple(cells)))
    return tuple(rows)


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


def sheet_data(request: ReportRequest, measures: Sequence[MeasureDossier]) -> DataTable:
    """Return one row for each measure and year."""
    captions = (
        "番号",
        caption("measure", "title"),
        caption("measure", "lead_department_id"),
        caption("year_record", "fiscal_year"),
        *(caption("year_record", name) for name in _DATA_FIELDS),
    )
    return DataTable(captions, Lazy(partial(_data_rows, request, measures)))


def _data_rows(request: ReportRequest, measures: Sequence[MeasureDossier]) -> Iterator[tuple[Value, ...]]:
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
