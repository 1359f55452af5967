"""Sheets without hidden keys: rows of measures under headings, or forms of one measure, by a mapping."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.dossier import IndicatorDossier, MeasureDossier, PlanDossier
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.text import fold
from reform_desktop.services.checking import default_fiscal_year
from reform_desktop.services.desk import Desk
from reform_desktop.services.sheet_import.continued import continued_texts
from reform_desktop.services.sheet_import.grid import CellValue, Place, SheetGrid, address
from reform_desktop.services.sheet_import.headings import IDENTITY, INDICATOR, NUMBER, TITLE, needs_year, year_in
from reform_desktop.services.sheet_import.judging import Target
from reform_desktop.services.sheet_import.lines import CellLine, State
from reform_desktop.services.sheet_import.mapping import ColumnUse, Mapping, SheetUse
from reform_desktop.services.sheet_import.memory import remembered
from reform_desktop.services.sheet_import.proposing import propose_sheet
from reform_desktop.services.sheet_import.understanding import cell_words

_TITLE_ROWS: Final = 10
_NO_MEASURE: Final = re.compile(r"^(?:※|注|\*|（注|\(注|合計|小計|総計|計$|備考|以上)")
_NUMBER_PARTS: Final = 3
_UNKNOWN: Final = "この番号・名前の取組は、この計画にありません。"
_TWO_MEASURES: Final = "番号と取組名が、別の取組を指しています。どちらかを直してください。"
_WHICH_INDICATOR: Final = "どの指標の値かわかりません。指標名の列を割り当ててください。"


def proposed(desk: Desk, grids: Sequence[SheetGrid], plan: PlanDossier, fiscal_year: int | None = None) -> Mapping:
    """Return how a file is to be read: as the user read the last one of its shape, else by its headings."""
    sheets = tuple(_proposed_sheet(one) for one in grids)
    year = fiscal_year or _year_of_title(grids, plan) or default_fiscal_year(desk)
    return Mapping(year, remembered(desk, sheets))


def _proposed_sheet(grid: SheetGrid) -> SheetUse:
    """Propose how a sheet is read; one that nobody sees holds lists or last year's work, and is left out."""
    use = propose_sheet(grid)
    return msgspec.structs.replace(use, skip=True) if grid.hidden else use


def _year_of_title(grids: Sequence[SheetGrid], plan: PlanDossier) -> int | None:
    """Return the year that stands in a title above the headings, if the plan has it."""
    for grid in grids:
        if grid.hidden:
            continue
        for row in grid.rows[:_TITLE_ROWS]:
            years = {year for cell in row if isinstance(cell, str) and (year := year_in(cell)) in plan.fiscal_years}
            if len(years) == 1:
                return years.pop()
    return None


def find_targets(
    grids: Sequence[SheetGrid], plan: PlanDossier, mapping: Mapping
) -> tuple[list[CellLine], list[Target]]:
    """Return the cells that lead to a field, and a line for each row that leads to no measure."""
    reader = _Reader(plan, mapping, _measures_by_number(plan), _measures_by_title(plan))
    by_name = {grid.name: grid for grid in grids}
    for sheet in mapping.sheets:
        if not sheet.skip and sheet.name in by_name:
            reader.read(by_name[sheet.name], sheet)
    return reader.lines, reader.targets


@dataclass(slots=True)
class _Measure:
    """The measure that a row is about, or why it is not known."""

    dossier: MeasureDossier | None
    why: str = ""
    words: str = ""
    said: bool = False


