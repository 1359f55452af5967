"""Taking in a bundle or another copy of the file: preview, import, undo and redo of an import.

A preview is the import itself, done in a transaction that is rolled back: what it says is exactly what would happen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from reform_desktop.domain.errors import NotAllowedError, NotFoundError, UserError
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.keys import KeyTrust, accept_key
from reform_desktop.services.exchange.source import Signer, Source, open_source
from reform_desktop.store import evidence, imports, keyring
from reform_desktop.store.engine import Connection
from reform_desktop.store.imports import Carrier
from reform_desktop.store.keyring import KeyState, KnownKey
from reform_desktop.store.write import Saved

Progress = Callable[[int, int], None]


class ImportReport(Struct, frozen=True):
    """What an import did, or would do.

    ``new`` counts changes that the file did not have, ``fast_forwards`` records that simply move on, ``conflicts``
    fields that now disagree and did not before, ``held`` the arrived changes that are not applied, by reason.
    ``signers`` are the keys behind it, the sender's first, as they were trusted before the import.
    """

    file: str
    sender: str
    fingerprint: str
    trust: str
    purpose: str
    arrived: int
    new: int
    fast_forwards: int
    conflicts: int
    held: dict[str, int]
    evidence_new: int
    evidence_missing: int
    converted: int
    warnings: tuple[str, ...]
    carrier: int | None = None
    signers: tuple[Signer, ...] = ()


class UndoPlan(Struct, frozen=True):
    """What undoing an import would do: ``held`` later edits rest on it and would wait."""

    carrier: int
    label: str
    at: str
    held: int


class _RollBack(Exception):  # noqa: N818 -- not an error: it carries a preview out of its transaction
    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self.report = report


def preview_import(desk: Desk, path: Path, *, progress: Progress | None = None) -> ImportReport:
    """Return what importing a file would do; nothing is changed.

    Raises `BundleError` for what cannot be taken in at all. An unknown key is no reason to refuse a preview.
    """
    with open_source(desk, path) as source:
        try:
            with desk.store.writing() as connection:
                raise _RollBack(_take(connection, source, progress)[0])  # noqa: TRY301 -- ends the transaction
        except _RollBack as done:
            return done.report


def import_file(
    desk: Desk,
    path: Path,
    *,
    accept_keys: bool = False,
    progress: Progress | None = None,
    back_up: bool = True,
) -> ImportReport:
    """Take a bundle or another ``.reform`` file in, all of it or nothing, after a backup.

    ``back_up`` is left out for the later files of one go, so that forty bundles do not push out all older backups.

    Raises `BundleError`, or `NotAllowedError` when the signer's key was never accepted and ``accept_keys`` does not
    say that its fingerprint was compared.
    """
    with open_source(desk, path) as source:
        _ask_trust(source, accept_keys=accept_keys)
        if back_up:
            desk.store.back_up("import")
        with desk.store.writing() as connection:
            _remember_keys(connection, source)
            report, rows = _take(connection, source, progress)
    desk.tell(Saved(None, frozenset(rows)))
    return report


def import_first(desk: Desk, source: Source) -> ImportReport:
    """Take in what a new, empty file is made of; whoever signed it is trusted on this first use."""
    with desk.store.writing() as connection:
        _remember_keys(connection, source)
        return _take(connection, source, None)[0]


def list_imports(desk: Desk) -> list[Carrier]:
    """Return all imports, the newest first, undone ones too."""
    with desk.store.reading() as connection:
        return imports.list_carriers(connection)


def plan_undo(desk: Desk, number: int | None = None) -> UndoPlan:
    """Return what undoing an import (the last one that stands, if none is named) would do."""
    chosen = _standing(desk, number)
    with desk.store.writing() as connection:
        return UndoPlan(chosen.id, chosen.label, chosen.at, imports.edits_resting_on(connection, chosen.id))


def undo_import(desk: Desk, number: int | None = None) -> UndoPlan:
    """Undo an import, at any later time: the state is then exactly as if it had never come."""
    plan = plan_undo(desk, number)
    desk.store.back_up("undo-import")
    _retract(desk, plan.carrier, retracted=True)
    return plan


def redo_import(desk: Desk, number: int | None = None) -> Carrier:
    """Let an undone import (the newest one, if none is named) stand again, and return it."""
    chosen = _undone(desk, number)
    desk.store.back_up("undo-import")
    _retract(desk, chosen.id, retracted=False)
    return chosen


def _retract(desk: Desk, number: int, *, retracted: bool) -> None:
    with desk.store.writing() as connection:
        rows = imports.set_retracted(connection, number, retracted=retracted)
        named = imports.kinds_of_rows(connection, rows)
    desk.tell(Saved(None, frozenset(named)))


def _standing(desk: Desk, number: int | None) -> Carrier:
    found = list_imports(desk)
    if number is not None:
        found = [one for one in found if one.id == number]
        if found and found[0].retracted:
            raise NotFoundError(f"{number}番の取込みはすでに取り消されています。何も変更していません。")
    standing = [one for one in found if not one.retracted]
    if not standing:
        raise NotFoundError("取り消せる取込みはありません。何も変更していません。")
    return standing[0]


def _undone(desk: Desk, number: int | None) -> Carrier:
    found = [one for one in list_imports(desk) if one.retracted and number in (None, one.id)]
    if not found:
        which = f"{number}番の" if number is not None else ""
        raise NotFoundError(
            f"取り消された{which}取込みはありません。何も変更していません。取込みの一覧を確かめてください。"
        )
    return found[0]


def _ask_trust(source: Source, *, accept_keys: bool) -> None:
    unknown = [one for one in source.signers if not one.trust.speaks]
    if not unknown or (accept_keys and all(one.trust is not KeyTrust.REVOKED for one in unknown)):
        return
    worst = unknown[0]
    reason = {
        KeyTrust.CHANGED: f"{worst.name}の鍵が、前に確かめたものから変わっています",
        KeyTrust.REVOKED: f"{worst.name}のこの鍵は、使わないことになっています",
    }.get(worst.trust, f"{worst.name}の鍵をまだ確かめていません")
    raise NotAllowedError(
        f"「{source.label}」は取り込んでいません：{reason}。"
        f"電話などで番号 {worst.fingerprint} を確かめ、同じなら鍵を受け入れて取り込んでください。"
    )


def _remember_keys(connection: Connection, source: Source) -> None:
    for one in source.signers:
        if one.trust in (KeyTrust.UNKNOWN, KeyTrust.CHANGED):
            known = KnownKey(one.key, one.unit, one.name, KeyState.ACCEPTED, _now())
            keyring.remember_key(connection, known)


def _take(
    connection: Connection, source: Source, progress: Progress | None
) -> tuple[ImportReport, set[tuple[str, str]]]:
    before = imports.open_conflicts(connection)
    taken = imports.take_in(
        connection, source.arrivals(progress), label=source.label, at=_now(), details=source.details()
    )
    new_files = sum(
        evidence.add_pieces(connection, one.sha256, one.size, one.pieces(), _now()).new for one in source.evidence()
    )
    for one in source.converted():
        evidence.add_pieces(connection, one.actual, one.size, one.pieces(), _now())
        imports.note_conversion(connection, one.sha256, one.actual, taken.carrier)
    after = imports.open_conflicts(connection)
    held = Counter(reason.label for reason in imports.held_of_carrier(connection, taken.carrier))
    rows = imports.kinds_of_rows(connection, taken.rows)
    disputed = after - before
    report = ImportReport(
        file=source.label,
        sender=source.sender_name,
        fingerprint=source.signers[0].fingerprint if source.signers else "",
        trust=source.signers[0].trust.value if source.signers else "",
        purpose=source.purpose,
        arrived=taken.arrived,
        new=taken.new,
        fast_forwards=len(taken.rows - {row for row, _field in disputed}),
        conflicts=len(disputed),
        held=dict(held),
        evidence_new=new_files,
        evidence_missing=imports.missing_evidence(connection),
        converted=len(list(source.converted())),
        warnings=tuple(source.warnings()),
        carrier=taken.carrier,
        signers=tuple(source.signers),
    )
    return report, rows


@dataclass(frozen=True, slots=True)
class Outcome:
    """How taking several files in went: what each brought, and why others were refused, in their order."""

    reports: list[ImportReport] = field(default_factory=list)
    refusals: list[UserError] = field(default_factory=list)


def import_several(desk: Desk, paths: Sequence[Path], *, accept_keys: bool = False) -> Outcome:
    """Take several files in, each in a transaction of its own, so that one bad file keeps none of the others out.

    One backup is made before the first: forty bundles must not push every older backup out.
    """
    outcome = Outcome()
    for path in paths:
        try:
            report = import_file(desk, path, accept_keys=accept_keys, back_up=not outcome.reports)
        except UserError as error:
            outcome.refusals.append(error)
        else:
            outcome.reports.append(report)
    return outcome


def preview_several(desk: Desk, paths: Sequence[Path]) -> Outcome:
    """Return what importing each of several files would do, each by itself; nothing is changed."""
    outcome = Outcome()
    for path in paths:
        try:
            outcome.reports.append(preview_import(desk, path))
        except UserError as error:
            outcome.refusals.append(error)
    return outcome


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


__all__ = [
    "ImportReport",
    "Outcome",
    "UndoPlan",
    "accept_key",
    "import_file",
    "import_first",
    "import_several",
    "list_imports",
    "plan_undo",
    "preview_import",
    "preview_several",
    "redo_import",
    "undo_import",
]
