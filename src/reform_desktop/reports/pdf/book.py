"""The file as a sequence of pages: page tree, bookmarks, the number of pages, document information."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from reform_desktop.reports.pdf.archival import LANGUAGE, Description, write_output_intent
from reform_desktop.reports.pdf.embedding import DocumentFonts
from reform_desktop.reports.pdf.objects import PdfFile, text_string
from reform_desktop.reports.pdf.outline import outline_tree
from reform_desktop.reports.pdf.page import Page
from reform_desktop.reports.pdf.pictures import PICTURE, Picture, picture_of
from reform_desktop.reports.pdf.style import BODY, NOTE, Geometry
from reform_desktop.reports.pdf.watermark import WATERMARK_FORM, write_watermark

TOTAL_FORM: Final = "Total"
"""The form that holds the number of pages: known only at the end, drawn on every page without a second layout."""


_UNKNOWN: Final = "…"


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One line of the reader's outline; ``level`` 0 is a chapter."""

    name: str
    page: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """Where a line of the contents stands: the page it leads to is known only at the end."""

    right: float
    top: float
    left: float


@dataclass(frozen=True, slots=True)
class _ContentsPage:
    """A written page of contents, with the objects that follow at its end: its page numbers and its links."""

    geometry: Geometry
    lines: tuple[ContentsLine, ...]
    numbers: int
    links: int


class EnoughPages(Exception):  # noqa: N818 -- it is what was asked for, not something that went wrong
    """As many pages are written as were wanted: the layout of the others is left."""


