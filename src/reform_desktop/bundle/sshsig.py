"""SSHSIG signatures (Ed25519), so that ``ssh-keygen -Y verify`` on any Windows 10 checks them too.

Format: OpenSSH's PROTOCOL.sshsig. What is signed is the SHA-512 of the message, so messages can be streamed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

BUNDLE_NAMESPACE: Final = "reform-bundle"
PACK_NAMESPACE: Final = "reform-pack"

_MAGIC: Final = b"SSHSIG"
_VERSION: Final = 1
_HASH: Final = b"sha512"
_KEY_TYPE: Final = b"ssh-ed25519"
_KEY_LENGTH: Final = 32
_SIGNATURE_LENGTH: Final = 64
_BEGIN: Final = "-----BEGIN SSH SIGNATURE-----"
_END: Final = "-----END SSH SIGNATURE-----"
_LINE: Final = 70


class SignatureError(Exception):
    """The signature is not one of this form, or does not fit the message, the namespace or the key."""


def public_key_text(key: Ed25519PublicKey) -> str:
    """Return the key as OpenSSH writes it, ``ssh-ed25519 AAAA…``, without a comment."""
    return f"{_KEY_TYPE.decode()} {base64.b64encode(_public_blob(key)).decode()}"


def read_public_key(text: str) -> Ed25519PublicKey:
    """Read a key in OpenSSH's form; `SignatureError` when it is not an Ed25519 key in exactly that form."""
    words = text.split(" ")
    try:
        blob = base64.b64decode(words[1], validate=True) if len(words) == 2 else b""  # noqa: PLR2004 -- type and key
        kind, rest = _take(blob)
        raw, rest = _take(rest)
    except (binascii.Error, ValueError) as error:
        raise SignatureError("not a key") from error
    if words[0].encode() != _KEY_TYPE or kind != _KEY_TYPE or rest or len(raw) != _KEY_LENGTH:
        raise SignatureError("not an Ed25519 key")
    key = Ed25519PublicKey.from_public_bytes(raw)
    if public_key_text(key) != text:
        raise SignatureError("not in canonical form")
    return key


def sign_digest(key: Ed25519PrivateKey, namespace: str, digest: bytes) -> str:
    """Sign a message by its SHA-512 digest and return the armoured signature, ending in a line break."""
    signature = key.sign(_signed_data(namespace, digest))
    blob = (
        _MAGIC
        + _VERSION.to_bytes(4, "big")
        + _string(_public_blob(key.public_key()))
        + _string(namespace.encode())
        + _string(b"")
        + _string(_HASH)
        + _string(_string(_KEY_TYPE) + _string(signature))
    )
    text = base64.b64encode(blob).decode()
    lines = [text[start : start + _LINE] for start in range(0, len(text), _LINE)]
    return "\n".join([_BEGIN, *lines, _END, ""])


def verify_digest(armoured: str, namespace: str, digest: bytes) -> str:
    """Check a signature over a message's SHA-512 digest and return the public key that made it."""
    try:
        return _verify(armoured, namespace, digest)
    except (binascii.Error, ValueError, InvalidSignature) as error:
        raise SignatureError("the signature does not fit") from error


def digest_of(message: bytes) -> bytes:
    """Return what is signed of a message that is at hand as a whole."""
    return hashlib.sha512(message).digest()


def _verify(armoured: str, namespace: str, digest: bytes) -> str:
    lines = armoured.replace("\r\n", "\n").rstrip("\n").split("\n")
    if lines[0] != _BEGIN or lines[-1] != _END:
        raise SignatureError("no SSH signature")
    blob = base64.b64decode("".join(lines[1:-1]), validate=True)
    head = _MAGIC + _VERSION.to_bytes(4, "big")
    if not blob.startswith(head):
        raise SignatureError("another version")
    public, rest = _take(blob[len(head) :])
    given_namespace, rest = _take(rest)
    _reserved, rest = _take(rest)
    hash_name, rest = _take(rest)
    wrapped, rest = _take(rest)
    kind, signature_part = _take(wrapped)
    signature, wrapped_rest = _take(signature_part)
    if rest or wrapped_rest or kind != _KEY_TYPE or hash_name != _HASH or given_namespace != namespace.encode():
        raise SignatureError("made for something else")
    if len(signature) != _SIGNATURE_LENGTH:
        raise SignatureError("a signature of the wrong length")
    text = f"{_KEY_TYPE.decode()} {base64.b64encode(public).decode()}"
    read_public_key(text).verify(signature, _signed_data(namespace, digest))
    return text


def _signed_data(namespace: str, digest: bytes) -> bytes:
    return _MAGIC + _string(namespace.encode()) + _string(b"") + _string(_HASH) + _string(digest)


def _public_blob(key: Ed25519PublicKey) -> bytes:
    return _string(_KEY_TYPE) + _string(key.public_bytes(Encoding.Raw, PublicFormat.Raw))


def _string(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


def _take(data: bytes) -> tuple[bytes, bytes]:
    length = int.from_bytes(data[:4], "big")
    if len(data) < 4 + length:
        raise ValueError("truncated")
    return data[4 : 4 + length], data[4 + length :]
