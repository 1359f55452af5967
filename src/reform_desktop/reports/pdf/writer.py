"""A report as PDF."""

from __future__ import annotations

from typing import BinaryIO

from reform_desktop.domain.japanese_date import format_date_japanese
from reform_desktop.reports.model import Block, Document, Heading, PageBreak, Paragraph, Part, Table
from reform_desktop.reports.pdf.book import Book
from reform_desktop.reports.pdf.embedding import DocumentFonts
from reform_desktop.reports.pdf.flow import Flow
from reform_desktop.reports.pdf.style import geometry_of
from reform_desktop.reports.pdf.tables import TableFlow
from reform_desktop.reports.pdf.typeface import shipped_typefaces
from reform_desktop.reports.ticker import Ticker


def write_pdf(document: Document, stream: BinaryIO, ticker: Ticker) -> None:
    """Write ``document`` page by page; the same document makes the same bytes. Raises `Cancelled`."""
    fonts = DocumentFonts(shipped_typefaces())
    geometry = geometry_of(document.paper, landscape=document.landscape)
    book = Book(stream, geometry, fonts)
    flow = Flow(book, geometry, fonts, _foot(document))
    for part in document.parts:
        ticker.advance(part.steps)
        _draw_part(flow, part, ticker)
    flow.finish()
    book.finish(
        title=f"{document.title}　{document.subtitle}".strip(),
        subject=document.options.edition,
        author=document.author,
        day=document.options.print_date,
    )


def _draw_part(flow: Flow, part: Part, ticker: Ticker) -> None:
    flow.begin_part(part)
    for block in part.blocks:
        _draw_block(flow, block, part, ticker)


def _draw_block(flow: Flow, block: Block, part: Part, ticker: Ticker) -> None:
    match block:
        case Heading():
            flow.heading(block.text)
        case Paragraph():
            flow.paragraph(block.text, note=block.note)
        case Table():
            TableFlow(flow, block, part.grid, ticker).draw()
        case PageBreak():
            flow.break_page()


def _foot(document: Document) -> tuple[str, str]:
    """Return the words at the left and the right of every page's foot."""
    options = document.options
    left = "　".join(words for words in (options.city, document.title, options.edition) if words)
    return left, f"印刷日 {format_date_japanese(options.print_date)}"
