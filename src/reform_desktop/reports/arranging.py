"""A document arranged as a layout wants it: paper, and the columns of its lists, before any writer sees it.

What a layout cannot do is left as it is: a list of which it hides every column shows its usual ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from reform_desktop.domain.layouts import LayoutColumn, LayoutSettings
from reform_desktop.reports.columns import column_named
from reform_desktop.reports.model import Block, Cell, Document, Lazy, Paper, Part, Row, Table, Tone

_PAPERS: Final = {"a4": Paper.A4, "a3": Paper.A3}
_MM: Final = 72 / 25.4
_HEADS: Final = frozenset({Tone.HEAD, Tone.CURRENT})


def arranged(document: Document, layout: LayoutSettings) -> Document:
    """Return the document with the layout's paper, orientation and columns."""
    turned = None if layout.orientation is None else layout.orientation == "landscape"
    if layout.paper is None and turned is None and not layout.columns:
        return document
    return replace(
        document,
        paper=_PAPERS.get(layout.paper or "", document.paper),
        landscape=document.landscape if turned is None else turned,
        parts=Lazy(partial(_parts, document.parts, layout, turned)),
    )


def _parts(parts: Iterable[Part], layout: LayoutSettings, turned: bool | None) -> Iterator[Part]:  # noqa: FBT001
    for part in parts:
        turned_part = part if turned is None else replace(part, landscape=turned)
        yield _with_columns(turned_part, layout.columns.get(part.table, ()))


def _with_columns(part: Part, wanted: Sequence[LayoutColumn]) -> Part:
    order = ColumnOrder.of(part, wanted)
    if order is None:
        return part
    return replace(part, grid=order.grid, blocks=Lazy(partial(_blocks, part.blocks, order)))


def _blocks(blocks: Iterable[Block], order: ColumnOrder) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Table):
            head = tuple(order.row(order.captioned(row)) for row in block.head)
            yield replace(block, rows=Lazy(partial(_rows, block.rows, order)), head=head)
        else:
            yield block


def _rows(rows: Iterable[Row], order: ColumnOrder) -> Iterator[Row]:
    return map(order.row, rows)


@dataclass(frozen=True, slots=True)
class ColumnOrder:
    """Which old columns of a grid stand where, and how wide; ``captions`` replaces words in the heads.

    ``columns`` are the places in the old grid, from 0, in their new order.
    """

    columns: tuple[int, ...]
    grid: tuple[float, ...]
    captions: Mapping[int, tuple[str, str]]

    @classmethod
    def of(cls, part: Part, wanted: Sequence[LayoutColumn]) -> ColumnOrder | None:
        """Return the order that a layout wants of a part's columns; ``None`` leaves them as they are."""
        columns: list[int] = []
        grid: list[float] = []
        captions: dict[int, tuple[str, str]] = {}
        for one in wanted:
            places = [place for place, name in enumerate(part.columns) if name == one.column]
            if not places:
                continue
            columns += places
            widths = [part.grid[place] for place in places]
            grid += [one.width * _MM / len(places)] * len(places) if one.width is not None else widths
            known = column_named(part.table, one.column)
            if one.caption and known is not None and known.caption:
                captions[places[0]] = (known.caption, one.caption)
        return cls(tuple(columns), tuple(grid), captions) if columns else None

    def row(self, row: Row) -> Row:
        """Return the row's cells in their new order.

        A cell over several columns stays one cell over those that are still side by side; where they were parted
        its words stand in the first, and the rest is blank.
        """
        owners = [place for place, cell in enumerate(row.cells) for _ in range(cell.span)]
        cells: list[Cell] = []
        placed: set[int] = set()
        before: int | None = None
        for column in self.columns:
            owner = owners[column] if column < len(owners) else None
            if owner is None:
                cells.append(Cell())
            elif owner == before:
                cells[-1] = replace(cells[-1], span=cells[-1].span + 1)
            elif owner in placed:
                cells.append(Cell(tone=row.cells[owner].tone))
            else:
                cells.append(replace(row.cells[owner], span=1))
                placed.add(owner)
            before = owner
        return replace(row, cells=tuple(cells))

    def captioned(self, row: Row) -> Row:
        """Return a row of heads with the layout's captions in place of the usual ones."""
        if not self.captions:
            return row
        cells: list[Cell] = []
        column = 0
        for cell in row.cells:
            usual, caption = self.captions.get(column, ("", ""))
            mine = caption and cell.tone in _HEADS and cell.value == usual
            cells.append(replace(cell, value=caption) if mine else cell)
            column += cell.span
        return replace(row, cells=tuple(cells))
