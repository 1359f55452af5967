"""Taking in a bundle or another copy of the file: preview, import, undo and redo of an import.

A preview is the import itself, done in a transaction that is rolled back: what it says is exactly what would happen.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from reform_desktop.domain.errors import NotAllowedError, NotFoundError, UserError
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.acquaintance import Acquaintance
from reform_desktop.services.exchange.backup_beside import BackupBeside
from reform_desktop.services.exchange.keys import KeyTrust, accept_key
from reform_desktop.services.exchange.known_bundle import KnownBundle
from reform_desktop.services.exchange.source import Progress, Source, open_source
from reform_desktop.services.exchange.taking_in import ImportReport, TakingIn
from reform_desktop.store import carriers, imports, keyring
from reform_desktop.store.carriers import Carrier
from reform_desktop.store.engine import Connection
from reform_desktop.store.keyring import KeyState, KnownKey
from reform_desktop.store.write import Saved


@contextmanager
def garbage_can_wait() -> Iterator[None]:
    """Look for no garbage while very many small objects are made that all stay."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


_MOST_FILES: Final = 500
_MOST_CHANGES: Final = 120_000
"""How much one transaction takes in: much more than a city of forty departments sends, and what fits into memory."""


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
    with open_source(desk, path, Acquaintance(desk)) as source:
        try:
            with desk.store.writing() as connection:
                taking = TakingIn(connection)
                taking.take(source, progress)
                raise _RollBack(*taking.reports())  # noqa: TRY301 -- ends the transaction
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
    with open_source(desk, path, Acquaintance(desk)) as source:
        _ask_trust(source, accept_keys=accept_keys)
        if back_up:
            desk.store.back_up("import")
        (report,) = _write(desk, [source], progress)
    return report


def import_first(desk: Desk, source: Source) -> ImportReport:
    """Take in what a new, empty file is made of; whoever signed it is trusted on this first use."""
    (report,) = _write(desk, [source], None)
    return report


def _write(
    desk: Desk, sources: Sequence[Source], progress: Progress | None, at_last: Callable[[], object] = lambda: None
) -> list[ImportReport]:
    """Take verified sources in, all in one transaction, and tell everybody who listens.

    ``at_last`` is called before the transaction ends, which it does not when that raises an error.
    """
    with desk.store.writing() as connection, imports.roomy_cache(connection):
        taking = TakingIn(connection)
        for source in sources:
            _remember_keys(connection, source)
            taking.take(source, progress)
        reports = taking.reports()
        at_last()
    if desk.is_heard:
        desk.tell(Saved(None, taking.named, kinds=taking.kinds))
    return reports


def list_imports(desk: Desk) -> list[Carrier]:
    """Return all imports, the newest first, undone ones too."""
    with desk.store.reading() as connection:
        return carriers.list_carriers(connection)


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """How taking several files in went: what each brought, and why others were refused, in their order."""

    reports: list[ImportReport] = field(default_factory=list)
    refused: dict[Path, UserError] = field(default_factory=dict)

    @property
    def refusals(self) -> list[UserError]:
        """Why files were refused, in their order."""
        return list(self.refused.values())


def import_several(
    desk: Desk, paths: Sequence[Path], *, accept_keys: bool = False, progress: Progress | None = None
) -> Outcome:
    """Take several files in, each of them whole or not at all, so that one bad file keeps none of the others out.

    As many as fit go in together, which spares the disk; ``progress`` hears how many files are done. One backup is
    made before the first that brings anything: forty bundles must not push every older backup out.
    """
    outcome = Outcome()
    left = list(paths)
    with BackupBeside(desk.store) as backup:
        while left:
            with garbage_can_wait():  # a call of its own: what it made is gone again before garbage is looked for
                _take_next(desk, left, outcome, backup, accept_keys=accept_keys)
            if progress:
                progress(len(paths) - len(left), len(paths))
    return outcome


def _take_next(desk: Desk, left: list[Path], outcome: Outcome, backup: BackupBeside, *, accept_keys: bool) -> None:
    """Take in as many of the files that are ``left`` as go together."""
    with ExitStack() as stack:
        group = _open_group(desk, left, stack, outcome.refused, backup, accept_keys=accept_keys)
        backup.hold()
        _take_group(desk, group, outcome, backup)
        group.clear()  # so that each file is let go of as it is closed: all at once, the window would stand still


def _open_group(
    desk: Desk,
    left: list[Path],
    stack: ExitStack,
    refused: dict[Path, UserError],
    backup: BackupBeside,
    *,
    accept_keys: bool,
) -> list[tuple[Path, Source]]:
    """Open and verify as many of the files as one transaction takes, and remove them from those that are ``left``.

    The first that brings something lets the backup begin, which is made while the others are verified. Two different
    new keys of one unit never go together: the second is a changed key once the first was accepted.
    """
    others = Acquaintance(desk)
    group: list[tuple[Path, Source]] = []
    new_keys: dict[str, str] = {}
    weight = 0
    while left and len(group) < _MOST_FILES and weight < _MOST_CHANGES:
        try:
            source = stack.enter_context(open_source(desk, left[0], others))
            _ask_trust(source, accept_keys=accept_keys)
        except UserError as error:
            refused[left[0]] = error
        else:
            new = {one.unit: one.key for one in source.signers if not one.trust.speaks}
            if any(new_keys.setdefault(unit, key) != key for unit, key in new.items()):
                break
            group.append((left[0], source))
            if not isinstance(source, KnownBundle):
                backup.begin()
            weight += source.weight
        left.pop(0)
    return group


def _take_group(desk: Desk, group: list[tuple[Path, Source]], outcome: Outcome, backup: BackupBeside) -> None:
    """Take sources in together, or where one of them fails in the middle, one by one; without a backup none."""
    try:
        outcome.reports.extend(_write(desk, [one for _path, one in group], None, backup.finish) if group else [])
    except UserError as error:
        backup.finish()
        if len(group) == 1:
            outcome.refused[group[0][0]] = error
            return
        for one in group:
            _take_group(desk, [one], outcome, backup)


def preview_several(desk: Desk, paths: Sequence[Path]) -> Outcome:
    """Return what importing each of several files would do, each by itself; nothing is changed."""
    outcome = Outcome()
    for path in paths:
        try:
            outcome.reports.append(preview_import(desk, path))
        except UserError as error:
            outcome.refused[path] = error
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
