"""What this file knows of those it exchanges bundles with, read once for many files: plans, names, keys, packs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.practice import is_practice
from reform_desktop.domain.records import Department
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.keys import KeyTrust, own_public_key, trust_of
from reform_desktop.services.histories import DIVISION_NAME
from reform_desktop.store import carriers, evidence, imports, keyring, packs, records
from reform_desktop.store.carriers import Carrier
from reform_desktop.store.keyring import KnownKey
from reform_desktop.store.packs import KeptPack


@dataclass(frozen=True, slots=True)
class EarlierImport:
    """What a file brought when it was taken in before."""

    carrier: Carrier
    packs: tuple[KeptPack, ...]


class Acquaintance:
    """Valid while nothing is taken in. Every question is a short read of its own, so that others can save meanwhile."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @cached_property
    def plan_ids(self) -> frozenset[str]:
        """The plans that this file holds."""
        return frozenset(plan.id for plan in self._desk.plans())

    @cached_property
    def practises(self) -> bool:
        """Whether this file is there to practise."""
        return is_practice(self._desk.plan())

    @cached_property
    def _own_key(self) -> str:
        return own_public_key(self._desk)

    @cached_property
    def _keys(self) -> dict[str, KnownKey]:
        with self._desk.store.reading() as connection:
            return {one.key: one for one in keyring.all_keys(connection)}

    @cached_property
    def _units(self) -> frozenset[str]:
        return frozenset(one.unit for one in self._keys.values())

    def trust(self, unit: str, key: str) -> KeyTrust:
        """Return whether a key may speak for a unit in this file."""
        if key == self._own_key and unit == self._desk.store.unit:
            return KeyTrust.OWN
        return trust_of(self._keys.get(key), unit, known_unit=unit in self._units)

    @cached_property
    def _names(self) -> dict[str, str]:
        with self._desk.store.reading() as connection:
            named = {one.id: one.name for one in records.all_records(connection, Department)}
        return {**named, DIVISION: DIVISION_NAME}

    def name_of(self, unit: str) -> str:
        """Return what a unit is called; the unit itself when this file does not know it."""
        return self._names.get(unit, unit)

    @cached_property
    def _packs(self) -> dict[str, KeptPack]:
        with self._desk.store.reading() as connection:
            return {one.sha256: one for one in packs.all_packs(connection)}

    def pack(self, sha256: str) -> KeptPack | None:
        """Return the pack of that hash, if the file holds it."""
        return self._packs.get(sha256)

    @cached_property
    def _standing_packs(self) -> frozenset[str]:
        with self._desk.store.reading() as connection:
            return packs.standing_packs(connection)

    def count_lacking(self, hashes: Iterable[str]) -> int:
        """Return how many of the packs are not here, or only by an import that was undone."""
        asked = set(hashes)
        return len(asked - self._standing_packs) if asked else 0

    @cached_property
    def _imported_files(self) -> dict[str, Carrier]:
        """The last import of every file that is known by its digest."""
        with self._desk.store.reading() as connection:
            found = carriers.list_carriers(connection)
        return {one.sha256: one for one in reversed(found) if one.sha256}

    @cached_property
    def _carried(self) -> dict[int, list[str]]:
        with self._desk.store.reading() as connection:
            return carriers.packs_by_carrier(connection)

    def earlier_import(self, sha256: str) -> EarlierImport | None:
        """Return what the last import of a file of just these bytes brought, if all of it is here as it was sent."""
        one = self._imported_files.get(sha256)
        if one is None or not self._has_all_bytes_of(one):
            return None
        return EarlierImport(one, tuple(self._packs[name] for name in self._carried.get(one.id, ())))

    def _has_all_bytes_of(self, one: Carrier) -> bool:
        names = [name for name in one.details.get("has_evidence", "").split(",") if name]
        if not names:
            return True
        with self._desk.store.reading() as connection:
            return not imports.has_conversions(connection, one.id) and all(
                evidence.has_bytes(connection, name) for name in names
            )
