"""A report as PDF."""

from __future__ import annotations

from typing import BinaryIO, Final

from reform_desktop.reports.model import (
    Block,
    Contents,
    Cover,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Part,
    StackedBars,
    Table,
)
from reform_desktop.reports.pdf.archival import Description
from reform_desktop.reports.pdf.bars import draw_bars
from reform_desktop.reports.pdf.book import Book, EnoughPages
from reform_desktop.reports.pdf.cover import draw_cover
from reform_desktop.reports.pdf.embedding import DocumentFonts
from reform_desktop.reports.pdf.flow import Flow
from reform_desktop.reports.pdf.style import geometry_of
from reform_desktop.reports.pdf.tables import TableFlow
from reform_desktop.reports.pdf.typeface import shipped_typefaces
from reform_desktop.reports.ticker import Ticker
from reform_desktop.reports.wording import day_line, foot_words

_CONTENTS_INDENT: Final = 12.0


def write_pdf(document: Document, stream: BinaryIO, ticker: Ticker, most: int = 0) -> bool:
    """Write ``document`` page by page; the same document makes the same bytes. Raises `Cancelled`.

    With ``most`` only the first so many pages are laid out and written, with … for the number of pages. Returns
    whether these are all there are.
    """
    fonts = DocumentFonts(shipped_typefaces())
    margins = document.options.layout.margins
    geometries = {turned: geometry_of(document.paper, landscape=turned, margins=margins) for turned in (False, True)}
    book = Book(stream, fonts, most, watermarked=document.options.practice)
    logo = book.add_picture(document.options.logo)
    flow = Flow(book, geometries[document.landscape], fonts, _foot(document), logo)
    whole = True
    try:
        for part in document.parts:
            ticker.advance(part.steps)
            turned = document.landscape if part.landscape is None else part.landscape
            flow.begin_part(part, geometries[turned])
            for block in part.blocks:
                _draw_block(flow, block, part, ticker)
        flow.finish()
    except EnoughPages:
        whole = False
    book.finish(
        Description(
            title=f"{document.title}　{document.subtitle}".strip(),
            subject=document.options.edition,
            author=document.author,
            day=document.options.print_date,
        )
    )
    return whole


def _draw_block(flow: Flow, block: Block, part: Part, ticker: Ticker) -> None:
    match block:
        case Heading():
            flow.heading(block.text)
        case Paragraph():
            flow.paragraph(block.text, note=block.note)
        case Table():
            TableFlow(flow, block, part.grid, ticker).draw()
        case StackedBars():
            draw_bars(flow, block)
        case Cover():
            draw_cover(flow, block)
        case Contents():
            for entry in block.entries:
                flow.contents_line(entry.words, _CONTENTS_INDENT * entry.level)
        case PageBreak():
            flow.break_page()


def _foot(document: Document) -> tuple[str, str]:
    """Return the words at the left and the right of every page's foot."""
    options = document.options
    return foot_words(document), day_line(options, "印刷日")
