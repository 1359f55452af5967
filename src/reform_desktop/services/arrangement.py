"""Arranging the plan: add, move, renumber, retire and delete policies, items, measures and what belongs to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.errors import NotFoundError
from reform_desktop.domain.values import JsonValue
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import NOTHING_LOST, checked_edit, create
from reform_desktop.store import parts
from reform_desktop.store.write import Edit, Saved

ORDERED = ("policy", "item", "measure", "indicator")
"""Kinds whose records have a number among their siblings."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """What deleting a record would take with it, for the question that is asked first."""

    kind: str
    row: str
    parts: tuple[tuple[str, str], ...]

    @property
    def summary(self) -> str:
        """「取組 3件、年度別 15件」, or nothing when it has no parts."""
        counts = Counter(kind for kind, _row in self.parts)
        return "、".join(f"{KINDS[kind].label} {counts[kind]}件" for kind in KINDS if counts[kind])


def add(desk: Desk, kind: str, parent_id: str, values: dict[str, JsonValue]) -> tuple[str, Saved]:
    """Add a policy, item, measure or indicator at the end of its siblings and return its id."""
    declared = KINDS[kind]
    with desk.store.reading() as connection:
        number = parts.next_number(connection, kind, parent_id)
    given: dict[str, JsonValue] = {declared.parent: parent_id, "number": number, **values}
    return create(desk, kind, given)


def move(desk: Desk, kind: str, row: str, *, to_parent: str | None = None, to_place: int | None = None) -> Saved:
    """Move a record to a place (from 1) among its siblings, or to another parent, and renumber both sides.

    One operation, so that one undo brings everything back.
    """
    declared = KINDS[kind]
    home = _parent_of(desk, kind, row)
    target = to_parent or home
    left = [one for one in _siblings(desk, kind, home) if one != row]
    joined = left if target == home else _siblings(desk, kind, target)
    place = len(joined) if to_place is None else max(0, min(to_place - 1, len(joined)))
    joined = [*joined[:place], row, *joined[place:]]
    edits = _renumbered(kind, joined)
    if target != home:
        edits = [*_renumbered(kind, left), *edits, Edit(kind, row, {declared.parent: target})]
    return desk.save([checked_edit(desk, edit) for edit in edits], f"{declared.label}の移動")


def renumber(desk: Desk, kind: str, parent_id: str) -> Saved:
    """Number the children of a record 1, 2, 3 … in their present order, closing gaps and doubles."""
    edits = _renumbered(kind, _siblings(desk, kind, parent_id))
    return desk.save([checked_edit(desk, edit) for edit in edits], f"{KINDS[kind].label}の番号の振り直し")


def retire(desk: Desk, kind: str, row: str, fiscal_year: int | None) -> Saved:
    """Take a policy, item or measure out of evaluation from a year on; ``None`` brings it back."""
    edit = checked_edit(desk, Edit(kind, row, {"retired_from": fiscal_year}))
    return desk.save([edit], f"{KINDS[kind].label}の廃止" if fiscal_year else f"{KINDS[kind].label}の廃止の取りやめ")


def plan_deletion(desk: Desk, kind: str, row: str) -> Deletion:
    """Return what goes when the record is deleted: ask the user with this."""
    with desk.store.reading() as connection:
        return Deletion(kind, row, tuple(parts.parts_of(connection, kind, row)))


def delete_with_parts(desk: Desk, deletion: Deletion) -> Saved:
    """Delete a record and all its parts as one operation, parts first; one undo brings all back."""
    doomed = [*reversed(deletion.parts), (deletion.kind, deletion.row)]
    edits = [checked_edit(desk, Edit(kind, row, delete=True)) for kind, row in doomed]
    return desk.save(edits, f"{KINDS[deletion.kind].label}の削除")


def _siblings(desk: Desk, kind: str, parent_id: str) -> list[str]:
    with desk.store.reading() as connection:
        return parts.children_in_order(connection, kind, parent_id)


def _parent_of(desk: Desk, kind: str, row: str) -> str:
    with desk.store.reading() as connection:
        parent = parts.parent_of(connection, kind, row)
    if parent is None:
        raise NotFoundError(f"この{KINDS[kind].label}は見つかりません。画面を更新してください。{NOTHING_LOST}")
    return parent


def _renumbered(kind: str, rows: list[str]) -> list[Edit]:
    return [Edit(kind, row, {"number": number}) for number, row in enumerate(rows, start=1)]
