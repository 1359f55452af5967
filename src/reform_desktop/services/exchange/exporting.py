"""Writing a bundle: a request to a department, a submission to the division, or a return with comments."""

from __future__ import annotations

import glob
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Final

from msgspec import structs

from reform_desktop.bundle.content import BundleContent, EvidenceSource, PackSource, everyday_extension
from reform_desktop.bundle.header import (
    FORMAT,
    MOST_TEXT,
    READER,
    Comment,
    Header,
    PackListing,
    Recipient,
    RosterEntry,
    Sender,
    Volume,
)
from reform_desktop.bundle.header import Scope as HeaderScope
from reform_desktop.bundle.keys import UnitKey
from reform_desktop.bundle.pack import most_bytes, pack_bytes
from reform_desktop.bundle.writer import write_bundle
from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.errors import InputError
from reform_desktop.domain.fiscal_year import format_fiscal_year_short
from reform_desktop.domain.practice import file_name_for
from reform_desktop.domain.text import clean_input
from reform_desktop.resources import schema_path
from reform_desktop.services.departments import department_named, list_departments
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.keys import known_keys, own_key, unit_name
from reform_desktop.services.exchange.recipients import packs_held_by
from reform_desktop.services.exchange.sealing import seal_scope, sealed_pack
from reform_desktop.services.exchange.snapshot import snapshot_files
from reform_desktop.store import carriers, evidence, packs
from reform_desktop.store.engine import Connection
from reform_desktop.store.packs import KeptPack
from reform_desktop.store.scope import Scope, evidence_in_scope, rows_in_scope

Progress = Callable[[int, int], None]
CancelCheck = Callable[[], bool]

_NOTHING_WRITTEN: Final = "何も書き出していません。"

SCHEMAS = ("change.schema.json", "records.schema.json")


class Purpose(Enum):
    """What a bundle is for."""

    REQUEST = "request"
    SUBMISSION = "submission"
    RETURN = "return"

    @property
    def label(self) -> str:
        """The word in file names and lists."""
        return {"request": "照会", "submission": "提出", "return": "返却"}[self.value]


