"""One page as drawing operators; distances from the upper left corner, in points."""

from __future__ import annotations

from typing import Final

from reform_desktop.reports.pdf.embedding import DocumentFonts
from reform_desktop.reports.pdf.style import LINE, LINE_WIDTH, Colour, TextStyle

_ASCENT: Final = 0.88
"""Of BIZ UDPGothic, in em: the baseline stands this far below a line's upper edge."""


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

    def place(self, x: float, top: float, form: str) -> None:
        """Draw a form of the document with its origin at that point."""
        self._operators.append(f"q 1 0 0 1 {x:.2f} {self._height - top:.2f} cm /{form} Do Q")

    def content(self) -> bytes:
        """Return the page's content stream."""
        return "\n".join(self._operators).encode("ascii")

    def _use(self, colour: Colour) -> None:
        if colour != self._fill:
            self._fill = colour
            self._operators.append(f"{_colour(colour)} rg")


def _colour(colour: Colour) -> str:
    return " ".join(f"{part:g}" for part in colour)
