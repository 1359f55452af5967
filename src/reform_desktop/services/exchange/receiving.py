"""What the window needs around an import: keys accepted one by one, and the imports that can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange import importing, keys
from reform_desktop.services.exchange.source import Signer
from reform_desktop.services.exchange.words import PURPOSES
from reform_desktop.store.carriers import Carrier
from reform_desktop.store.keyring import KeyState


class ShownImport(Struct, frozen=True):
    """One line of the list of imports."""

    number: int
    file: str
    sender: str
    purpose: str
    at: str
    retracted: bool


class ShownKey(Struct, frozen=True):
    """A key that this file accepts."""

    name: str
    number: str
    at: str


def own_number(desk: Desk) -> str:
    """Return the number of the key with which this PC signs."""
    return keys.fingerprint(keys.own_public_key(desk))


def shown_keys(desk: Desk) -> list[ShownKey]:
    """Return the keys that this file accepts, by department."""
    known = [one for one in keys.known_keys(desk) if one.state is KeyState.ACCEPTED]
    return [ShownKey(one.name, keys.fingerprint(one.key), one.at) for one in known]


def accept_signers(desk: Desk, signers: Iterable[Signer]) -> int:
    """Accept exactly those keys whose numbers somebody compared, and return how many were new.

    A file that was exchanged for another one meanwhile stays out: its keys are not these.
    """
    new = [one for one in signers if not one.trust.speaks]
    for one in new:
        keys.accept_key(desk, one.unit, one.key, one.name)
    return len(new)


def earlier_numbers(desk: Desk, signer: Signer) -> list[str]:
    """Return the numbers of the keys that were accepted for the same unit before, the last one first."""
    known = [one for one in keys.known_keys(desk) if one.unit == signer.unit and one.key != signer.key]
    return [keys.fingerprint(one.key) for one in reversed(known)]


def shown_imports(desk: Desk) -> list[ShownImport]:
    """Return the list of imports, the newest first."""
    return [_shown(desk, one) for one in importing.list_imports(desk)]


def waiting_after_undo(desk: Desk, numbers: Sequence[int]) -> int:
    """Return how many later edits would be held if these imports were undone."""
    return sum(importing.plan_undo(desk, one).held for one in numbers)


def undo_imports(desk: Desk, numbers: Sequence[int]) -> None:
    """Undo several imports, the last one first."""
    for one in sorted(numbers, reverse=True):
        importing.undo_import(desk, one)


def redo_imports(desk: Desk, numbers: Sequence[int]) -> None:
    """Let several undone imports stand again, the first one first."""
    for one in sorted(numbers):
        importing.redo_import(desk, one)


def _shown(desk: Desk, one: Carrier) -> ShownImport:
    unit = one.details.get("unit", "")
    purpose = one.details.get("purpose", "")
    return ShownImport(
        one.id,
        one.label,
        keys.unit_name(desk, unit) if unit else "",
        PURPOSES.get(purpose, purpose),
        one.at,
        one.retracted,
    )
