"""Rows of one worksheet: lines of words and rows of tables, each as high as its texts want, and where pages turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from types import TracebackType
from typing import Final, Self

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from reform_desktop.reports.excel.cell_styles import CellStyles
from reform_desktop.reports.excel.drop_downs import add_drop_downs
from reform_desktop.reports.excel.heights import line_count, row_height
from reform_desktop.reports.excel.long_rows import long_row
from reform_desktop.reports.excel.page_turns import PageTurns, PrintedPage
from reform_desktop.reports.excel.row_file import LaidCell, RowFile
from reform_desktop.reports.excel.streamed import StreamedSheet, break_page, close_sheet, written_file
from reform_desktop.reports.excel.styles import SMALL_TONES
from reform_desktop.reports.excel.texts import looks_like_formula, stored
from reform_desktop.reports.model import Align, Cell, GradeMark, Part, Row, Stage
from reform_desktop.reports.wording import alignment, is_number, printed, shown_text

TALLEST_ROW: Final = 200.0
"""Points. A taller row is several rows (see `long_rows`): Excel allows 409, and a page must hold it."""

_SMALL: Final = 0.9
"""Of the body's size, in heads and captions."""

_PIXEL: Final = 0.75
"""Points: Excel rounds heights to pixels, and what was reckoned would be off after some rows."""

_MOST_BREAKS: Final = 1000
"""Excel allows 1,026 in a worksheet."""


