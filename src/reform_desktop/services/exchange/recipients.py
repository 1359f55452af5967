"""What a recipient holds already, as far as its own bundles said so: what need not travel to it again."""

from __future__ import annotations

from reform_desktop.store import carriers
from reform_desktop.store.engine import Connection


def packs_held_by(connection: Connection, unit: str | None) -> frozenset[str]:
    """Return the hashes of the packs that every PC of a unit holds, by the last bundle that each of them sent.

    A unit is known by its PCs' keys. Of two PCs one may lack what the other has, so only what both named is spared.
    What was merely sent to a unit may never have arrived, and does not count.
    """
    said: dict[str, frozenset[str]] = {}
    for one in carriers.list_carriers(connection):  # the newest first
        if one.details.get("unit") == unit and "has_packs" in one.details:
            said.setdefault(one.details.get("key", ""), frozenset(one.details["has_packs"].split(",")))
    return frozenset.intersection(*said.values()) - {""} if said else frozenset()
