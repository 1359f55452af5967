"""The 決裁欄: boxes of one size for seals, in the PDF and in every workbook, whatever stands below them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reform_desktop.reports.pdf.breaking import break_lines
from reform_desktop.reports.pdf.style import CAPTION, CAPTION_PADDING, MM, STAMP_SIZE

_TITLE_WIDTH: Final = 60 * MM
"""What the boxes leave to the title beside them; where there is less, they stand above it."""

_SIDE: Final = 2.0


@dataclass(frozen=True, slots=True)
class StampBoxes:
    """The boxes of one report, in points; ``captions`` are broken into lines."""

    captions: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> float:
        """All of them side by side."""
        return STAMP_SIZE * len(self.captions)

    @property
    def caption_height(self) -> float:
        """The captions, as high as the longest one wants it."""
        lines = max((len(one) for one in self.captions), default=0)
        return lines * CAPTION.leading + CAPTION_PADDING

    @property
    def height(self) -> float:
        """A box with its caption; a second line of a caption takes nothing from the seal."""
        lines = max((len(one) for one in self.captions), default=0)
        return STAMP_SIZE + max(0, lines - 1) * CAPTION.leading

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.captions)


def stamp_boxes(captions: tuple[str, ...], advances: Mapping[str, float]) -> StampBoxes:
    """Return the boxes with these printable captions; ``advances`` are the widths of characters in em."""
    room = (STAMP_SIZE - 2 * _SIDE) / CAPTION.size
    return StampBoxes(tuple(tuple(break_lines(one, room, advances)) for one in captions))


def leaves_a_title(room: float) -> bool:
    """Whether so many points beside the boxes are enough for overline and title."""
    return room >= _TITLE_WIDTH
