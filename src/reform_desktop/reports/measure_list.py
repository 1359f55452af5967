"""取組一覧: measures and their grades by year, grouped by policy and item, with the counts at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.reports.columns import MeasureColumn, column_named
from reform_desktop.reports.grade_counts import count_rows, counts_head
from reform_desktop.reports.list_headings import measure_headings
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
    titled_place,
    titled_place_captions,
)

TITLE = "取組一覧"
_NUMBER_WIDTH: Final = 50.0
_DEPARTMENT_WIDTH: Final = 64.0
_WIDEST_DEPARTMENT: Final = 106.0
"""For 政策・デジタル推進課 on one line, where the years leave room."""

_TITLE_BESIDE_WIDE_DEPARTMENTS: Final = 220.0
_YEAR_WIDTH: Final = 48.0
_WIDEST_YEAR: Final = 102.0
_TITLE_BESIDE_WIDE_YEARS: Final = 200.0
"""Few years get the width of a grade in one or two lines, as long as the titles keep so much."""

_PORTRAIT_WIDTH: Final = 496.0
_LANDSCAPE_WIDTH: Final = 743.0
_MOST_YEARS_IN_PORTRAIT: Final = 1
"""One year is read in a meeting like any list; several are compared along the line, each grade in one."""
_MOST_COLUMNS_IN_PORTRAIT: Final = 4
_FIRST: Final = ("number", "title", "lead_department")


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
    """Whether the years, or the columns that a layout adds, need the paper's long edge."""
    wanted = request.options.layout.columns.get("list", ())
    return len(request.years) > _MOST_YEARS_IN_PORTRAIT or len(wanted) > _MOST_COLUMNS_IN_PORTRAIT


def list_part(
    request: ReportRequest,
    measures: Sequence[MeasureDossier],
    *,
    title: str = TITLE,
    level: int = 0,
    stamped: bool = True,
    public: bool = False,
) -> Part:
    """Return the list of some measures as one part; a ``public`` one without the city's own columns."""
    shown = ListColumns.of(request, public=public)
    width = _LANDSCAPE_WIDTH if is_landscape(request) else _PORTRAIT_WIDTH
    return Part(
        name=title,
        title=title,
        grid=shown.grid(width),
        blocks=Lazy(partial(_blocks, request, measures, shown)),
        overline=request.subject,
        stamps=request.options.stamps if stamped and measures else (),
        freeze_head=True,
        landscape=is_landscape(request),
        level=level,
        table="list",
        columns=shown.names,
    )


@dataclass(frozen=True, slots=True)
class ListColumns:
    """The columns that a list is made with: the usual ones, then those that the layout wants besides."""

    further: tuple[MeasureColumn, ...]
    years: tuple[int, ...]
    with_years: bool = True

    @classmethod
    def of(cls, request: ReportRequest, *, public: bool) -> ListColumns:
        """Return the columns for a request; what is the city's own business is left out of ``public`` lists."""
        wanted = [one.column for one in request.options.layout.columns.get("list", ())]
        found = (column_named("list", name) for name in wanted)
        further = tuple(
            one for one in found if isinstance(one, MeasureColumn) and not one.usual and (one.public or not public)
        )
        known = [name for name in wanted if column_named("list", name) is not None]
        return cls(further, request.years, not known or "years" in known)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, that of the years for each of them."""
        return (*_FIRST, *(["years"] * len(self.years)), *(one.name for one in self.further))

    def grid(self, width: float) -> tuple[float, ...]:
        """Return the columns' widths; the title takes what the others leave."""
        further = tuple(one.width for one in self.further)
        spare = width - _NUMBER_WIDTH - _DEPARTMENT_WIDTH - _TITLE_BESIDE_WIDE_YEARS - sum(further)
        year_width = max(_YEAR_WIDTH, min(_WIDEST_YEAR, spare / max(1, len(self.years))))
        others = (*([year_width] * len(self.years)), *further)
        both = width - _NUMBER_WIDTH - sum(others)
        department = min(_WIDEST_DEPARTMENT, max(_DEPARTMENT_WIDTH, both - _TITLE_BESIDE_WIDE_DEPARTMENTS))
        return (_NUMBER_WIDTH, max(120.0, both - department), department, *others)


def _blocks(request: ReportRequest, measures: Sequence[MeasureDossier], shown: ListColumns) -> Iterator[Block]:
    if not measures:
        yield Paragraph("該当する取組はありません。")
        return
    years = shown.years
    captions = (
        head("番号"),
        head(caption("measure", "title")),
        head(caption("measure", "lead_department_id")),
        *(head(Year(year, short=True), current=year == request.fiscal_year) for year in years),
        *(head(one.caption) for one in shown.further),
    )
    yield Paragraph(f"取組 {len(measures):,}件　{PRIORITY_MARK}は重点の取組です。{_legend(request)}", note=True)
    yield Table(Lazy(partial(_rows, request, measures, shown)), (Row(captions),))
    if shown.with_years:
        yield Heading("達成状況の件数")
        heads = (counts_head(years, request.fiscal_year),)
        yield Table(count_rows(measures, request.plan.scale, years), heads, together=True)


def _legend(request: ReportRequest) -> str:
    marks = "　".join(request.plan.scale.mark(grade.grade) for grade in request.plan.scale.grades)
    return f"　{NOT_RUNNING}は実施期間の外です。\n{marks}" if marks else ""


def _rows(request: ReportRequest, measures: Sequence[MeasureDossier], shown: ListColumns) -> Iterator[Row]:
    """Yield each measure under its headings; a group begins where they change."""
    columns = len(shown.names)
    headings = measure_headings(request.options.layout.grouping)
    year = request.year_in_question
    before: tuple[tuple[str, str], ...] = ()
    for dossier in headings.in_order(measures, request.plan.departments):
        now = headings.of(dossier)
        for level, (_key, words) in enumerate(now):
            if [one for one, _ in now[: level + 1]] != [one for one, _ in before[: level + 1]]:
                yield group(words, columns, level if headings.nested else 0)
        before = now
        yield _measure_row(request, dossier, shown, year)


def _measure_row(request: ReportRequest, dossier: MeasureDossier, shown: ListColumns, year: int | None) -> Row:
    lead = dossier.lead_department
    record = dossier.years.get(year) if year is not None else None
    cells = (
        Cell(dossier.number),
        Cell(marked_title(dossier.measure)),
        Cell(lead.name if lead else ""),
        *(Cell(_grade(request, dossier, one), align=Align.CENTER, choices=GRADE_CHOICES) for one in shown.years),
        *(Cell(one.value(dossier, record, request.plan.scale)) for one in shown.further),
    )
    return Row(cells, steps=1)


def _grade(request: ReportRequest, dossier: MeasureDossier, year: int) -> Value:
    value = grade_value(request.plan.scale, dossier.years.get(year))
    return NOT_RUNNING if value is None and not dossier.runs_in(year) else value


def _data_captions() -> tuple[str, ...]:
    return (*titled_place_captions(), caption("year_record", "fiscal_year"), caption("year_record", "grade"))


def _data_rows(
    request: ReportRequest, measures: Sequence[MeasureDossier], years: tuple[int, ...]
) -> Iterator[tuple[Value, ...]]:
    """Yield one row for each measure and year, the year as a number in 西暦."""
    scale = request.plan.scale
    for dossier in measures:
        place = titled_place(dossier)
        for year in years:
            record = dossier.years.get(year)
            outside = record is not None and record.outside_evaluation
            yield (*place, year, OUTSIDE_EVALUATION if outside else scale.label(record.grade if record else None))
