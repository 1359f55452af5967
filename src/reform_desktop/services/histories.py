"""What happened to a field, a record or the file, in words for people."""

from __future__ import annotations

from collections.abc import Sequence

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
_NAMES = ("title", "name", "file_name", "text")
DELETED = "（削除しました）"
RESTORED = "（削除した記録を元に戻しました）"


class Happening(Struct, frozen=True):
    """One field that one change set, with the words before and after; ``value`` is what restoring would set.

    ``value_before`` would be set by restoring what stood there before. A deletion has no ``field``.
    """

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
    value_before: JsonValue = None
    sequence: int = 0
    unit_id: str = ""


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


def happenings_of(desk: Desk, sequences: Sequence[int]) -> list[Happening]:
    """Return what those changes of the log did, the newest first."""
    with desk.store.reading() as connection:
        logged = history.changes_with_before(connection, sequences)
    return _happenings(desk, sorted(logged, key=lambda one: one.sequence, reverse=True))


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
            name = next((value for each in _NAMES if isinstance(value := one.before.get(each), str)), "")
            gone = ("", f"{kind.label}の削除" if kind else "削除", name, DELETED, *who)
            found.append(Happening(*common, *gone, sequence=one.sequence, unit_id=one.change.unit))
        elif not one.change.set:
            back = ("", "削除の取消し", "", RESTORED, *who)
            found.append(Happening(*common, *back, sequence=one.sequence, unit_id=one.change.unit))
        for name, value in one.change.set.items():
            declared = kind.fields.get(name) if kind else None
            told = (one.before[name], one.sequence, one.change.unit)
            if declared is None:
                found.append(Happening(*common, name, name, str(one.before[name]), str(value), *who, value, *told))
                continue
            shown = [display_value(declared, each, scale=scale, names=names) for each in (one.before[name], value)]
            if shown[0] != shown[1]:
                found.append(Happening(*common, name, declared.label, shown[0], shown[1], *who, value, *told))
    return found
