"""Write-only worksheets, with the attributes that openpyxl gives them but its type stubs leave out."""

from __future__ import annotations

from typing import cast

from openpyxl import Workbook
from openpyxl.chart._chart import ChartBase
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidationList
from openpyxl.worksheet.dimensions import ColumnDimension, DimensionHolder, RowDimension
from openpyxl.worksheet.header_footer import HeaderFooter
from openpyxl.worksheet.page import PageMargins, PrintPageSetup
from openpyxl.worksheet.properties import WorksheetProperties
from openpyxl.worksheet.worksheet import Worksheet


class StreamedSheet(WriteOnlyWorksheet):
    """A worksheet whose rows go to the file as they come; what is above the rows must be set before the first."""

    column_dimensions: DimensionHolder[str, ColumnDimension]
    row_dimensions: DimensionHolder[int, RowDimension]
    merged_cells: MultiCellRange
    data_validations: DataValidationList
    page_setup: PrintPageSetup
    page_margins: PageMargins
    sheet_properties: WorksheetProperties
    sheet_state: str
    HeaderFooter: HeaderFooter


def new_sheet(workbook: Workbook, name: str) -> StreamedSheet:
    """Add a worksheet to a write-only workbook."""
    return cast("StreamedSheet", workbook.create_sheet(name))


def add_chart(sheet: StreamedSheet, chart: ChartBase, cell: str) -> None:
    """Place a chart with its upper left corner in a cell."""
    Worksheet.add_chart(cast("Worksheet", sheet), chart, cell)
