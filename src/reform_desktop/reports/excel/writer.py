"""A report as an Excel workbook: a worksheet for each part, an index with links, the lists behind drop-downs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import BinaryIO, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink

from reform_desktop.reports.excel.archive import save_workbook
from reform_desktop.reports.excel.cell_styles import CellStyles
from reform_desktop.reports.excel.charts import FIGURES_NAME, ChartFigures
from reform_desktop.reports.excel.data_sheet import write_data
from reform_desktop.reports.excel.heights import line_count, row_height
from reform_desktop.reports.excel.named_ranges import CHOICES, TABLE, RangeNames
from reform_desktop.reports.excel.names import SheetNames
from reform_desktop.reports.excel.pictures import LOGO_ROW_HEIGHT, add_logo
from reform_desktop.reports.excel.print_setup import printed_page, protect, set_up_print
from reform_desktop.reports.excel.streamed import StreamedSheet, new_sheet
from reform_desktop.reports.excel.styles import LINK_STYLE, TITLE_STYLE, Styles
from reform_desktop.reports.excel.worksheet import SheetWriter
from reform_desktop.reports.model import Contents, Document, Part
from reform_desktop.reports.ticker import Ticker
from reform_desktop.reports.wording import shown_text

INDEX_NAME: Final = "目次"
LISTS_NAME: Final = "選択肢"
_TITLE_HEIGHT: Final = 26.0
_TITLE_SIZE: Final = 1.4
"""Of the body's size."""

_INDEX_WIDTH: Final = 90
_POINTS_A_CHARACTER: Final = 5.3
_NEARLY_ALL: Final = 0.95


def write_excel(document: Document, stream: BinaryIO, ticker: Ticker) -> None:
    """Write the workbook. Raises `Cancelled`."""
    workbook = Workbook(write_only=True)
    try:
        _BookWriter(workbook, document, ticker).write()
    except BaseException:
        _close_all(workbook)
        raise
    save_workbook(workbook, stream, document.options.print_date)


class _BookWriter:
    """Writes the worksheets of one document, in the order in which they stand."""

    def __init__(self, workbook: Workbook, document: Document, ticker: Ticker) -> None:
        _describe(workbook, document)
        self._workbook = workbook
        self._document = document
        self._ticker = ticker
        self._styles = CellStyles(Styles(workbook))
        self._names = SheetNames()
        self._index = new_sheet(workbook, self._names.take(INDEX_NAME)) if document.with_index else None
        self._names.take(LISTS_NAME)
        self._lists = _list_ranges(document)
        self._charts = ChartFigures(self._names.take(FIGURES_NAME))
        self._links: list[tuple[str, str]] = []
        self._ranges = RangeNames(workbook)
        for choice, area in self._lists.items():
            self._ranges.add(CHOICES, choice, area)

    def write(self) -> None:
        """Write parts, data, index, figures of charts and choices. Raises `Cancelled`."""
        document, names = self._document, self._names
        for part in document.parts:
            self._ticker.advance(part.steps)
            waiting = None if _only_on_paper(part) else part
            while waiting is not None:
                waiting = self._write_part(waiting)
        self._links += write_data(self._workbook, document, names, self._ticker)
        if self._index is not None:
            set_up_print(self._index, document)
            if document.choices:
                protect(self._index)
            _write_index(self._index, document, self._links)
        self._charts.write(self._workbook)
        _write_lists(self._workbook, document)
        if not self._workbook.worksheets:
            new_sheet(self._workbook, names.take(document.title))

    def _write_part(self, part: Part) -> Part | None:
        """Write a worksheet; return what is to stand on a further one."""
        document = self._document
        part = _as_wide_as_paper(part, document)
        name = self._names.take(part.name)
        self._links.append((part.name, name))
        logo = document.options.logo if self._index is None and len(self._links) == 1 else b""
        page = printed_page(document, part)
        writer = SheetWriter(self._workbook, part, name, self._styles, self._lists, self._charts, page)
        set_up_print(writer.sheet, document, part)
        if document.choices:
            protect(writer.sheet)
        rest = writer.write(self._ticker, logo)
        if writer.table and (part.table or part.freeze_head):
            first, last = writer.table
            area = f"$A${first}:${get_column_letter(len(part.grid))}${last}"
            self._ranges.add(TABLE, part.name, f"{quote_sheetname(name)}!{area}")
        return rest


