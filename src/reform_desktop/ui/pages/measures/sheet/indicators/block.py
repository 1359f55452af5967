"""A block of cells as spreadsheets put it on the clipboard: lines of values between tabs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

_LIMIT = 100_000
"""Characters of a pasted block that are looked at: far more than any grid holds."""


def read_block(text: str) -> list[list[str]]:
    """Return the cells of a copied block; Excel puts a cell with a line break between quotation marks."""
    lines = text[:_LIMIT].replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if not lines:
        return []
    return [row or [""] for row in csv.reader(io.StringIO(lines), delimiter="\t")]


def write_block(cells: Sequence[Sequence[str]]) -> str:
    """Return cells as a spreadsheet takes them from the clipboard."""
    stream = io.StringIO()
    csv.writer(stream, delimiter="\t", lineterminator="\n").writerows(cells)
    return stream.getvalue()
