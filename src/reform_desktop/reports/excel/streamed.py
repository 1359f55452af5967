"""Write-only worksheets, with the attributes that openpyxl gives them but its type stubs leave out."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.chart._chart import ChartBase
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.packaging.relationship import Relationship, RelationshipList
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidationList
from openpyxl.worksheet.dimensions import ColumnDimension, DimensionHolder, RowDimension
from openpyxl.worksheet.header_footer import HeaderFooter
from openpyxl.worksheet.page import PageMargins, PrintPageSetup
from openpyxl.worksheet.pagebreak import Break, RowBreak
from openpyxl.worksheet.properties import WorksheetProperties
from openpyxl.worksheet.protection import SheetProtection
from openpyxl.worksheet.related import Related
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
    protection: SheetProtection
    HeaderFooter: HeaderFooter
    row_breaks: RowBreak
    shapes: list[str]
    """Anchors of shapes as XML (see `drawings`)."""

    chart_words: list[str]
    """What is read aloud of each chart."""

    _charts: list[ChartBase]
    _images: list[Image]
    _drawing: SpreadsheetDrawing
    _writer: WorksheetWriter


def new_sheet(workbook: Workbook, name: str) -> StreamedSheet:
    """Add a worksheet to a write-only workbook."""
    sheet = cast("StreamedSheet", workbook.create_sheet(name))
    sheet.shapes, sheet.chart_words = [], []
    return sheet


def close_sheet(sheet: StreamedSheet) -> None:
    """Finish a worksheet none of whose rows were given to openpyxl."""
    if sheet.shapes:
        sheet._writer = _ShapesToo(sheet)  # noqa: SLF001 -- openpyxl makes one of its own otherwise
        sheet._writer.write_top()  # noqa: SLF001
    sheet.close()


class _ShapesToo(WorksheetWriter):
    """Lets a worksheet have a drawing of nothing but shapes."""

    ws: StreamedSheet
    _rels: RelationshipList

    def write_drawings(self) -> None:
        if not self.ws.shapes or self.ws._charts or self.ws._images:  # noqa: SLF001
            super().write_drawings()
            return
        relation = Relationship("", type="drawing", Target="")
        self._rels.append(relation)
        self.xf.send(Related(id=relation.id).to_tree("drawing"))


def add_chart(sheet: StreamedSheet, chart: ChartBase, cell: str, words: str) -> None:
    """Place a chart with its upper left corner in a cell; ``words`` are read aloud."""
    sheet.chart_words.append(words)
    Worksheet.add_chart(cast("Worksheet", sheet), chart, cell)


def break_page(sheet: StreamedSheet, row: int) -> None:
    """Let the printed page turn below a row."""
    sheet.row_breaks.append(Break(id=row))


def written_file(sheet: StreamedSheet) -> Path:
    """Return the temporary file that a closed worksheet was written to, and that goes into the workbook's archive."""
    return Path(str(sheet._writer.out))  # noqa: SLF001 -- openpyxl has no other door to it; a test holds it to this
