"""Blocks of cells as spreadsheets put them on the clipboard: lines of values between tabs, or a table in HTML.

Excel writes both: the text as it is shown (a cell with a line break between quotation marks) and the table. The text
is read; where it falls into another shape than the table, a quotation mark or a line break was not what it seemed,
and the table is read instead. Written are both, too: numbers without separators, and words marked as text, so that
Excel takes ``1-1`` for no date and ``=1+1`` for no formula.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Final

from reform_desktop.domain.errors import InputError

LIMIT: Final = 5_000_000
"""Characters of a pasted block: about a plan of ten thousand measures."""

_MOST_SPAN: Final = 1_000
_READINGS: Final = ("rt", "rp")
"""What Excel writes of 振り仮名, which is no part of the cell."""

_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class CellText:
    """One cell to be copied. ``is_number`` lets a spreadsheet reckon with it."""

    text: str
    is_number: bool = False


def read_block(text: str, html: str = "") -> list[list[str]]:
    """Return the cells of a copied block; nothing for an empty clipboard.

    Raises InputError for more than `LIMIT` characters: a block is never cut off silently.
    """
    if max(len(text), len(html)) > LIMIT * 4 or len(text) > LIMIT:
        raise InputError("貼り付ける範囲が大きすぎます。表は変更していません。いくつかに分けて貼り付けてください。")
    lines = _read_lines(text)
    table = _read_table(html) if html else []
    if table and (not lines or _shape(table) != _shape(lines)):
        return table
    return lines


def write_block(cells: Sequence[Sequence[CellText]]) -> str:
    """Return cells as lines of values between tabs."""
    stream = io.StringIO()
    csv.writer(stream, delimiter="\t", lineterminator="\n").writerows([[cell.text for cell in row] for row in cells])
    return stream.getvalue()


def write_table(cells: Sequence[Sequence[CellText]]) -> str:
    """Return cells as the table in HTML that spreadsheets prefer to the text."""
    rows = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in cells)
    return f'<html><head><meta charset="utf-8"></head><body><table>{rows}</table></body></html>'


def spread(block: Sequence[Sequence[str]], rows: Sequence[int], columns: Sequence[int]) -> list[tuple[int, int, str]]:
    """Return where a block goes that is pasted over the chosen ``rows`` and ``columns``, as a spreadsheet does.

    It is repeated where the choice is a multiple of it, and otherwise begins at the first chosen cell.
    """
    height, width = len(block), max(map(len, block))
    repeated = len(rows) % height == 0 and len(columns) % width == 0
    lines = rows if repeated else range(rows[0], rows[0] + height)
    places = columns if repeated else range(columns[0], columns[0] + width)
    return [
        (row, column, block[i % height][j % width])
        for i, row in enumerate(lines)
        for j, column in enumerate(places)
        if j % width < len(block[i % height])
    ]


def _read_lines(text: str) -> list[list[str]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if not lines:
        return []
    csv.field_size_limit(LIMIT)
    return [row or [""] for row in csv.reader(io.StringIO(lines), delimiter="\t")]


def _read_table(html: str) -> list[list[str]]:
    reader = _TableReader()
    reader.feed(html)
    reader.close()
    return reader.rows


def _shape(block: Sequence[Sequence[str]]) -> tuple[int, ...]:
    return tuple(map(len, block))


def _html_cell(cell: CellText) -> str:
    if cell.is_number:
        return f"<td>{escape(cell.text)}</td>"
    words = escape(cell.text).replace("\n", '<br style="mso-data-placement:same-cell">')
    return f"<td style='mso-number-format:\"\\@\";white-space:pre-wrap'>{words}</td>"


class _TableReader(HTMLParser):
    """The first table of a page; merged cells stand in their first place, with blanks in the others."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._depth = 0
        self._done = False
        self._readings = 0
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._held: dict[tuple[int, int], str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell; a line break inside a cell stays one."""
        if tag == "table":
            self._depth += 1
        elif tag in _READINGS:
            self._readings += 1
        if self._done or self._depth != 1:
            return
        if tag == "tr":
            self._end_cell()
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self._end_cell()
            given = dict(attrs)
            self._spans = (_span(given.get("rowspan")), _span(given.get("colspan")))
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append("\v")

    def handle_endtag(self, tag: str) -> None:
        """End a cell or the table."""
        if tag in ("td", "th", "tr", "table") and self._depth == 1:
            self._end_cell()
        if tag in _READINGS:
            self._readings = max(0, self._readings - 1)
        if tag == "table":
            self._depth -= 1
            self._done = self._done or (self._depth == 0 and bool(self.rows))

    def handle_data(self, data: str) -> None:
        """Gather the words of a cell."""
        if self._cell is not None and not self._done and not self._readings:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        words = _BLANKS.sub(" ", "".join(self._cell)).strip(" ")
        text = "\n".join(line.strip(" ") for line in words.replace("\xa0", " ").split("\v"))
        text = text if text.strip() else ""  # LibreOffice writes a line break into an empty cell
        self._cell = None
        row = len(self.rows) - 1
        self._fill_held(row)
        down, across = self._spans
        for below in range(1, down):
            for beside in range(across):
                self._held[row + below, len(self.rows[row]) + beside] = ""
        self.rows[row] += [text, *([""] * (across - 1))]
        self._fill_held(row)

    def _fill_held(self, row: int) -> None:
        """Put the blanks in that a cell merged from above leaves."""
        while (row, len(self.rows[row])) in self._held:
            self.rows[row].append(self._held.pop((row, len(self.rows[row]))))


def _span(text: str | None) -> int:
    return min(max(1, int(text)), _MOST_SPAN) if text and text.isdecimal() else 1
