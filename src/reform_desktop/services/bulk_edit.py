"""Changing one field of many measures at once: first what would become of each, then all of it as one step of undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.errors import InputError, NotAllowedError, NotFoundError
from reform_desktop.domain.fields import Owner
from reform_desktop.domain.records import Measure, YearRecord
from reform_desktop.domain.values import JsonValue, display_value, empty_value, to_values
from reform_desktop.services.cells import CellPlace
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import checked_edit
from reform_desktop.store import dossiers
from reform_desktop.store.write import Edit, Saved

Target = tuple[str, str]
"""Kind and field."""

_OF_MEASURE: Final = (
    "lead_department_id",
    "related_department_ids",
    "priority",
    "first_fiscal_year",
    "last_fiscal_year",
    "retired_from",
)
_OF_YEAR: Final = ("stage", "grade", "outside_evaluation")


@dataclass(frozen=True, slots=True)
class BulkLine:
    """What becomes of one measure: ``refused`` says why nothing does."""

    measure_id: str
    number: str
    title: str
    before: str
    after: str
    refused: str = ""

    @property
    def changes(self) -> bool:
        """Whether anything changes."""
        return not self.refused and self.before != self.after


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What a change of many measures would do; nothing is written yet."""

    target: Target
    lines: tuple[BulkLine, ...]
    edits: tuple[Edit, ...]

    @property
    def label(self) -> str:
        """The field's label."""
        kind, name = self.target
        return KINDS[kind].fields[name].label

    @property
    def changing(self) -> int:
        """How many measures change."""
        return sum(line.changes for line in self.lines)

    @property
    def refused(self) -> int:
        """How many may not be changed."""
        return sum(bool(line.refused) for line in self.lines)


def bulk_targets(desk: Desk) -> tuple[Target, ...]:
    """Return the fields that can be changed together here; a department's file leaves out the division's."""
    targets = (*(("year_record", name) for name in _OF_YEAR), *(("measure", name) for name in _OF_MEASURE))
    return tuple(
        (kind, name)
        for kind, name in targets
        if desk.is_division or KINDS[kind].fields[name].owner is not Owner.DIVISION
    )


def plan_bulk(
    desk: Desk,
    measure_ids: Sequence[str],
    target: Target,
    value: JsonValue,
    fiscal_year: int,
    names: Mapping[str, str],
) -> BulkPlan:
    """Return what setting a field to ``value`` would do to each measure, in the order given.

    ``names`` are the shown names of departments by id.
    """
    with desk.store.reading() as connection:
        found = dossiers.dossiers_of(connection, measure_ids)
    lines, edits = [], []
    for dossier in found:
        line, edit = _line(desk, dossier, target, value, fiscal_year, names)
        lines.append(line)
        if line.changes:
            edits.append(edit)
    return BulkPlan(target, tuple(lines), tuple(edits))


def apply_bulk(desk: Desk, plan: BulkPlan) -> Saved:
    """Write what was planned as one operation. Raises `UserError` when a measure may not be changed any more."""
    edits = [checked_edit(desk, edit) for edit in plan.edits]
    return desk.save(edits, f"{len(edits):,}件の{plan.label}の変更")


def _line(
    desk: Desk,
    dossier: MeasureDossier,
    target: Target,
    value: JsonValue,
    fiscal_year: int,
    names: Mapping[str, str],
) -> tuple[BulkLine, Edit]:
    kind, name = target
    field = KINDS[kind].fields[name]
    record: Measure | YearRecord | None = dossier.measure if kind == "measure" else dossier.years.get(fiscal_year)
    before = to_values(record)[name] if record else empty_value(field)
    place = CellPlace(kind, dossier.measure.id, name, None if kind == "measure" else fiscal_year)
    edit = place.edit({name: value})
    refused = ""
    try:
        checked_edit(desk, edit)
    except (InputError, NotAllowedError, NotFoundError) as error:
        refused = str(error)
    scale = desk.scale() if name == "grade" else None
    was, will = (display_value(field, one, scale=scale, names=names) for one in (before, value))
    return BulkLine(dossier.measure.id, dossier.number, dossier.measure.title, was, will, refused), edit
