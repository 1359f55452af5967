"""How much of 取組シート's paper a text takes, by the very rows and line breaking that print it.

A row of the sheet stays whole up to a share of the page (`WHOLE_UP_TO`); a longer one may be cut and go on overleaf.
That share is the room of a field, and lines beyond it are what runs over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from msgspec.structs import replace

from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.records import YearRecord
from reform_desktop.reports.measure_sheet import plan_rows, sheet_grid
from reform_desktop.reports.model import Cell, Paper, Row
from reform_desktop.reports.pdf.embedding import DocumentFonts
from reform_desktop.reports.pdf.rows import LaidCell, RowLayout
from reform_desktop.reports.pdf.style import BODY, CELL_PADDING_Y, geometry_of
from reform_desktop.reports.pdf.tables import WHOLE_UP_TO
from reform_desktop.reports.pdf.typeface import shipped_typefaces
from reform_desktop.reports.rowmaking import caption
from reform_desktop.reports.sheet_years import SheetYears, text_rows

_NOTHING: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class SpaceUse:
    """Lines that a text takes on paper, and lines that its row can hold without being cut."""

    lines: int
    room: int

    @property
    def over(self) -> int:
        """Lines beyond the room."""
        return max(0, self.lines - self.room)


def measure_space(dossier: MeasureDossier, plan_years: range, field: str, text: str) -> SpaceUse | None:
    """Return what a text of the measure itself takes; ``None`` for a field that the sheet does not print."""
    units = SheetYears.of(dossier, plan_years, None).units
    words = caption("measure", field)
    changed = replace(dossier, measure=replace(dossier.measure, **{field: text}))
    for row in plan_rows(changed, units, _NOTHING):
        for place, cell in enumerate(row.cells[:-1]):
            if cell.value == words:
                return _use(units, row, place + 1)
    return None


def year_space(
    dossier: MeasureDossier, plan_years: range, field: str, fiscal_year: int, text: str
) -> SpaceUse | None:
    """Return what a text of one year takes: in its column, or below it over the whole width when it is long."""
    record = dossier.years.get(fiscal_year) or YearRecord(id="", fiscal_year=fiscal_year)
    changed = replace(dossier, years={**dossier.years, fiscal_year: replace(record, **{field: text})})
    years = SheetYears.of(changed, plan_years, fiscal_year)
    band = next((one for one in years.bands if fiscal_year in one), None)
    if band is None:
        return None
    rows = text_rows(changed, field, band, years)
    column = band.index(fiscal_year) + 1
    if rows[0].cells[column].value == text or not text:
        return _use(years.units, rows[0], column)
    return next((_use(years.units, row, 1) for row in rows[1:] if row.cells[1].value == text), None)


def _use(units: int, row: Row, place: int) -> SpaceUse:
    laid = _laid(units, row.cells)[place]
    height = geometry_of(Paper.A4, landscape=True).text_height * WHOLE_UP_TO - 2 * CELL_PADDING_Y
    lines = len(laid.lines) if row.cells[place].value else 0
    return SpaceUse(lines, int(height // BODY.leading))


def _laid(units: int, cells: Sequence[Cell]) -> Sequence[LaidCell]:
    return _layout(units).lay(Row(tuple(cells))).cells


@cache
def _layout(units: int) -> RowLayout:
    geometry = geometry_of(Paper.A4, landscape=True)
    return RowLayout(sheet_grid(units), geometry.left, geometry.text_width, DocumentFonts(shipped_typefaces()))
