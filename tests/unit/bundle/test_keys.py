"""Keys as people meet them: made once, kept private, told by a fingerprint, lost, damaged, protected."""

from __future__ import annotations

import base64
import ctypes
import os
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from reform_desktop.bundle import dpapi
from reform_desktop.bundle.keys import PassphraseError, fingerprint, load_or_make_key
from reform_desktop.bundle.sshsig import (
    BUNDLE_NAMESPACE,
    PACK_NAMESPACE,
    SignatureError,
    digest_of,
    public_key_text,
    read_public_key,
    sign_digest,
    verify_digest,
)
from reform_desktop.domain.errors import FileError
from unit.bundle.made_bundles import FINANCE_KEY

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows protects the file by the account instead")
MESSAGE = digest_of(b"message")


def key_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_the_key_of_a_unit_is_made_once_and_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first = load_or_make_key(folder, "a")
    assert load_or_make_key(folder, "a").public == first.public
    assert load_or_make_key(folder, "b").public != first.public
    assert first.unit == "a"


@POSIX
def test_nobody_else_on_the_computer_can_read_the_key(tmp_path: Path) -> None:
    load_or_make_key(tmp_path, "a")
    assert key_file(tmp_path).stat().st_mode & 0o777 == 0o600


def test_the_divisions_key_needs_its_passphrase(tmp_path: Path) -> None:
    made = load_or_make_key(tmp_path, "division", "ひみつの合言葉")
    assert b"ENCRYPTED" in dpapi.unprotect(key_file(tmp_path).read_bytes())
    assert load_or_make_key(tmp_path, "division", "ひみつの合言葉").public == made.public
    with pytest.raises(PassphraseError, match="合言葉が違う"):
        load_or_make_key(tmp_path, "division", "ちがう")
    with pytest.raises(PassphraseError, match="合言葉が必要"):
        load_or_make_key(tmp_path, "division")


def test_a_damaged_key_file_is_said_in_a_sentence_and_kept(tmp_path: Path) -> None:
    load_or_make_key(tmp_path, "a")
    path = key_file(tmp_path)
    path.write_bytes(b"damaged")
    with pytest.raises(FileError, match="署名の鍵"):
        load_or_make_key(tmp_path, "a")
    assert path.read_bytes() == b"damaged"


def test_a_key_of_another_kind_is_not_used(tmp_path: Path) -> None:
    load_or_make_key(tmp_path, "a")
    other = X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key_file(tmp_path).write_bytes(dpapi.protect(other))
    with pytest.raises(FileError, match="このプログラムの鍵ではありません"):
        load_or_make_key(tmp_path, "a")


def test_a_fingerprint_can_be_read_over_the_telephone() -> None:
    assert re.fullmatch(r"([0-9]{5} ){5}[0-9]{5}", fingerprint(FINANCE_KEY.public))
    other = public_key_text(Ed25519PrivateKey.generate().public_key())
    assert fingerprint(other) != fingerprint(FINANCE_KEY.public)


@POSIX
def test_a_key_file_of_a_windows_account_is_not_taken_for_one_of_ours() -> None:
    assert dpapi.protect(b"secret") == b"secret"
    with pytest.raises(ValueError, match="Windows"):
        dpapi.unprotect(b"DPAPI1\nsealed")


class Account:
    """Stands where Windows would: seals by turning the bytes round."""

    def __init__(self, *, works: bool) -> None:
        self.works = works
        self.crypt32 = self
        self.kernel32 = self
        self.freed = 0
        self._kept: list[object] = []

    def seal(self, given: object, *rest: object) -> int:
        source = given._obj  # type: ignore[attr-defined]  # what ctypes.byref refers to
        target = rest[-1]._obj  # type: ignore[attr-defined]  # the same
        turned = ctypes.string_at(source.data, source.size)[::-1]
        buffer = ctypes.create_string_buffer(turned, len(turned))
        self._kept.append(buffer)
        target.size = len(turned)
        target.data = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char))
        return int(self.works)

    CryptProtectData = seal
    CryptUnprotectData = seal

    def LocalFree(self, _memory: object) -> None:
        self.freed += 1


def test_on_windows_the_account_seals_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    account = Account(works=True)
    monkeypatch.setattr(dpapi, "WINDOWS", True)
    monkeypatch.setattr(ctypes, "windll", account, raising=False)
    sealed = dpapi.protect(b"secret")
    assert sealed == b"DPAPI1\nterces"
    assert dpapi.unprotect(sealed) == b"secret"
    assert dpapi.unprotect(b"from another system") == b"from another system"
    assert account.freed == 2


def test_another_windows_account_cannot_open_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dpapi, "WINDOWS", True)
    monkeypatch.setattr(ctypes, "windll", Account(works=False), raising=False)
    with pytest.raises(ValueError, match="CryptUnprotectData"):
        dpapi.unprotect(b"DPAPI1\nsealed")


# Signatures


def test_a_signature_fits_its_message_purpose_and_key_only() -> None:
    signature = sign_digest(FINANCE_KEY.private, BUNDLE_NAMESPACE, MESSAGE)
    assert verify_digest(signature, BUNDLE_NAMESPACE, MESSAGE) == FINANCE_KEY.public
    assert verify_digest(signature.replace("\n", "\r\n"), BUNDLE_NAMESPACE, MESSAGE) == FINANCE_KEY.public
    with pytest.raises(SignatureError):
        verify_digest(signature, PACK_NAMESPACE, MESSAGE)
    with pytest.raises(SignatureError):
        verify_digest(signature, BUNDLE_NAMESPACE, digest_of(b"another"))


def test_no_bit_of_a_signature_can_change() -> None:
    signature = sign_digest(FINANCE_KEY.private, BUNDLE_NAMESPACE, MESSAGE)
    lines = signature.splitlines()
    for place, line in enumerate(lines):
        for column in range(len(line)):
            other = "A" if line[column] != "A" else "B"
            changed = [*lines[:place], line[:column] + other + line[column + 1 :], *lines[place + 1 :]]
            with pytest.raises(SignatureError):
                verify_digest("\n".join(changed), BUNDLE_NAMESPACE, MESSAGE)


def test_a_signature_of_another_length_is_none() -> None:
    blob = base64.b64decode("".join(sign_digest(FINANCE_KEY.private, BUNDLE_NAMESPACE, MESSAGE).split("\n")[1:-2]))
    kind = b"\0\0\0\x0bssh-ed25519"
    head = blob[: blob.rindex(kind) - 4]
    wrapped = kind + (63).to_bytes(4, "big") + bytes(63)
    text = base64.b64encode(head + len(wrapped).to_bytes(4, "big") + wrapped).decode()
    with pytest.raises(SignatureError, match="length"):
        verify_digest(
            f"-----BEGIN SSH SIGNATURE-----\n{text}\n-----END SSH SIGNATURE-----\n", BUNDLE_NAMESPACE, MESSAGE
        )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ssh-ed25519",
        "ssh-ed25519 ",
        "ssh-ed25519 !!!!",
        "ssh-ed25519 AAAA",
        FINANCE_KEY.public + " comment",
        FINANCE_KEY.public.replace("ssh-ed25519", "ssh-rsa"),
        FINANCE_KEY.public[:-4],
        FINANCE_KEY.public + "=",
        FINANCE_KEY.public + "AAAA",
        FINANCE_KEY.public.replace("ssh-ed25519 ", "ssh-ed25519  "),
    ],
)
def test_what_is_no_key_in_openssh_form_is_not_read(text: str) -> None:
    with pytest.raises(SignatureError):
        read_public_key(text)
