"""A written PDF as pictures of its pages. PDFium is not safe in several threads at once: one lock guards it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

import pypdfium2
from PySide6.QtGui import QImage

from reform_desktop.domain.errors import FileError

if TYPE_CHECKING:
    from pathlib import Path

PDFIUM: Final = threading.Lock()
"""Held by whoever calls pypdfium2, in whatever thread."""

DOTS_PER_POINT: Final = 96 / 72
"""At 100 % a page is as large as a window shows things of paper size: 96 dots an inch."""


class PdfPages:
    """The pages of one PDF, held in memory. ``sizes`` are width and height in points.

    The document is opened for each picture and closed again: that takes a millisecond, and nothing is left open.
    """

    def __init__(self, content: bytes) -> None:
        """Raise `FileError` when the content is no PDF."""
        self._content = content
        with PDFIUM:
            try:
                with pypdfium2.PdfDocument(content) as document:
                    self.sizes: list[tuple[float, float]] = [
                        document.get_page_size(page) for page in range(len(document))
                    ]
            except pypdfium2.PdfiumError as error:
                raise FileError("プレビューを表示できませんでした。「PDF を保存」はそのまま使えます。") from error

    @classmethod
    def read(cls, path: Path) -> PdfPages:
        """Read a file; it can be deleted afterwards."""
        return cls(path.read_bytes())

    def __len__(self) -> int:
        return len(self.sizes)

    def picture(self, page: int, zoom: float) -> QImage:
        """Return a page, ``zoom`` 1.0 being 96 dots an inch."""
        with PDFIUM, pypdfium2.PdfDocument(self._content) as document:
            bitmap = document[page].render(scale=zoom * DOTS_PER_POINT, rev_byteorder=True, prefer_bgrx=True)
            content = bytes(bitmap.buffer)
            picture = QImage(content, bitmap.width, bitmap.height, bitmap.stride, _format(bitmap.mode)).copy()
            bitmap.close()  # PDFium's, too: not left to be collected when somebody else holds the lock
            return picture


def _format(mode: str) -> QImage.Format:
    formats = {"RGB": QImage.Format.Format_RGB888, "RGBX": QImage.Format.Format_RGBX8888}
    return formats.get(mode, QImage.Format.Format_RGBA8888)
