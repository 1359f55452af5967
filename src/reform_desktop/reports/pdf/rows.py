"""Rows of a table as measured lines of text, which can be cut at any line and go on overleaf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

from reform_desktop.reports.model import Align, Cell, GradeMark, Row, RowKind, Tone, Trend
from reform_desktop.reports.pdf.breaking import break_lines, by_phrases
from reform_desktop.reports.pdf.embedding import DocumentFonts
from reform_desktop.reports.pdf.page import Page
from reform_desktop.reports.pdf.style import (
    CELL_PADDING_X,
    CELL_PADDING_Y,
    HEAD_PADDING_X,
    SMALL,
    Colour,
    TextStyle,
    ground_of,
    style_of,
)
from reform_desktop.reports.pdf.trends import draw_trend
from reform_desktop.reports.wording import CONTINUED, alignment, is_number, printed

_LEAST_LINES: Final = 2
"""A cut leaves at least so many lines of a longer cell on either page (no widows, no orphans)."""


_MOST_REPEATED: Final = 4
"""Lines of the words that a row without labels repeats overleaf."""

_LONGEST_KEPT: Final = 24
_MOST_KEPT: Final = 4_000
"""Short texts of a document whose lines are kept."""

_NUMBER_PADDING: Final = 1.5
"""Points beside a number that would otherwise be broken."""


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell with its place and its text broken into lines."""

    x: float
    width: float
    lines: Sequence[str]
    style: TextStyle
    align: Align
    ground: Colour | None
    centred: bool
    is_label: bool
    trend: Trend | None = None
    reach: float = 0.0
    """Points by which it reaches into the row below, whose blank cell there is `covered`."""

    covered: bool = False

    @property
    def text_height(self) -> float:
        """Height of its lines."""
        return len(self.lines) * self.style.leading


class LaidRow:
    """A row ready to be drawn; ``height`` is its height with padding, that of a row without text one line."""

    __slots__ = ("cells", "height")

    def __init__(self, cells: Sequence[LaidCell]) -> None:
        self.cells = cells
        self.height = max((cell.text_height for cell in cells), default=0.0) + 2 * CELL_PADDING_Y

    def cut(self, room: float) -> tuple[LaidRow, LaidRow] | None:
        """Cut into what fits ``room`` and the rest, or return ``None`` when that would leave single lines.

        What the row is about is said again overleaf: its labels, and where it has none its short words.
        """
        kept, rest = [], []
        again = _said_again(self.cells)
        for place, cell in enumerate(self.cells):
            fitting = _lines_to_keep(cell, room - 2 * CELL_PADDING_Y)
            if fitting is None:
                return None
            kept.append(replace(cell, lines=cell.lines[:fitting], centred=False))
            continued = again.get(place) if fitting == len(cell.lines) else None
            rest.append(replace(cell, lines=continued or cell.lines[fitting:], centred=False))
        return LaidRow(kept), LaidRow(rest)

    def draw(self, page: Page, top: float, fonts: DocumentFonts) -> None:
        """Draw grounds, outlines and text."""
        cells = [cell for cell in self.cells if not cell.covered]
        for cell in cells:
            if cell.ground is not None:
                page.fill(cell.x, top, cell.width, self.height + cell.reach, cell.ground)
        for cell in cells:
            height = self.height + cell.reach
            page.frame(cell.x, top, cell.width, height)
            if cell.trend is not None:
                draw_trend(page, cell.trend, (cell.x, top, cell.width, height))
            _draw_lines(page, cell, top, height, fonts)


def joined(rows: Sequence[LaidRow]) -> list[LaidRow]:
    """Join each heading with the blank cell under it, so that 区分 stands in the middle of both rows."""
    found = list(rows)
    for upper, lower in pairwise(range(len(found))):
        blank = {(cell.x, cell.width) for cell in found[lower].cells if not any(cell.lines)}
        both = blank & {(cell.x, cell.width) for cell in found[upper].cells if any(cell.lines)}
        reach = found[lower].height
        found[upper] = LaidRow(
            [replace(one, reach=reach if _place(one) in both else 0.0) for one in found[upper].cells]
        )
        found[lower] = LaidRow([replace(one, covered=_place(one) in both) for one in found[lower].cells])
    return found


def _place(cell: LaidCell) -> tuple[float, float]:
    return cell.x, cell.width


