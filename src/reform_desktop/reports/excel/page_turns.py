"""Where the printed pages of a worksheet turn, reckoned while its rows are written.

So a chart or a small table can be kept whole: Excel and LibreOffice cut both wherever a page happens to end.

How high a page is depends on fonts and printers, and what is off adds up from page to page. The reckoning therefore
allows for an error that grows with the way gone, and is sure again after each break of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_ERROR: Final = 0.02
"""Of the way since the last sure break; LibreOffice's pages are within it."""

_BEGUN: Final = 0.75
"""Of a page that is left where hardly more than a title stands on it."""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """Points of the sheet, as large as it is written, that one page shows: across and down."""

    width: float
    height: float

    def shrunk_to(self, columns: float) -> PrintedPage:
        """Return the page of a sheet that is made smaller until all its columns fit."""
        factor = max(1.0, columns / self.width)
        return PrintedPage(self.width * factor, self.height * factor)


class PageTurns:
    """Follows the rows down the pages.

    ``repeated`` is the height of the rows that head every page but the first, ``gone`` the way since the last break.
    """

    def __init__(self, page: PrintedPage) -> None:
        self._page = page
        self.gone = 0.0
        self._at = 0.0
        self.repeated = 0.0

    def add(self, height: float) -> None:
        """Take one row into account."""
        self.gone += height
        self._at += height
        if self._at > self._page.height:
            self._at = self.repeated + height

    @property
    def room(self) -> float:
        """Points of a further page under the rows that head it."""
        return self._page.height - self.repeated

    @property
    def roomy(self) -> float:
        """Points that a large thing may take: what is left of a page that has only begun, else a page of its own."""
        left = self._page.height - self._at
        return left if left > _BEGUN * self._page.height else self.room

    def needs_break(self, height: float) -> bool:
        """Whether so many points may be cut where they would stand now, and would be whole on a page of their own."""
        if height > self.room:
            return False
        error = _ERROR * self.gone
        return self._at + height + error > self._page.height or (self._at < error and self.gone > self._page.height)

    def turn(self) -> None:
        """Go on at the top of a page."""
        self._at = self.gone = self.repeated
