"""Editions (確定版): the plan's figures frozen with a number, a day and a meeting, to be printed from at any time.

Freezing is one operation like any other: it can be undone and done again. The frozen content lies in the file by its
hash, travels in bundles and backups like evidence, and is read only when its hash is right.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast

from msgspec import Struct

from reform_desktop import __version__
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.errors import DamagedFileError, FileError, InputError, NotAllowedError, NotFoundError
from reform_desktop.domain.records import Correction, Edition
from reform_desktop.domain.values import JsonValue, to_record
from reform_desktop.reports import frozen
from reform_desktop.reports.frozen import FrozenEdition
from reform_desktop.reports.ticker import CancelCheck, Progress
from reform_desktop.services import permissions
from reform_desktop.services.checking import default_fiscal_year
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import NOTHING_LOST, checked_edit, creation, delete_record, set_values
from reform_desktop.services.edition_content import make_content
from reform_desktop.store import evidence, records
from reform_desktop.store.write import Edit, Saved


@dataclass(frozen=True, slots=True)
class FreezeOrder:
    """What the coordinator says of a new edition; without a number it gets the next one."""

    date: dt.date
    meeting: str = ""
    note: str = ""
    fiscal_year: int | None = None
    number: int | None = None


class ListedEdition(Struct, frozen=True):
    """An edition in the list; ``here`` tells whether its content came along with it."""

    id: str
    number: int | None
    fiscal_year: int | None
    date: dt.date | None
    meeting: str
    note: str
    published_on: dt.date | None
    corrections: int
    here: bool
    program: str


def listed_editions(desk: Desk) -> list[ListedEdition]:
    """Return the editions of the current plan with what the list says of each, the newest number first."""
    found = []
    for one in list_editions(desk):
        with desk.store.reading() as connection:
            corrections = len(records.find_records(connection, Correction, "edition_id", [one.id]))
            here = bool(one.content_sha256) and evidence.has_bytes(connection, one.content_sha256)
        found.append(
            ListedEdition(
                one.id,
                one.number,
                one.fiscal_year,
                one.date,
                one.meeting,
                one.note,
                one.published_on,
                corrections,
                here,
                one.program,
            )
        )
    return found


def list_editions(desk: Desk) -> list[Edition]:
    """Return the editions of the current plan, the newest number first."""
    plan = desk.plan()
    with desk.store.reading() as connection:
        found = records.find_records(connection, Edition, "plan_id", [plan.id])
    return sorted(found, key=lambda one: (one.number or 0, one.id), reverse=True)


def find_edition(desk: Desk, number: int) -> Edition:
    """Return the edition of that number; `NotFoundError` with the numbers there are."""
    editions = list_editions(desk)
    found = next((one for one in editions if one.number == number), None)
    if found is None:
        known = "、".join(f"第{one.number}版" for one in reversed(editions))
        there = f"あるのは{known}です。" if known else "確定版はまだありません。"
        raise NotFoundError(f"第{number}版という確定版はありません。{there}何も変更していません。")
    return found


def next_number(desk: Desk) -> int:
    """Return the number of the next edition."""
    return max((one.number or 0 for one in list_editions(desk)), default=0) + 1


def freeze_edition(
    desk: Desk,
    order: FreezeOrder,
    *,
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
) -> tuple[str, Saved]:
    """Freeze the plan's figures as they are now, and return the edition's id.

    Raises `NotAllowedError` in a department's file, `InputError` for a number that is taken, `Cancelled`.
    """
    if not desk.is_division:
        raise NotAllowedError(f"確定版は、推進課のファイルで作ります。{NOTHING_LOST}")
    values = _values(desk, order)
    edit = checked_edit(desk, creation("edition", values))
    edition = cast("Edition", to_record(KINDS["edition"], edit.row, edit.set))
    content = frozen.to_bytes(make_content(desk, edition, progress=progress, cancelled=cancelled))
    stored = desk.store.add_content(content)
    kept: dict[str, JsonValue] = {
        "content_sha256": stored.sha256,
        "content_size": stored.size,
        "program": __version__,
    }
    saved = desk.save([Edit("edition", edit.row, edit.set | kept, create=True)], f"第{edition.number}版の確定")
    return edit.row, saved


def _values(desk: Desk, order: FreezeOrder) -> dict[str, JsonValue]:
    number = order.number if order.number is not None else next_number(desk)
    if any(one.number == number for one in list_editions(desk)):
        raise InputError(f"第{number}版はすでにあります。ほかの番号にしてください。{NOTHING_LOST}")
    return {
        "plan_id": desk.plan().id,
        "number": number,
        "fiscal_year": order.fiscal_year or default_fiscal_year(desk),
        "date": order.date.isoformat(),
        "meeting": order.meeting,
        "note": order.note,
    }


def publish_edition(desk: Desk, edition_id: str, day: dt.date | None) -> Saved:
    """Note the day on which an edition was published, or take that back."""
    values: dict[str, JsonValue] = {"published_on": day.isoformat() if day else None}
    return set_values(desk, "edition", edition_id, values)


def delete_edition(desk: Desk, edition_id: str) -> Saved:
    """Delete an edition; `NotAllowedError` when it was published or corrections stand in it."""
    return delete_record(desk, "edition", edition_id)


def read_content(desk: Desk, edition: Edition) -> FrozenEdition:
    """Return what an edition froze.

    Raises `FileError` when its bytes did not come along, `DamagedFileError` when they are not those of its hash.
    """
    name = frozen.edition_label(edition)
    with desk.store.reading() as connection:
        if not edition.content_sha256 or not evidence.has_bytes(connection, edition.content_sha256):
            raise FileError(
                f"{name}の内容はこのファイルにありません（資料を含めずに受け取ったためです）。"
                "推進課に、資料を含めた返却を依頼してください。ファイルは変更していません。"
            )
        try:
            data = b"".join(evidence.stream_bytes(connection, edition.content_sha256))
        except DamagedFileError as error:
            raise DamagedFileError(
                f"{name}の内容が壊れているため、この版からは印刷できません。ほかの内容はそのままです。"
                "バックアップから戻してください。"
            ) from error
    return frozen.from_bytes(data)


def open_edition(desk: Desk, number: int) -> FrozenEdition:
    """Return the content of the edition of that number. See `read_content` for what it raises."""
    return read_content(desk, find_edition(desk, number))


def why_bytes_may_differ(program: str) -> str | None:
    """Return what to tell who prints from an edition that another version of the program made, or ``None``."""
    if program in ("", __version__):
        return None
    return (
        f"この確定版は、別の版の行革デスク（{program}）で作られました。数値と文章は確定したときのものですが、"
        "公表資料と会議資料（PDF）のほかは、ページの割付けが当時と違うことがあります。"
    )


def why_not_frozen(desk: Desk) -> str | None:
    """Return why no edition can be made here, or ``None``."""
    if desk.read_only:
        return permissions.READ_ONLY
    return None if desk.is_division else "確定版は、推進課のファイルで作ります。"