def _describe(workbook: Workbook, document: Document) -> None:
    properties = workbook.properties
    properties.title = shown_text(f"{document.title}　{document.subtitle}")
    properties.creator = shown_text(document.author or document.options.city)
    properties.subject = shown_text(document.options.edition)
    properties.language = "ja-JP"
    properties.created = datetime.combine(document.options.print_date, time())


def _only_on_paper(part: Part) -> bool:
    """Whether a part has no place in a workbook: contents with page numbers, where an index with links stands."""
    return isinstance(part.blocks, tuple) and any(isinstance(block, Contents) for block in part.blocks)


def _as_wide_as_paper(part: Part, document: Document) -> Part:
    """Return the part with its columns over the whole width of the paper: of what a layout chose, or of few years.

    Excel makes a page smaller to fit its paper, but never larger. The usual widths are those of A4.
    """
    layout = document.options.layout
    width = printed_page(document, part).width
    chosen = layout.paper is not None or layout.orientation is not None or part.table in layout.columns
    if not chosen and sum(part.grid) > _NEARLY_ALL * width:
        return part
    scale = width / sum(part.grid)
    return replace(part, grid=tuple(scale * column for column in part.grid))


def _write_index(sheet: StreamedSheet, document: Document, links: list[tuple[str, str]]) -> None:
    sheet.column_dimensions["A"].width = _INDEX_WIDTH
    first = 2
    if add_logo(sheet, document.options.logo):
        sheet.row_dimensions[1].height = LOGO_ROW_HEIGHT
        sheet.append([])
        first += 1
    title = WriteOnlyCell(sheet, shown_text(f"{document.title}　{document.subtitle}"))
    title.data_type = "s"
    title.style = TITLE_STYLE
    lines = line_count(str(title.value), _INDEX_WIDTH * _POINTS_A_CHARACTER / _TITLE_SIZE)
    sheet.row_dimensions[first - 1].height = max(_TITLE_HEIGHT, _TITLE_SIZE * row_height(lines))
    sheet.append([title])
    for row, (words, name) in enumerate(links, first):
        cell = WriteOnlyCell(sheet, shown_text(words))
        cell.data_type = "s"
        cell.style = LINK_STYLE
        cell.hyperlink = Hyperlink(ref="A1", location=f"{quote_sheetname(name)}!A1", display=shown_text(words))
        sheet.row_dimensions[row].height = row_height(line_count(words, _INDEX_WIDTH * _POINTS_A_CHARACTER))
        sheet.append([cell])
    sheet.close()


def _list_ranges(document: Document) -> dict[str, str]:
    """Return where each list of choices will stand, one column a list."""
    return {
        name: f"{quote_sheetname(LISTS_NAME)}!${letter}$2:${letter}${len(values) + 1}"
        for letter, (name, values) in _lettered(document)
        if values
    }


def _lettered(document: Document) -> list[tuple[str, tuple[str, tuple[str, ...]]]]:
    return [(get_column_letter(column), choice) for column, choice in enumerate(document.choices.items(), 1)]


def _write_lists(workbook: Workbook, document: Document) -> None:
    """Write the hidden sheet behind the drop-downs: a list written into a rule itself may have 255 characters."""
    if not document.choices:
        return
    sheet = new_sheet(workbook, LISTS_NAME)
    sheet.sheet_state = "hidden"
    columns = [[name, *values] for name, values in document.choices.items()]
    for row in range(max(len(column) for column in columns)):
        cells = []
        for column in columns:
            cell = WriteOnlyCell(sheet, shown_text(column[row]) if row < len(column) else None)
            if cell.value is not None:
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    sheet.close()


def _close_all(workbook: Workbook) -> None:
    """Close what a stopped report left open, so that its temporary files can go."""
    for sheet in workbook.worksheets:
        if not sheet.closed:
            sheet.close()
