"""One part of a report as a worksheet: its title and its blocks, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Final, TypeVar

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from reform_desktop.reports.excel.cell_styles import CellStyles
from reform_desktop.reports.excel.charts import CHART_ROW_HEIGHT, ChartFigures, chart_rows, on_single_pages
from reform_desktop.reports.excel.head_rows import phrased
from reform_desktop.reports.excel.page_turns import PrintedPage
from reform_desktop.reports.excel.pictures import LOGO_ROW_HEIGHT, add_logo
from reform_desktop.reports.excel.sheet_rows import SheetRows
from reform_desktop.reports.excel.streamed import add_chart, new_sheet
from reform_desktop.reports.excel.styles import (
    COVER_STYLE,
    COVER_TITLE_STYLE,
    HEADING_STYLE,
    NOTE_STYLE,
    OVERLINE_STYLE,
    TITLE_STYLE,
)
from reform_desktop.reports.excel.title_rows import title_rows
from reform_desktop.reports.model import (
    Block,
    Contents,
    Cover,
    Heading,
    PageBreak,
    Paragraph,
    Part,
    Row,
    RowKind,
    StackedBars,
    Table,
)
from reform_desktop.reports.ticker import Ticker
from reform_desktop.reports.wording import CONTINUED

T = TypeVar("T")

_POINTS_A_CHARACTER: Final = 5.3
"""Width of one unit of Excel's column widths on paper."""

_LEAST: Final = 40.0
"""Points of what follows a heading that stand on its page."""

_HEADING_GAP: Final = 8.0
_HEADING_ROOM: Final = 50.0
"""Points of a page that its chart leaves to a heading."""

_COVER_SPACE: Final = 160.0
_TITLE_ROWS: Final = 2


