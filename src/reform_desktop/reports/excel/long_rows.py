"""A row taller than a page can hold, as several rows, so that a printed page turns between lines of text.

Excel and LibreOffice turn pages between rows, and cut what is higher. So a long text stands in as many cells as it
takes, one below the other and without a line between them: together they are the text, character for character. What
is short stays one cell over all these rows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from reform_desktop.reports.excel.heights import is_wide
from reform_desktop.reports.model import Cell
from reform_desktop.reports.pdf.breaking import NEVER_FIRST, break_lines
from reform_desktop.reports.pdf.typeface import shipped_typefaces
from reform_desktop.reports.wording import is_number, printed, shown_text

_SIZE: Final = 10.0
_LEADING: Final = 11.4
"""Points from line to line. Our face wants 10: a line more than was reckoned with is not cut off."""

_PADDING: Final = 4.5
_SIDES: Final = 5.0
_SAFE: Final = 0.97
"""Of a column's width is reckoned with: Excel sets a line a little wider on the screen, and on some printers."""

_LINES: Final = 9
"""Lines a piece: so much of a page may stay empty at its end."""

_LEAST: Final = 2
"""A piece of fewer lines goes with the one before it."""

_NARROWEST: Final = 0.2
"""Em; of a narrower character a line would hold more than is looked at, and the piece be shorter."""


@dataclass(frozen=True, slots=True)
class LongRow:
    """A row in pieces: of each cell its pieces of text, none for a cell that stays one; the heights of the pieces."""

    pieces: tuple[tuple[str, ...], ...]
    heights: tuple[float, ...]


def long_row(cells: Sequence[Cell], widths: Sequence[float]) -> LongRow:
    """Cut a row's texts for cells of these widths in points."""
    texts: list[tuple[str, ...]] = []
    lines: list[list[int]] = []
    for cell, width in zip(cells, widths, strict=True):
        found = [] if is_number(cell.value) else list(_pieces(shown_text(printed(cell.value)), width))
        texts.append(tuple(words for words, _count in found) if len(found) > 1 else ())
        lines.append([count for _words, count in found])
    rows = max(1, *(len(one) for one in lines))
    heights = [max(one[place] if place < len(one) else 1 for one in lines) for place in range(rows)]
    return LongRow(tuple(texts), tuple(_LEADING * count + _PADDING for count in heights))


def _pieces(text: str, width: float) -> Iterator[tuple[str, int]]:
    """Yield the pieces of a text with their numbers of lines."""
    room = max(1.0, _SAFE * (width - _SIDES) / _SIZE)
    window = int((_LINES + _LEAST) * (room / _NARROWEST + 1))
    start = 0
    while start < len(text):
        ends = _line_ends(text[start : start + window], room)
        rest = len(ends) <= _LINES + _LEAST and start + window >= len(text)
        if rest:
            yield text[start:], len(ends)
            return
        ends = [start + one for one in ends[:_LINES]]
        end = max(start + 1, _best_end(text, start, ends))
        yield text[start:end], bisect_left(ends, end) + 1
        start = end


def _line_ends(text: str, room: float) -> list[int]:
    """Return where each line of a text ends, with the space or line break behind it."""
    ends, at = [], 0
    for paragraph in text.split("\n"):
        lines = break_lines(paragraph, room, _advances())
        begin = at
        for line, following in pairwise(lines):
            begin = text.index(following, begin + len(line))
            ends.append(begin)
        at += len(paragraph) + 1
        ends.append(min(at, len(text)))
    return ends


def _best_end(text: str, start: int, ends: Sequence[int]) -> int:
    """Return where a piece ends: behind a sentence of its last two lines, else where its last line does."""
    end = ends[-1]
    if text[end - 1] == "\n":
        return end
    begin = ends[-3] if len(ends) > _LEAST else start + 1
    for place in range(end, begin, -1):
        if text[place - 1] in "。\n" and text[place : place + 1] not in NEVER_FIRST:
            return place
    return end


@cache
def _advances() -> dict[str, float]:
    return _Advances(shipped_typefaces().regular.advances)


class _Advances(dict[str, float]):
    """Widths in em; what our face lacks is another one's on the screen, and as wide as such characters are."""

    def __missing__(self, character: str) -> float:
        width = self[character] = 1.0 if is_wide(character) else 0.7
        return width