class WithEvidence(Enum):
    """Which bytes of evidence travel along.

    ``MISSING`` leaves out what the recipient has. It has the bytes that a bundle from its unit once brought here, an
    import undone since included: who could send them has them. What was only sent to it may never have arrived, and
    what it names without sending may have been lost there; both travel again. "It" is the unit, not one PC of it.
    """

    ALL = "all"
    MISSING = "missing"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What to write. ``department`` is an id or a name; in a department's file it is that department itself.

    ``only_missing`` leaves out the packs that the recipient is known to hold; a file that is to be made from the
    bundle needs all of them.
    """

    purpose: Purpose
    department: str | None = None
    fiscal_year: int | None = None
    with_evidence: WithEvidence = WithEvidence.ALL
    message: str = ""
    deadline: date | None = None
    comments: Sequence[Comment] = field(default_factory=tuple)
    passphrase: str | None = None
    only_missing: bool = False


def department_of_order(desk: Desk, named: str | None) -> str | None:
    """Return the id of the department that a bundle is about: the file's own, or the one named by name or id.

    Raises `NotFoundError`, or `InputError` when a department's file is to send another's work.
    """
    asked = _asked_department(desk, named) if named else None
    if desk.department_id is not None and asked not in (None, desk.department_id):
        raise InputError(f"課のファイルから、ほかの課（{named}）のものは作れません。{_NOTHING_WRITTEN}")
    return desk.department_id or asked


def default_purpose(desk: Desk) -> Purpose:
    """Return what this file usually sends: the division requests, a department submits."""
    return Purpose.REQUEST if desk.is_division else Purpose.SUBMISSION


def export_bundle(
    desk: Desk,
    order: ExportOrder,
    target: Path,
    *,
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
) -> list[Path]:
    """Write a bundle to a file, or under its usual name into a folder, and return the files written.

    What this unit wrote since the last time is sealed on the way. Raises `InputError` for an order that does not fit
    the file, `FileError`, `ReadOnlyError` or `Cancelled`; then no file is left behind.
    """
    check_order(desk, order)
    department_id = department_of_order(desk, order.department)
    key = own_key(desk, order.passphrase)
    path = _free_path(target / bundle_name(desk, order)) if target.is_dir() else target
    scope = Scope(frozenset({department_id}) if department_id else None)
    with desk.store.writing() as connection:
        kept = seal_scope(connection, scope, key)
    snapshot = snapshot_files(desk, department_id, order.fiscal_year)
    recipient = _recipient_unit(desk, department_id)
    with desk.store.reading() as connection:
        spared = packs_held_by(connection, recipient) if order.only_missing else frozenset()
        header = _header(desk, order, department_id, key)
        content = BundleContent(
            header=structs.replace(header, left_out_packs=tuple(one.sha256 for one in kept if one.sha256 in spared)),
            packs=_pack_sources(connection, [one for one in kept if one.sha256 not in spared]),
            evidence=_evidence_sources(connection, scope, order, recipient),
            snapshot=snapshot,
            schema={name: schema_path(name).read_bytes() for name in SCHEMAS},
        )
        return write_bundle(path, content, key, progress, cancelled)


def bundle_name(desk: Desk, order: ExportOrder) -> str:
    """Return the usual file name: 「財政課_R7_提出_20260420-1530.zip」; marked for a practice file."""
    department_id = department_of_order(desk, order.department)
    words = [
        unit_name(desk, department_id) if department_id else "全課",
        format_fiscal_year_short(order.fiscal_year) if order.fiscal_year else "",
        order.purpose.label,
        f"{datetime.now():%Y%m%d-%H%M}",
    ]
    stem = "_".join(word for word in words if word)
    safe = "".join("＿" if sign in '\\/:*?"<>|' or not sign.isprintable() else sign for sign in stem)
    return file_name_for(desk.plan(), f"{safe}.zip")


def _free_path(path: Path) -> Path:
    """Return the path, numbered when a bundle of the same minute lies there: it may have been sent already."""
    number = 1
    free = path
    while free.exists() or any(path.parent.glob(f"{glob.escape(free.stem)}_1of*{path.suffix}")):
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def check_order(desk: Desk, order: ExportOrder) -> None:
    """Raise `InputError` when the file cannot send what the order says."""
    if desk.is_division == (order.purpose is Purpose.SUBMISSION):
        who = "推進課のファイル" if desk.is_division else "課のファイル"
        raise InputError(f"{who}からは「{order.purpose.label}」を作れません。{_NOTHING_WRITTEN}")
    if len(clean_input(order.message, multiline=True)) > MOST_TEXT:
        raise InputError(f"伝言が長すぎます（{MOST_TEXT:,}字まで）。{_NOTHING_WRITTEN}短くしてください。")


def _asked_department(desk: Desk, named: str) -> str:
    ids = {one.id for one in list_departments(desk)}
    return named if named in ids else department_named(desk, named).id


def _header(desk: Desk, order: ExportOrder, department_id: str | None, key: UnitKey) -> Header:
    plan = desk.plan()
    unit = desk.store.unit
    recipient_unit = _recipient_unit(desk, department_id)
    recipient = Recipient(unit=recipient_unit, name=unit_name(desk, recipient_unit)) if recipient_unit else None
    return Header(
        format=FORMAT,
        least_reader=READER,
        bundle_id=str(uuid.uuid4()),
        plan_id=plan.id,
        plan_name=plan.name,
        sender=Sender(unit=unit, name=unit_name(desk, unit), key=key.public),
        recipient=recipient,
        purpose=order.purpose.value,
        scope=HeaderScope(
            department_ids=(department_id,) if department_id else None,
            fiscal_years=(order.fiscal_year,) if order.fiscal_year else None,
        ),
        created_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        message=order.message,
        deadline=order.deadline.isoformat() if order.deadline else None,
        comments=tuple(order.comments),
        packs=(),
        evidence=(),
        has_packs=_known_packs(desk),
        roster=_roster(desk),
        volume=Volume(number=1, of=1),
    )


def _recipient_unit(desk: Desk, department_id: str | None) -> str | None:
    """Return whom the bundle is for; ``None`` for a bundle about all departments."""
    return department_id if desk.is_division else DIVISION


def _known_packs(desk: Desk) -> tuple[str, ...]:
    with desk.store.reading() as connection:
        return tuple(sorted(packs.standing_packs(connection)))


def _roster(desk: Desk) -> tuple[RosterEntry, ...]:
    """Return the keys that the division accepts; only its own signature gives them weight."""
    if not desk.is_division:
        return ()
    known = [one for one in known_keys(desk) if one.state.value == "accepted"]
    return tuple(RosterEntry(unit=one.unit, name=one.name, key=one.key) for one in known)


def _pack_sources(connection: Connection, kept: Sequence[KeptPack]) -> list[PackSource]:
    sizes = packs.pack_sizes(connection, (one.sha256 for one in kept))
    weights = packs.pack_weights(connection, (one.sha256 for one in kept))
    return [
        PackSource(
            PackListing(sha256=one.sha256, unit=one.unit, key=one.key, changes=sizes[one.sha256]),
            most_bytes(sizes[one.sha256], weights[one.sha256]),
            partial(_pack_file, connection, one),
        )
        for one in kept
    ]


def _pack_file(connection: Connection, kept: KeptPack) -> bytes:
    return pack_bytes(sealed_pack(connection, kept))


def _evidence_sources(
    connection: Connection, scope: Scope, order: ExportOrder, recipient: str | None
) -> list[EvidenceSource]:
    years = frozenset({order.fiscal_year}) if order.fiscal_year else None
    rows = rows_in_scope(connection, Scope(scope.department_ids, years))
    spared = _bytes_sent_by(connection, recipient) if order.with_evidence is WithEvidence.MISSING else frozenset()
    sources = []
    for sha256, (size, name) in sorted(evidence_in_scope(connection, rows, editions=recipient != DIVISION).items()):
        wanted = order.with_evidence is not WithEvidence.NONE and sha256 not in spared
        here = wanted and evidence.has_bytes(connection, sha256)
        pieces = partial(evidence.unchecked_bytes, connection, sha256) if here else None
        sources.append(EvidenceSource(sha256, size, everyday_extension(name), pieces))
    return sources


def _bytes_sent_by(connection: Connection, unit: str | None) -> frozenset[str]:
    """Return the hashes of all evidence whose bytes bundles from a unit brought here."""
    brought = [one.details for one in carriers.list_carriers(connection) if one.details.get("unit") == unit]
    return frozenset(sha256 for one in brought for sha256 in one.get("has_evidence", "").split(",") if sha256)


__all__ = [
    "ExportOrder",
    "Purpose",
    "WithEvidence",
    "bundle_name",
    "check_order",
    "default_purpose",
    "department_of_order",
    "export_bundle",
]
