"""One part of a report as a worksheet, written row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, chain
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from reform_desktop.reports.excel.cell_styles import CellStyles
from reform_desktop.reports.excel.charts import CHART_ROW_HEIGHT, ChartFigures, chart_rows, on_single_pages
from reform_desktop.reports.excel.drop_downs import add_drop_downs
from reform_desktop.reports.excel.head_rows import phrased
from reform_desktop.reports.excel.heights import line_count, row_height
from reform_desktop.reports.excel.long_rows import long_row
from reform_desktop.reports.excel.page_turns import PageTurns, PrintedPage
from reform_desktop.reports.excel.pictures import LOGO_ROW_HEIGHT, add_logo
from reform_desktop.reports.excel.row_file import LaidCell, RowFile
from reform_desktop.reports.excel.streamed import (
    StreamedSheet,
    add_chart,
    break_page,
    close_sheet,
    new_sheet,
    written_file,
)
from reform_desktop.reports.excel.styles import (
    COVER_STYLE,
    COVER_TITLE_STYLE,
    HEADING_STYLE,
    NOTE_STYLE,
    OVERLINE_STYLE,
    SMALL_TONES,
    TITLE_STYLE,
)
from reform_desktop.reports.excel.texts import looks_like_formula, stored
from reform_desktop.reports.excel.title_rows import TitleRows, title_rows
from reform_desktop.reports.model import (
    Align,
    Block,
    Cell,
    Contents,
    Cover,
    GradeMark,
    Heading,
    PageBreak,
    Paragraph,
    Part,
    Row,
    StackedBars,
    Stage,
    Table,
)
from reform_desktop.reports.ticker import Ticker
from reform_desktop.reports.wording import CONTINUED, alignment, is_number, printed, shown_text

_POINTS_A_CHARACTER: Final = 5.3
"""Width of one unit of Excel's column widths on paper."""

_TALLEST_ROW: Final = 200.0
"""Points. A taller row is several rows (see `long_rows`): Excel allows 409, and a page must hold it."""

_LEAST_OF_A_TABLE: Final = 40.0
"""Points of what follows a heading that stand on its page."""

_HEADING_GAP: Final = 8.0
_COVER_SPACE: Final = 160.0
_HEADING_ROOM: Final = 50.0
"""Points of a page that its chart leaves to a heading."""

_SMALL: Final = 0.9
"""Of the body's size, in heads and captions."""

_TITLE_ROWS: Final = 2