class SheetWriter:
    """Writes one part to its worksheet."""

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
        self.sheet = new_sheet(workbook, name)
        self.table: tuple[int, int] | None = None
        self._part = part
        self._charts = charts
        self._rows = SheetRows(self.sheet, part, styles, lists, page)
        width = self._rows.edges[-1]
        self._chart_width = max(width, page.width)
        self._factor = max(1.0, width / page.width)
        self._most_chart_rows = 0
        self._heading: Heading | None = None

    def write(self, ticker: Ticker, logo: bytes = b"") -> Part | None:
        """Write title, blocks and drop-downs, and close the worksheet.

        Returns what stands behind a list, for a worksheet of its own: here every page would repeat the list's head
        above it.
        """
        with self._rows:
            rest = self._write_all(ticker, logo)
            self._rows.finish()
        return rest

    def _write_all(self, ticker: Ticker, logo: bytes) -> Part | None:
        first, blocks = _peeked(self._part.blocks)
        self._write_top(first, logo)
        while (block := next(blocks, None)) is not None:
            if self._part.freeze_head and self.table is not None:
                return self._behind_the_list(block, blocks)
            following, blocks = _peeked(blocks)
            self._write_block(block, ticker, is_last=following is None)
        self._write_heading()
        return None

    def _write_top(self, first: Block | None, logo: bytes) -> None:
        """Set the columns' widths and what stays in view, and write emblem and title."""
        widths = [round(width / _POINTS_A_CHARACTER, 1) for width in self._part.grid]
        for column, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        has_logo = add_logo(self.sheet, logo)
        title = title_rows(self._part, self._rows.edges, widths, self._factor, int(has_logo))
        self._freeze(first, has_logo + bool(title.above))
        if has_logo:
            self._rows.space(LOGO_ROW_HEIGHT)
        if title.shape:
            self.sheet.shapes.append(title.shape)
        if title.above:
            self._rows.space(title.above)
        self._rows.title_line(self._part.overline, OVERLINE_STYLE, OVERLINE_STYLE, title.columns, title.overline)
        self._rows.title_line(self._part.title, TITLE_STYLE, OVERLINE_STYLE, title.columns, title.title)

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
        self.sheet.freeze_panes = f"A{rows + 1}" if self._part.freeze_head else f"B{rows + 1}"
        if self._part.freeze_head:
            self.sheet.print_title_rows = f"{rows}:{rows}"

    def _write_block(self, block: Block, ticker: Ticker, *, is_last: bool) -> None:
        if isinstance(block, Heading):
            self._write_heading()
            self._heading = block
            return
        if isinstance(block, Table):
            first, rows = _peeked(block.rows)
            block = replace(block, rows=tuple(rows) if block.together else rows)
            self._keep_whole(self._beginning_of(block, first))
        elif isinstance(block, StackedBars):
            self._keep_whole(self._first_chart_of(block))
        elif self._heading is not None:
            self._keep_whole(_LEAST)
        self._write_heading()
        match block:
            case Paragraph():
                self._rows.line(block.text, NOTE_STYLE)
            case Table():
                self._write_table(block, ticker, is_last=is_last)
            case StackedBars():
                self._write_chart(block)
            case Cover():
                self._write_cover(block)
            case Contents() | PageBreak():
                self._rows.space(8.0)

    def _keep_whole(self, height: float) -> None:
        """Let the page turn before the waiting heading, where what follows it would be cut."""
        if self._heading is not None:
            height += _HEADING_GAP + self._rows.line_height(self._heading.text)
        if height:
            self._rows.keep(height)

    def _beginning_of(self, table: Table, first: Row | None) -> float:
        """Return how much of a table stays on one page: a small one as a whole, of others the beginning."""
        head = sum(self._rows.height(row) for row in table.head)
        if table.together and isinstance(table.rows, tuple):
            return head + sum(map(self._rows.height, table.rows))
        if self._heading is None:
            return 0.0
        return head + max(_LEAST, self._rows.first_height(first) if first is not None else 0.0)

    def _first_chart_of(self, bars: StackedBars) -> float:
        self._most_chart_rows = int((self._rows.turns.roomy - _HEADING_ROOM) // CHART_ROW_HEIGHT)
        return chart_rows(on_single_pages(bars, self._most_chart_rows)[0], self._most_chart_rows) * CHART_ROW_HEIGHT

    def _write_heading(self) -> None:
        if self._heading is not None:
            heading, self._heading = self._heading, None
            self._rows.space(_HEADING_GAP)
            self._rows.line(heading.text, HEADING_STYLE)

    def _write_table(self, table: Table, ticker: Ticker, *, is_last: bool) -> None:
        """Write head and rows; the head of the last one is repeated on the pages after it."""
        rows = self._rows
        first = rows.number + 1
        head = [phrased(one, rows.widths(one.cells)) for one in table.head]
        for row in head:
            rows.row(row)
        if head and (is_last or (self.table is None and self._part.freeze_head)):
            rows.turns.repeated = sum(map(rows.height, head))
        if head and is_last and not self._part.freeze_head:
            self.sheet.print_title_rows = f"{first}:{rows.number}"
        rows.heads = () if is_last or self._part.table else tuple(head)
        self._write_rows(table.rows, ticker)
        rows.heads = ()
        if self.table is None and head:
            self.table = (first, rows.number)

    def _write_rows(self, rows: Iterable[Row], ticker: Ticker) -> None:
        """Write the rows of a table; a group stays on the page of its first row, or of all that it wants.

        A list without groups is sorted and filtered, so its pages turn wherever they are full.
        """
        waiting: list[Row] = []
        for row in rows:
            ticker.advance(row.steps)
            if row.kind is RowKind.GROUP:
                self._rows.turning = True
                waiting.append(row)
                continue
            if waiting:
                together = max(one.together for one in waiting)
                self._rows.keep_rows(sum(map(self._rows.height, waiting)) + together * self._rows.first_height(row))
            for one in (*waiting, row):
                self._rows.row(one)
            waiting.clear()
        for one in waiting:
            self._rows.row(one)

    def _write_cover(self, cover: Cover) -> None:
        self._rows.space(_COVER_SPACE)
        self._rows.line(cover.title, COVER_TITLE_STYLE, 2.0)
        self._rows.space(_HEADING_GAP)
        self._rows.line(cover.subtitle, COVER_STYLE, 1.2)
        self._rows.space(_COVER_SPACE)
        for words in cover.lines:
            self._rows.line(words, COVER_STYLE, 1.2)

    def _write_chart(self, bars: StackedBars) -> None:
        """Place native charts over rows left empty for them, each of them whole on its page."""
        most = self._most_chart_rows
        for one in on_single_pages(bars, most):
            rows = chart_rows(one, most)
            self._keep_whole(rows * CHART_ROW_HEIGHT)
            chart = self._charts.chart_of(one, self._chart_width, rows)
            add_chart(self.sheet, chart, f"A{self._rows.number + 1}", one.title)
            for _ in range(rows):
                self._rows.space(CHART_ROW_HEIGHT)


def _peeked(things: Iterable[T]) -> tuple[T | None, Iterator[T]]:
    """Return the first of some things that may be gone through once, and all of them."""
    source = iter(things)
    first = next(source, None)
    return first, source if first is None else chain((first,), source)
