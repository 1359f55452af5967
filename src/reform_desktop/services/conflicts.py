"""Conflicts: what stands against what, in words, and settling them one by one or all of a kind at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from msgspec import Struct

from reform_desktop.changes.change import DIVISION, EXISTENCE
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.errors import InputError, NotFoundError
from reform_desktop.domain.fields import Owner
from reform_desktop.domain.grades import scale_of
from reform_desktop.domain.values import JsonValue, display_value, parse_input
from reform_desktop.services.departments import list_departments
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import NOTHING_LOST, checked_edit
from reform_desktop.services.histories import DIVISION_NAME
from reform_desktop.store import disputes
from reform_desktop.store.disputes import Dispute, Side
from reform_desktop.store.write import Edit, Saved


class ConflictValue(Struct, frozen=True):
    """One side of a conflict; ``shown`` is the value in words, ``source`` where it came from."""

    change: str
    value: JsonValue
    shown: str
    unit: str
    who: str
    at: str
    mine: bool
    source: str
    deletes: bool = False


class Conflict(Struct, frozen=True):
    """A conflict with all its values, the one that is shown meanwhile first."""

    conflict: str
    kind: str
    id: str
    field: str
    label: str
    values: tuple[ConflictValue, ...]
    ancestor: JsonValue = None


def list_conflicts(desk: Desk, rows: Sequence[str] | None = None) -> list[Conflict]:
    """Return every open conflict, or those of some records."""
    with desk.store.reading() as connection:
        found = disputes.list_disputes(connection, rows)
    words = _Words(desk)
    return [words.conflict(one) for one in found]


def find_conflict(desk: Desk, name: str) -> Conflict:
    """Return the conflict of that name; `NotFoundError` when it is settled or never was."""
    found = next((one for one in list_conflicts(desk) if one.conflict == name), None)
    if found is None:
        raise NotFoundError(
            f"「{name[:40]}」という競合はありません。すでに解決されているかもしれません。一覧を開き直してください。"
        )
    return found


def take_side(desk: Desk, conflict: Conflict, change: str) -> Saved:
    """Settle a conflict by one of its values."""
    side = next((one for one in conflict.values if one.change == change), None)
    if side is None:
        raise NotFoundError(f"選んだ値が見つかりません。一覧を開き直してください。{NOTHING_LOST}")
    return desk.save([checked_edit(desk, _settling(conflict, side))], f"{conflict.label}の競合の解決")


def take_value(desk: Desk, conflict: Conflict, value: JsonValue) -> Saved:
    """Settle a conflict by a value of one's own: a text merged from both."""
    if conflict.field == EXISTENCE:
        raise InputError(f"削除と編集の競合は、どちらかを選んで解決してください。{NOTHING_LOST}")
    edit = Edit(conflict.kind, conflict.id, {conflict.field: value})
    return desk.save([checked_edit(desk, edit)], f"{conflict.label}の競合の解決")


def take_typed(desk: Desk, conflict: Conflict, taken: str) -> Saved:
    """Settle by ``mine``, ``theirs``, or a typed value, as the command line says it."""
    if taken in ("mine", "theirs"):
        sides = [one for one in conflict.values if one.mine == (taken == "mine")]
        if len({one.shown for one in sides}) != 1:
            shown = "、".join(f"「{one.shown[:30]}」" for one in sides) or "ありません"
            raise InputError(f"{taken} に当たる値が一つに決まりません（{shown}）。値を指定してください。{NOTHING_LOST}")
        return take_side(desk, conflict, sides[0].change)
    if conflict.field == EXISTENCE:
        raise InputError(f"削除と編集の競合は mine か theirs で解決してください。{NOTHING_LOST}")
    field = KINDS[conflict.kind].fields[conflict.field]
    return take_value(desk, conflict, parse_input(field, taken, scale=scale_of(desk.plan().grade_scale)))


def take_owners_side(desk: Desk, conflicts: Sequence[Conflict]) -> tuple[Saved, int]:
    """Settle all conflicts by the value of whoever owns the field (「担当課の値を採る」) as one operation.

    Returns how many were settled; those in which the owner has no single value stay open.
    """
    return _take_all(desk, conflicts, _owners_value, "担当課の値による競合の解決")


def _take_all(
    desk: Desk, conflicts: Sequence[Conflict], choose: Callable[[Conflict], ConflictValue | None], name: str
) -> tuple[Saved, int]:
    chosen = [(one, side) for one in conflicts if (side := choose(one)) is not None]
    edits = [checked_edit(desk, _settling(one, side)) for one, side in chosen]
    return desk.save(edits, f"{name}（{len(edits)}件）"), len(edits)


def _owners_value(conflict: Conflict) -> ConflictValue | None:
    kind = KINDS.get(conflict.kind)
    field = kind.fields.get(conflict.field) if kind else None
    if field is None:
        return None
    division_owns = field.owner is Owner.DIVISION
    sides = [one for one in conflict.values if (one.unit == DIVISION_NAME) == division_owns]
    return sides[0] if len({one.shown for one in sides}) == 1 else None


def _settling(conflict: Conflict, side: ConflictValue) -> Edit:
    if conflict.field != EXISTENCE:
        return Edit(conflict.kind, conflict.id, {conflict.field: side.value})
    if side.deletes:
        return Edit(conflict.kind, conflict.id, delete=True)
    return Edit(conflict.kind, conflict.id, restore=True)


class _Words:
    """Puts disputes into words, with the names of departments read once."""

    def __init__(self, desk: Desk) -> None:
        self._unit = desk.store.unit
        self._names = {one.id: one.name for one in list_departments(desk)}
        self._scale = scale_of(desk.plan().grade_scale)

    def conflict(self, one: Dispute) -> Conflict:
        kind = KINDS.get(one.kind)
        field = kind.fields.get(one.field) if kind else None
        label = field.label if field else ("削除" if one.field == EXISTENCE else one.field)
        return Conflict(
            conflict_name(one.row, one.field),
            one.kind,
            one.row,
            one.field,
            label,
            tuple(self._value(one, side) for side in one.sides),
            one.ancestor,
        )

    def _value(self, one: Dispute, side: Side) -> ConflictValue:
        unit = DIVISION_NAME if side.unit == DIVISION else self._names.get(side.unit, side.unit)
        source = "このファイル" if side.local else "、".join(side.carriers)
        mine = side.local if self._same_unit(one) else side.unit == self._unit
        return ConflictValue(
            side.change_id, side.value, self._shown(one, side), unit, side.who, side.at, mine, source, side.deletes
        )

    def _same_unit(self, one: Dispute) -> bool:
        """Whether one unit stands against itself: two copies of its file were edited."""
        return len({side.unit for side in one.sides}) == 1

    def _shown(self, one: Dispute, side: Side) -> str:
        if one.field == EXISTENCE:
            return "削除する" if side.deletes else "残す"
        kind = KINDS.get(one.kind)
        field = kind.fields.get(one.field) if kind else None
        if field is None:
            return str(side.value)
        return display_value(field, side.value, scale=self._scale, names=self._names)


def conflict_name(row: str, field: str) -> str:
    """Return the short name by which the command line calls a conflict; it stays the same while it is open."""
    return hashlib.sha256(f"{row}/{field}".encode()).hexdigest()[:12]
