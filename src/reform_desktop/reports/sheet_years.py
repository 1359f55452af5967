"""The years of a measure's sheet side by side: indicators, year records and effect amounts.

At most six years stand in one band; a longer plan goes on in a further band below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from reform_desktop.domain.catalogue import KINDS, field_named
from reform_desktop.domain.dossier import IndicatorDossier, MeasureDossier
from reform_desktop.domain.fiscal_year import format_fiscal_year, format_fiscal_year_short
from reform_desktop.domain.grades import GradeScale
from reform_desktop.domain.records import YearRecord
from reform_desktop.reports.model import Align, Block, Cell, Paragraph, Row, RowKind, Stage, Table, Tone, Value
from reform_desktop.reports.rowmaking import (
    GRADE_CHOICES,
    NOT_RUNNING,
    STAGE_CHOICES,
    caption,
    grade_value,
    head,
    label,
    year_heads,
)

_MOST_YEARS_IN_A_BAND: Final = 6
_UNITS: Final = {1: 10, 2: 10, 3: 12, 4: 16, 5: 10, 6: 12}
"""Columns beside the label column, by the years of a band: each year spans an even number of them."""

_LONGEST_IN_COLUMN: Final = 400
"""Characters of a text that stands in its year's column: about half a page."""

_BELOW: Final = "（下の欄に記載）"
YEAR_ROWS: Final = ("stage", "target", "plan", "midyear", "result", "grade", "reason", "next_step")

_EFFECT_FIELDS: Final = ("cost_cut_planned", "cost_cut_actual", "revenue_planned", "revenue_actual", "hours_saved")

