"""The 決裁欄 of a worksheet as shapes over its first rows: cells are as wide as the columns of the list below them.

One group of rectangles, each with its caption as text and as what is read aloud. It is anchored to a cell and keeps its
size whatever becomes of rows and columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from reform_desktop.reports.excel.styles import FONT_NAME
from reform_desktop.reports.pdf.style import CAPTION, STAMP_SIZE
from reform_desktop.reports.stamps import StampBoxes

_SHEET: Final = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_MAIN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_EMU: Final = 12_700
"""A point in the units of drawings (ECMA-376, 20.1.10.16)."""

_FIRST_ID: Final = 1001
"""openpyxl numbers charts and pictures from 1."""

_NAME: Final = "決裁欄"
_INK: Final = "333333"
_LINE: Final = 6_350

Place = tuple[float, float, float, float]
"""Left, top, width and height in points."""


def stamp_shapes(boxes: StampBoxes, column: tuple[int, float], row: int, left: float, factor: float) -> str:
    """Return the anchor of all boxes: in a column and row counted from 0, so many points into the column.

    ``left`` is the same place from the sheet's edge, which the inner shapes want; ``factor`` says by how much the sheet
    is made smaller on paper, so that the boxes are printed in their size.
    """
    width, height = factor * boxes.width, factor * boxes.height
    words = "、".join("".join(caption) for caption in boxes.captions)
    area = _area((left, 0.0, width, height))
    return (
        f'<xdr:oneCellAnchor xmlns:xdr="{_SHEET}" xmlns:a="{_MAIN}"><xdr:from>'
        f"<xdr:col>{column[0]}</xdr:col><xdr:colOff>{_emu(column[1])}</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        f'<xdr:ext cx="{_emu(width)}" cy="{_emu(height)}"/><xdr:grpSp><xdr:nvGrpSpPr>'
        f"{_named(_FIRST_ID, _NAME, f'{_NAME}（{words}）')}<xdr:cNvGrpSpPr/></xdr:nvGrpSpPr>"
        f"<xdr:grpSpPr><a:xfrm>{area}{area.replace('a:off', 'a:chOff').replace('a:ext', 'a:chExt')}</a:xfrm>"
        f"</xdr:grpSpPr>{''.join(_boxes(boxes, left, factor))}</xdr:grpSp><xdr:clientData/></xdr:oneCellAnchor>"
    )


def _boxes(boxes: StampBoxes, left: float, factor: float) -> Sequence[str]:
    side, head, height = factor * STAMP_SIZE, factor * boxes.caption_height, factor * boxes.height
    shapes = []
    for place, caption in enumerate(boxes.captions):
        x, number, words = left + place * side, _FIRST_ID + 1 + 2 * place, "".join(caption)
        shapes.append(_shape(number, f"{_NAME} {words}", (x, 0.0, side, head), caption))
        shapes.append(_shape(number + 1, f"{_NAME} {words}の印", (x, head, side, height - head), ()))
    return shapes


def _shape(number: int, name: str, place: Place, lines: Sequence[str]) -> str:
    paragraphs = "".join(map(_paragraph, lines)) or "<a:p/>"
    return (
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr>{_named(number, name, name)}<xdr:cNvSpPr/></xdr:nvSpPr>'
        f'<xdr:spPr><a:xfrm>{_area(place)}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
        f'<a:ln w="{_LINE}"><a:solidFill><a:srgbClr val="{_INK}"/></a:solidFill></a:ln></xdr:spPr>'
        f'<xdr:txBody><a:bodyPr vertOverflow="overflow" horzOverflow="overflow" wrap="none" lIns="0" tIns="0" rIns="0" '
        f'bIns="0" anchor="ctr"/><a:lstStyle/>{paragraphs}</xdr:txBody></xdr:sp>'
    )


def _paragraph(line: str) -> str:
    size = round(100 * CAPTION.size)
    return (
        f'<a:p><a:pPr algn="ctr"/><a:r><a:rPr lang="ja-JP" sz="{size}"><a:solidFill><a:srgbClr val="{_INK}"/>'
        f'</a:solidFill><a:latin typeface="{FONT_NAME}"/><a:ea typeface="{FONT_NAME}"/></a:rPr>'
        f"<a:t>{escape(line)}</a:t></a:r></a:p>"
    )


def _named(number: int, name: str, words: str) -> str:
    return f'<xdr:cNvPr id="{number}" name={quoteattr(name)} descr={quoteattr(words)}/>'


def _area(place: Place) -> str:
    left, top, width, height = map(_emu, place)
    return f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/>'


def _emu(points: float) -> int:
    return round(_EMU * points)
