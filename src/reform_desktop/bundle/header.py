"""``data/header.json``: what a bundle is, from whom, to whom, and what it holds.

The envelope is strict: every key is there (but one that says what was left out), none is unknown, and the bytes are
canonical JSON (keys sorted, no white space). A
later format that needs more raises ``least_reader``, so that older programs say so instead of guessing.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from reform_desktop.bundle.errors import UPDATE_PROGRAM, RefusalError
from reform_desktop.bundle.sshsig import SignatureError, read_public_key

FORMAT: Final = 1
"""The format that this program writes."""

READER: Final = 1
"""The newest ``least_reader`` that this program can read."""

MOST_TEXT: Final = 20_000
"""Characters of a message or a comment."""

_UUID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)", max_length=64)]
RowId = Annotated[str, Meta(pattern=rf"^{_UUID}$(?!\n)", max_length=36)]
Unit = Annotated[str, Meta(pattern=rf"^(division|{_UUID})$(?!\n)", max_length=36)]
Word = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,63}$(?!\n)", max_length=64)]
FieldName = Annotated[str, Meta(pattern=r"^([a-z][a-z0-9_]{0,63}|)$(?!\n)", max_length=64)]
PublicKey = Annotated[
    str, Meta(pattern=r"^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}$(?!\n)", max_length=80)
]
Name = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=MOST_TEXT)]
Moment = Annotated[
    str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,15}(Z|[+-][0-9]{2}:[0-9]{2})?$(?!\n)", max_length=40)
]
Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$(?!\n)", max_length=10)]
Extension = Annotated[str, Meta(pattern=r"^([a-z0-9]{1,8}|)$(?!\n)", max_length=8)]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Purpose = Literal["request", "submission", "return"]


class Sender(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The unit that made the bundle, and the key that signed it."""

    unit: Unit
    name: Name
    key: PublicKey


class Recipient(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The unit that the bundle is meant for."""

    unit: Unit
    name: Name


class Scope(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of the plan the bundle carries; ``None`` is all of it."""

    department_ids: tuple[RowId, ...] | None
    fiscal_years: tuple[Annotated[int, Meta(ge=1868, le=9999)], ...] | None


class Comment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A remark of the division on one field of a record; an empty field means the record as a whole."""

    row: RowId
    kind: Word
    field: FieldName
    text: Text


class PackListing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One pack file: its SHA-256, the unit that sealed it, that unit's key, and how many changes it holds."""

    sha256: Sha256
    unit: Unit
    key: PublicKey
    changes: Count


class EvidenceListing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of evidence that the records name; ``included`` says whether its bytes lie in this very volume."""

    sha256: Sha256
    size: Count
    extension: Extension
    included: bool


class RosterEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key that the division accepts for a unit. Worth as much as the division's signature over the bundle."""

    unit: Unit
    name: Name
    key: PublicKey


class Volume(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """This file is volume ``number`` of ``of``; packs lie in the first one."""

    number: Annotated[int, Meta(ge=1, le=9999)]
    of: Annotated[int, Meta(ge=1, le=9999)]


class Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Everything about a bundle but the changes and the evidence themselves.

    ``left_out_packs`` belong to the scope but were spared because the recipient holds them; the key is there only
    when there are any.
    """

    format: Annotated[int, Meta(ge=1, le=9999)]
    least_reader: Annotated[int, Meta(ge=1, le=9999)]
    bundle_id: RowId
    plan_id: RowId
    plan_name: Name
    sender: Sender
    recipient: Recipient | None
    purpose: Purpose
    scope: Scope
    created_at: Moment
    message: Text
    deadline: Day | None
    comments: tuple[Comment, ...]
    packs: tuple[PackListing, ...]
    evidence: tuple[EvidenceListing, ...]
    has_packs: tuple[Sha256, ...]
    left_out_packs: tuple[Sha256, ...] = ()
    roster: tuple[RosterEntry, ...]
    volume: Volume


class _Versions(msgspec.Struct):
    format: int
    least_reader: int


_encoder: Final = msgspec.json.Encoder(order="sorted")
_decoder: Final = msgspec.json.Decoder(Header)
_versions_decoder: Final = msgspec.json.Decoder(_Versions)


def encode_header(header: Header) -> bytes:
    """Return the canonical JSON of a header."""
    return _encoder.encode(header)


def check_least_reader(data: bytes) -> None:
    """Refuse what a newer program made for newer programs only; the rest of the header may then be anything."""
    try:
        versions = _versions_decoder.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise RefusalError("見出し（header.json）が壊れています") from error
    if versions.least_reader > READER:
        raise RefusalError("新しい版の行革デスクで作られています", UPDATE_PROGRAM)


def decode_header(data: bytes) -> Header:
    """Read and validate a header; `RefusalError` when anything in it is not as the schema says."""
    check_least_reader(data)
    try:
        header = _decoder.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise RefusalError("見出し（header.json）の内容が決まりに合いません") from error
    if _encoder.encode(header) != data:
        raise RefusalError("見出し（header.json）の書き方が決まりに合いません")
    _check_consistency(header)
    return header


def _check_consistency(header: Header) -> None:
    packs = [pack.sha256 for pack in header.packs]
    packs += header.left_out_packs
    evidence = [one.sha256 for one in header.evidence]
    if len(set(packs)) != len(packs) or len(set(evidence)) != len(evidence):
        raise RefusalError("見出し（header.json）に同じファイルが2度挙げられています")
    if header.volume.number > header.volume.of or (header.volume.number > 1 and header.packs):
        raise RefusalError("見出し（header.json）の分割の番号が合いません")
    try:
        for key in {header.sender.key, *(one.key for one in header.roster)}:
            read_public_key(key)
    except SignatureError as error:
        raise RefusalError("見出し（header.json）の署名の鍵が正しくありません") from error
