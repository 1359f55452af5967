"""指標一覧: indicators with baseline, targets and actuals by year, achievement rate and a small line of their run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from reform_desktop.domain.catalogue import KINDS, field_named
from reform_desktop.domain.dossier import IndicatorDossier, MeasureDossier
from reform_desktop.domain.fiscal_year import format_fiscal_year, format_fiscal_year_short
from reform_desktop.domain.records import IndicatorValue
from reform_desktop.reports.indicator_rates import NOTE, achievement, verdict
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
    Trend,
    Value,
    Year,
)
from reform_desktop.reports.request import ReportRequest
from reform_desktop.reports.rowmaking import (
    caption,
    department_name,
    group,
    head,
    marked_title,
    measure_place,
    nothing_part,
    place_captions,
)
from reform_desktop.reports.wording import printed

TITLE: Final = "指標一覧"
NONE: Final = "指標は登録されていません。"
_NAME_WIDTH: Final = 128.0
_UNIT_WIDTH: Final = 34.0
_DIRECTION_WIDTH: Final = 42.0
_BASELINE_WIDTH: Final = 52.0
_RATE_WIDTH: Final = 40.0
_TREND_WIDTH: Final = 77.0
_YEARS_WIDTH: Final = 370.0
_WIDEST_VALUE: Final = 64.0
_TO_NAME: Final = 0.8
"""Of the room that few years leave, to the indicator's name; the rest to its baseline."""

_FIXED_COLUMNS: Final = 4
_MOST_YEARS: Final = 5
_FEWER_YEARS: Final = 3
"""Years side by side where a number is longer than `_LONGEST_NUMBER`."""

_LONGEST_NUMBER: Final = 7


def build_indicators(request: ReportRequest) -> Document:
    """Return the list of all indicators; with a fiscal year, the years up to that one."""
    return Document(
        title=TITLE,
        subtitle=request.subject,
        parts=(indicator_part(request),),
        data=DataTable(_captions(), Lazy(partial(_data_rows, request))),
        options=request.options,
        steps=max(1, len(request.measures)),
        landscape=True,
        author=request.plan.plan.managed_by,
    )


def indicator_part(request: ReportRequest, *, level: int = 0, stamped: bool = True) -> Part:
    """Return the list as one part."""
    if not any(one.indicators for one in request.measures):
        return nothing_part(TITLE, request.subject, NONE, level=level)
    count = min(_years_side_by_side(request), max(1, len(request.years)))
    half = min(_WIDEST_VALUE, _YEARS_WIDTH / count / 2)
    spare = _YEARS_WIDTH - 2 * count * half
    fixed = (_NAME_WIDTH + spare * _TO_NAME, _UNIT_WIDTH, _DIRECTION_WIDTH, _BASELINE_WIDTH + spare * (1 - _TO_NAME))
    return Part(
        name=TITLE,
        title=TITLE,
        grid=(*fixed, *([half] * 2 * count), _RATE_WIDTH, _TREND_WIDTH),
        blocks=Lazy(partial(_blocks, request, count)),
        overline=request.subject,
        stamps=request.options.stamps if stamped else (),
        landscape=True,
        level=level,
        table="indicators",
        columns=("name", "unit", "direction", "baseline", *(["years"] * 2 * count), "rate", "trend"),
    )


def _years_side_by_side(request: ReportRequest) -> int:
    """Return how many years stand side by side: fewer where a number would not fit its column."""
    values = (
        value
        for dossier in request.measures
        for one in dossier.indicators
        for record in one.values.values()
        for value in (record.target, record.actual)
    )
    longest = max((len(printed(value)) for value in values), default=0)
    return _FEWER_YEARS if longest > _LONGEST_NUMBER else _MOST_YEARS


@dataclass(frozen=True, slots=True)
class _Band:
    """Years side by side in columns for ``count`` of them; ``rated`` is the year of the achievement rate."""

    years: Sequence[int]
    count: int
    rated: int | None
    first: bool

    @property
    def blank(self) -> int:
        """Columns that no year fills."""
        return 2 * (self.count - len(self.years))


def _blocks(request: ReportRequest, count: int) -> Iterator[Block]:
    total = sum(len(one.indicators) for one in request.measures)
    yield Paragraph(f"{KINDS['indicator'].label} {total:,}件\n{NOTE}", note=True)
    yield Paragraph("推移は、実線が実績値、点線が目標値です。基準値から始まります。", note=True)
    years = request.years
    rated = _rated_year(request)
    bands = [_Band(years[start : start + count], count, rated, start == 0) for start in range(0, len(years), count)]
    for band in bands or [_Band((), count, rated, first=True)]:
        if len(bands) > 1:
            yield Heading(f"{format_fiscal_year(band.years[0])}から{format_fiscal_year(band.years[-1])}まで")
        yield Table(Lazy(partial(_rows, request, band)), _heads(request, band))


