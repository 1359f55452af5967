"""The list of departments: who there is, found by name."""

from __future__ import annotations

from collections.abc import Sequence

from reform_desktop.domain.errors import NotFoundError
from reform_desktop.domain.records import Department
from reform_desktop.domain.text import fold, quoted
from reform_desktop.services.desk import Desk
from reform_desktop.store import records


def list_departments(desk: Desk) -> list[Department]:
    """Return all departments by code, those that no longer exist too."""
    with desk.store.reading() as connection:
        return records.all_records(connection, Department)


def department_named(desk: Desk, name: str) -> Department:
    """Return the department of that name, in any width; `NotFoundError` names those that there are."""
    return named_among(list_departments(desk), name)


def chosen_department(desk: Desk, named: str | None) -> Department | None:
    """Return the department that was asked for by id or name; default the file's own, ``None`` in the division's."""
    if named is None:
        return desk.department()
    with desk.store.reading() as connection:
        found = records.find_record(connection, Department, named)
    return found or department_named(desk, named)


def named_among(departments: Sequence[Department], name: str) -> Department:
    """Return the one of that name out of some departments, as `department_named` does."""
    wanted = fold(name).strip()
    found = next((one for one in departments if fold(one.name).strip() == wanted), None)
    if found is None:
        known = "、".join(one.name for one in departments[:20]) or "（まだありません）"
        raise NotFoundError(f"{quoted(name)}という課はありません。次のどれかを指定してください：{known}。")
    return found
