"""A pack: changes of one unit, sealed by its signature and from then on relayed as it is.

The file is the canonical JSON ``{"pack":{"changes":[…],"key":…,"unit":…},"signature":…}``. What is signed is the
canonical JSON of the pack object; the changes stand in it word for word, with whatever a newer program put into them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import msgspec

from reform_desktop.bundle.canonical import DEPTH, is_canonical
from reform_desktop.bundle.change_form import check_changes
from reform_desktop.bundle.errors import RefusalError
from reform_desktop.bundle.keys import UnitKey
from reform_desktop.bundle.sshsig import PACK_NAMESPACE, SignatureError, digest_of, sign_digest, verify_digest
from reform_desktop.changes.change import Change

MOST_CHANGES: Final = 5_000
MOST_BYTES: Final = 8 * 1024 * 1024
"""Bytes of a pack file; together with `MOST_CHANGES` the bound of memory that one pack can take."""

_SEAL_BYTES: Final = 4 * 1024 * 1024
_OVERHEAD: Final = 2_000
"""More than what stands in a pack file beside its changes."""

_CHANGE_DEPTH: Final = DEPTH + 2
"""How deep a change may nest: itself, its ``set``, and the value of a field."""


@dataclass(frozen=True, slots=True)
class SealedPack:
    """A signed pack; ``sha256`` is that of the file, ``bodies`` are the canonical JSON of its changes, in order."""

    sha256: str
    unit: str
    key: str
    bodies: tuple[bytes, ...]
    signature: str


@dataclass(frozen=True, slots=True)
class ReadPack:
    """A pack that was read and verified; ``ids`` and ``changes`` stand in the order of ``sealed.bodies``."""

    sealed: SealedPack
    ids: tuple[str, ...]
    changes: tuple[Change, ...]


class _Pack(msgspec.Struct, forbid_unknown_fields=True):
    changes: list[msgspec.Raw]
    key: str
    unit: str


class _PlainPack(msgspec.Struct, forbid_unknown_fields=True):
    changes: list[Change]
    key: str
    unit: str


class _PlainPackFile(msgspec.Struct, forbid_unknown_fields=True):
    pack: _PlainPack
    signature: str


class _PackFile(msgspec.Struct, forbid_unknown_fields=True):
    pack: _Pack
    signature: str


_text: Final = msgspec.json.Encoder()
_file_decoder: Final = msgspec.json.Decoder(_PackFile)
_plain_decoder: Final = msgspec.json.Decoder(_PlainPackFile)
_changes_decoder: Final = msgspec.json.Decoder(list[Change])
_sorted_encoder: Final = msgspec.json.Encoder(order="sorted")


def divide(bodies: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Cut the bodies of changes into portions that one pack can take, in order."""
    portion: list[bytes] = []
    size = 0
    for body in bodies:
        if portion and (len(portion) == MOST_CHANGES or size + len(body) > _SEAL_BYTES):
            yield portion
            portion, size = [], 0
        portion.append(body)
        size += len(body)
    if portion:
        yield portion


def seal(key: UnitKey, bodies: Sequence[bytes]) -> SealedPack:
    """Sign one portion of changes, given as their canonical JSON, all of the key's unit.

    Raises `ValueError` for more than one pack may hold: use `divide`.
    """
    if not bodies or len(bodies) > MOST_CHANGES or sum(map(len, bodies)) + len(bodies) + _OVERHEAD > MOST_BYTES:
        raise ValueError("no changes, or more than one pack may hold")
    content = _pack_object(key.unit, key.public, bodies)
    signature = sign_digest(key.private, PACK_NAMESPACE, digest_of(content))
    sha256 = hashlib.sha256(_pack_file(content, signature)).hexdigest()
    return SealedPack(sha256, key.unit, key.public, tuple(bodies), signature)


def pack_bytes(pack: SealedPack) -> bytes:
    """Return the bytes of the pack's file, the same at every relay; their SHA-256 is ``pack.sha256``."""
    return _pack_file(_pack_object(pack.unit, pack.key, pack.bodies), pack.signature)


