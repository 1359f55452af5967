"""A department proposes a measure of its own: it fills it in and hands it in; the division numbers and decides."""

from __future__ import annotations

from reform_desktop.domain.errors import InputError, NotAllowedError
from reform_desktop.domain.values import JsonValue
from reform_desktop.services import arrangement
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import NOTHING_LOST
from reform_desktop.store.write import Saved


def propose_measure(desk: Desk, item_id: str, title: str, approach: str = "") -> tuple[str, Saved]:
    """Add a measure that this file's department leads to an item, and return its id.

    Its number is the next one that this file knows, and for the time being only: other departments have measures
    that this file does not show. The division's input check names numbers that are used twice. Raises `InputError`
    without a title or place, `NotAllowedError` in the division's file, which lays the plan out itself.
    """
    if desk.department_id is None:
        raise NotAllowedError(f"推進課のファイルでは、「計画の編集」で取組を追加してください。{NOTHING_LOST}")
    if not item_id:
        raise InputError(f"どの推進項目の取組かを選んでください。{NOTHING_LOST}")
    if not title.strip():
        raise InputError(f"取組の名前を入力してください。{NOTHING_LOST}")
    values: dict[str, JsonValue] = {
        "title": title.strip(),
        "lead_department_id": desk.department_id,
        "approach": approach,
    }
    return arrangement.add(desk, "measure", item_id, values)