class Book:
    """Writes each page as soon as it is full; fonts, page tree, bookmarks and page numbers follow at the end.

    With ``most`` it stops by `EnoughPages` after so many pages; their number in all is then not known. ``watermarked``
    says that every page begins with the form of `watermark`.
    """

    def __init__(self, stream: BinaryIO, fonts: DocumentFonts, most: int = 0, *, watermarked: bool = False) -> None:
        self.watermarked = watermarked
        self._most = most
        self._stopped = False
        self._pdf = PdfFile(stream)
        self._fonts = fonts
        self._tree = self._pdf.reserve()
        self._resources = self._pdf.reserve()
        self._pages: list[int] = []
        self._bookmarks: list[Bookmark] = []
        self._places: list[int] = []
        self._contents: list[_ContentsPage] = []
        self._parts_before_contents = 0
        self._picture = 0
        self._figures: dict[str, tuple[Picture, int]] = {}

    @property
    def page_count(self) -> int:
        """Pages written so far."""
        return len(self._pages)

    def add_page(
        self,
        page: Page,
        geometry: Geometry,
        mark: Bookmark | None = None,
        lines: Sequence[ContentsLine] = (),
        headings: Sequence[Bookmark] = (),
    ) -> None:
        """Write one page; ``mark`` bookmarks the part that begins on it, ``lines`` are its lines of contents.

        ``headings`` are bookmarked, too, but have no line of contents.
        """
        content = self._pdf.add_stream(page.content())
        links = self._keep_contents(geometry, tuple(lines)) if lines else ""
        number = self._pdf.add(
            f"<< /Type /Page /Parent {self._tree} 0 R "
            f"/MediaBox [0 0 {geometry.width:.2f} {geometry.height:.2f}] "
            f"/Resources {self._resources} 0 R /Contents {content} 0 R{links} >>"
        )
        if mark is not None:
            self._bookmarks.append(Bookmark(mark.name, number, mark.level))
            self._places.append(len(self._pages))
        self._bookmarks += (Bookmark(one.name, number, one.level) for one in headings)
        self._pages.append(number)
        if lines:
            self._parts_before_contents = len(self._places)
        if len(self._pages) == self._most:
            self._stopped = True
            raise EnoughPages

    @property
    def contents_form(self) -> str:
        """The form that holds the page numbers of the page of contents being drawn."""
        return f"Contents{len(self._contents)}"

    def add_picture(self, content: bytes) -> Picture | None:
        """Put the city's emblem into the file once; ``None`` when there is none, or none that can be printed."""
        found = picture_of(content)
        if found is not None:
            self._picture = found.write(self._pdf)
        return found

    def add_figure(self, name: str, content: bytes) -> Picture:
        """Put a picture into the file once. Raises `ValueError` when it is none."""
        if name not in self._figures:
            found = picture_of(content)
            if found is None:
                raise ValueError(name)
            self._figures[name] = (found, found.write(self._pdf))
        return self._figures[name][0]

    def figure_form(self, name: str) -> str:
        """Return the name by which pages draw a picture that was added."""
        return f"Figure{list(self._figures).index(name)}"

    def _keep_contents(self, geometry: Geometry, lines: tuple[ContentsLine, ...]) -> str:
        page = _ContentsPage(geometry, lines, self._pdf.reserve(), self._pdf.reserve())
        self._contents.append(page)
        return f" /Annots {page.links} 0 R"

    def finish(self, description: Description) -> None:
        """Write everything that only the end knows."""
        total = self._write_total()
        forms = f"/{TOTAL_FORM} {total} 0 R {self._write_contents()}".rstrip()
        if self.watermarked:
            forms += f" /{WATERMARK_FORM} {write_watermark(self._pdf, self._fonts, self._resources)} 0 R"
        forms += f" /{PICTURE} {self._picture} 0 R" if self._picture else ""
        forms += "".join(f" /Figure{place} {number} 0 R" for place, (_, number) in enumerate(self._figures.values()))
        fonts = self._fonts.write(self._pdf)
        self._pdf.write(self._resources, f"<< /Font << {fonts} >> /XObject << {forms} >> >>")
        kids = " ".join(f"{number} 0 R" for number in self._pages)
        self._pdf.write(self._tree, f"<< /Type /Pages /Count {len(self._pages)} /Kids [{kids}] >>")
        outlines = self._write_bookmarks()
        intents = write_output_intent(self._pdf)
        metadata = description.write_metadata(self._pdf)
        root = self._pdf.add(
            f"<< /Type /Catalog /Pages {self._tree} 0 R /Lang ({LANGUAGE}) /Metadata {metadata} 0 R {intents} "
            f"{outlines} /ViewerPreferences << /DisplayDocTitle true >> >>"
        )
        info = description.write_information(self._pdf)
        self._pdf.finish(root=root, info=info)

    def _write_total(self) -> int:
        page = Page(0, self._fonts)
        page.text(0, 0, _UNKNOWN if self._stopped else str(len(self._pages)), NOTE)
        box = f"[0 {-NOTE.leading:g} 60 0]"
        return self._pdf.add_stream(
            page.content(), f"/Type /XObject /Subtype /Form /BBox {box} /Resources {self._resources} 0 R"
        )

    def _write_contents(self) -> str:
        """Write the page numbers of the contents, and links to the pages; return the forms' resource entries."""
        first = self._parts_before_contents
        for page in self._contents:
            form = Page(page.geometry.height, self._fonts)
            links = []
            for line, place in zip(page.lines, self._places[first:], strict=False):
                words = str(place + 1)
                form.text(line.right - self._fonts.width(words, BODY.size), line.top, words, BODY)
                links.append(self._link(line, page.geometry, self._pages[place]))
            first += len(page.lines)
            box = f"[0 0 {page.geometry.width:.2f} {page.geometry.height:.2f}]"
            entries = f"/Type /XObject /Subtype /Form /BBox {box} /Resources {self._resources} 0 R"
            self._pdf.add_stream(form.content(), entries, number=page.numbers)
            self._pdf.write(page.links, f"[{' '.join(links)}]")
        return " ".join(f"/Contents{index} {page.numbers} 0 R" for index, page in enumerate(self._contents))

    @staticmethod
    def _link(line: ContentsLine, geometry: Geometry, page: int) -> str:
        top = geometry.height - line.top
        box = f"[{line.left:.2f} {top - BODY.leading:.2f} {line.right:.2f} {top:.2f}]"
        return f"<< /Type /Annot /Subtype /Link /F 4 /Rect {box} /Border [0 0 0] /Dest [{page} 0 R /Fit] >>"

    def _write_bookmarks(self) -> str:
        if not self._bookmarks:
            return ""
        root = self._pdf.reserve()
        numbers = [self._pdf.reserve() for _ in self._bookmarks]
        tree = outline_tree([mark.level for mark in self._bookmarks])
        for mark, number, node in zip(self._bookmarks, numbers, tree, strict=True):
            parent = root if node.parent is None else numbers[node.parent]
            entry = f"/Title {text_string(mark.name)} /Parent {parent} 0 R"
            for key, other in (("Prev", node.before), ("Next", node.after), ("First", node.first), ("Last", node.last)):
                entry += f" /{key} {numbers[other]} 0 R" if other is not None else ""
            entry += f" /Count -{node.children}" if node.children else ""  # closed: chapters show first
            self._pdf.write(number, f"<< {entry} /Dest [{mark.page} 0 R /Fit] >>")
        top = [index for index, node in enumerate(tree) if node.parent is None]
        ends = f"/First {numbers[top[0]]} 0 R /Last {numbers[top[-1]]} 0 R /Count {len(top)}"
        self._pdf.write(root, f"<< /Type /Outlines {ends} >>")
        return f"/Outlines {root} 0 R /PageMode /UseOutlines" if len(numbers) > 1 else f"/Outlines {root} 0 R"
