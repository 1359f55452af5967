"""The key of a unit on a PC: made silently, kept private, known to others by a fingerprint in digits.

A department's key is protected by the Windows account (DPAPI) or, elsewhere, by file permissions; the division's by
a passphrase (scrypt), because it speaks for the whole city.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from reform_desktop.bundle.dpapi import protect, unprotect
from reform_desktop.bundle.sshsig import public_key_text
from reform_desktop.domain.atomic_file import atomic_write
from reform_desktop.domain.errors import FileError, UserError

_DIGITS: Final = 30
_GROUP: Final = 5


class PassphraseError(UserError):
    """The passphrase of the division's key is missing or wrong."""


@dataclass(frozen=True, slots=True)
class UnitKey:
    """A private key with the unit that it speaks for."""

    unit: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The public key as OpenSSH writes it."""
        return public_key_text(self.private.public_key())


def fingerprint(public_key: str) -> str:
    """Return thirty digits in groups of five, to be read over the telephone: 「12345 67890 …」."""
    number = int.from_bytes(hashlib.sha256(public_key.encode()).digest(), "big") % 10**_DIGITS
    digits = f"{number:0{_DIGITS}d}"
    return " ".join(digits[start : start + _GROUP] for start in range(0, _DIGITS, _GROUP))


def key_path(folder: Path, unit: str) -> Path:
    """Return the file in which a folder of keys holds a unit's."""
    return folder / f"{hashlib.sha256(unit.encode()).hexdigest()[:16]}.key"


def load_or_make_key(folder: Path, unit: str, passphrase: str | None = None) -> UnitKey:
    """Return this PC's key of a unit, making it at the first call.

    ``passphrase`` protects the key file; a protected one needs it again (`PassphraseError`). Raises `FileError` when
    the key file is damaged or cannot be written.
    """
    path = key_path(folder, unit)
    if path.exists():
        return UnitKey(unit, _read(path, passphrase))
    private = Ed25519PrivateKey.generate()
    folder.mkdir(parents=True, exist_ok=True)
    _write(path, private, passphrase)
    return UnitKey(unit, private)


def has_passphrase(folder: Path, unit: str) -> bool:
    """Whether this PC's key of a unit is there and needs a passphrase; `FileError` when it cannot be read."""
    path = key_path(folder, unit)
    if not path.exists():
        return False
    try:
        _read(path, None)
    except PassphraseError:
        return True
    return False


def change_passphrase(folder: Path, unit: str, old: str | None, new: str | None) -> UnitKey:
    """Protect this PC's key of a unit by another passphrase, or by none; the key stays the same, and is returned.

    Errors as for `load_or_make_key`; the file is then as it was.
    """
    key = load_or_make_key(folder, unit, old)
    _write(key_path(folder, unit), key.private, new)
    return key


def _write(path: Path, private: Ed25519PrivateKey, passphrase: str | None) -> None:
    with atomic_write(path) as stream:
        if os.name != "nt":  # pragma: no branch -- Windows knows no such modes
            os.fchmod(stream.fileno(), 0o600)
        stream.write(protect(_pem(private, passphrase)))


def _pem(private: Ed25519PrivateKey, passphrase: str | None) -> bytes:
    encryption = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def _read(path: Path, passphrase: str | None) -> Ed25519PrivateKey:
    try:
        pem = unprotect(path.read_bytes())
        private = load_pem_private_key(pem, passphrase.encode() if passphrase else None)
    except TypeError as error:
        if passphrase:
            raise PassphraseError(
                "この鍵に合言葉は付いていません。合言葉を指定せずに、もう一度行ってください。"
            ) from error
        raise PassphraseError("推進課の鍵には合言葉が必要です。合言葉を入力してください。") from error
    except (ValueError, OSError) as error:
        if passphrase:
            raise PassphraseError("合言葉が違うため、鍵を使えません。もう一度入力してください。") from error
        raise FileError(
            f"署名の鍵「{path.name}」を読めません。取組の内容は失われていません。"
            "このファイルを別の場所に移すと、新しい鍵が作られます。"
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise FileError(f"署名の鍵「{path.name}」は、このプログラムの鍵ではありません。別の場所に移してください。")
    return private
