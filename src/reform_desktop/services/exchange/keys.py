"""This PC's signing key, and whether another unit's key may speak for it."""

from __future__ import annotations

import getpass
import os
import socket
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Final

from reform_desktop.bundle.keys import (
    PassphraseError,
    UnitKey,
    change_passphrase,
    fingerprint,
    has_passphrase,
    key_path,
    load_or_make_key,
)
from reform_desktop.bundle.sshsig import SignatureError, read_public_key
from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.atomic_file import atomic_write
from reform_desktop.domain.errors import InputError
from reform_desktop.domain.records import Department
from reform_desktop.places import portable_folder
from reform_desktop.services.desk import Desk
from reform_desktop.services.histories import DIVISION_NAME
from reform_desktop.store import keyring, records
from reform_desktop.store.keyring import KeyState, KnownKey

__all__ = [
    "KeyTrust",
    "accept_key",
    "change_own_passphrase",
    "fingerprint",
    "key_folder",
    "known_keys",
    "own_key",
    "own_key_has_passphrase",
    "own_public_key",
    "trust_in",
    "unit_name",
]


FOLDER_VARIABLE: Final = "REFORM_DESKTOP_KEYS"
"""Environment variable that names another folder for keys: for tests and for trying the program out."""


LEAST_PASSPHRASE: Final = 8
"""Characters of a passphrase: the division's key speaks for the whole city."""


class KeyTrust(Enum):
    """How far a key is known to speak for a unit."""

    OWN = "own"
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    CHANGED = "changed"
    REVOKED = "revoked"

    @property
    def speaks(self) -> bool:
        """Whether what the key signed may be taken in without asking."""
        return self in (KeyTrust.OWN, KeyTrust.ACCEPTED)


def key_folder() -> Path:
    """Return where this PC keeps its keys: the user's own folder, never beside the store.

    A program that is carried about keeps one folder a PC and account, since Windows binds a key to both.
    """
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen:
        return Path(chosen)
    beside = portable_folder()
    if beside is not None:
        return beside / "keys" / f"{socket.gethostname()}-{getpass.getuser()}"
    if os.name == "nt":
        return Path(os.environ.get("APPDATA") or Path.home()) / "ReformDesktop" / "keys"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "reform-desktop" / "keys"


def own_key(desk: Desk, passphrase: str | None = None) -> UnitKey:
    """Return the key with which this file's unit signs on this PC; made silently at the first call."""
    key = load_or_make_key(key_folder(), desk.store.unit, passphrase)
    _note_public(key)
    return key


def own_public_key(desk: Desk) -> str:
    """Return the public half of this PC's key, without asking for the passphrase that guards the other half.

    Importing needs no more, so that only signing asks for it. Makes the key when there is none yet.
    """
    private = key_path(key_folder(), desk.store.unit)
    try:
        noted = _public_path(private).read_text(encoding="ascii")
        read_public_key(noted)
    except (OSError, UnicodeDecodeError, SignatureError):
        return own_key(desk).public
    return noted if private.exists() else own_key(desk).public


def own_key_has_passphrase(desk: Desk) -> bool:
    """Whether signing in this file asks for a passphrase on this PC."""
    return has_passphrase(key_folder(), desk.store.unit)


def change_own_passphrase(desk: Desk, old: str, new: str) -> None:
    """Guard this PC's key by another passphrase (``""``: none), or by its first; the key stays the same.

    Raises `InputError` for one that is too short, `PassphraseError` when the old one is wrong.
    """
    if new and len(new) < LEAST_PASSPHRASE:
        raise InputError(
            f"合言葉が短すぎます。{LEAST_PASSPHRASE}文字以上にしてください。今までの合言葉のままです。"
        )
    protected = own_key_has_passphrase(desk)
    if protected and not old:
        raise PassphraseError("今の合言葉を入力してください。合言葉は変わっていません。")
    _note_public(change_passphrase(key_folder(), desk.store.unit, old if protected else None, new or None))


def trust_in(desk: Desk, unit: str, key: str, own: str) -> KeyTrust:
    """Return whether a key may speak for a unit in this file; ``own`` is the public key of this PC."""
    if key == own and unit == desk.store.unit:
        return KeyTrust.OWN
    with desk.store.reading() as connection:
        known, others = keyring.find_key(connection, key), keyring.keys_of_unit(connection, unit)
    return trust_of(known, unit, known_unit=bool(others))


def trust_of(known: KnownKey | None, unit: str, *, known_unit: bool) -> KeyTrust:
    """Return whether a key may speak for a unit, from what is ``known`` of the key and whether the unit has others."""
    if known is not None and known.unit == unit:
        return KeyTrust.ACCEPTED if known.state is KeyState.ACCEPTED else KeyTrust.REVOKED
    return KeyTrust.CHANGED if known is not None or known_unit else KeyTrust.UNKNOWN


def accept_key(desk: Desk, unit: str, key: str, name: str) -> None:
    """Remember a key after its fingerprint was compared."""
    with desk.store.writing() as connection:
        keyring.remember_key(connection, KnownKey(key, unit, name, KeyState.ACCEPTED, _now()))


def known_keys(desk: Desk) -> list[KnownKey]:
    """Return the keys that this file knows: the division's roster in its own file."""
    with desk.store.reading() as connection:
        return keyring.all_keys(connection)


def unit_name(desk: Desk, unit: str) -> str:
    """Return what a unit is called."""
    if unit == DIVISION:
        return DIVISION_NAME
    with desk.store.reading() as connection:
        department = records.find_record(connection, Department, unit)
    return department.name if department else unit


def _public_path(private: Path) -> Path:
    return private.with_suffix(".pub")


def _note_public(key: UnitKey) -> None:
    path = _public_path(key_path(key_folder(), key.unit))
    if not path.exists() or path.read_bytes() != key.public.encode():
        with atomic_write(path) as stream:
            stream.write(key.public.encode())


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
