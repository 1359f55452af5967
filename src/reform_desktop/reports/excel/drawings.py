"""Drawings over a worksheet: openpyxl's charts and pictures, and shapes, which it cannot write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.xml.functions import fromstring

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from openpyxl.drawing.picture import PictureFrame

_EMBLEM: Final = "市章"


class ShapedDrawing(SpreadsheetDrawing):
    """The drawing of one worksheet; ``shapes`` are further anchors as XML, drawn above charts and pictures."""

    def __init__(self, drawn: SpreadsheetDrawing, shapes: Iterable[str]) -> None:
        super().__init__()
        self.charts = drawn.charts
        self.images = drawn.images
        self._shapes = tuple(shapes)

    __elements__ = SpreadsheetDrawing.__elements__
    __hash__ = SpreadsheetDrawing.__hash__

    def __bool__(self) -> bool:
        """Whether there is anything to be written."""
        return bool(self._shapes) or super().__bool__()

    def _write(self) -> Element:
        tree: Element = super()._write()  # type: ignore[misc]  # the stubs leave out what is openpyxl's own
        tree.extend(map(fromstring, self._shapes))
        return tree

    def _picture_frame(self, idx: int) -> PictureFrame:
        frame: PictureFrame = super()._picture_frame(idx)  # type: ignore[misc]
        frame.nvPicPr.cNvPr.descr = frame.nvPicPr.cNvPr.name = _EMBLEM
        return frame
