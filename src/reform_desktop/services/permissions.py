"""What the person at this desk may change, asked before a change is made.

The merge law would hold such a change back anyway; asking first lets the window lock the field and say why.
"""

from __future__ import annotations

from reform_desktop.changes.authority import is_reserved
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.services.desk import Desk
from reform_desktop.store.ownership import owners_of_row

RESERVED = "この項目は政策・デジタル推進課が決めるため、課のファイルでは変更できません。"
FOREIGN = "ほかの課の取組のため、変更できません。"
READ_ONLY = "読み取り専用で開いているため、変更できません。"


def why_locked(desk: Desk, kind: str, field: str, owners: frozenset[str]) -> str | None:
    """Return why a field cannot be edited here, or ``None`` when it can.

    ``owners`` are the departments that ever owned the row (`owners`).
    """
    return READ_ONLY if desk.read_only else why_not_ours(desk, kind, field, owners)


def why_not_ours(desk: Desk, kind: str, field: str, owners: frozenset[str]) -> str | None:
    """Return why a field is not this unit's to change, however the file happens to be open."""
    if desk.is_division:
        return None
    if desk.store.unit not in owners:
        return FOREIGN
    return RESERVED if is_reserved(kind, field) else None


def owners(desk: Desk, kind: str, row: str) -> frozenset[str]:
    """Return the departments that ever owned a row, by the log."""
    with desk.store.reading() as connection:
        return owners_of_row(connection, row) if kind in KINDS else frozenset()
