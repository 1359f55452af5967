"""One change: one save of one row, named by the SHA-256 of its canonical JSON.

The canonical form is UTF-8 JSON with keys sorted by code point and no insignificant white space; numbers are
whole (decimals travel as text), so that two programs in any language agree on the bytes and hence on the id.
"""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec

from reform_desktop.domain.values import JsonValue

DIVISION: Final = "division"
"""The unit of 政策・デジタル推進課; every other unit is the row id of a department."""

EXISTENCE: Final = "*"
"""Key of ``parents`` under which creations, deletions and restorations of the row follow one another."""


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One save of one row.

    ``set`` holds the fields that were saved, ``parents`` for each of them the ids of the changes that it
    replaces. A deletion lists under every field what its author saw, and under `EXISTENCE` the creation or
    restoration it ends. ``unit`` is the department or division that wrote it; ``who`` and ``at`` are shown
    to people and never decide anything. Unknown fields are kept in ``set`` word for word.
    """

    row: str
    kind: str
    unit: str
    who: str = ""
    at: str = ""
    set: dict[str, JsonValue] = {}
    parents: dict[str, tuple[str, ...]] = {}
    create: bool = False
    delete: bool = False


_encoder: Final = msgspec.json.Encoder(order="sorted")
_decoder: Final = msgspec.json.Decoder(Change)


def encode_change(change: Change) -> bytes:
    """Return the canonical JSON of a change."""
    return _encoder.encode(change)


def decode_change(body: bytes) -> Change:
    """Read a change from its JSON; `msgspec.DecodeError` when it is not one."""
    return _decoder.decode(body)


def same_value(one: JsonValue, other: JsonValue) -> bool:
    """Whether two values are the same JSON; Python alone would take ``true`` for ``1``."""
    return one == other and _encoder.encode(one) == _encoder.encode(other)


def change_id(body: bytes) -> str:
    """Return the id of the change with that canonical JSON: its SHA-256 in hexadecimal."""
    return hashlib.sha256(body).hexdigest()
