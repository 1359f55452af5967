"""The file as a sequence of pages: page tree, bookmarks, the number of pages, document information."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO, Final

from reform_desktop.reports.pdf.embedding import DocumentFonts
from reform_desktop.reports.pdf.objects import PdfFile, text_string
from reform_desktop.reports.pdf.page import Page
from reform_desktop.reports.pdf.style import NOTE, Geometry

TOTAL_FORM: Final = "Total"
"""The form that holds the number of pages: known only at the end, drawn on every page without a second layout."""


class Book:
    """Writes each page as soon as it is full; fonts, page tree and bookmarks follow at the end."""

    def __init__(self, stream: BinaryIO, geometry: Geometry, fonts: DocumentFonts) -> None:
        self._pdf = PdfFile(stream)
        self._geometry = geometry
        self._fonts = fonts
        self._tree = self._pdf.reserve()
        self._resources = self._pdf.reserve()
        self._pages: list[int] = []
        self._bookmarks: list[tuple[str, int]] = []

    @property
    def page_count(self) -> int:
        """Pages written so far."""
        return len(self._pages)

    def add_page(self, page: Page, bookmark: str = "") -> None:
        """Write one page, and bookmark it when a name is given."""
        content = self._pdf.add_stream(page.content())
        number = self._pdf.add(
            f"<< /Type /Page /Parent {self._tree} 0 R "
            f"/MediaBox [0 0 {self._geometry.width:.2f} {self._geometry.height:.2f}] "
            f"/Resources {self._resources} 0 R /Contents {content} 0 R >>"
        )
        self._pages.append(number)
        if bookmark:
            self._bookmarks.append((bookmark, number))

    def finish(self, *, title: str, subject: str, author: str, day: date) -> None:
        """Write everything that only the end knows."""
        total = self._write_total()
        fonts = self._fonts.write(self._pdf)
        self._pdf.write(self._resources, f"<< /Font << {fonts} >> /XObject << /{TOTAL_FORM} {total} 0 R >> >>")
        kids = " ".join(f"{number} 0 R" for number in self._pages)
        self._pdf.write(self._tree, f"<< /Type /Pages /Count {len(self._pages)} /Kids [{kids}] >>")
        outlines = self._write_bookmarks()
        root = self._pdf.add(
            f"<< /Type /Catalog /Pages {self._tree} 0 R /Lang (ja-JP) {outlines} "
            "/ViewerPreferences << /DisplayDocTitle true >> >>"
        )
        stamp = f"(D:{day:%Y%m%d}000000+09'00')"
        info = self._pdf.add(
            f"<< /Title {text_string(title)} /Subject {text_string(subject)} /Author {text_string(author)} "
            f"/Creator {text_string('行革デスク')} /CreationDate {stamp} /ModDate {stamp} >>"
        )
        self._pdf.finish(root=root, info=info)

    def _write_total(self) -> int:
        page = Page(0, self._fonts)
        page.text(0, 0, str(len(self._pages)), NOTE)
        box = f"[0 {-NOTE.leading:g} 60 0]"
        return self._pdf.add_stream(
            page.content(), f"/Type /XObject /Subtype /Form /BBox {box} /Resources {self._resources} 0 R"
        )

    def _write_bookmarks(self) -> str:
        if not self._bookmarks:
            return ""
        root = self._pdf.reserve()
        numbers = [self._pdf.reserve() for _ in self._bookmarks]
        last = len(numbers) - 1
        for index, (name, page) in enumerate(self._bookmarks):
            before = f"/Prev {numbers[index - 1]} 0 R " if index else ""
            after = f"/Next {numbers[index + 1]} 0 R " if index < last else ""
            entry = f"/Title {text_string(name)} /Parent {root} 0 R {before}{after}/Dest [{page} 0 R /Fit]"
            self._pdf.write(numbers[index], f"<< {entry} >>")
        self._pdf.write(
            root, f"<< /Type /Outlines /First {numbers[0]} 0 R /Last {numbers[last]} 0 R /Count {len(numbers)} >>"
        )
        return f"/Outlines {root} 0 R /PageMode /UseOutlines" if last else f"/Outlines {root} 0 R"
