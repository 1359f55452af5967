"""The rows at the top of a worksheet: overline and title, and the 決裁欄 beside them or, where it is wide, above."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from reform_desktop.reports.excel.heights import line_count, row_height
from reform_desktop.reports.excel.stamp_shapes import stamp_shapes
from reform_desktop.reports.model import Part
from reform_desktop.reports.pdf.typeface import shipped_typefaces
from reform_desktop.reports.stamps import StampBoxes, leaves_a_title, stamp_boxes

_OVERLINE_HEIGHT: Final = 16.0
_TITLE_HEIGHT: Final = 26.0
_TITLE_SIZE: Final = 1.4
"""Of the body's size."""

_GAP: Final = 4.0
_REAL_POINTS: Final = 5.25
"""Of a unit of width on the screen: seven pixels, of which four make three points."""


@dataclass(frozen=True, slots=True)
class TitleRows:
    """What stands at the top: ``columns`` that the words take, heights in points, and the boxes as a shape.

    ``above`` is the height of the row that is left to the boxes alone, 0 where they stand beside the title.
    """

    columns: int
    overline: float
    title: float
    above: float
    shape: str


def title_rows(part: Part, edges: Sequence[float], widths: Sequence[float], factor: float, first: int) -> TitleRows:
    """Return the rows of a part's title, the first of them at ``first``, counted from 0.

    ``edges`` are those of the columns as they are reckoned with, ``widths`` the columns' in Excel's units; the sheet is
    made smaller by ``factor`` on paper.
    """
    boxes = _boxes(part)
    columns = _columns_beside(part, edges, factor * (boxes.width + _GAP), factor) if boxes else len(edges) - 1
    beside = columns > 0
    columns = columns or len(edges) - 1
    room = edges[columns]
    overline = max(_OVERLINE_HEIGHT, row_height(line_count(part.overline, room)))
    title = max(_TITLE_HEIGHT, _TITLE_SIZE * row_height(line_count(part.title, room / _TITLE_SIZE)))
    high = factor * boxes.height + _GAP if boxes else 0.0
    shape = _shape(boxes, widths, factor, first) if boxes else ""
    if beside:
        return TitleRows(columns, overline, max(title, high - overline), 0.0, shape)
    return TitleRows(columns, overline, title, high, shape)


def _columns_beside(part: Part, edges: Sequence[float], taken: float, factor: float) -> int:
    """Return how many columns overline and title take beside the boxes; 0 where there is no room for them.

    Words of one line may share a column with the boxes, since they end before them; longer ones are kept by their cell.
    """
    room = edges[-1] - taken
    if not leaves_a_title(room / factor):
        return 0
    if line_count(part.overline, room) == 1 == line_count(part.title, room / _TITLE_SIZE):
        return bisect_left(edges, room)
    columns = bisect_right(edges, room) - 1
    return columns if leaves_a_title(edges[columns] / factor) else 0


def _boxes(part: Part) -> StampBoxes:
    if not part.stamps:
        return StampBoxes(())
    faces = shipped_typefaces()
    return stamp_boxes(tuple(map(faces.printable, part.stamps)), faces.advances(bold=False))


def _shape(boxes: StampBoxes, widths: Sequence[float], factor: float, row: int) -> str:
    """Return the boxes with their right edge at that of the last column."""
    real = list(accumulate((_REAL_POINTS * one for one in widths), initial=0.0))
    left = max(0.0, real[-1] - factor * boxes.width)
    column = min(bisect_right(real, left), len(widths)) - 1
    return stamp_shapes(boxes, (column, left - real[column]), row, left, factor)
