"""記入用シート handed out, filled in as staff do, and previewed: what the tests of sheets share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from reform_desktop.services.entry_sheets import write_entry_sheets
from reform_desktop.services.sheet_import.lines import CellLine, Preview, State
from reform_desktop.services.sheet_import.previewing import open_sheet, preview_sheet
from reform_desktop.services.sheet_import.taking import Taken, take_sheet
from unit.services.offices import MEASURE, Office

Filling = str | int | float | None


def handed_out(office: Office, year: int = 2025, name: str = "記入用") -> Path:
    return write_entry_sheets(office.desk, office.desk.path.with_name(f"{name}.xlsx"), fiscal_year=year)


def caption_row(sheet: Worksheet, caption: str) -> int:
    """Return the row of a caption, in whatever column it is now."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == caption:
                return int(cell.row)
    raise AssertionError(caption)


def fill(path: Path, entries: dict[str, Filling], *, sheet: int = 1, target: Path | None = None) -> Path:
    """Fill a measure's sheet in by the captions at the left, as somebody with a spreadsheet does."""
    workbook = openpyxl.load_workbook(path)
    page = workbook.worksheets[sheet]
    for caption, value in entries.items():
        page.cell(caption_row(page, caption), 4).value = value
    saved = target or path
    workbook.save(saved)
    return saved


def change(path: Path, work: Callable[[openpyxl.Workbook], object]) -> Path:
    """Open a workbook, do something to it, and save it."""
    workbook = openpyxl.load_workbook(path)
    work(workbook)
    workbook.save(path)
    return path


def previewed(office: Office, path: Path) -> Preview:
    return preview_sheet(office.desk, open_sheet(office.desk, path))


def taken(office: Office, path: Path) -> Taken:
    return take_sheet(office.desk, previewed(office, path))


def news(preview: Preview) -> dict[str, tuple[str, str]]:
    """Return what is not unchanged: ``{field: (state, words)}``."""
    return {one.field: (one.state.value, one.after) for one in preview.lines if one.state is not State.UNCHANGED}


def line_of(preview: Preview, field: str, year: int | None = 2025, measure: str = MEASURE) -> CellLine:
    wanted = (field, year, measure)
    return next(one for one in preview.lines if (one.field, one.fiscal_year, one.measure_id) == wanted)