class SheetRows:
    """Writes rows one below the other. ``turning`` says that pages turn where we say; else wherever they are full."""

    def __init__(
        self, sheet: StreamedSheet, part: Part, styles: CellStyles, lists: dict[str, str], page: PrintedPage
    ) -> None:
        self.sheet = sheet
        self.number = 0
        self.edges = list(accumulate(part.grid, initial=0.0))
        self.turns = PageTurns(page.shrunk_to(self.edges[-1]))
        self.turning = not part.freeze_head
        self.heads: tuple[Row, ...] = ()
        self._columns = len(part.grid)
        self._styles = styles
        self._lists = lists
        self._file = RowFile()
        self._choices: dict[str, list[str]] = {}
        self._breaks = 0

    def __enter__(self) -> Self:
        self._file.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)

    def finish(self) -> None:
        """Add the drop-downs and close the worksheet."""
        add_drop_downs(self.sheet, self._choices, self._lists)
        close_sheet(self.sheet)
        self._file.put_into(written_file(self.sheet))

    def keep(self, height: float) -> bool:
        """Let the page turn now, where so many points would be cut otherwise; return whether it does."""
        if self._breaks >= _MOST_BREAKS or not self.turns.needs_break(height):
            return False
        self._breaks += 1
        break_page(self.sheet, self.number)
        self.turns.turn()
        return True

    def keep_rows(self, height: float) -> None:
        """Let the page turn before rows of a table, and say its heads again on the further page."""
        if self.turning and self.keep(height):
            for head in self.heads:
                self._plain_row(head, self.height(head))

    def space(self, height: float) -> None:
        """Leave an empty row."""
        self._append([], height)

    def title_line(self, text: str, style: str, blank: str, columns: int, height: float) -> None:
        """Write words over the first columns."""
        self._merge(1, columns)
        self._append([self._words(text, style), *self._blanks(blank, columns - 1)], height)

    def line(self, text: str, style: str, size: float = 1.0) -> None:
        """Write running text, so much larger than the body, over all columns."""
        self._merge(1, self._columns)
        self._append([self._words(text, style)], self.line_height(text, size))

    def line_height(self, text: str, size: float = 1.0) -> float:
        """Return how high the row of running text is."""
        return min(size * row_height(line_count(shown_text(text), self.edges[-1] / size)), TALLEST_ROW)

    def row(self, row: Row) -> None:
        """Write a row of a table."""
        height = self.height(row)
        if height > TALLEST_ROW:
            self._write_long_row(row)
            return
        self.keep_rows(height)
        self._plain_row(row, height)

    def _plain_row(self, row: Row, height: float) -> None:
        cells: list[LaidCell] = []
        for cell in row.cells:
            column = len(cells) + 1
            opened = self._note_choice(cell, column)
            value = stored(cell.value)
            cells.append((value, self._styles.of_cell(self.sheet, cell, row.kind, value, opened=opened)))
            if cell.span > 1:
                cells += [(None, self._styles.blank(self.sheet, cell, row.kind, opened=opened))] * (cell.span - 1)
                self._merge(column, cell.span)
        self._append(cells, height)

    def _write_long_row(self, row: Row) -> None:
        """Write a row in pieces, between which a page may turn."""
        cells = tuple(_at_the_top(row.cells))
        long = long_row(cells, self.widths(cells))
        self.keep_rows(long.heights[0])
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
                number = self._styles.of_cell(self.sheet, cell, row.kind, value, opened=opened, edges=edges)
                blank = self._styles.blank(self.sheet, cell, row.kind, opened=opened, edges=edges)
                lines[place] += [(value, number), *[(None, blank)] * (cell.span - 1)]
        for line, height in zip(lines, long.heights, strict=True):
            if self.turning:
                self.keep(height)
            self._append(line, height)

    def first_height(self, row: Row) -> float:
        """Return how much of a row comes first: all of it, or the first piece of a long one."""
        height = self.height(row)
        return long_row(row.cells, self.widths(row.cells)).heights[0] if height > TALLEST_ROW else height

    def widths(self, cells: Sequence[Cell]) -> list[float]:
        """Return the widths in points of cells that stand side by side."""
        widths, column = [], 0
        for cell in cells:
            widths.append(self.edges[min(column + cell.span, self._columns)] - self.edges[column])
            column += cell.span
        return widths

    def height(self, row: Row) -> float:
        """Return how high a row is."""
        lines, column = 1, 0
        for cell in row.cells:
            width = self.edges[min(column + cell.span, self._columns)] - self.edges[column]
            column += cell.span
            if not is_number(cell.value):
                size = _SMALL if cell.tone in SMALL_TONES else 1.0
                text = printed(cell.value)
                if not text.isprintable():
                    text = shown_text(text)
                lines = max(lines, line_count(text, width / size))
        return row_height(lines)

    def _words(self, text: str, style: str) -> LaidCell:
        """Return a cell of words in a named style; text is marked as text whatever it looks like."""
        shown = shown_text(text)
        if not shown:
            return None, self._styles.number(self.sheet, style)
        return shown, self._styles.number(self.sheet, style, quoted=looks_like_formula(shown))

    def _blanks(self, style: str, count: int) -> list[LaidCell]:
        return [(None, self._styles.number(self.sheet, style))] * count

    def _merge(self, column: int, span: int, rows: int = 1, *, below: int = 0) -> None:
        """Merge from the row that is written next, or one below; the ranges never meet and are added unchecked."""
        if span > 1 or rows > 1:
            top = self.number + 1 + below
            area = CellRange(min_col=column, min_row=top, max_col=column + span - 1, max_row=top + rows - 1)
            self.sheet.merged_cells.ranges.add(area)

    def _append(self, cells: Sequence[LaidCell], height: float) -> None:
        height = _PIXEL * round(height / _PIXEL)
        self.number += 1
        self.turns.add(height)
        self._file.append(cells, height)

    def _note_choice(self, cell: Cell, column: int) -> bool:
        """Remember a cell that gets a drop-down: an empty one or one of the choices, not a －. It may be filled in."""
        if not cell.choices or cell.choices not in self._lists:
            return False
        if not isinstance(cell.value, GradeMark | Stage | None):
            return False
        self._choices.setdefault(cell.choices, []).append(f"{get_column_letter(column)}{self.number + 1}")
        return True


def _at_the_top(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Yield the cells of a row over several pages: words in its middle would stand on one of the later ones."""
    return (replace(cell, align=Align.START) if alignment(cell) is Align.CENTER else cell for cell in cells)
