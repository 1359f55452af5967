"""Writes a 記入用シート as a protected workbook: an index, one sheet a measure, the lists, and the hidden keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import BinaryIO, Final

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from reform_desktop.reports.entry.book import EntryBook, EntryPlace, EntryRow, EntrySheet
from reform_desktop.reports.entry.building import WIDTHS
from reform_desktop.reports.entry.keys import (
    CAPTIONS,
    COLUMN_MARK,
    KEYS_NAME,
    ROW_MARK,
    SHEET_MARK,
    EntryKey,
    header_text,
    key_cells,
    shown_hash,
    value_hash,
    value_text,
)
from reform_desktop.reports.excel.archive import save_workbook
from reform_desktop.reports.excel.cell_styles import frame
from reform_desktop.reports.excel.drop_downs import add_drop_downs
from reform_desktop.reports.excel.heights import line_count, row_height
from reform_desktop.reports.excel.long_rows import long_row
from reform_desktop.reports.excel.names import SheetNames
from reform_desktop.reports.excel.streamed import StreamedSheet, new_sheet
from reform_desktop.reports.excel.styles import LINK_STYLE, NOTE_STYLE, OVERLINE_STYLE, TITLE_STYLE, Styles
from reform_desktop.reports.excel.styles import number_format as shown_format
from reform_desktop.reports.excel.texts import Stored, looks_like_formula, stored
from reform_desktop.reports.model import Cell, RowKind
from reform_desktop.reports.ticker import Ticker
from reform_desktop.reports.wording import is_number, printed, shown_text

INDEX_NAME: Final = "目次"
LISTS_NAME: Final = "選択肢"
_POINTS: Final = 5.3
_TALLEST: Final = 200.0
_A4: Final = 9
_INDEX_WIDTH: Final = 90
_FREE_NUMBER: Final = "#,##0.##########"
"""How a number is shown that somebody types: with the digits behind the point that it has."""


def write_entry_book(book: EntryBook, stream: BinaryIO, day: date, ticker: Ticker) -> None:
    """Write the workbook as if it had been made on that day. Raises `Cancelled`."""
    workbook = Workbook(write_only=True)
    workbook.properties.title = shown_text(f"{book.title}　{book.subject}")
    workbook.security = WorkbookProtection(lockStructure=True)
    names = SheetNames()
    index = new_sheet(workbook, names.take(INDEX_NAME))
    for taken in (LISTS_NAME, KEYS_NAME):
        names.take(taken)
    writer = _BookWriter(workbook, Styles(workbook), _list_ranges(book))
    try:
        links = []
        for number, sheet in enumerate(book.sheets, 1):
            ticker.advance(1)
            name = names.take(sheet.name)
            links.append((sheet, name))
            writer.write_sheet(number, sheet, name)
        _write_index(index, book, links)
        _write_lists(workbook, book)
        _write_keys(workbook, book, writer.keys)
        save_workbook(workbook, stream, day)
    except BaseException:
        for left in workbook.worksheets:
            if not left.closed:
                left.close()
        raise


@dataclass(slots=True)
class _BookWriter:
    """Writes the sheets of the measures and collects the keys of their input cells."""

    workbook: Workbook
    styles: Styles
    lists: dict[str, str]
    keys: list[EntryKey] = field(default_factory=list)

    def write_sheet(self, number: int, sheet: EntrySheet, name: str) -> None:
        """Write one sheet with its hidden numbers, drop-downs and protection."""
        target = new_sheet(self.workbook, name)
        _set_up(target, landscape=True)
        target.print_title_rows = "2:3"
        target.column_dimensions["A"].hidden = True
        for column, width in enumerate(WIDTHS, 2):
            target.column_dimensions[get_column_letter(column)].width = width
        target.freeze_panes = "B4"
        _SheetWriter(self, target, number, name).write(sheet)
        protect(target)
        target.close()


class _SheetWriter:
    """Writes the rows of one sheet."""

    def __init__(self, book: _BookWriter, target: StreamedSheet, number: int, name: str) -> None:
        self._book = book
        self._target = target
        self._number = number
        self._name = name
        self._row = 0
        self._choices: dict[str, list[str]] = {}

    def write(self, sheet: EntrySheet) -> None:
        """Write marks, title and rows."""
        self._write_marks()
        span = len(WIDTHS)
        for words, style, least in ((sheet.overline, OVERLINE_STYLE, 16.0), (sheet.title, TITLE_STYLE, 26.0)):
            self._merge(2, span)
            lines = line_count(words, sum(WIDTHS) * _POINTS / (1.4 if style == TITLE_STYLE else 1.0))
            cells = [self._text(None, style), self._text(shown_text(words), style)]
            self._append([*cells, *(self._text(None, style) for _ in range(span - 1))], max(least, row_height(lines)))
        for row in sheet.rows:
            self._write_row(row)
        add_drop_downs(self._target, self._choices, self._book.lists)

    def _write_marks(self) -> None:
        """Write the hidden row that numbers the columns."""
        marks = [f"{SHEET_MARK}{self._number}"]
        marks += [f"{COLUMN_MARK}{column}" for column in range(2, len(WIDTHS) + 2)]
        self._target.row_dimensions[1].hidden = True
        self._append([self._text(one, NOTE_STYLE) for one in marks], 1.0)

    def _write_row(self, row: EntryRow) -> None:
        height = max(self._height(row), row_height(row.least))
        if height > _TALLEST and not any(entry.place for entry in row.cells):
            self._write_locked_text([entry.cell for entry in row.cells])
            return
        folds = int(height // _TALLEST) + 1
        first: list[SheetCell | None] = [self._text(f"{ROW_MARK}{self._row + 1}", NOTE_STYLE)]
        below: list[SheetCell | None] = [None]
        for entry in row.cells:
            column = len(first) + 1
            style = self._book.styles.name_for(entry.cell, RowKind.BODY)
            self._merge(column, entry.cell.span, folds)
            first += [self._value(entry.cell, style, opened=entry.place is not None)]
            first += [self._text(None, style) for _ in range(entry.cell.span - 1)]
            below += [self._text(None, style) for _ in range(entry.cell.span)]
            if entry.place is not None:
                self._note(entry.cell, entry.place, column)
        self._append(first, height / folds)
        for _ in range(folds - 1):
            self._append(below, height / folds)

    def _write_locked_text(self, cells: list[Cell]) -> None:
        """Write what is only to be read in pieces, between which a page may turn; an input cell is always one."""
        long = long_row(cells, self._widths(cells))
        count = len(long.heights)
        lines: list[list[SheetCell | None]] = [[None] for _ in range(count)]
        for cell, pieces in zip(cells, long.pieces, strict=True):
            style, column = self._book.styles.name_for(cell, RowKind.BODY), len(lines[0]) + 1
            values = pieces or (stored(cell.value),)
            if not pieces:
                self._merge(column, cell.span, count)
            for place, line in enumerate(lines):
                if pieces:
                    self._merge(column, cell.span, below=place)
                value = values[place] if place < len(values) else None
                made = [self._text(one, style) for one in (value, *[None] * (cell.span - 1))]
                for one in made:
                    frame(one, (not pieces or place == 0, not pieces or place == count - 1))
                line.extend(made)
        for line, height in zip(lines, long.heights, strict=True):
            self._append(line, height)

    def _widths(self, cells: list[Cell]) -> list[float]:
        edges = list(accumulate((cell.span for cell in cells), initial=0))
        return [sum(WIDTHS[first:last]) * _POINTS for first, last in pairwise(edges)]

    def _height(self, row: EntryRow) -> float:
        lines, column = 1, 0
        for entry in row.cells:
            width = sum(WIDTHS[column : column + entry.cell.span]) * _POINTS
            column += entry.cell.span
            if not is_number(entry.cell.value):
                lines = max(lines, line_count(printed(entry.cell.value), width))
        return row_height(lines)

    def _note(self, cell: Cell, place: EntryPlace, column: int) -> None:
        row = self._row + 1
        letter = get_column_letter(column)
        shown = stored(cell.value)
        self._book.keys.append(
            EntryKey(
                sheet=self._number,
                row=row,
                column=column,
                address=f"{quote_sheetname(self._name)}!{letter}{row}",
                kind=place.kind,
                row_id=place.row_id,
                owner_id=place.owner_id,
                field=place.field,
                fiscal_year=place.fiscal_year,
                parents=place.parents,
                value=value_text(place.value),
                value_hash=value_hash(place.value),
                shown_hash=shown_hash(shown if isinstance(shown, str) else ""),
            )
        )
        if cell.choices in self._book.lists:
            self._choices.setdefault(cell.choices, []).append(f"{letter}{row}")

    def _value(self, cell: Cell, style: str, *, opened: bool) -> SheetCell:
        value = stored(cell.value)
        made = self._text(value, style)
        wanted = shown_format(cell.value) or (_FREE_NUMBER if opened and cell.align.value == "end" else "")
        if wanted:
            made.number_format = _FREE_NUMBER if opened and isinstance(cell.value, Decimal) else wanted
        return made

    def _text(self, value: Stored, style: str) -> SheetCell:
        """Return a cell; text is marked as text whatever it looks like."""
        made = WriteOnlyCell(self._target)
        made.value = value
        made.style = style
        if isinstance(value, str):
            made.data_type = "s"
            if looks_like_formula(value):
                made.quotePrefix = True
        return made

    def _merge(self, column: int, span: int, folds: int = 1, *, below: int = 0) -> None:
        if span > 1 or folds > 1:
            top = self._row + 1 + below
            area = CellRange(min_col=column, min_row=top, max_col=column + span - 1, max_row=top + folds - 1)
            self._target.merged_cells.ranges.add(area)

    def _append(self, cells: list[SheetCell] | list[SheetCell | None], height: float) -> None:
        self._row += 1
        self._target.row_dimensions[self._row].height = round(height, 1)
        self._target.append(list(cells))


def protect(sheet: StreamedSheet) -> None:
    """Lock what is not opened; columns and rows may be made wider, so that long words can be read."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _set_up(sheet: StreamedSheet, *, landscape: bool) -> None:
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = _A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    foot = HeaderFooterItem()
    foot.center.text = "&P / &N"
    sheet.HeaderFooter.oddFooter = foot