Band = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class SheetYears:
    """Which years a sheet shows, and how they share its width. ``span`` is the columns of one year."""

    bands: tuple[Band, ...]
    units: int
    span: int
    current: int | None

    @classmethod
    def of(cls, dossier: MeasureDossier, plan_years: range, current: int | None) -> SheetYears:
        """Divide the plan's years, and any other year the measure has a record of, into bands."""
        years = years_of(dossier, plan_years)
        bands = -(-len(years) // _MOST_YEARS_IN_A_BAND) or 1
        width = max(1, -(-len(years) // bands))
        units = _UNITS[width]
        filled: list[Band] = []
        for start in range(0, len(years), width):
            band = years[start : start + width]
            filled.append((*band, *([None] * (width - len(band)))))
        return cls(tuple(filled), units, units // width, current)


def years_of(dossier: MeasureDossier, plan_years: range) -> tuple[int, ...]:
    """Return the plan's years and those of records beyond it, in order."""
    return tuple(sorted({*plan_years, *dossier.years}))


def indicator_table(dossier: MeasureDossier, years: SheetYears) -> Iterator[Block]:
    """Yield the indicators with target and actual of each year."""
    if not dossier.indicators:
        yield Paragraph("指標は登録されていません。", note=True)
        return
    for band in years.bands:
        heads = (
            year_heads(head(""), band, years.span, years.current),
            _halves(
                head(""),
                (caption("indicator_value", "target"), caption("indicator_value", "actual")),
                years,
                len(band),
            ),
        )
        rows: list[Row] = []
        for position, indicator in enumerate(dossier.indicators, 1):
            rows += _indicator_rows(position, indicator, band, years)
        yield Table(tuple(rows), heads)


def _halves(first: Cell, words: tuple[str, str], years: SheetYears, count: int) -> Row:
    half = years.span // 2
    cells = [head(word, half) for _ in range(count) for word in words]
    return Row((first, *cells))


def _indicator_rows(position: int, dossier: IndicatorDossier, band: Band, years: SheetYears) -> tuple[Row, Row]:
    indicator = dossier.indicator
    half = years.span // 2
    baseline = field_named("indicator", "baseline").label
    if indicator.baseline_fiscal_year is not None:
        baseline = f"{baseline}（{format_fiscal_year_short(indicator.baseline_fiscal_year)}）"
    direction = field_named("indicator", "direction")
    naming = Row(
        kind=RowKind.GROUP,
        cells=(
            label(f"{KINDS['indicator'].label}{position}"),
            Cell(indicator.name, span=years.units - 4, tone=Tone.SUBGROUP, bold=True),
            label(direction.label),
            Cell(direction.choice_label(indicator.direction), tone=Tone.SUBGROUP),
            label(baseline),
            Cell(indicator.baseline, tone=Tone.SUBGROUP),
        ),
    )
    values: list[Cell] = []
    for year in band:
        value = dossier.values.get(year) if year is not None else None
        target: Decimal | None = value.target if value else None
        actual: Decimal | None = value.actual if value else None
        values += [Cell(target, span=half), Cell(actual, span=half)]
    unit = f"{caption('indicator', 'unit')}　{indicator.unit}" if indicator.unit else ""
    return naming, Row((label(unit), *values))


def year_table(
    dossier: MeasureDossier, years: SheetYears, scale: GradeScale, hidden: frozenset[str] = frozenset()
) -> Iterator[Block]:
    """Yield the year records, one column a year, without the rows that a layout leaves out."""
    for band in years.bands:
        rows: list[Row] = []
        for name in YEAR_ROWS:
            if name in hidden:
                continue
            if name == "stage":
                rows.append(_stage_row(dossier, band, years))
            elif name == "grade":
                rows.append(_grade_row(dossier, band, years, scale))
            else:
                rows += text_rows(dossier, name, band, years)
        first = head(caption("year_record", "fiscal_year"))
        yield Table(tuple(rows), (year_heads(first, band, years.span, years.current),))


def _stage_row(dossier: MeasureDossier, band: Band, years: SheetYears) -> Row:
    cells = (
        Cell(_stage(dossier, year), span=years.span, align=Align.CENTER, choices=STAGE_CHOICES if year else "")
        for year in band
    )
    return Row((label(caption("year_record", "stage")), *cells))


def _stage(dossier: MeasureDossier, year: int | None) -> Value:
    """Return the stage; an arrow where it is that of the year before; － where the measure does not run."""
    if year is None:
        return None
    record = dossier.years.get(year)
    if record is None or record.stage is None:
        return None if dossier.runs_in(year) else NOT_RUNNING
    before = dossier.years.get(year - 1)
    words = field_named("year_record", "stage").choice_label(record.stage)
    return Stage(words, repeated=before is not None and before.stage == record.stage)


def _grade_row(dossier: MeasureDossier, band: Band, years: SheetYears, scale: GradeScale) -> Row:
    cells = (
        Cell(
            grade_value(scale, _record(dossier, year)),
            span=years.span,
            align=Align.CENTER,
            bold=True,
            choices=GRADE_CHOICES if year else "",
        )
        for year in band
    )
    return Row((label(caption("year_record", "grade")), *cells))


def text_rows(dossier: MeasureDossier, name: str, band: Band, years: SheetYears) -> list[Row]:
    """Return one text of each year side by side; a long one stands below, over the whole width.

    In a year's column a text of 1,500 characters would run over three pages beside white space.
    """
    words = caption("year_record", name)
    texts = {year: str(_field(_record(dossier, year), name) or "") for year in band if year is not None}
    below = {year: text for year, text in texts.items() if len(text) > _LONGEST_IN_COLUMN}
    cells = (
        Cell(_BELOW if year in below else texts.get(year) if year is not None else None, span=years.span)
        for year in band
    )
    rows = [Row((label(words), *cells))]
    for year, text in below.items():
        rows.append(Row((label(f"{words}\n{format_fiscal_year(year)}"), Cell(text, span=years.units))))
    return rows


def _record(dossier: MeasureDossier, year: int | None) -> YearRecord | None:
    return dossier.years.get(year) if year is not None else None


def _field(record: YearRecord | None, name: str) -> Value:
    if record is None:
        return None
    value: Value = getattr(record, name)
    return value


def effect_table(dossier: MeasureDossier, years: SheetYears) -> Iterator[Block]:
    """Yield effect amounts, planned and actual of each year, and the hours saved."""
    if not any(_has_effect(record) for record in dossier.years.values()):
        yield Paragraph("効果額と削減時間は登録されていません。", note=True)
        return
    half = years.span // 2
    for band in years.bands:
        heads = (
            year_heads(head(""), band, years.span, years.current),
            _halves(head(""), ("計画", "実績"), years, len(band)),
        )
        rows = []
        for planned, actual in (("cost_cut_planned", "cost_cut_actual"), ("revenue_planned", "revenue_actual")):
            cells = [
                Cell(_field(_record(dossier, year), name), span=half) for year in band for name in (planned, actual)
            ]
            rows.append(Row((label(_common_caption(planned)), *cells)))
        hours: list[Cell] = []
        for year in band:
            hours += [Cell(None, half, Tone.GRAY), Cell(_field(_record(dossier, year), "hours_saved"), span=half)]
        rows.append(Row((label(caption("year_record", "hours_saved")), *hours)))
        yield Table(tuple(rows), heads, together=True)


def _has_effect(record: YearRecord) -> bool:
    return any(_field(record, name) is not None for name in _EFFECT_FIELDS)


def _common_caption(planned: str) -> str:
    """Return 歳出削減（千円） for a pair of fields whose plan and actual stand under their own headings."""
    return caption("year_record", planned).replace("（計画）", "")
