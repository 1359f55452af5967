"""The peer that city books are measured against: plain reportlab Platypus, tables and paragraphs with CJK wrapping."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
)

from benchmarks.printed_content import PlainCell, PlainPart, PlainTable
from reform_desktop.reports.pdf.typeface import BOLD_FILE, REGULAR_FILE
from reform_desktop.resources import resource_path

_MARGIN: Final = 43
_ROWS_AT_ONCE: Final = 40
"""Longer tables are cut into pieces for Platypus, whose splitting takes the square of the rows."""

_ALIGNMENTS: Final[dict[str, Literal[0, 1, 2]]] = {"left": 0, "center": 1, "right": 2}


def write_with_platypus(parts: list[PlainPart], path: Path) -> None:
    """Write the content as a reportlab user would: one `Table` of `Paragraph`s each, one template an orientation."""
    pdfmetrics.registerFont(TTFont("Regular", str(resource_path(REGULAR_FILE))))
    pdfmetrics.registerFont(TTFont("Bold", str(resource_path(BOLD_FILE))))
    document = BaseDocTemplate(str(path), pagesize=A4)
    for name, size in (("portrait", A4), ("landscape", landscape(A4))):
        frame = Frame(_MARGIN, _MARGIN, size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate(name, [frame], pagesize=size))
    document.build(list(_story(parts)))


def _story(parts: list[PlainPart]) -> Iterator[Flowable]:
    styles = _styles()
    for place, part in enumerate(parts):
        name = "landscape" if part.landscape else "portrait"
        yield NextPageTemplate(name)
        if place:
            yield PageBreak()
        width = (A4[1] if part.landscape else A4[0]) - 2 * _MARGIN
        for words in (part.overline, part.title):
            yield Paragraph(escape(words), styles["left", True])
        for block in part.blocks:
            if isinstance(block, PlainTable):
                yield from (_table(piece, width, styles) for piece in _pieces(block))
            else:
                yield Paragraph(_marked(block), styles["left", False])


def _styles() -> dict[tuple[str, bool], ParagraphStyle]:
    return {
        (align, bold): ParagraphStyle(
            f"{align}{bold}",
            fontName="Bold" if bold else "Regular",
            fontSize=9,
            leading=12.2,
            alignment=value,
            wordWrap="CJK",
        )
        for align, value in _ALIGNMENTS.items()
        for bold in (False, True)
    }


def _pieces(table: PlainTable) -> Iterator[PlainTable]:
    heads, rows = table.rows[: table.heads], table.rows[table.heads :]
    for start in range(0, max(1, len(rows)), _ROWS_AT_ONCE):
        kept = heads if start == 0 else []
        yield PlainTable(table.grid, [*kept, *rows[start : start + _ROWS_AT_ONCE]], len(kept))


def _table(table: PlainTable, width: float, styles: dict[tuple[str, bool], ParagraphStyle]) -> Table:
    columns = len(table.grid)
    commands: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("PADDING", (0, 0), (-1, -1), 3),
    ]
    rows: list[list[Paragraph | str]] = []
    for number, row in enumerate(table.rows):
        cells: list[Paragraph | str] = []
        for cell in row:
            if cell.span > 1:
                commands.append(("SPAN", (len(cells), number), (len(cells) + cell.span - 1, number)))
            cells += [_paragraph(cell, styles), *[""] * (cell.span - 1)]
        rows.append(cells[:columns])
    scale = width / sum(table.grid)
    widths = [scale * one for one in table.grid]
    return Table(rows, colWidths=widths, style=commands, repeatRows=table.heads, splitInRow=1)


def _paragraph(cell: PlainCell, styles: dict[tuple[str, bool], ParagraphStyle]) -> Paragraph | str:
    return Paragraph(_marked(cell.words), styles[cell.align, cell.bold]) if cell.words else ""


def _marked(words: str) -> str:
    return escape(words).replace("\n", "<br/>")
