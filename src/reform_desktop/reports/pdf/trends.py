"""A small line in a cell: the actual values with their points, the targets dotted behind them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from reform_desktop.reports.model import Trend
from reform_desktop.reports.pdf.page import Box, Page
from reform_desktop.reports.pdf.style import INK, PALE_INK, Colour

_PADDING: Final = 4.0
_TALLEST: Final = 26.0
_POINT: Final = 1.1
_LINE: Final = 1.0
_TARGET_LINE: Final = 0.8

Points = Sequence[tuple[float, float] | None]


def draw_trend(page: Page, trend: Trend, box: Box) -> None:
    """Draw the line into a cell; nothing where no value is known."""
    known = [value for value in (*trend.actuals, *trend.targets) if value is not None]
    if not known:
        return
    low, high = min(known), max(known)
    _draw(page, _points(trend.targets, low, high, box), PALE_INK, _TARGET_LINE, dotted=True)
    actuals = _points(trend.actuals, low, high, box)
    _draw(page, actuals, INK, _LINE, dotted=False)
    for point in actuals:
        if point is not None:
            page.fill(point[0] - _POINT, point[1] - _POINT, 2 * _POINT, 2 * _POINT, INK)


def _points(values: Sequence[Decimal | None], low: Decimal, high: Decimal, box: Box) -> Points:
    x, top, width, height = box
    tall = min(height, _TALLEST) - 2 * _PADDING
    upper = top + (height - tall) / 2
    step = (width - 2 * _PADDING) / max(1, len(values) - 1)
    spread = high - low
    return [
        None
        if value is None
        else (
            x + _PADDING + step * place,
            upper + tall * (float((high - value) / spread) if spread else 0.5),
        )
        for place, value in enumerate(values)
    ]


def _draw(page: Page, points: Points, colour: Colour, width: float, *, dotted: bool) -> None:
    """Join points that follow one another; a year without a value leaves a gap that is stepped over."""
    known = [point for point in points if point is not None]
    for first, second in pairwise(known):
        page.path((first, second), colour, width, dotted=dotted)
