"""Sealing: what this unit wrote since the last bundle becomes signed packs; packs of others are relayed as they are."""

from __future__ import annotations

from collections.abc import Iterator

from reform_desktop.bundle.keys import UnitKey
from reform_desktop.bundle.pack import SealedPack, divide, seal
from reform_desktop.changes.change import change_id
from reform_desktop.store import packs
from reform_desktop.store.engine import Connection
from reform_desktop.store.packs import KeptPack
from reform_desktop.store.scope import Scope, ScopedChange, changes_in_scope


def seal_scope(connection: Connection, scope: Scope, key: UnitKey) -> list[KeptPack]:
    """Seal what the key's unit has not sealed yet in a scope, and return every pack that the scope needs.

    What is common and what belongs to each department is sealed apart, so that a bundle for one department need not
    carry another's work. Changes of other units that nobody sealed cannot be vouched for, and stay.
    """
    changes = changes_in_scope(connection, scope, key.unit)
    sequences = {one.id: one.sequence for one in changes}
    for portion in _unsealed(changes, key.unit):
        for bodies in divide(one.body for one in portion):
            _keep(connection, seal(key, bodies), sequences)
    needed = packs.packs_of_changes(connection, (one.sequence for one in changes))
    return [one for one in packs.all_packs(connection) if one.sha256 in needed]


def sealed_pack(connection: Connection, kept: KeptPack) -> SealedPack:
    """Return a kept pack with its bodies, as it goes into a bundle."""
    bodies = tuple(packs.pack_bodies(connection, kept.sha256))
    return SealedPack(kept.sha256, kept.unit, kept.key, bodies, kept.signature)


def _unsealed(changes: list[ScopedChange], unit: str) -> Iterator[list[ScopedChange]]:
    groups: dict[str, list[ScopedChange]] = {}
    for one in changes:
        if one.unit == unit and not one.sealed:
            groups.setdefault(one.group, []).append(one)
    yield from groups.values()


def _keep(connection: Connection, pack: SealedPack, sequences: dict[str, int]) -> None:
    kept = KeptPack(pack.sha256, pack.unit, pack.key, pack.signature)
    packs.keep_pack(connection, kept, [sequences[change_id(body)] for body in pack.bodies])
