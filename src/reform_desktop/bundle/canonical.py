"""Canonical JSON: the one form in which bytes are hashed and signed, so that every program agrees on them.

UTF-8, keys sorted by code point, no white space, whole numbers of 64 bits, no key twice, no half surrogate; inside a
field's value lists and objects nest at most `DEPTH` deep.
"""

from __future__ import annotations

from typing import Final

import msgspec

from reform_desktop.domain.values import JsonValue

DEPTH: Final = 16
LEAST: Final = -(2**63)
MOST: Final = 2**63 - 1

_encoder: Final = msgspec.json.Encoder(order="sorted")


def is_canonical(data: bytes, depth: int) -> bool:
    """Whether the bytes are canonical JSON of a value that is nested no deeper than that."""
    try:
        value = msgspec.json.decode(data)
        return is_plain(value, depth) and _encoder.encode(value) == data
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return False


def is_plain(value: JsonValue | float, depth: int = DEPTH) -> bool:
    """Whether a decoded value holds no fractions, no number beyond 64 bits, and is not nested deeper than allowed."""
    if isinstance(value, list | dict):
        parts = value.values() if isinstance(value, dict) else value
        return depth > 0 and all(is_plain(part, depth - 1) for part in parts)
    if isinstance(value, float):
        return False
    return not isinstance(value, int) or LEAST <= value <= MOST