class _Reader:
    """Goes through the sheets and collects targets, and lines for what leads nowhere."""

    def __init__(
        self,
        plan: PlanDossier,
        mapping: Mapping,
        by_number: dict[tuple[int, ...], MeasureDossier],
        by_title: dict[str, MeasureDossier],
    ) -> None:
        self.lines: list[CellLine] = []
        self.targets: list[Target] = []
        self._plan = plan
        self._year = mapping.fiscal_year
        self._by_number = by_number
        self._by_title = by_title
        self._seen: set[tuple[str, Place, str]] = set()
        self._texts: dict[Place, tuple[int, ...]] = {}
        self._further: set[Place] = set()

    def read(self, grid: SheetGrid, sheet: SheetUse) -> None:
        """Read one sheet."""
        self._texts = continued_texts(grid, sheet)
        self._further = {(row, first[1]) for first, rows in self._texts.items() for row in rows}
        if sheet.form:
            self._read_places(grid, [(one, (one.row or 0, one.column)) for one in sheet.columns], _Measure(None))
            return
        tops = _tall_merges(grid)
        last = _Measure(None)
        for row in range(sheet.first_row, grid.last_row):
            places = [(one, tops.get((row, one.column), (row, one.column))) for one in sheet.columns if one.target]
            last = self._read_places(grid, places, last)

    def _read_places(self, grid: SheetGrid, places: list[tuple[ColumnUse, Place]], last: _Measure) -> _Measure:
        """Read the cells of one row or form; a row that names no measure goes on about the last one."""
        filled = [
            (use, at)
            for use, at in places
            if use.target not in IDENTITY and at not in self._further and _is_filled(grid, at)
        ]
        measure = self._measure(grid, places, last)
        if measure.dossier is None:
            if measure.why and filled:
                self._note_unknown(grid, places, measure)
            return measure
        indicator = self._indicator(grid, places, measure.dossier)
        for use, at in filled:
            self._add(grid, use, at, measure.dossier, indicator)
        return measure

    def _measure(self, grid: SheetGrid, places: list[tuple[ColumnUse, Place]], last: _Measure) -> _Measure:
        cells = {use.target: grid.value(*at) for use, at in places if use.target in (NUMBER, TITLE)}
        words = " ".join(filter(None, (cell_words(one).strip() for one in cells.values())))
        if not words:
            return last
        if _NO_MEASURE.match(words):
            return _Measure(None)
        number = self._by_number.get(_number_key(cells.get(NUMBER, "")))
        title = self._by_title.get(_title_key(cell_words(cells.get(TITLE, ""))))
        if number is not None and title is not None and number is not title:
            return _Measure(None, _TWO_MEASURES, words)
        found = number or title
        if found is not None and number is None and _number_key(cells.get(NUMBER, "")):
            return _Measure(None, _TWO_MEASURES, words)
        return _Measure(found, "" if found else _UNKNOWN, words)

    def _indicator(
        self, grid: SheetGrid, places: list[tuple[ColumnUse, Place]], measure: MeasureDossier
    ) -> IndicatorDossier | None:
        names = [_title_key(cell_words(grid.value(*at))) for use, at in places if use.target == INDICATOR]
        wanted = next(filter(None, names), "")
        if wanted:
            return next((one for one in measure.indicators if _title_key(one.indicator.name) == wanted), None)
        return measure.indicators[0] if len(measure.indicators) == 1 else None

    def _add(
        self,
        grid: SheetGrid,
        use: ColumnUse,
        at: Place,
        measure: MeasureDossier,
        indicator: IndicatorDossier | None,
    ) -> None:
        name, _dot, field = use.target.partition(".")
        kind = KINDS[name]
        year = (use.fiscal_year or self._year) if needs_year(use.target) else None
        if (grid.name, at, use.target) in self._seen:
            return  # the same cell, merged over several rows
        self._seen.add((grid.name, at, use.target))
        if name == "indicator_value" and indicator is None:
            self._refuse(grid, at, measure, kind.fields[field].label, _WHICH_INDICATOR)
            return
        if year is not None and year not in self._plan.fiscal_years:
            self._refuse(grid, at, measure, kind.fields[field].label, f"{year}年度は、この計画の期間にありません。")
            return
        owner = indicator.indicator.id if name == "indicator_value" and indicator else measure.measure.id
        self.targets.append(
            Target(
                grid=grid,
                row=at[0],
                column=at[1],
                kind=name,
                row_id=child_row_id(kind, owner, (year,)) if kind.natural_key else owner,
                owner_id=owner,
                field=kind.fields[field],
                fiscal_year=year,
                measure=measure,
                unit=indicator.indicator.unit if name == "indicator_value" and indicator else "",
                further=self._texts.get(at, ()),
            )
        )

    def _refuse(self, grid: SheetGrid, at: Place, measure: MeasureDossier, label: str, why: str) -> None:
        self.lines.append(
            CellLine(
                state=State.REFUSED,
                sheet=grid.name,
                address=address(*at),
                measure=f"{measure.number} {measure.measure.title}",
                measure_id=measure.measure.id,
                field=label,
                after=cell_words(grid.value(*at)),
                note=why,
            )
        )

    def _note_unknown(self, grid: SheetGrid, places: list[tuple[ColumnUse, Place]], measure: _Measure) -> None:
        """Say once of each row's words that they lead to no measure."""
        if measure.said:
            return
        measure.said = True
        use, at = next(one for one in places if one[0].target in (NUMBER, TITLE) and grid.value(*one[1]) != "")
        self.lines.append(
            CellLine(
                state=State.REFUSED,
                sheet=grid.name,
                address=address(*at),
                measure=measure.words,
                field=use.heading,
                after=measure.words,
                note=measure.why,
            )
        )


def _is_filled(grid: SheetGrid, at: Place) -> bool:
    return grid.value(*at) != "" or at in grid.peculiar.odd


def _tall_merges(grid: SheetGrid) -> dict[Place, Place]:
    """Return for the cells below the first of a tall merged range the cell that holds its value."""
    tops: dict[Place, Place] = {}
    for (top, left), (bottom, _right) in grid.merged:
        if bottom < grid.last_row + 1:
            tops.update({(row, left): (top, left) for row in range(top + 1, bottom + 1)})
    return tops


def _measures_by_number(plan: PlanDossier) -> dict[tuple[int, ...], MeasureDossier]:
    found = {_number_key(one.number): one for one in plan.measures}
    return {key: one for key, one in found.items() if key}


def _measures_by_title(plan: PlanDossier) -> dict[str, MeasureDossier]:
    """Return the measures by title, without the titles that two have."""
    found: dict[str, MeasureDossier] = {}
    twice: set[str] = set()
    for one in plan.measures:
        key = _title_key(one.measure.title)
        if key in found:
            twice.add(key)
        found[key] = one
    return {key: one for key, one in found.items() if key and key not in twice}


def _number_key(value: CellValue) -> tuple[int, ...]:
    """Return the numbers in a measure's number; 1-1-1 that Excel took for a day is read back as what was typed."""
    if isinstance(value, dt.date):
        return value.year % 100, value.month, value.day
    found = tuple(int(one[:6]) for one in re.findall(r"[0-9]+", fold(cell_words(value)[:40])))
    return found[:_NUMBER_PARTS] if len(found) >= _NUMBER_PARTS else ()


def _title_key(text: str) -> str:
    return "".join(fold(text).split()).lstrip("◆◇★☆●○■□")
