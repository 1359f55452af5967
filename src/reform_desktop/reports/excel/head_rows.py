"""Heads of narrow columns, broken between phrases as on paper: Excel breaks 年度目標 wherever the column ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reform_desktop.reports.excel.heights import line_count
from reform_desktop.reports.excel.styles import SMALL_SIZE
from reform_desktop.reports.model import Cell, GradeMark, Row, Tone
from reform_desktop.reports.pdf.breaking import by_phrases
from reform_desktop.reports.pdf.typeface import shipped_typefaces
from reform_desktop.reports.wording import is_number, printed

_SIZE: Final = 9.0
_SIDES: Final = 4.0
_SAFE: Final = 0.97


def phrased(row: Row, widths: Sequence[float]) -> Row:
    """Return a head's row for cells of these widths in points, with line breaks in what takes more than one line."""
    return replace(row, cells=tuple(_phrased(*both) for both in zip(row.cells, widths, strict=True)))


def _phrased(cell: Cell, width: float) -> Cell:
    if is_number(cell.value) or line_count(printed(cell.value), width) == 1:
        return cell
    if isinstance(cell.value, GradeMark):
        lines = (cell.value.symbol, *_broken(cell.value.label, width, SMALL_SIZE))
        return replace(cell, value=replace(cell.value, symbol="", label="\n".join(filter(None, lines))))
    if cell.tone not in (Tone.HEAD, Tone.CURRENT):
        return cell
    return replace(cell, value="\n".join(_broken(printed(cell.value), width, _SIZE)))


def _broken(words: str, width: float, size: float) -> list[str]:
    faces = shipped_typefaces()
    room = max(1.0, _SAFE * (width - _SIDES) / size)
    return by_phrases(faces.printable(words), room, faces.advances(bold=True))
