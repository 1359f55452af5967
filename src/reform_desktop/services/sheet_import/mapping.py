"""The mapping of a sheet without hidden keys: which cells are which field, as proposed, corrected and remembered."""

from __future__ import annotations

import hashlib

from msgspec import Struct

from reform_desktop.services.sheet_import.headings import plain_heading, targets


class ColumnUse(Struct, frozen=True):
    """One column, or in a form one cell: its heading as read, and what it is for (``year_record.result``).

    ``target`` is ``""`` where nothing is taken in. ``fiscal_year`` is the year that the heading names, if any.
    ``row`` is the row of the cell in a form.
    """

    column: int
    heading: str
    target: str = ""
    fiscal_year: int | None = None
    row: int | None = None


class SheetUse(Struct, frozen=True):
    """How one worksheet is read. A list has a measure a row from ``first_row`` on; a form is about one measure."""

    name: str
    columns: tuple[ColumnUse, ...]
    first_row: int = 0
    form: bool = False
    skip: bool = False


class Mapping(Struct, frozen=True):
    """How a file is read. ``fiscal_year`` is the year of columns whose headings name none."""

    fiscal_year: int
    sheets: tuple[SheetUse, ...]


def shape(sheet: SheetUse) -> str:
    """Return what sheets of the same shape have in common: their headings in their order, whatever the year."""
    words = repr([sheet.form, *(plain_heading(one.heading) for one in sheet.columns)])
    return hashlib.sha256(words.encode("utf-8", "backslashreplace")).hexdigest()[:32]


def checked(mapping: Mapping) -> Mapping:
    """Return a mapping that somebody wrote. Raises ValueError for targets that there are not, and odd places."""
    known = targets()
    for sheet in mapping.sheets:
        for one in sheet.columns:
            places = (one.column, one.row or 0, sheet.first_row)
            if (one.target and one.target not in known) or min(places) < 0:
                raise ValueError(one.target)
    return mapping