class RowLayout:
    """Lays rows out on a grid of columns; ``edges`` are the columns' left edges and the last one's right."""

    def __init__(self, grid: Sequence[float], left: float, width: float, fonts: DocumentFonts) -> None:
        scale = width / sum(grid)
        self._edges = list(accumulate((scale * column for column in grid), initial=left))
        self._fonts = fonts
        self._kept = fonts.broken_lines

    def lay(self, row: Row, suffix: str = "") -> LaidRow:
        """Break the text of every cell; ``suffix`` is added to the first one (（続き）)."""
        cells = []
        column = 0
        for cell in row.cells:
            left, right = self._edges[column], self._edges[min(column + cell.span, len(self._edges) - 1)]
            cells.append(self._lay_cell(cell, row.kind, left, right - left, "" if column else suffix))
            column += cell.span
        return LaidRow(cells)

    def _lay_cell(self, cell: Cell, kind: RowKind, x: float, width: float, suffix: str) -> LaidCell:
        style = style_of(cell, kind)
        is_head = cell.tone in (Tone.HEAD, Tone.CURRENT)
        inner = width - 2 * (HEAD_PADDING_X if is_head else CELL_PADDING_X)
        if isinstance(cell.value, GradeMark):
            style, lines = self._grade_lines(cell.value, style, inner)
        elif is_head:
            lines = self._head_lines(printed(cell.value) + suffix, style, inner)
        else:
            if is_number(cell.value):
                style = self._narrowed(printed(cell.value), style, inner)
                inner = width - 2 * _NUMBER_PADDING
            words = "" if isinstance(cell.value, Trend) else printed(cell.value)
            lines = self._text_lines(words + suffix, style, inner)
        align = alignment(cell)
        return LaidCell(
            x=x,
            width=width,
            lines=lines,
            style=style,
            align=align,
            ground=ground_of(cell),
            centred=align is Align.CENTER or is_head,
            is_label=cell.tone is Tone.LABEL,
            trend=cell.value if isinstance(cell.value, Trend) else None,
        )

    def _text_lines(self, text: str, style: TextStyle, width: float) -> list[str]:
        """Break a text into lines; captions, names and words for nothing come again and again and are kept."""
        if len(text) > _LONGEST_KEPT:
            return self._broken(text, style, width)
        key = text, width, style.size, style.bold
        lines = self._kept.get(key)
        if lines is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            lines = self._kept[key] = self._broken(text, style, width)
        return lines

    def _head_lines(self, text: str, style: TextStyle, width: float) -> list[str]:
        printable = self._fonts.printable(text)
        return by_phrases(printable, width / style.size, self._fonts.advances(bold=style.bold))

    def _broken(self, text: str, style: TextStyle, width: float) -> list[str]:
        printable = self._fonts.printable(text)
        return break_lines(printable, width / style.size, self._fonts.advances(bold=style.bold))

    def _narrowed(self, number: str, style: TextStyle, width: float) -> TextStyle:
        """Set a number that is too wide smaller, rather than break it."""
        fits = self._fonts.width(number, style.size, bold=style.bold) <= width
        return style if fits else replace(SMALL, bold=style.bold)

    def _grade_lines(self, mark: GradeMark, style: TextStyle, width: float) -> tuple[TextStyle, list[str]]:
        """Set a grade on one line where it fits, else its symbol above its word in the smaller size."""
        text = self._fonts.printable(printed(mark))
        if self._fonts.width(text, style.size, bold=style.bold) <= width:
            return style, [text]
        small = replace(SMALL, bold=style.bold)
        advances = self._fonts.advances(bold=small.bold)
        word = by_phrases(self._fonts.printable(mark.label), width / small.size, advances)
        return small, [self._fonts.printable(mark.symbol), *word] if mark.symbol else word


def _lines_to_keep(cell: LaidCell, room: float) -> int | None:
    """Return how many lines of a cell stay before a cut; ``None`` when the row must not be cut there."""
    total = len(cell.lines)
    fitting = int(room // cell.style.leading)
    if total <= fitting:
        return total
    if total - fitting < _LEAST_LINES:
        fitting = total - _LEAST_LINES
    return fitting if fitting >= _LEAST_LINES else None


def _said_again(cells: Sequence[LaidCell]) -> dict[int, Sequence[str]]:
    """Return, by place, the lines that a row repeats overleaf; each label, or else the first words, with （続き）."""
    own = {place: [line for line in cell.lines if line != CONTINUED] for place, cell in enumerate(cells)}
    labels = [place for place, cell in enumerate(cells) if cell.is_label and any(own[place])]
    if labels:
        return {place: [*own[place], CONTINUED] for place in labels}
    short = [
        place
        for place, cell in enumerate(cells)
        if cell.align is Align.START and len(own[place]) <= _MOST_REPEATED and any(own[place])
    ]
    return {place: own[place] if index else [*own[place], CONTINUED] for index, place in enumerate(short)}


def _draw_lines(page: Page, cell: LaidCell, top: float, height: float, fonts: DocumentFonts) -> None:
    y = top + (height - cell.text_height) / 2 if cell.centred else top + CELL_PADDING_Y
    for line in cell.lines:
        page.text(_line_start(cell, line, fonts), y, line, cell.style)
        y += cell.style.leading


def _line_start(cell: LaidCell, line: str, fonts: DocumentFonts) -> float:
    if cell.align is Align.START:
        return cell.x + CELL_PADDING_X
    spare = cell.width - fonts.width(line, cell.style.size, bold=cell.style.bold)
    return cell.x + (max(spare - CELL_PADDING_X, spare / 2) if cell.align is Align.END else spare / 2)
