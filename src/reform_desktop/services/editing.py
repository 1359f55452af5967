"""Editing records: values are parsed and checked, rights asked, and the operation named as undo will show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reform_desktop.changes.authority import is_reserved
from reform_desktop.domain.catalogue import KINDS, Kind, field_named
from reform_desktop.domain.errors import InputError, NotAllowedError, NotFoundError
from reform_desktop.domain.fields import FieldType
from reform_desktop.domain.grades import GradeScale
from reform_desktop.domain.identity import child_row_id, new_row_id
from reform_desktop.domain.values import JsonValue, check_value, is_empty, parse_input
from reform_desktop.services import permissions
from reform_desktop.services.desk import Desk
from reform_desktop.services.fixed_editions import refuse_altering
from reform_desktop.store import records
from reform_desktop.store.write import Edit, Saved

FIXED_SAMPLE = "見本（練習用）かどうかは、ファイルを作るときに決まり、あとから変えられません。"
NOTHING_LOST = "変更は保存していません。前の内容はそのままです。"


def set_text(desk: Desk, kind: str, row: str, field: str, typed: str, *, scale: GradeScale | None = None) -> Saved:
    """Save what was typed into one field; `InputError` when it cannot be understood."""
    value = parse_input(field_named(kind, field), typed, scale=scale)
    return set_values(desk, kind, row, {field: value})


def set_values(desk: Desk, kind: str, row: str, values: Mapping[str, JsonValue], *, name: str | None = None) -> Saved:
    """Save canonical values of one record as one operation.

    Raises `NotAllowedError` for what belongs to somebody else, `NotFoundError` for a record that is gone.
    """
    edit = checked_edit(desk, Edit(kind, row, dict(values)))
    return desk.save([edit], name or change_name(kind, list(values)))


def create(desk: Desk, kind: str, values: Mapping[str, JsonValue], *, name: str | None = None) -> tuple[str, Saved]:
    """Create a record and return its id; a record with a natural key that is there already is filled in."""
    edit = checked_edit(desk, creation(kind, values))
    return edit.row, desk.save([edit], name or f"{KINDS[kind].label}の追加")


def creation(kind: str, values: Mapping[str, JsonValue]) -> Edit:
    """Return the edit that creates a record, under its natural key where it has one."""
    declared = KINDS[kind]
    if not declared.natural_key:
        return Edit(kind, new_row_id(), dict(values), create=True)
    parent = values.get(declared.parent)
    key = tuple(values.get(name) for name in declared.natural_key)
    if not isinstance(parent, str) or not parent or any(part is None for part in key):
        words = "、".join(declared.fields[name].label for name in (declared.parent, *declared.natural_key))
        raise InputError(f"{declared.label}を作るには「{words}」が必要です。{NOTHING_LOST}")
    return Edit(kind, child_row_id(declared, parent, key), dict(values), create=True)


def set_in_year(desk: Desk, measure_id: str, fiscal_year: int, values: Mapping[str, JsonValue]) -> Saved:
    """Save values of a measure's year record, which is made when the year has none yet."""
    given = {"measure_id": measure_id, "fiscal_year": fiscal_year, **values}
    edit = checked_edit(desk, creation("year_record", given))
    return desk.save([edit], change_name("year_record", list(values)))


def set_indicator_value(desk: Desk, indicator_id: str, fiscal_year: int, values: Mapping[str, JsonValue]) -> Saved:
    """Save target or actual of an indicator for one year."""
    given = {"indicator_id": indicator_id, "fiscal_year": fiscal_year, **values}
    edit = checked_edit(desk, creation("indicator_value", given))
    return desk.save([edit], change_name("indicator_value", list(values)))


def delete_record(desk: Desk, kind: str, row: str, *, name: str | None = None) -> Saved:
    """Delete one record and nothing else; `arrangement` deletes what has parts."""
    edit = checked_edit(desk, Edit(kind, row, delete=True))
    return desk.save([edit], name or f"{KINDS[kind].label}の削除")


