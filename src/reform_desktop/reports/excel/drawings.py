"""Drawings over a worksheet: openpyxl's charts and pictures, and shapes, which it cannot write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.xml.functions import fromstring

from reform_desktop.reports.excel.styles import FONT_NAME
from reform_desktop.reports.wording import shown_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from openpyxl.drawing.graphic import GraphicFrame
    from openpyxl.drawing.picture import PictureFrame
    from openpyxl.drawing.properties import NonVisualDrawingProps

_EMBLEM: Final = "市章"
_CHART: Final = "グラフ"
_CHARTS: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_TEXT: Final = (
    f'<c:txPr xmlns:c="{_CHARTS}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:bodyPr/><a:lstStyle/><a:p><a:pPr>'
    f'<a:defRPr sz="900"><a:latin typeface="{FONT_NAME}"/><a:ea typeface="{FONT_NAME}"/></a:defRPr>'
    '</a:pPr><a:endParaRPr lang="ja-JP"/></a:p></c:txPr>'
)
"""The face of all words of a chart: the usual one has no ○ of its own, and LibreOffice takes a ● for it."""


def complete_chart(chart: Element) -> Element:
    """Give a chart (21.2.2.29) what openpyxl leaves out: our face, no title of Excel's own, its labels' own format."""
    whole = next(chart.iter("chart"))
    whole.insert(0, fromstring(f'<c:autoTitleDeleted xmlns:c="{_CHARTS}" val="1"/>'))
    chart.insert(list(chart).index(whole) + 1, fromstring(_TEXT))
    for shown in chart.iterfind(".//dLbls/numFmt"):
        shown.set("sourceLinked", "0")
    return chart


class ShapedDrawing(SpreadsheetDrawing):
    """The drawing of one worksheet; ``shapes`` are further anchors as XML, drawn above charts and pictures.

    ``chart_words`` are read aloud of each chart.
    """

    def __init__(self, drawn: SpreadsheetDrawing, shapes: Iterable[str], chart_words: Iterable[str]) -> None:
        super().__init__()
        self.charts = drawn.charts
        self.images = drawn.images
        self._shapes = tuple(shapes)
        self._chart_words = tuple(chart_words)

    __elements__ = SpreadsheetDrawing.__elements__
    __hash__ = SpreadsheetDrawing.__hash__

    def __bool__(self) -> bool:
        """Whether there is anything to be written."""
        return bool(self._shapes) or super().__bool__()

    def _write(self) -> Element:
        tree: Element = super()._write()  # type: ignore[misc]  # the stubs leave out what is openpyxl's own
        tree.extend(map(fromstring, self._shapes))
        return tree

    def _chart_frame(self, idx: int) -> GraphicFrame:
        frame: GraphicFrame = super()._chart_frame(idx)  # type: ignore[misc]
        properties = cast("NonVisualDrawingProps", frame.nvGraphicFramePr.cNvPr)
        properties.name, properties.descr = f"{_CHART} {idx}", shown_text(self._chart_words[idx - 1])
        return frame

    def _picture_frame(self, idx: int) -> PictureFrame:
        frame: PictureFrame = super()._picture_frame(idx)  # type: ignore[misc]
        frame.nvPicPr.cNvPr.descr = frame.nvPicPr.cNvPr.name = _EMBLEM
        return frame
