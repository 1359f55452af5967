"""One page as drawing operators; distances from the upper left corner, in points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from reform_desktop.reports.pdf.embedding import DocumentFonts
from reform_desktop.reports.pdf.pictures import PICTURE
from reform_desktop.reports.pdf.style import LINE, LINE_WIDTH, Colour, TextStyle

_ASCENT: Final = 0.88
"""Of BIZ UDPGothic, in em: the baseline stands this far below a line's upper edge."""

Box: TypeAlias = tuple[float, float, float, float]
"""Left and upper edge, width and height."""

Stroke: TypeAlias = tuple[tuple[float, float], tuple[float, float]]
"""A straight line between two points."""


class Page:
    """Collects the operators of one page."""

    def __init__(self, height: float, fonts: DocumentFonts) -> None:
        self._height = height
        self._fonts = fonts
        self._operators: list[str] = [f"{LINE_WIDTH} w {_colour(LINE)} RG"]
        self._fill: Colour = (0.0, 0.0, 0.0)

    def text(self, x: float, top: float, line: str, style: TextStyle) -> None:
        """Set one printable line; ``top`` is the upper edge of its line height."""
        if not line or line.isspace():
            return
        self._use(style.colour)
        y = self._height - top - (style.leading - style.size) / 2 - _ASCENT * style.size
        runs = self._fonts.runs(line, bold=style.bold)
        parts = [f"BT {x:.2f} {y:.2f} Td"]
        parts += (f"/{resource} {style.size:g} Tf <{codes}> Tj" for resource, codes, _ in runs)
        self._operators.append(" ".join((*parts, "ET")))

    def fill(self, x: float, top: float, width: float, height: float, colour: Colour) -> None:
        """Fill a rectangle."""
        self._use(colour)
        self._operators.append(f"{x:.2f} {self._height - top - height:.2f} {width:.2f} {height:.2f} re f")

    def frame(self, x: float, top: float, width: float, height: float) -> None:
        """Draw the thin outline of a rectangle."""
        self._operators.append(f"{x:.2f} {self._height - top - height:.2f} {width:.2f} {height:.2f} re S")

    def rule(self, x: float, top: float, width: float) -> None:
        """Draw a thin horizontal line."""
        y = self._height - top
        self._operators.append(f"{x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l S")

    def dots(self, left: float, right: float, top: float) -> None:
        """Draw a dotted line that leads the eye."""
        if right > left:
            y = self._height - top
            self._operators.append(f"q [0.6 3] 0 d {left:.2f} {y:.2f} m {right:.2f} {y:.2f} l S Q")

    def path(
        self, points: Sequence[tuple[float, float]], colour: Colour, width: float, *, dotted: bool = False
    ) -> None:
        """Draw a line through points."""
        moves = (f"{x:.2f} {self._height - top:.2f} {'l' if index else 'm'}" for index, (x, top) in enumerate(points))
        dash = "[1.2 1.8] 0 d " if dotted else ""
        self._operators.append(f"q {dash}{width:g} w {_colour(colour)} RG {' '.join(moves)} S Q")

    def strokes(self, box: Box, lines: Iterable[Stroke], colour: Colour, width: float) -> None:
        """Draw lines cut off at the edges of ``box``: a pattern that survives a photocopy."""
        x, top, wide, high = box
        clip = f"{x:.2f} {self._height - top - high:.2f} {wide:.2f} {high:.2f} re W n"
        drawn = " ".join(
            f"{a:.2f} {self._height - b:.2f} m {c:.2f} {self._height - d:.2f} l" for (a, b), (c, d) in lines
        )
        self._operators.append(f"q {clip} {width:g} w {_colour(colour)} RG {drawn} S Q")

    def place(self, x: float, top: float, form: str) -> None:
        """Draw a form of the document with its origin at that point."""
        self._operators.append(f"q 1 0 0 1 {x:.2f} {self._height - top:.2f} cm /{form} Do Q")

    def picture(self, x: float, top: float, width: float, height: float, name: str = PICTURE) -> None:
        """Draw the document's emblem, or a picture of another name, into a box."""
        y = self._height - top - height
        self._operators.append(f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm /{name} Do Q")

    def content(self) -> bytes:
        """Return the page's content stream."""
        return "\n".join(self._operators).encode("ascii")

    def _use(self, colour: Colour) -> None:
        if colour != self._fill:
            self._fill = colour
            self._operators.append(f"{_colour(colour)} rg")


def _colour(colour: Colour) -> str:
    return " ".join(f"{part:g}" for part in colour)
