"""Writing cells of a grid: one cell, a pasted block, a fill; each as one operation and one step of undo.

What can be understood and may be changed is saved, whatever else the block holds; the rest comes back with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reform_desktop.domain.catalogue import KINDS, field_named
from reform_desktop.domain.errors import InputError, NotAllowedError, NotFoundError
from reform_desktop.domain.fields import Field
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.records import YearRecord
from reform_desktop.domain.values import JsonValue, parse_input
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import change_name, checked_edit, creation
from reform_desktop.store import records
from reform_desktop.store.write import Edit, Saved

ARROW: Final = "→"
"""Printed where a stage repeats that of the year before; pasted back it means the same."""


@dataclass(frozen=True, slots=True)
class CellPlace:
    """The stored field behind a cell.

    ``owner`` is the record itself, or for what stands in a year (年度別, 指標の値) the record that it belongs to.
    """

    kind: str
    owner: str
    field: str
    fiscal_year: int | None = None

    @property
    def row(self) -> str:
        """The id of the row, also of one that nobody has begun yet."""
        kind = KINDS[self.kind]
        return child_row_id(kind, self.owner, (self.fiscal_year,)) if kind.natural_key else self.owner

    @property
    def declared(self) -> Field:
        """The field's declaration."""
        return field_named(self.kind, self.field)

    def edit(self, values: dict[str, JsonValue]) -> Edit:
        """Return the edit that sets values of the row; one that belongs to a year is made when it is not there."""
        kind = KINDS[self.kind]
        if not kind.natural_key:
            return Edit(self.kind, self.owner, values)
        return creation(self.kind, {kind.parent: self.owner, "fiscal_year": self.fiscal_year, **values})


@dataclass(frozen=True, slots=True)
class CellInput:
    """What was typed into one cell. ``name`` says whose cell it is; ``unit`` may be typed behind a number."""

    place: CellPlace
    typed: str
    name: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A cell that was not saved, and why, in one sentence."""

    cell: CellInput
    sentence: str


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a block of cells."""

    saved: Saved | None
    refused: tuple[Refusal, ...]


def write_cells(desk: Desk, cells: Sequence[CellInput], *, name: str | None = None) -> Written:
    """Save what can be understood as one operation, and return the rest with its reasons.

    Raises what the environment does (a full disk); nothing is saved then.
    """
    refused: list[Refusal] = []
    read: dict[tuple[str, str, int | None], list[tuple[CellInput, JsonValue]]] = {}
    units = {one.place.owner: one.typed.strip() for one in cells if one.place.field == "unit"}
    for cell in cells:
        try:
            value = _read(desk, cell, units.get(cell.place.owner, cell.unit))
        except InputError as error:
            refused.append(Refusal(cell, str(error)))
        else:
            read.setdefault((cell.place.kind, cell.place.owner, cell.place.fiscal_year), []).append((cell, value))
    edits = [edit for row in read.values() for edit in _edits(desk, row, refused)]
    saved = desk.save(edits, name or _name(cells)) if edits else None
    return Written(saved, tuple(refused))


def _read(desk: Desk, cell: CellInput, unit: str) -> JsonValue:
    place = cell.place
    if place.field == "stage" and cell.typed.strip() == ARROW and place.fiscal_year is not None:
        return _stage_before(desk, place)
    scale = desk.scale() if place.field == "grade" else None
    return parse_input(place.declared, cell.typed, scale=scale, unit=unit)


def _stage_before(desk: Desk, place: CellPlace) -> JsonValue:
    before = child_row_id(KINDS["year_record"], place.owner, ((place.fiscal_year or 0) - 1,))
    with desk.store.reading() as connection:
        record = records.find_record(connection, YearRecord, before)
    if record is None or record.stage is None:
        raise InputError(
            f"{place.declared.label}：「→」は前の年度と同じという意味ですが、前の年度の段階がありません。"
            "段階の名前で入力してください。"
        )
    return record.stage


def _edits(desk: Desk, row: list[tuple[CellInput, JsonValue]], refused: list[Refusal]) -> list[Edit]:
    """Return the edit of one row; where it may not be made as a whole, each field is asked for by itself."""
    place = row[0][0].place
    try:
        return [checked_edit(desk, place.edit({cell.place.field: value for cell, value in row}))]
    except (InputError, NotAllowedError, NotFoundError) as error:
        if len(row) == 1:
            refused.append(Refusal(row[0][0], str(error)))
            return []
    allowed = [one for one in row if _edits(desk, [one], refused)]
    return _edits(desk, allowed, refused) if allowed else []


def _name(cells: Sequence[CellInput]) -> str:
    place = cells[0].place
    return change_name(place.kind, [place.field]) if len(cells) == 1 else f"{KINDS[place.kind].label}の変更"