def _write_index(sheet: StreamedSheet, book: EntryBook, links: list[tuple[EntrySheet, str]]) -> None:
    _set_up(sheet, landscape=False)
    sheet.column_dimensions["A"].width = _INDEX_WIDTH
    rows = [(book.title, TITLE_STYLE, 26.0), (book.subject, OVERLINE_STYLE, 16.0)]
    rows += [(words, NOTE_STYLE, row_height(1)) for words in book.guide]
    for number, (words, style, least) in enumerate(rows, 1):
        cell = WriteOnlyCell(sheet, shown_text(words))
        cell.style = style
        lines = line_count(words, _INDEX_WIDTH * _POINTS)
        sheet.row_dimensions[number].height = max(least, row_height(lines))
        sheet.append([cell])
    for number, (one, name) in enumerate(links, len(rows) + 1):
        cell = WriteOnlyCell(sheet, shown_text(one.title))
        cell.data_type = "s"
        cell.style = LINK_STYLE
        cell.hyperlink = Hyperlink(ref="A1", location=f"{quote_sheetname(name)}!B3", display=shown_text(one.title))
        sheet.row_dimensions[number].height = row_height(line_count(one.title, _INDEX_WIDTH * _POINTS))
        sheet.append([cell])
    protect(sheet)
    sheet.close()


