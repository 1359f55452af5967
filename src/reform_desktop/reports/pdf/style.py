"""Sizes, spaces and grounds of the printed page (points; look.md's paper sizes and the grades' pale grounds)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reform_desktop.domain.layouts import Margins
from reform_desktop.reports.model import Cell, GradeMark, Paper, RowKind, Tone

MM: Final = 72 / 25.4

MARGIN: Final = 15 * MM
BINDING_MARGIN: Final = 20 * MM
FOOTER_HEIGHT: Final = 18.0
CELL_PADDING_X: Final = 3.6
CELL_PADDING_Y: Final = 2.5
HEAD_PADDING_X: Final = 1.6
LINE_WIDTH: Final = 0.5
STAMP_SIZE: Final = 20 * MM
"""Side of a stamp box; under its caption there is room for a seal of 15 mm."""

CAPTION_PADDING: Final = 1.4
LOGO_WIDTH: Final = 40 * MM
LOGO_HEIGHT: Final = 13 * MM

INK: Final = (0.2, 0.2, 0.2)
PALE_INK: Final = (0.3, 0.3, 0.3)
LINE: Final = (0.3, 0.3, 0.3)
"""Dark enough to be there after a photocopy; a thinner or paler line is gone from a page of one bit."""


Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a line of text is set: size and line height in points."""

    size: float
    leading: float
    bold: bool = False
    colour: Colour = INK


BODY: Final = TextStyle(9, 12.2)
BODY_BOLD: Final = TextStyle(9, 12.2, bold=True)
CAPTION: Final = TextStyle(8, 10.6)
LABEL: Final = TextStyle(8, 12.2)
CAPTION_BOLD: Final = TextStyle(8, 10.6, bold=True)
SMALL: Final = TextStyle(7.5, 9.8)
NOTE: Final = TextStyle(8, 11)
TITLE: Final = TextStyle(14, 19, bold=True)
HEADING: Final = TextStyle(10.5, 14, bold=True)

_GROUNDS: Final[dict[Tone, Colour]] = {
    Tone.LABEL: (0.955, 0.955, 0.955),
    Tone.HEAD: (0.92, 0.92, 0.92),
    Tone.CURRENT: (0.85, 0.87, 0.93),
    Tone.GROUP: (0.89, 0.91, 0.95),
    Tone.SUBGROUP: (0.955, 0.955, 0.955),
    Tone.GREEN_STRONG: (0.86, 0.95, 0.88),
    Tone.GREEN: (0.92, 0.97, 0.93),
    Tone.YELLOW: (0.99, 0.97, 0.86),
    Tone.BLUE: (0.91, 0.95, 1.0),
    Tone.GRAY: (0.95, 0.95, 0.95),
    Tone.RED: (1.0, 0.92, 0.92),
}


def ground_of(cell: Cell) -> Colour | None:
    """Return the pale ground of a cell; a grade brings its own."""
    tone = cell.value.tone if isinstance(cell.value, GradeMark) else cell.tone
    return ground_of_tone(tone)


def ground_of_tone(tone: Tone) -> Colour | None:
    """Return the pale ground of a tone; ``None`` is white paper."""
    return _GROUNDS.get(tone)


def style_of(cell: Cell, kind: RowKind) -> TextStyle:
    """Return how a cell's text is set."""
    if cell.tone is Tone.LABEL:
        return LABEL
    if cell.tone in (Tone.HEAD, Tone.CURRENT):
        return CAPTION_BOLD
    if kind is RowKind.GROUP:
        return BODY_BOLD if cell.bold else BODY
    return BODY_BOLD if cell.bold else BODY


_USUAL_MARGINS: Final = Margins()


@dataclass(frozen=True, slots=True)
class Geometry:
    """The page: its size, and the area for text. Distances are from the upper left corner."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    @property
    def text_width(self) -> float:
        """Width of the area for text."""
        return self.right - self.left

    @property
    def text_height(self) -> float:
        """Height of the area for text."""
        return self.bottom - self.top


def geometry_of(paper: Paper, *, landscape: bool, margins: Margins = _USUAL_MARGINS) -> Geometry:
    """Return the page for a paper; the binding edge is the left one. ``margins`` are those that a layout changes."""
    short, long = (edge * MM for edge in paper.value)
    width, height = (long, short) if landscape else (short, long)
    return Geometry(
        width=width,
        height=height,
        left=_points(margins.left, BINDING_MARGIN),
        right=width - _points(margins.right, MARGIN),
        top=_points(margins.top, MARGIN),
        bottom=height - _points(margins.bottom, MARGIN) - FOOTER_HEIGHT,
    )


def _points(millimetres: int | None, usual: float) -> float:
    return usual if millimetres is None else millimetres * MM