def checked_edit(desk: Desk, edit: Edit, *, planned: Mapping[str, Edit] | None = None) -> Edit:
    """Return the edit with canonical values, or raise why it may not be made.

    ``planned`` are creations of the same operation, which the file does not hold yet.
    """
    declared = KINDS.get(edit.kind)
    if declared is None:
        raise NotFoundError(f"「{edit.kind}」という種類の記録はありません。{NOTHING_LOST}")
    if desk.read_only:
        raise NotAllowedError(f"{permissions.READ_ONLY}{NOTHING_LOST}")
    values = {name: _checked(declared, name, value) for name, value in edit.set.items()}
    if edit.kind == "plan" and not edit.create and "sample" in edit.set:
        raise NotAllowedError(f"{FIXED_SAMPLE}{NOTHING_LOST}")
    if edit.kind == "edition":
        refuse_altering(desk, edit)
    _refuse_foreign(desk, declared, edit, values, planned or {})
    if edit.create:
        _require(declared, values)
    else:
        _refuse_emptied(declared, values)
    return Edit(edit.kind, edit.row, values, create=edit.create, delete=edit.delete, restore=edit.restore)


def change_name(kind: str, fields: Sequence[str]) -> str:
    """Return how undo calls a change: 「取組実績の変更」, 「取組の変更」 for several fields."""
    shown = [name for name in fields if name not in (KINDS[kind].parent, *KINDS[kind].natural_key)]
    if len(shown) == 1:
        return f"{field_named(kind, shown[0]).label}の変更"
    return f"{KINDS[kind].label}の変更"


def _checked(kind: Kind, name: str, value: JsonValue) -> JsonValue:
    field = kind.fields.get(name)
    if field is None:
        raise InputError(f"{kind.label}に「{name}」という項目はありません。{NOTHING_LOST}")
    return check_value(field, value)


def _refuse_foreign(
    desk: Desk, kind: Kind, edit: Edit, values: Mapping[str, JsonValue], planned: Mapping[str, Edit]
) -> None:
    """Ask for the department what the law would say of the change."""
    if desk.is_division:
        return
    unit = desk.store.unit
    exists = _exists(desk, edit)
    if unit not in _owners(desk, kind, edit, values, planned):
        raise NotAllowedError(f"{permissions.FOREIGN if kind.parent else permissions.RESERVED}{NOTHING_LOST}")
    touched = values.keys() - {kind.parent, *kind.natural_key} if edit.create else values.keys()
    reserved = [name for name in touched if is_reserved(edit.kind, name)]
    if reserved and (exists or not edit.create):
        raise NotAllowedError(f"「{kind.fields[reserved[0]].label}」：{permissions.RESERVED}{NOTHING_LOST}")
    if edit.delete and _made_by_division(desk, edit):
        raise NotAllowedError(
            f"この{kind.label}は政策・デジタル推進課が登録したため、課のファイルでは削除できません。{NOTHING_LOST}"
        )


def _owners(
    desk: Desk, kind: Kind, edit: Edit, values: Mapping[str, JsonValue], planned: Mapping[str, Edit]
) -> frozenset[str]:
    named = values.get(kind.owner_field) if kind.owner_field else None
    if edit.create and isinstance(named, str) and not _exists(desk, edit):
        return frozenset({named})
    parent = values.get(kind.parent) if kind.parent else None
    if edit.create and not kind.owner_field and isinstance(parent, str):
        if parent in planned:
            above = planned[parent]
            return _owners(desk, KINDS[above.kind], above, above.set, planned)
        return permissions.owners(desk, kind.parent_kind, parent)
    return permissions.owners(desk, edit.kind, edit.row)


def _exists(desk: Desk, edit: Edit) -> bool:
    with desk.store.reading() as connection:
        return bool(records.existing_rows(connection, edit.kind, [edit.row]))


def _made_by_division(desk: Desk, edit: Edit) -> bool:
    """Whether the division made the row: its measures and requests are not a department's to delete."""
    if edit.kind in ("evidence", "indicator", "indicator_value"):
        return False
    with desk.store.reading() as connection:
        return records.created_by(connection, edit.row) != desk.store.unit


def _require(kind: Kind, values: Mapping[str, JsonValue]) -> None:
    for name, field in kind.fields.items():
        if field.required and is_empty(field, values.get(name)):
            raise InputError(f"{kind.label}の「{field.label}」が空です。入力してください。{NOTHING_LOST}")


def _refuse_emptied(kind: Kind, values: Mapping[str, JsonValue]) -> None:
    for name, value in values.items():
        field = kind.fields[name]
        if field.required and field.type is not FieldType.BOOLEAN and is_empty(field, value):
            raise InputError(f"{kind.label}の「{field.label}」は空にできません。{NOTHING_LOST}")
