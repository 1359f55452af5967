"""前年度から写す: what last year says, written into this year; only into empty fields unless somebody says otherwise.

A whole measure brings the plan, the texts and the indicators' targets along. Grades, effect amounts and actual values
of a year that is over are never copied: they would look like this year's results.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.fields import FieldType, Owner, Phase
from reform_desktop.domain.values import JsonValue, display_value, empty_value, is_empty, to_values
from reform_desktop.services.cells import CellPlace
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import checked_edit
from reform_desktop.store import dossiers
from reform_desktop.store.write import Edit, Saved

_FIELDS: Final = KINDS["year_record"].fields

PLAN_FIELDS: Final = tuple(name for name, field in _FIELDS.items() if field.phase is Phase.PLAN)
"""What is written at the beginning of a year."""

TEXT_FIELDS: Final = tuple(name for name, field in _FIELDS.items() if field.type is FieldType.TEXT)
"""The running texts of a year, plan and results."""


@dataclass(frozen=True, slots=True)
class CopyItem:
    """One field to be written: what stands there, and what would."""

    place: CellPlace
    label: str
    value: JsonValue
    before: str
    after: str

    @property
    def occupied(self) -> bool:
        """Whether the field holds something that would be replaced."""
        return bool(self.before)


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """What copying would do; nothing is written yet. What is alike already is not among the items."""

    fiscal_year: int
    items: tuple[CopyItem, ...]

    @property
    def free(self) -> tuple[CopyItem, ...]:
        """What goes into empty fields."""
        return tuple(one for one in self.items if not one.occupied)

    @property
    def occupied(self) -> tuple[CopyItem, ...]:
        """What would replace something."""
        return tuple(one for one in self.items if one.occupied)


def plan_copy(
    desk: Desk, measure_id: str, fiscal_year: int, fields: Sequence[str], *, with_targets: bool = False
) -> CopyPlan:
    """Return what the year before holds of these fields, and on request the indicators' targets, for this year."""
    with desk.store.reading() as connection:
        dossier = dossiers.measure_dossier(connection, measure_id)
    if dossier is None:
        return CopyPlan(fiscal_year, ())
    items = list(_year_items(desk, dossier, fiscal_year, fields))
    if with_targets:
        items += _target_items(dossier, fiscal_year)
    return CopyPlan(fiscal_year, tuple(items))


def apply_copy(desk: Desk, plan: CopyPlan, *, overwrite: bool = False) -> Saved | None:
    """Write the free fields, or all of them, as one operation; ``None`` when there is nothing to write.

    Raises `UserError` when this desk may not change one of them.
    """
    values: dict[tuple[str, str], tuple[CellPlace, dict[str, JsonValue]]] = {}
    for item in plan.items if overwrite else plan.free:
        _place, row = values.setdefault((item.place.kind, item.place.owner), (item.place, {}))
        row[item.place.field] = item.value
    edits: list[Edit] = [checked_edit(desk, place.edit(row)) for place, row in values.values()]
    return desk.save(edits, "前年度からの写し") if edits else None


def _year_items(desk: Desk, dossier: MeasureDossier, fiscal_year: int, names: Sequence[str]) -> Iterator[CopyItem]:
    before, now = dossier.years.get(fiscal_year - 1), dossier.years.get(fiscal_year)
    if before is None:
        return
    last, this = to_values(before), to_values(now) if now else {}
    scale = desk.scale()
    for name in names:
        field = _FIELDS[name]
        value, present = last[name], this.get(name, empty_value(field))
        if is_empty(field, value) or value == present or (field.owner is Owner.DIVISION and not desk.is_division):
            continue
        was, will = (display_value(field, one, scale=scale) for one in (present, value))
        place = CellPlace("year_record", dossier.measure.id, name, fiscal_year)
        yield CopyItem(place, field.label, value, was, will)


def _target_items(dossier: MeasureDossier, fiscal_year: int) -> Iterator[CopyItem]:
    field = KINDS["indicator_value"].fields["target"]
    for one in dossier.indicators:
        before, now = one.values.get(fiscal_year - 1), one.values.get(fiscal_year)
        if before is None or before.target is None or (now is not None and now.target == before.target):
            continue
        value = to_values(before)["target"]
        present = to_values(now)["target"] if now else None
        place = CellPlace("indicator_value", one.indicator.id, "target", fiscal_year)
        label = f"{one.indicator.name}の{field.label}"
        yield CopyItem(place, label, value, display_value(field, present), display_value(field, value))
