"""What a 記入用シート says, before it is a workbook: sheets, rows, cells, and the field behind each input cell."""

from __future__ import annotations

from dataclasses import dataclass

from reform_desktop.domain.json_value import JsonValue
from reform_desktop.reports.entry.keys import EntryHeader
from reform_desktop.reports.model import Cell


@dataclass(frozen=True, slots=True)
class EntryPlace:
    """The field behind an input cell, its exported value, and the heads that it was exported from."""

    kind: str
    row_id: str
    owner_id: str
    field: str
    fiscal_year: int | None
    parents: tuple[str, ...]
    value: JsonValue


@dataclass(frozen=True, slots=True)
class EntryCell:
    """One cell of a sheet; ``place`` only where something may be filled in."""

    cell: Cell
    place: EntryPlace | None = None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One row; ``least`` is how many lines high it is at least, so that there is room to write."""

    cells: tuple[EntryCell, ...]
    least: int = 1


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """The sheet of one measure."""

    name: str
    overline: str
    title: str
    rows: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True)
class EntryBook:
    """The whole workbook. ``choices`` are the lists behind the drop-downs, ``guide`` tells how it is filled in."""

    title: str
    subject: str
    header: EntryHeader
    guide: tuple[str, ...]
    choices: dict[str, tuple[str, ...]]
    sheets: tuple[EntrySheet, ...]
