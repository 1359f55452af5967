"""A department's file, made from what the division sent it: nobody needs the outline, or knows which department."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from reform_desktop.bundle.errors import BundleError
from reform_desktop.bundle.header import Header
from reform_desktop.bundle.keys import fingerprint
from reform_desktop.bundle.reader import OpenedBundle, open_bundle
from reform_desktop.changes.change import DIVISION
from reform_desktop.services.creating import with_suffix
from reform_desktop.services.desk import DEFAULT_WHO, Desk
from reform_desktop.services.exchange.acquaintance import Acquaintance
from reform_desktop.services.exchange.bundle_source import BundleSource
from reform_desktop.services.exchange.importing import import_first
from reform_desktop.services.exchange.keys import known_keys
from reform_desktop.store.store import Store

_ASK_DIVISION = "推進課に、課を指定した照会を送ってもらってください。"


def create_from_bundle(path: Path, bundle: Path, who: str = DEFAULT_WHO) -> Desk:
    """Make a department's file from the division's request, or from what the division sent back, and open it.

    The division's key is trusted on this first use; `division_fingerprint` tells its number, to be compared. Raises
    `BundleError` for a bundle that is refused or is not for one department, `FileError` when the file exists or
    cannot be written; then nothing is left behind.
    """
    with open_bundle(bundle) as opened:
        unit = _unit_asked(opened)
        store = Store.create(with_suffix(path), unit=unit, who=who)
        desk = Desk(store, who)
        try:
            _fill(desk, opened)
        except BaseException:
            desk.close()
            with suppress(OSError):
                store.path.unlink()
            raise
    return desk


def division_fingerprint(desk: Desk) -> str:
    """Return the number of the newest key by which a file knows the division; empty when it knows none."""
    keys = [one for one in known_keys(desk) if one.unit == DIVISION]
    return fingerprint(keys[-1].key) if keys else ""


def _unit_asked(opened: OpenedBundle) -> str:
    header = opened.header
    name = opened.path.name
    if header.sender.unit != DIVISION:
        raise BundleError(name, "推進課からの照会ではないため、課のファイルのもとにできません", _ASK_DIVISION)
    if header.volume.number != 1:
        first = "分割されたうちの、1番目のファイルを指定してください。"
        raise BundleError(name, f"{header.volume.of}個に分割されたうちの{header.volume.number}番目です", first)
    if header.left_out_packs:
        raise BundleError(
            name,
            "前に送られた分を省いたファイルのため、課のファイルのもとにできません",
            "推進課に、省かずに全部を入れた照会を送ってもらってください。",
        )
    unit = _department_of(header)
    if unit is None:
        raise BundleError(name, "どの課のものか決まっていないため、課のファイルのもとにできません", _ASK_DIVISION)
    return unit


def _department_of(header: Header) -> str | None:
    """Return the unit that the bundle is for, or else the only department that it is about."""
    if header.recipient is not None and header.recipient.unit != DIVISION:
        return header.recipient.unit
    departments = header.scope.department_ids or ()
    return departments[0] if len(departments) == 1 else None


def _fill(desk: Desk, opened: OpenedBundle) -> None:
    import_first(desk, BundleSource(opened, {}, Acquaintance(desk)))
    plans = {plan.id for plan in desk.plans()}
    if opened.header.plan_id not in plans or desk.department() is None:
        raise BundleError(opened.path.name, "計画か課の記録が入っていません", _ASK_DIVISION)