def most_bytes(changes: int, body_bytes: int) -> int:
    """Return an upper bound of the size of a pack file with so many changes of so many bytes together."""
    return body_bytes + changes + _OVERHEAD


def read_pack(data: bytes, sha256: str = "") -> ReadPack:
    """Read and verify a pack file, whose digest may be known already.

    Raises `RefusalError` when its form, a change in it or its signature is not right.
    """
    if len(data) > MOST_BYTES:
        raise RefusalError("変更の束が大きすぎます")
    unit, key, signature, content, bodies, changes = _read_plain(data) or _read_any(data)
    _check_signature(content, key, signature)
    if changes is None:
        changes = _decode_changes(bodies)
    check_changes(changes, unit)
    sealed = SealedPack(sha256 or hashlib.sha256(data).hexdigest(), unit, key, bodies, signature)
    ids = tuple([hashlib.sha256(body).hexdigest() for body in bodies])
    return ReadPack(sealed, ids, tuple(changes))


class _Parts(NamedTuple):
    """A pack file taken apart; ``content`` is what was signed, ``changes`` what the bodies say, once that is known."""

    unit: str
    key: str
    signature: str
    content: bytes
    bodies: tuple[bytes, ...]
    changes: list[Change] | None


def _read_plain(data: bytes) -> _Parts | None:
    """Take apart a file in which this program knows every word, as nearly all are; ``None`` for any other.

    Written anew, what was read gives the same bytes only if all of it is canonical: no other way of reading is quicker.
    """
    try:
        file = _plain_decoder.decode(data)
        bodies = tuple([_sorted_encoder.encode(one) for one in file.pack.changes])  # a loop, in which others get a turn
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    content = _pack_object(file.pack.unit, file.pack.key, bodies)
    if not bodies or len(bodies) > MOST_CHANGES or _pack_file(content, file.signature) != data:
        return None
    return _Parts(file.pack.unit, file.pack.key, file.signature, content, bodies, file.pack.changes)


def _read_any(data: bytes) -> _Parts:
    """Take apart any file, or refuse it."""
    try:
        file = _file_decoder.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise RefusalError("変更の束が壊れています") from error
    pack = file.pack
    bodies = tuple(bytes(raw) for raw in pack.changes)
    content = _pack_object(pack.unit, pack.key, bodies)
    if not bodies or len(bodies) > MOST_CHANGES or _pack_file(content, file.signature) != data:
        raise RefusalError("変更の束の書き方が決まりに合いません")
    return _Parts(pack.unit, pack.key, file.signature, content, bodies, None)


def _pack_object(unit: str, key: str, bodies: Sequence[bytes]) -> bytes:
    """Return the canonical JSON of the pack object, which is what the unit signs."""
    tail = b'],"key":%b,"unit":%b}' % (_text.encode(key), _text.encode(unit))
    return b'{"changes":[' + b",".join(bodies) + tail


def _pack_file(content: bytes, signature: str) -> bytes:
    return b'{"pack":%b,"signature":%b}' % (content, _text.encode(signature))


def _check_signature(content: bytes, key: str, signature: str) -> None:
    try:
        signer = verify_digest(signature, PACK_NAMESPACE, digest_of(content))
    except SignatureError as error:
        raise RefusalError("変更の束の署名が合いません（書き換えられています）") from error
    if signer != key:
        raise RefusalError("変更の束の署名が、名のっている課の鍵によるものではありません")


def _decode_changes(bodies: Sequence[bytes]) -> list[Change]:
    """Decode the changes and check that each is canonical JSON."""
    array = b"[" + b",".join(bodies) + b"]"
    try:
        changes = _changes_decoder.decode(array)
        same = _sorted_encoder.encode(changes) == array
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise RefusalError("変更の束に、読めない変更があります") from error
    if not same and not all(is_canonical(body, _CHANGE_DEPTH) for body in bodies):
        raise RefusalError("変更の束に、書き方が決まりに合わない変更があります")
    return changes