class SheetWriter:
    """Writes the rows of one part to its worksheet."""

    def __init__(
        self,
        workbook: Workbook,
        part: Part,
        name: str,
        styles: CellStyles,
        lists: dict[str, str],
        charts: ChartFigures,
        page: PrintedPage,
    ) -> None:
        self._charts = charts
        self._sheet = new_sheet(workbook, name)
        self._part = part
        self._styles = styles
        self._lists = lists
        self._rows = RowFile()
        self._row = 0
        self.table: tuple[int, int] | None = None
        self._columns = len(part.grid)
        self._edges = list(accumulate(part.grid, initial=0.0))
        self._chart_width = max(self._edges[-1], page.width)
        self._factor = max(1.0, self._edges[-1] / page.width)
        self._turns = PageTurns(page.shrunk_to(self._edges[-1]))
        self._heads: list[tuple[int, int]] = []
        self._most_chart_rows = 0
        self._heading: Heading | None = None
        self._choices: dict[str, list[str]] = {}

    @property
    def sheet(self) -> StreamedSheet:
        """The worksheet, for its print set-up."""
        return self._sheet

    def write(self, ticker: Ticker, logo: bytes = b"") -> Part | None:
        """Write title, blocks and drop-downs, and close the worksheet.

        Returns what stands behind a list, for a worksheet of its own: here every page would repeat the list's head
        above it.
        """
        with self._rows:
            rest = self._write_all(ticker, logo)
            close_sheet(self._sheet)
            self._rows.put_into(written_file(self._sheet))
        return rest

    def _write_all(self, ticker: Ticker, logo: bytes) -> Part | None:
        widths = [round(width / _POINTS_A_CHARACTER, 1) for width in self._part.grid]
        for column, width in enumerate(widths, 1):
            self._sheet.column_dimensions[get_column_letter(column)].width = width
        first, blocks = _peeked(self._part.blocks)
        has_logo = add_logo(self._sheet, logo)
        title = title_rows(self._part, self._edges, widths, self._factor, int(has_logo))
        self._freeze(first, has_logo + bool(title.above))
        if has_logo:
            self._append([], LOGO_ROW_HEIGHT)
        if title.shape:
            self._sheet.shapes.append(title.shape)
        self._write_title(title)
        rest = last = None
        for block in blocks:
            if self._part.freeze_head and self.table is not None:
                rest = self._behind_the_list(block, blocks)
                break
            self._write_block(block, ticker)
            last = block
        self._write_heading()
        self._repeat_the_only_head(last)
        add_drop_downs(self._sheet, self._choices, self._lists)
        return rest

    def _repeat_the_only_head(self, last: Block | None) -> None:
        """Repeat the head of a table on its further pages, where it is the only one and nothing follows it."""
        if not self._part.freeze_head and len(self._heads) == 1 and isinstance(last, Table):
            first, end = self._heads[0]
            self._sheet.print_title_rows = f"{first}:{end}"

    def _behind_the_list(self, first: Block, further: Iterator[Block]) -> Part:
        words = first.text if isinstance(first, Heading) else CONTINUED
        return replace(
            self._part,
            name=f"{words}　{self._part.name}",
            blocks=chain((first,), further),
            stamps=(),
            freeze_head=False,
            table="",
            columns=(),
        )

    def _freeze(self, first: Block | None, above: int) -> None:
        """Keep the title in view, and a list's head with it, which every printed page repeats."""
        rows = above + _TITLE_ROWS
        if self._part.freeze_head and isinstance(first, Paragraph):
            rows += 1
        if self._part.freeze_head:
            rows += 1
        self._sheet.freeze_panes = f"A{rows + 1}" if self._part.freeze_head else f"B{rows + 1}"
        if self._part.freeze_head:
            self._sheet.print_title_rows = f"{rows}:{rows}"

    def _write_title(self, rows: TitleRows) -> None:
        """Write overline and title; the 決裁欄 is drawn over what they leave free."""
        if rows.above:
            self._append([], rows.above)
        for text, style, height in (
            (self._part.overline, OVERLINE_STYLE, rows.overline),
            (self._part.title, TITLE_STYLE, rows.title),
        ):
            self._merge(1, rows.columns)
            self._append([self._words(text, style), *self._blanks(OVERLINE_STYLE, rows.columns - 1)], height)

    def _write_block(self, block: Block, ticker: Ticker) -> None:
        if isinstance(block, Heading):
            self._write_heading()
            self._heading = block
            return
        if isinstance(block, Table) and block.together:
            block = replace(block, rows=tuple(block.rows))
        self._keep_whole(self._height_to_keep(block))
        self._write_heading()
        match block:
            case Paragraph():
                self._write_line(block.text, NOTE_STYLE)
            case Table():
                self._write_table(block, ticker)
            case StackedBars():
                self._write_chart(block)
            case Cover():
                self._write_cover(block)
            case Contents() | PageBreak():
                self._append([], 8.0)

    def _keep_whole(self, height: float) -> None:
        """Let the page turn before the waiting heading, where what follows it would be cut."""
        if self._heading is not None:
            height += _HEADING_GAP + self._line_height(self._heading.text)
        if height and self._turns.needs_break(height):
            break_page(self._sheet, self._row)
            self._turns.turn()

    def _height_to_keep(self, block: Block) -> float:
        """Return how much of a block stays on one page: charts and small tables as wholes, of others the beginning."""
        match block:
            case StackedBars():
                self._most_chart_rows = int((self._turns.roomy - _HEADING_ROOM) // CHART_ROW_HEIGHT)
                rows = chart_rows(on_single_pages(block, self._most_chart_rows)[0], self._most_chart_rows)
                return rows * CHART_ROW_HEIGHT
            case Table(rows=tuple() as rows, head=head) if block.together:
                return sum(self._height(row) for row in (*head, *rows))
            case Table(head=head) if self._heading is not None:
                return sum(self._height(row) for row in head) + _LEAST_OF_A_TABLE
            case _:
                return _LEAST_OF_A_TABLE if self._heading is not None else 0.0

    def _write_heading(self) -> None:
        if self._heading is not None:
            heading, self._heading = self._heading, None
            self._append([], _HEADING_GAP)
            self._write_line(heading.text, HEADING_STYLE)

    def _write_table(self, table: Table, ticker: Ticker) -> None:
        first = self._row + 1
        for row in (phrased(one, self._widths(one.cells)) for one in table.head):
            self._write_row(row)
            if self.table is None and self._part.freeze_head:
                self._turns.repeated = self._height(row)
        if table.head:
            self._heads.append((first, self._row))
        for row in table.rows:
            ticker.advance(row.steps)
            self._write_row(row)
        if self.table is None and table.head:
            self.table = (first, self._row)

    def _write_cover(self, cover: Cover) -> None:
        self._append([], _COVER_SPACE)
        self._write_line(cover.title, COVER_TITLE_STYLE, 2.0)
        self._append([], _HEADING_GAP)
        self._write_line(cover.subtitle, COVER_STYLE, 1.2)
        self._append([], _COVER_SPACE)
        for words in cover.lines:
            self._write_line(words, COVER_STYLE, 1.2)

    def _write_chart(self, bars: StackedBars) -> None:
        """Place native charts over rows left empty for them, each of them whole on its page."""
        most = self._most_chart_rows
        for one in on_single_pages(bars, most):
            rows = chart_rows(one, most)
            self._keep_whole(rows * CHART_ROW_HEIGHT)
            chart = self._charts.chart_of(one, self._chart_width, rows)
            add_chart(self._sheet, chart, f"A{self._row + 1}", one.title)
            for _ in range(rows):
                self._append([], CHART_ROW_HEIGHT)

    def _write_line(self, text: str, style: str, size: float = 1.0) -> None:
        """Write running text, so much larger than the body, over all columns."""
        self._merge(1, self._columns)
        self._append([self._words(text, style)], self._line_height(text, size))

    def _line_height(self, text: str, size: float = 1.0) -> float:
        return min(size * row_height(line_count(shown_text(text), self._edges[-1] / size)), _TALLEST_ROW)

    def _write_row(self, row: Row) -> None:
        height = self._height(row)
        if height > _TALLEST_ROW:
            self._write_long_row(row)
            return
        cells: list[LaidCell] = []
        for cell in row.cells:
            column = len(cells) + 1
            opened = self._note_choice(cell, column)
            value = stored(cell.value)
            cells.append((value, self._styles.of_cell(self._sheet, cell, row.kind, value, opened=opened)))
            if cell.span > 1:
                cells += [(None, self._styles.blank(self._sheet, cell, row.kind, opened=opened))] * (cell.span - 1)
                self._merge(column, cell.span)
        self._append(cells, height)

    def _write_long_row(self, row: Row) -> None:
        """Write a row in pieces, between which a page may turn."""
        cells = tuple(_at_the_top(row.cells))
        long = long_row(cells, self._widths(cells))
        count = len(long.heights)
        lines: list[list[LaidCell]] = [[] for _ in range(count)]
        for cell, pieces in zip(cells, long.pieces, strict=True):
            column = len(lines[0]) + 1
            opened = self._note_choice(cell, column)
            values = pieces or (stored(cell.value),)
            if not pieces:
                self._merge(column, cell.span, count)
            for place in range(count):
                if pieces:
                    self._merge(column, cell.span, 1, below=place)
                value = values[place] if place < len(values) else None
                edges = (not pieces or place == 0, not pieces or place == count - 1)
                number = self._styles.of_cell(self._sheet, cell, row.kind, value, opened=opened, edges=edges)
                blank = self._styles.blank(self._sheet, cell, row.kind, opened=opened, edges=edges)
                lines[place] += [(value, number), *[(None, blank)] * (cell.span - 1)]
        for line, height in zip(lines, long.heights, strict=True):
            self._append(line, height)

    def _widths(self, cells: Sequence[Cell]) -> list[float]:
        """Return the widths in points of cells that stand side by side."""
        widths, column = [], 0
        for cell in cells:
            widths.append(self._edges[min(column + cell.span, self._columns)] - self._edges[column])
            column += cell.span
        return widths

    def _height(self, row: Row) -> float:
        lines, column = 1, 0
        for cell in row.cells:
            width = self._edges[min(column + cell.span, self._columns)] - self._edges[column]
            column += cell.span
            if not is_number(cell.value):
                size = _SMALL if cell.tone in SMALL_TONES else 1.0
                lines = max(lines, line_count(printed(cell.value), width / size))
        return row_height(lines)

    def _words(self, text: str, style: str) -> LaidCell:
        """Return a cell of words in a named style; text is marked as text whatever it looks like."""
        shown = shown_text(text)
        if not shown:
            return None, self._styles.number(self._sheet, style)
        return shown, self._styles.number(self._sheet, style, quoted=looks_like_formula(shown))

    def _blanks(self, style: str, count: int) -> list[LaidCell]:
        return [(None, self._styles.number(self._sheet, style))] * count

    def _merge(self, column: int, span: int, rows: int = 1, *, below: int = 0) -> None:
        """Merge from the row that is written next, or one below; the ranges never meet and are added unchecked."""
        if span > 1 or rows > 1:
            top = self._row + 1 + below
            area = CellRange(min_col=column, min_row=top, max_col=column + span - 1, max_row=top + rows - 1)
            self._sheet.merged_cells.ranges.add(area)

    def _append(self, cells: Sequence[LaidCell], height: float) -> None:
        self._row += 1
        self._turns.add(height)
        self._rows.append(cells, round(height, 1))

    def _note_choice(self, cell: Cell, column: int) -> bool:
        """Remember a cell that gets a drop-down: an empty one or one of the choices, not a －. It may be filled in."""
        if not cell.choices or cell.choices not in self._lists:
            return False
        if not isinstance(cell.value, GradeMark | Stage | None):
            return False
        self._choices.setdefault(cell.choices, []).append(f"{get_column_letter(column)}{self._row + 1}")
        return True


def _at_the_top(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Yield the cells of a row over several pages: words in its middle would stand on one of the later ones."""
    return (replace(cell, align=Align.START) if alignment(cell) is Align.CENTER else cell for cell in cells)


def _peeked(blocks: Iterable[Block]) -> tuple[Block | None, Iterator[Block]]:
    """Return the first block, and all of them: what stays in view must be said before the first row."""
    source = iter(blocks)
    first = next(source, None)

    def everything() -> Iterator[Block]:
        if first is not None:
            yield first
        yield from source

    return first, everything()
