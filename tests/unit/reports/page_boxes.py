"""Where text and frames really stand on the pages of a PDF file, read from its drawing operators by PDFium."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_int
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium

_PageObject: TypeAlias = Any
"""A pointer of PDFium's."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points; ``bottom`` and ``top`` from the page's lower edge, as PDF has them."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def sticks_out_of(self, other: Box, tolerance: float) -> bool:
        """Whether more than ``tolerance`` points stand outside the other box."""
        return (
            self.left < other.left - tolerance
            or self.right > other.right + tolerance
            or self.bottom < other.bottom - tolerance
            or self.top > other.top + tolerance
        )

    def covers(self, other: Box, tolerance: float) -> bool:
        """Whether the boxes share an area that is more than ``tolerance`` points wide and high."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return wide > tolerance and high > tolerance

    @property
    def area(self) -> float:
        """Its area, to find the innermost of several."""
        return (self.right - self.left) * (self.top - self.bottom)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page: its size, its pieces of text (one a line and font), and the outlines drawn on it."""

    number: int
    width: float
    height: float
    texts: tuple[Box, ...]
    frames: tuple[Box, ...]


def printed_pages(path: Path) -> Iterator[PrintedPage]:
    """Yield the pages of a file."""
    with pypdfium2.PdfDocument(path) as pdf:
        for number, page in enumerate(pdf, 1):
            texts: list[Box] = []
            frames: list[Box] = []
            for index in range(pdfium.FPDFPage_CountObjects(page)):
                _gather(pdfium.FPDFPage_GetObject(page, index), texts, frames)
            yield PrintedPage(number, page.get_width(), page.get_height(), tuple(texts), tuple(frames))
            page.close()


def _gather(thing: _PageObject, texts: list[Box], frames: list[Box], moved: tuple[float, float] = (0.0, 0.0)) -> None:
    match pdfium.FPDFPageObj_GetType(thing):
        case pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append(_box(thing, moved))
        case pdfium.FPDF_PAGEOBJ_PATH if _is_outline(thing):
            frames.append(_box(thing, moved))
        case pdfium.FPDF_PAGEOBJ_FORM:
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFPageObj_GetMatrix(thing, byref(matrix))
            for index in range(pdfium.FPDFFormObj_CountObjects(thing)):
                inner = pdfium.FPDFFormObj_GetObject(thing, index)
                _gather(inner, texts, frames, (moved[0] + matrix.e, moved[1] + matrix.f))


def _box(thing: _PageObject, moved: tuple[float, float]) -> Box:
    left, bottom, right, top = (c_float() for _ in range(4))
    assert pdfium.FPDFPageObj_GetBounds(thing, byref(left), byref(bottom), byref(right), byref(top))
    x, y = moved
    return Box(left.value + x, bottom.value + y, right.value + x, top.value + y)


def _is_outline(thing: _PageObject) -> bool:
    """Whether a path is the stroked outline of a rectangle: closed, of four sides."""
    filling, stroking = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(thing, byref(filling), byref(stroking))
    return bool(stroking.value) and not filling.value and pdfium.FPDFPath_CountSegments(thing) in (4, 5)
