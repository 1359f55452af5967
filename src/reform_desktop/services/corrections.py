"""Corrections (訂正) of an edition: what differs from it now, and why, in the words of the coordinator."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from reform_desktop.domain.errors import InputError, NotAllowedError, NotFoundError
from reform_desktop.domain.fields import TITLE_LENGTH
from reform_desktop.domain.plan_differences import Difference, as_keys, plan_differences
from reform_desktop.domain.records import Correction, Edition
from reform_desktop.domain.values import JsonValue
from reform_desktop.reports import frozen
from reform_desktop.services.checking import open_plan
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import NOTHING_LOST, create, delete_record, set_values
from reform_desktop.services.editions import find_edition, read_content
from reform_desktop.store import records
from reform_desktop.store.write import Saved


class Candidate(Struct, frozen=True):
    """A difference from an edition, and the correction that tells of it, if there is one.

    ``stale`` says that the value changed once more since: the correction tells of something else.
    """

    key: str
    place: str
    wrong: str
    right: str
    correction_id: str | None = None
    reason: str = ""
    stale: bool = False


def differences(desk: Desk, number: int, against: int | None = None) -> list[Difference]:
    """Return what differs between an edition and the plan as it is now, or a later edition.

    A department's file holds its own measures only, and is not compared. Raises what `editions.read_content` raises.
    """
    if against is None and not desk.is_division:
        raise NotAllowedError("今の内容との違いは、推進課のファイルで調べます。何も変更していません。")
    content = read_content(desk, find_edition(desk, number))
    if against is None:
        after = open_plan(desk)
    else:
        after = frozen.figures_of(read_content(desk, find_edition(desk, against))).plan
    return plan_differences(frozen.figures_of(content).plan, after, content.fiscal_year)


def candidates(desk: Desk, number: int, against: int | None = None) -> list[Candidate]:
    """Return the differences with the corrections that tell of them."""
    known = {_key(one): one for one in corrections_of(desk, find_edition(desk, number))}
    return [_candidate(one, known.get(one.key)) for one in differences(desk, number, against)]


def _candidate(one: Difference, told: Correction | None) -> Candidate:
    if told is None:
        return Candidate(one.key, one.place, one.wrong, one.right)
    return Candidate(one.key, one.place, one.wrong, one.right, told.id, told.reason, stale=told.right != one.right)


def corrections_of(desk: Desk, edition: Edition) -> list[Correction]:
    """Return the corrections of an edition by day."""
    with desk.store.reading() as connection:
        return records.find_records(connection, Correction, "edition_id", [edition.id])


def correct(
    desk: Desk, number: int, key: str, *, reason: str, day: dt.date, against: int | None = None
) -> tuple[str, Saved]:
    """Write a correction of one difference, named by its key, and return its id; one that is there is renewed.

    Raises `NotFoundError` when the edition and what it is compared with agree there, `InputError` without a reason.
    """
    if not reason.strip():
        raise InputError(f"訂正の理由が空です。理由を書いてください。{NOTHING_LOST}")
    found = as_keys(differences(desk, number, against)).get(key)
    if found is None:
        raise NotFoundError(f"第{number}版と違うところに「{key[:100]}」はありません。{NOTHING_LOST}")
    edition = find_edition(desk, number)
    told = next((one for one in corrections_of(desk, edition) if _key(one) == key), None)
    values: dict[str, JsonValue] = {
        "date": day.isoformat(),
        "place": found.place[:TITLE_LENGTH],
        "wrong": found.wrong,
        "right": found.right,
        "reason": reason,
    }
    if told is not None:
        return told.id, set_values(desk, "correction", told.id, values, name="訂正の変更")
    about: dict[str, JsonValue] = {"record_kind": found.kind, "record_id": found.row, "field_name": found.field}
    return create(desk, "correction", {"edition_id": edition.id, **values, **about}, name="訂正の登録")


def delete_correction(desk: Desk, correction_id: str) -> Saved:
    """Delete a correction."""
    return delete_record(desk, "correction", correction_id, name="訂正の削除")


def _key(one: Correction) -> str:
    return f"{one.record_id}:{one.field_name}" if one.field_name else one.record_id or one.id