def _heads(request: ReportRequest, band: _Band) -> tuple[Row, Row]:
    """Return the years over 目標値 and 実績値."""
    names = (caption("indicator", "name"), *(caption("indicator", one) for one in ("unit", "direction", "baseline")))
    years = [head(Year(year), 2, current=year == request.fiscal_year) for year in band.years]
    first = (*(head(name) for name in names), *years, *_filler(band.blank), head("達成率"), head("推移"))
    halves = [head(caption("indicator_value", name)) for _ in band.years for name in ("target", "actual")]
    rated = f"({format_fiscal_year_short(band.rated)})" if band.rated is not None else ""
    second = (*(head("") for _ in names), *halves, *_filler(band.blank), head(rated), head(""))
    return Row(first), Row(second)


def _filler(columns: int) -> tuple[Cell, ...]:
    return (head("", columns),) if columns else ()


def _rated_year(request: ReportRequest) -> int | None:
    """Return the year whose achievement rate is printed: the last one with an actual value, or that asked for."""
    if request.fiscal_year is not None:
        return request.fiscal_year
    known = {
        year
        for dossier in request.measures
        for one in dossier.indicators
        for year, value in one.values.items()
        if value.actual is not None
    }
    return max((year for year in request.years if year in known), default=None)


def _rows(request: ReportRequest, band: _Band) -> Iterator[Row]:
    columns = _FIXED_COLUMNS + 2 * band.count + 2
    for dossier in request.measures:
        if not dossier.indicators:
            continue
        words = f"{dossier.number}　{marked_title(dossier.measure)}"
        lead = department_name(dossier)
        yield group(f"{words}　（{lead}）" if lead else words, columns)
        for place, one in enumerate(dossier.indicators):
            yield _indicator_row(request, one, band, int(band.first and place == 0))


def _indicator_row(request: ReportRequest, dossier: IndicatorDossier, band: _Band, steps: int) -> Row:
    indicator = dossier.indicator
    direction = field_named("indicator", "direction").choice_label(indicator.direction)
    values: list[Cell] = []
    for year in band.years:
        value = dossier.values.get(year)
        values += [Cell(value.target if value else None), Cell(value.actual if value else None)]
    rated = achievement(indicator, dossier.values.get(band.rated)) if band.rated is not None else None
    cells = (
        Cell(indicator.name),
        Cell(indicator.unit),
        Cell(direction),
        Cell(indicator.baseline),
        *values,
        *((Cell(None, band.blank),) if band.blank else ()),
        Cell(rated, align=Align.END),
        Cell(_trend(dossier, request.years)),
    )
    return Row(cells, steps=steps)


def _trend(dossier: IndicatorDossier, years: Sequence[int]) -> Trend:
    """Return the run of the actual values from the baseline on, and that of the targets."""
    values = [dossier.values.get(year) for year in years]
    actuals = (dossier.indicator.baseline, *(value.actual if value else None for value in values))
    return Trend(actuals, (None, *(value.target if value else None for value in values)))


def _captions() -> tuple[str, ...]:
    return (
        *place_captions(),
        caption("measure", "title"),
        caption("measure", "lead_department_id"),
        *(caption("indicator", one) for one in ("name", "unit", "direction", "baseline", "baseline_fiscal_year")),
        *(caption("indicator_value", one) for one in ("fiscal_year", "target", "actual")),
        "達成率",
        "達成・未達",
    )


def _data_rows(request: ReportRequest) -> Iterator[tuple[Value, ...]]:
    """Yield one row for each indicator and year."""
    for dossier in request.measures:
        for one in dossier.indicators:
            for year in request.years:
                yield _datum(dossier, one, year, one.values.get(year))


def _datum(
    dossier: MeasureDossier, one: IndicatorDossier, year: int, value: IndicatorValue | None
) -> tuple[Value, ...]:
    indicator = one.indicator
    return (
        *measure_place(dossier),
        dossier.measure.title,
        department_name(dossier),
        indicator.name,
        indicator.unit,
        field_named("indicator", "direction").choice_label(indicator.direction),
        indicator.baseline,
        None if indicator.baseline_fiscal_year is None else Year(indicator.baseline_fiscal_year),
        Year(year),
        value.target if value else None,
        value.actual if value else None,
        achievement(indicator, value),
        verdict(indicator, value),
    )
