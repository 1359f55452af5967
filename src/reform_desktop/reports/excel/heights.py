"""How high a row must be: Excel does not fit merged cells by itself, so the lines are counted beforehand."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_WIDE: Final = 9.6
_NARROW: Final = 5.8
"""Points a character takes at 10 points, rather too many than too few."""

_CELL_PADDING: Final = 5.0
_LINE_HEIGHT: Final = 13.0
_ROW_PADDING: Final = 4.5


def line_count(text: str, width: float) -> int:
    """Return how many lines a text takes in a column ``width`` points wide; a fair guess."""
    room = max(_WIDE, width - _CELL_PADDING)
    if _WIDE * len(text) <= room and "\n" not in text:
        return 1
    return _line_count(text, room)


@lru_cache(maxsize=4096)
def _line_count(text: str, room: float) -> int:
    return sum(max(1, -int(-_width_of(line) // room)) for line in text.split("\n"))


def row_height(lines: int) -> float:
    """Return the height in points of a row of so many lines."""
    return _LINE_HEIGHT * lines + _ROW_PADDING


def _width_of(line: str) -> float:
    if line.isascii():
        return _NARROW * len(line)
    return sum(map(_WIDTHS.__getitem__, line))


class _Widths(dict[str, float]):
    """The width of each character, found out when it is first met."""

    def __missing__(self, character: str) -> float:
        width = self[character] = _WIDE if is_wide(character) else _NARROW
        return width


def is_wide(character: str) -> bool:
    """Whether a character takes the square that a kanji does."""
    return unicodedata.east_asian_width(character) in "WFA"


_WIDTHS: Final = _Widths()