def _list_ranges(book: EntryBook) -> dict[str, str]:
    ranges = {}
    for place, (name, values) in enumerate(book.choices.items(), 1):
        letter = get_column_letter(place)
        if values:
            ranges[name] = f"{quote_sheetname(LISTS_NAME)}!${letter}$2:${letter}${len(values) + 1}"
    return ranges


def _write_lists(workbook: Workbook, book: EntryBook) -> None:
    sheet = new_sheet(workbook, LISTS_NAME)
    sheet.sheet_state = "hidden"
    columns = [[name, *map(shown_text, values)] for name, values in book.choices.items()]
    for place in range(max(map(len, columns), default=0)):
        _append_texts(sheet, [column[place] if place < len(column) else None for column in columns])
    protect(sheet)
    sheet.close()


def _write_keys(workbook: Workbook, book: EntryBook, keys: list[EntryKey]) -> None:
    sheet = new_sheet(workbook, KEYS_NAME)
    sheet.sheet_state = "veryHidden"
    for row in _key_rows(book, keys):
        _append_texts(sheet, row)
    protect(sheet)
    sheet.close()


def _key_rows(book: EntryBook, keys: list[EntryKey]) -> Iterator[list[str | int | None]]:
    yield [header_text(book.header)]
    yield list(CAPTIONS)
    yield from map(key_cells, keys)


def _append_texts(sheet: StreamedSheet, values: list[str | int | None]) -> None:
    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet, value if value != "" else None)
        if isinstance(value, str) and value:
            cell.data_type = "s"
        cells.append(cell)
    sheet.append(cells)
