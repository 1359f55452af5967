"""Where in the window a record of the file is shown."""

from __future__ import annotations

from typing import Final

from reform_desktop.ui.session import Place

_PAGES: Final = {
    "policy": "arrangement",
    "item": "arrangement",
    "department": "arrangement",
    "submission": "submissions",
    "opinion": "opinions",
}


def place_of(kind: str, row: str, field: str, measure_id: str, fiscal_year: int | None) -> Place | None:
    """Return where to go for a field, or ``None`` for what has no place in the window."""
    if measure_id:
        return Place("measures", measure_id, kind, row, field, fiscal_year)
    page = _PAGES.get(kind)
    return Place(page, "", kind, row, field) if page else None
