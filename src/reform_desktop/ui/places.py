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


def place_of(
    kind: str, row: str, field: str, measure_id: str, fiscal_year: int | None, *, is_division: bool
) -> Place | None:
    """Return where to go for a field, or ``None`` for what has no place in the window.

    The plan is edited in the division's file only; elsewhere there is no page for it.
    """
    if measure_id:
        return Place("measures", measure_id, kind, row, field, fiscal_year)
    page = _PAGES.get(kind)
    if page is None or (page == "arrangement" and not is_division):
        return None
    return Place(page, "", kind, row, field)
