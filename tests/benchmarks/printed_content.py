"""What a document says, flattened for the peers: the same texts in the same tables, without charts and stamps."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reform_desktop.reports.model import (
    Align,
    Block,
    Cell,
    Contents,
    Cover,
    Document,
    Heading,
    Paragraph,
    Row,
    StackedBars,
    Table,
    Trend,
)
from reform_desktop.reports.wording import alignment, printed


@dataclass(slots=True)
class PlainCell:
    """A cell: its words, the columns it spans, and whether they stand at the left, in the middle or at the right."""

    words: str
    span: int
    align: str
    bold: bool


@dataclass(slots=True)
class PlainTable:
    """Rows of cells on relative column widths; the first ``heads`` of them are repeated on each page."""

    grid: tuple[float, ...]
    rows: list[list[PlainCell]]
    heads: int


@dataclass(slots=True)
class PlainPart:
    """One part: begins on a new page. Its blocks are tables, and words that stand alone."""

    title: str
    overline: str
    landscape: bool
    blocks: list[PlainTable | str] = field(default_factory=list)


def content_of(document: Document) -> list[PlainPart]:
    """Return everything the document says."""
    parts = []
    for part in document.parts:
        turned = document.landscape if part.landscape is None else part.landscape
        plain = PlainPart(part.title, part.overline, turned)
        for block in part.blocks:
            plain.blocks.extend(_plain(block, part.grid))
        parts.append(plain)
    return parts


def write_content(parts: list[PlainPart], path: Path) -> None:
    """Keep the content in a file, so that a peer's process reads it without having made it."""
    path.write_bytes(pickle.dumps(parts))


def read_content(path: Path) -> list[PlainPart]:
    """Read what `write_content` wrote."""
    parts: list[PlainPart] = pickle.loads(path.read_bytes())  # noqa: S301 -- our own file
    return parts


def _plain(block: Block, grid: tuple[float, ...]) -> Iterator[PlainTable | str]:
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Table():
            rows = [_row(row, len(grid)) for row in (*block.head, *block.rows)]
            yield PlainTable(grid, rows, len(block.head))
        case Cover():
            yield from (block.title, block.subtitle, *block.lines)
        case Contents():
            yield from (entry.words for entry in block.entries)
        case StackedBars():
            yield from (one.mark.label for one in block.series)


def _row(row: Row, columns: int) -> list[PlainCell]:
    cells = [_cell(cell) for cell in row.cells]
    missing = columns - sum(cell.span for cell in cells)
    return [*cells, PlainCell("", missing, "left", bold=False)] if missing > 0 else cells


def _cell(cell: Cell) -> PlainCell:
    align = {Align.CENTER: "center", Align.END: "right"}.get(alignment(cell), "left")
    words = "" if isinstance(cell.value, Trend) else printed(cell.value)
    return PlainCell(words, cell.span, align, cell.bold)
