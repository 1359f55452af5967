"""The report's data as a worksheet for machines, beside those for people: one table, one datum a cell.

By the government's rules for tables that machines read (総務省, 2020): nothing merged, no formulas, numbers and days
as such, units in the one row of headers, years of the common era.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from reform_desktop.reports.excel.streamed import StreamedSheet, new_sheet
from reform_desktop.reports.excel.texts import LONGEST_TEXT, Stored, stored
from reform_desktop.reports.model import GradeMark, Rate, Value, Year

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

    from reform_desktop.reports.excel.names import SheetNames
    from reform_desktop.reports.model import Document
    from reform_desktop.reports.ticker import Ticker

DATA_NAME: Final = "データ"
_WIDTH: Final = 18
_A3: Final = 8
_ROW: Final = 13.5
_IN_ITS_CELL: Final = Alignment(wrap_text=True, vertical="top")
"""A long text shows its first line instead of running over the cells beside it, and off the paper."""



def write_data(workbook: Workbook, document: Document, names: SheetNames, ticker: Ticker) -> list[tuple[str, str]]:
    """Add the worksheet where the report wants one; return its line of the index. Raises `Cancelled`."""
    if not document.with_data:
        return []
    name, data = names.take(DATA_NAME), document.data
    sheet = new_sheet(workbook, name)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A3
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    for place in range(len(data.captions)):
        sheet.column_dimensions[get_column_letter(place + 1)].width = _WIDTH
    sheet.append([_cell(sheet, caption) for caption in data.captions])
    for number, row in enumerate(data.rows, 2):
        ticker.advance(0)
        sheet.row_dimensions[number].height = _ROW
        sheet.append([_cell(sheet, _datum(value)) for value in row])
        del sheet.row_dimensions[number]
    sheet.close()
    return [(DATA_NAME, name)]


def _datum(value: Value) -> Stored:
    match value:
        case Year():
            return value.fiscal_year
        case GradeMark():
            return value.label
        case Rate():
            return value.part / value.whole if value.whole else None
        case str():
            return stored(value[: LONGEST_TEXT // 2])
        case _:
            return stored(value)


def _cell(sheet: StreamedSheet, value: Stored) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, value)  # type: ignore[arg-type]  # days and decimals too, whatever the stubs say
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = _IN_ITS_CELL
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, Decimal | float):
        cell.number_format = "General"
    return cell
