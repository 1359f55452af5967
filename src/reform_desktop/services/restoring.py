"""Bringing an earlier value back, or what was deleted: an ordinary edit, so it is checked, told and undone like any."""

from __future__ import annotations

from collections.abc import Sequence

from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.catalogue import KINDS, field_named
from reform_desktop.domain.errors import NotAllowedError
from reform_desktop.domain.values import JsonValue, empty_value
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import NOTHING_LOST, checked_edit, set_values
from reform_desktop.services.histories import DELETED, Happening
from reform_desktop.store.write import Edit, Saved


def restore_before(desk: Desk, one: Happening) -> Saved:
    """Give a field the value that stood there before a change; `NotAllowedError` where it is not this unit's."""
    return _restore(desk, one, one.value_before)


def restore_after(desk: Desk, one: Happening) -> Saved:
    """Give a field again the value that a change had set; errors as for `restore_before`."""
    return _restore(desk, one, one.value)


def restore_deleted(desk: Desk, deletions: Sequence[Happening]) -> Saved:
    """Bring deleted records back as they were, all in one step; a department not what the division deleted."""
    edits = []
    for one in deletions:
        if not desk.is_division and one.unit_id == DIVISION:
            raise NotAllowedError(
                f"政策・デジタル推進課が削除した{KINDS[one.kind].label}のため、課のファイルでは戻せません。{NOTHING_LOST}"
            )
        edits.append(checked_edit(desk, Edit(one.kind, one.row, restore=True)))
    label = KINDS[deletions[0].kind].label if len({one.kind for one in deletions}) == 1 else "記録"
    return desk.save(edits, f"{label}の削除の取消し")


def is_deletion(one: Happening) -> bool:
    """Whether a record went with the change."""
    return not one.field and one.after == DELETED and one.kind in KINDS


def may_restore(one: Happening) -> bool:
    """Whether there is a value to give back: this program knows the field, and it is no part of what the record is."""
    kind = KINDS.get(one.kind)
    return kind is not None and one.field in kind.fields and one.field not in (kind.parent, *kind.natural_key)


def _restore(desk: Desk, one: Happening, value: JsonValue) -> Saved:
    field = field_named(one.kind, one.field)
    wanted = empty_value(field) if value is None else value
    return set_values(desk, one.kind, one.row, {one.field: wanted}, name=f"{field.label}を前の内容に戻す")
