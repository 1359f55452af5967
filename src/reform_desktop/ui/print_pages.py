"""Painting the pages of a PDF onto a printer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF, QRect, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from reform_desktop.domain.errors import FileError
from reform_desktop.ui.preview.pdf_pages import PdfPages

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtPrintSupport import QPrinter

    from reform_desktop.ui.tasks import TaskContext

_RESOLUTION: Final = 300
"""Dots per inch that pages are drawn with: more is not seen on an office printer."""
_SCREEN: Final = 96


def page_layout(path: Path) -> QPageLayout:
    """Return size and orientation of the first page, so that the print dialog begins with it."""
    width, height = PdfPages.read(path).sizes[0]
    size = QPageSize(QSizeF(min(width, height), max(width, height)), QPageSize.Unit.Point)
    landscape = QPageLayout.Orientation.Landscape if width > height else QPageLayout.Orientation.Portrait
    return QPageLayout(size, landscape, QMarginsF(0, 0, 0, 0))


def print_pages(path: Path, printer: QPrinter, context: TaskContext) -> int:
    """Paint the chosen pages, each as large as the sheet allows, and return how many there were.

    The paper turns with the pages: what is chosen in the dialog is meant for the first. Work that is given up or
    fails is called off at the printer. Raises `FileError` when the printer cannot be reached.
    """
    painter, pages = QPainter(), PdfPages.read(path)
    chosen = _chosen(printer, len(pages))
    turning = _Turning(printer, pages)
    turning.turn_for(chosen[0] if chosen else 0)
    if not painter.begin(printer):
        raise FileError("プリンターに接続できませんでした。プリンターを確かめて、もう一度印刷してください。")
    try:
        for place, number in enumerate(chosen):
            context.progress(place, len(chosen))
            if place:
                turning.turn_for(number)
                printer.newPage()
            _paint(painter, pages.picture(number, _RESOLUTION / _SCREEN), printer)
    except BaseException:
        printer.abort()
        raise
    finally:
        painter.end()
    return len(chosen)


class _Turning:
    """Turns the paper for pages that lie otherwise than the first."""

    def __init__(self, printer: QPrinter, pages: PdfPages) -> None:
        self._printer = printer
        self._sizes = pages.sizes
        self._first = printer.pageLayout().orientation()

    def turn_for(self, page: int) -> None:
        """Turn the paper before a page begins."""
        alike = _is_landscape(self._sizes[page]) == _is_landscape(self._sizes[0])
        landscape, portrait = QPageLayout.Orientation.Landscape, QPageLayout.Orientation.Portrait
        other = portrait if self._first == landscape else landscape
        self._printer.setPageOrientation(self._first if alike else other)


def _is_landscape(size: tuple[float, float]) -> bool:
    width, height = size
    return width > height


def _chosen(printer: QPrinter, pages: int) -> list[int]:
    first, last = printer.fromPage() or 1, printer.toPage() or pages
    return list(range(first - 1, min(last, pages)))


def _paint(painter: QPainter, page: QImage, printer: QPrinter) -> None:
    room = printer.pageRect(printer.Unit.DevicePixel)
    size = page.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawImage(QRect(0, 0, size.width(), size.height()), page)
