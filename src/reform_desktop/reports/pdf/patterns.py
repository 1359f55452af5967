"""Six patterns for the segments of a chart, told apart without colour after any number of photocopies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from reform_desktop.reports.model import Tone
from reform_desktop.reports.pdf.page import Box, Page, Stroke
from reform_desktop.reports.pdf.style import INK, Colour, ground_of_tone

_STEP: Final = 5.0
_DENSE: Final = 2.6
_WIDTH: Final = 0.7
_OUTLINE: Final = 0.6

_INKS: Final[dict[Tone, Colour]] = {
    Tone.GREEN_STRONG: (0.07, 0.35, 0.21),
    Tone.GREEN: (0.1, 0.48, 0.29),
    Tone.YELLOW: (0.55, 0.42, 0.0),
    Tone.BLUE: (0.0, 0.09, 0.76),
    Tone.GRAY: (0.4, 0.4, 0.4),
    Tone.RED: (0.81, 0.0, 0.0),
}
_GREY_INK: Final = (0.4, 0.4, 0.4)


def fill_pattern(page: Page, box: Box, place: int, tone: Tone) -> None:
    """Fill a box with the pattern of the ``place``-th grade, in the grade's colours."""
    x, top, width, height = box
    if width <= 0 or height <= 0:
        return
    ground = ground_of_tone(tone)
    if ground is not None:
        page.fill(x, top, width, height, ground)
    lines = list(_PATTERNS[place % len(_PATTERNS)](box))
    if lines:
        page.strokes(box, lines, _INKS.get(tone, _GREY_INK), _WIDTH)
    corners = ((x, top), (x + width, top), (x + width, top + height), (x, top + height), (x, top))
    page.path(corners, INK, _OUTLINE)


def _rising(box: Box, step: float) -> Iterator[Stroke]:
    x, top, width, height = box
    at = x - height
    while at < x + width:
        yield (at, top + height), (at + height, top)
        at += step


def _falling(box: Box, step: float) -> Iterator[Stroke]:
    x, top, width, height = box
    at = x - height
    while at < x + width:
        yield (at, top), (at + height, top + height)
        at += step


def _level(box: Box, step: float) -> Iterator[Stroke]:
    x, top, width, height = box
    at = top + step / 2
    while at < top + height:
        yield (x, at), (x + width, at)
        at += step


def _upright(box: Box, step: float) -> Iterator[Stroke]:
    x, top, width, height = box
    at = x + step / 2
    while at < x + width:
        yield (at, top), (at, top + height)
        at += step


def _crossed(box: Box) -> Iterator[Stroke]:
    yield from _rising(box, _STEP)
    yield from _falling(box, _STEP)


def _blank(_box: Box) -> Iterator[Stroke]:
    return iter(())


_PATTERNS: Final[tuple[Callable[[Box], Iterator[Stroke]], ...]] = (
    lambda box: _level(box, _DENSE),
    lambda box: _rising(box, _STEP),
    lambda box: _upright(box, _STEP),
    _blank,
    lambda box: _falling(box, 2 * _STEP),
    _crossed,
)
