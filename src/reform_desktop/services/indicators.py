"""Writing the grid of indicators: a cell, a block pasted from a spreadsheet, each as one operation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.errors import InputError
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.values import JsonValue, parse_input
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import NOTHING_LOST, change_name, checked_edit, creation
from reform_desktop.store.write import Edit, Saved


@dataclass(frozen=True, slots=True)
class CellInput:
    """What was typed into one cell; ``fiscal_year`` is ``None`` for the indicator's own fields.

    ``name`` and ``unit`` are the indicator's, for messages and for figures typed with their unit.
    """

    indicator_id: str
    field: str
    fiscal_year: int | None
    typed: str
    name: str = ""
    unit: str = ""

    @property
    def kind(self) -> str:
        """The kind of the record that the cell belongs to."""
        return "indicator" if self.fiscal_year is None else "indicator_value"


def write_cells(desk: Desk, cells: Sequence[CellInput], *, name: str | None = None) -> Saved:
    """Save cells as one operation, all or none.

    Raises `InputError` that names the cell which cannot be understood, or `NotAllowedError`.
    """
    values: dict[tuple[str, int | None], dict[str, JsonValue]] = {}
    units = {one.indicator_id: one.typed.strip() for one in cells if one.field == "unit"}
    for one in cells:
        row = values.setdefault((one.indicator_id, one.fiscal_year), {})
        row[one.field] = _read(one, units.get(one.indicator_id, one.unit), alone=len(cells) == 1)
    edits = [checked_edit(desk, _edit(indicator_id, year, row)) for (indicator_id, year), row in values.items()]
    return desk.save(edits, name or _name(cells))


def _read(cell: CellInput, unit: str, *, alone: bool) -> JsonValue:
    try:
        return parse_input(field_named(cell.kind, cell.field), cell.typed, unit=unit)
    except InputError as error:
        if alone:
            raise
        year = f"{format_fiscal_year(cell.fiscal_year)}の" if cell.fiscal_year is not None else ""
        raise InputError(f"「{cell.name}」{year}{error} {NOTHING_LOST}") from error


def _edit(indicator_id: str, year: int | None, values: dict[str, JsonValue]) -> Edit:
    if year is None:
        return Edit("indicator", indicator_id, values)
    return creation("indicator_value", {"indicator_id": indicator_id, "fiscal_year": year, **values})


def _name(cells: Sequence[CellInput]) -> str:
    return change_name(cells[0].kind, [cells[0].field]) if len(cells) == 1 else "指標の変更"
