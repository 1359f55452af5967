"""What of an edition stays as it is: what is printed of it once it is frozen, and all of it once it is published."""

from __future__ import annotations

from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.errors import NotAllowedError
from reform_desktop.domain.records import Correction, Edition
from reform_desktop.services.desk import Desk
from reform_desktop.store import records
from reform_desktop.store.write import Edit

FREE: Final = frozenset({"note", "published_on"})
"""Fields that are not part of what was frozen."""


def refuse_altering(desk: Desk, edit: Edit) -> None:
    """Raise `NotAllowedError` when an edit would make an edition another one, or take away a published one."""
    with desk.store.reading() as connection:
        edition = records.find_record(connection, Edition, edit.row)
        corrected = bool(records.find_records(connection, Correction, "edition_id", [edit.row]))
    if edition is None:
        return
    name = f"第{edition.number or 0}版"
    if edit.delete and edition.published_on is not None:
        raise NotAllowedError(
            f"{name}は公表した確定版のため、削除できません。何も変更していません。誤りは訂正として登録してください。"
        )
    if edit.delete and corrected:
        raise NotAllowedError(
            f"{name}には訂正が登録されているため、削除できません。何も変更していません。先に訂正を削除してください。"
        )
    fixed = [one for one in edit.set if one not in FREE and not edit.delete]
    if edition.content_sha256 and fixed:
        label = KINDS["edition"].fields[fixed[0]].label
        raise NotAllowedError(
            f"{name}の「{label}」は確定したときのまま変えられません。何も変更していません。"
            "直すときは、新しい版を作るか、訂正を登録してください。"
        )
