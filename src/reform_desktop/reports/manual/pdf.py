"""The manual as PDF: a cover, the contents, a bookmark for each chapter and heading, pictures, page numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Final

from reform_desktop.reports.manual.markdown import Code, Figure, Grid, HeadingLine, Item, ManualBlock, Text
from reform_desktop.reports.model import Cell, Cover, Paper, Part, Row, Table, Tone
from reform_desktop.reports.pdf.archival import PROGRAM, Description
from reform_desktop.reports.pdf.book import Book
from reform_desktop.reports.pdf.breaking import break_lines
from reform_desktop.reports.pdf.cover import draw_cover
from reform_desktop.reports.pdf.embedding import DocumentFonts
from reform_desktop.reports.pdf.flow import Flow
from reform_desktop.reports.pdf.style import NOTE, Geometry, TextStyle, geometry_of, ground_of_tone
from reform_desktop.reports.pdf.tables import TableFlow
from reform_desktop.reports.pdf.typeface import shipped_typefaces
from reform_desktop.reports.ticker import Ticker

TITLE: Final = f"{PROGRAM}の使い方"

_READ: Final = TextStyle(10, 16)
_TYPED: Final = TextStyle(8.5, 13)
_GAP: Final = 5.0
_ITEM_GAP: Final = 2.0
_DEPTH: Final = 14.0
_MARK: Final = 16.0
_CODE_PADDING: Final = 6.0
_FIGURE_WIDTH: Final = 0.9
_FIGURE_HEIGHT: Final = 0.42
"""Shares of the text area that a picture takes at most."""
_POINTS_A_PIXEL: Final = 0.66
_LEAST_COLUMN: Final = 8
_MOST_COLUMN: Final = 40
"""Characters between which a column's width follows its longest cell."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: its title and what follows it."""

    title: str
    blocks: tuple[ManualBlock, ...]


def write_manual(
    chapters: list[Chapter], picture: Callable[[str], bytes], stream: BinaryIO, *, version: str, day: date
) -> None:
    """Write the manual. ``picture`` returns the bytes of a picture that a chapter names."""
    fonts = DocumentFonts(shipped_typefaces())
    book = Book(stream, fonts)
    geometry = geometry_of(Paper.A4, landscape=False)
    flow = Flow(book, geometry, fonts, (f"{TITLE}　{version} 版", ""))
    flow.begin_part(Part("表紙", "", (1,), ()), geometry)
    draw_cover(flow, Cover(TITLE, "説明書", (f"{version} 版", f"{day.year}年{day.month}月{day.day}日")))
    flow.begin_part(Part("目次", "目次", (1,), ()), geometry)
    for one in chapters:
        flow.contents_line(one.title, 0.0)
    writer = _ChapterWriter(flow, geometry, picture)
    for one in chapters:
        writer.write(one)
    flow.finish()
    book.finish(Description(title=TITLE, subject="説明書", author=PROGRAM, day=day))


class _ChapterWriter:
    """Draws the blocks of a chapter one below the other."""

    def __init__(self, flow: Flow, geometry: Geometry, picture: Callable[[str], bytes]) -> None:
        self._flow = flow
        self._geometry = geometry
        self._picture = picture

    def write(self, chapter: Chapter) -> None:
        """Draw a chapter on pages of its own."""
        self._flow.begin_part(Part(chapter.title, chapter.title, (1,), ()), self._geometry)
        for block in chapter.blocks:
            self._draw(block)

    def _draw(self, block: ManualBlock) -> None:
        match block:
            case HeadingLine():
                self._flow.heading(block.text, level=block.level - 1)
            case Text():
                self._lines(block.text, _READ, 0.0, _GAP)
            case Item():
                self._lines(block.text, _READ, block.depth * _DEPTH + _MARK, _ITEM_GAP, mark=block.mark)
            case Code():
                self._code(block)
            case Grid():
                self._flow.y += _GAP
                TableFlow(self._flow, _table(block), _widths(block), Ticker(0, None, None)).draw()
                self._flow.y += 2 * _GAP
            case Figure():
                self._figure(block)

    def _lines(self, text: str, style: TextStyle, indent: float, gap: float, *, mark: str = "") -> None:
        flow = self._flow
        left, width = flow.geometry.left + indent, flow.geometry.text_width - indent
        lines = _broken(flow, text, style, width)
        flow.make_room(min(len(lines), 2) * style.leading)
        for number, line in enumerate(lines):
            flow.make_room(style.leading)
            if mark and not number:
                flow.page.text(left - _MARK, flow.y, flow.fonts.printable(mark), style)
            flow.page.text(left, flow.y, line, style)
            flow.y += style.leading
        flow.y += gap

    def _code(self, block: Code) -> None:
        """Draw what is typed on a pale ground; one block stays together."""
        flow = self._flow
        width = flow.geometry.text_width - 2 * _CODE_PADDING
        lines = [line for typed in block.lines for line in _broken(flow, typed, _TYPED, width)]
        height = len(lines) * _TYPED.leading + 2 * _CODE_PADDING
        flow.make_room(height)
        ground = ground_of_tone(Tone.LABEL)
        if ground is not None:
            flow.page.fill(flow.geometry.left, flow.y, flow.geometry.text_width, height, ground)
        flow.y += _CODE_PADDING
        for line in lines:
            flow.page.text(flow.geometry.left + _CODE_PADDING, flow.y, line, _TYPED)
            flow.y += _TYPED.leading
        flow.y += _CODE_PADDING + 2 * _GAP

    def _figure(self, block: Figure) -> None:
        """Draw a picture with what it shows below it, both on one page."""
        flow, geometry = self._flow, self._flow.geometry
        found = flow.add_figure(block.path, self._picture(block.path))
        most = min(_FIGURE_WIDTH * geometry.text_width, _POINTS_A_PIXEL * found.logo.width)
        width, height = found.fitted(most, _FIGURE_HEIGHT * geometry.text_height)
        lines = _broken(flow, block.text, NOTE, geometry.text_width)
        flow.make_room(height + len(lines) * NOTE.leading + 3 * _GAP)
        flow.y += _GAP
        flow.draw_figure(block.path, geometry.left, width, height)
        flow.y += height + 2 * _GAP
        for line in lines:
            flow.page.text(geometry.left, flow.y, line, NOTE)
            flow.y += NOTE.leading
        flow.y += _GAP


def _broken(flow: Flow, text: str, style: TextStyle, width: float) -> list[str]:
    return break_lines(flow.fonts.printable(text), width / style.size, flow.fonts.advances(bold=style.bold))


def _table(block: Grid) -> Table:
    head = Row(tuple(Cell(words, tone=Tone.HEAD) for words in block.head))
    return Table([Row(tuple(Cell(words) for words in row)) for row in block.rows], (head,))


def _widths(block: Grid) -> tuple[float, ...]:
    """Return the columns' shares, by their longest cells."""
    columns = zip(block.head, *block.rows, strict=True)
    return tuple(float(min(max(*map(len, column), _LEAST_COLUMN), _MOST_COLUMN)) for column in columns)

