"""What happened to a field, a record or the file, in words for people."""

from __future__ import annotations

from msgspec import Struct

from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.grades import scale_of
from reform_desktop.domain.values import JsonValue, display_value
from reform_desktop.services.departments import list_departments
from reform_desktop.services.desk import Desk
from reform_desktop.store import history
from reform_desktop.store.history import LoggedChange

DIVISION_NAME = "政策・デジタル推進課"


class Happening(Struct, frozen=True):
    """One field that one change set, with the words before and after; ``value`` is what restoring would set."""

    change_id: str
    row: str
    kind: str
    field: str
    label: str
    before: str
    after: str
    unit: str
    who: str
    at: str
    value: JsonValue = None


def field_history(desk: Desk, row: str, field: str | None = None) -> list[Happening]:
    """Return what happened to a record, or to one of its fields, the newest first."""
    with desk.store.reading() as connection:
        logged = history.field_history(connection, row, field)
    found = _happenings(desk, logged)
    return [one for one in found if field is None or one.field in (field, "")]


def recent_history(desk: Desk, limit: int = 200) -> list[Happening]:
    """Return the last things that happened in the file, the newest first."""
    with desk.store.reading() as connection:
        logged = history.recent_changes(connection, limit)
    return _happenings(desk, logged)


def _happenings(desk: Desk, logged: list[LoggedChange]) -> list[Happening]:
    names = {one.id: one.name for one in list_departments(desk)}
    found: list[Happening] = []
    scale = scale_of(desk.plan().grade_scale)
    for one in logged:
        unit = DIVISION_NAME if one.change.unit == DIVISION else names.get(one.change.unit, one.change.unit)
        common = (one.id, one.change.row, one.change.kind)
        who = (unit, one.change.who, one.change.at)
        kind = KINDS.get(one.change.kind)
        if one.change.delete:
            found.append(Happening(*common, "", "削除", "", "（削除しました）", *who))
        for name, value in one.change.set.items():
            declared = kind.fields.get(name) if kind else None
            if declared is None:
                found.append(Happening(*common, name, name, str(one.before[name]), str(value), *who, value))
                continue
            shown = [display_value(declared, each, scale=scale, names=names) for each in (one.before[name], value)]
            if shown[0] != shown[1]:
                found.append(Happening(*common, name, declared.label, shown[0], shown[1], *who, value))
    return found
