"""The sRGB colour space as an ICC profile, made here from its definition (IEC 61966-2-1), so that it is ours to ship.

An ICC.1:2001-04 (version 2.1) display profile of matrix and tone curves: the primaries of sRGB adapted to the
profile connection space's D50, and its transfer function in 1,024 steps. PDF/A asks for it as what the file's plain
red, green and blue mean.
"""

from __future__ import annotations

import struct
from functools import cache
from typing import Final

IDENTIFIER: Final = "sRGB IEC61966-2.1"
"""The registered name of the colour space."""

_D50: Final = (0xF6D6, 0x10000, 0xD32D)
_PRIMARIES: Final = {
    b"rXYZ": (0x6FA2, 0x38F5, 0x0390),
    b"gXYZ": (0x6299, 0xB785, 0x18DA),
    b"bXYZ": (0x24A0, 0x0F84, 0xB6CF),
}
"""In 16.16 fixed point; their sum is D50."""

_STEPS: Final = 1024
_HEADER_SIZE: Final = 128
_MADE: Final = (2026, 1, 1, 0, 0, 0)
_COPYRIGHT: Final = "No copyright, use freely."


@cache
def srgb_profile() -> bytes:
    """Return the profile."""
    curve = _curve()
    tags = {
        b"desc": _description(IDENTIFIER),
        b"cprt": b"text\0\0\0\0" + _COPYRIGHT.encode("ascii") + b"\0",
        b"wtpt": _xyz(_D50),
        **{name: _xyz(point) for name, point in _PRIMARIES.items()},
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    return _assembled(tags)


def _assembled(tags: dict[bytes, bytes]) -> bytes:
    """Lay header, table and data one after another; data that several tags share stand once."""
    place = _HEADER_SIZE + 4 + 12 * len(tags)
    table, data, places = b"", b"", dict[bytes, int]()
    for name, content in tags.items():
        if content not in places:
            places[content] = place + len(data)
            data += content + b"\0" * (-len(content) % 4)
        table += struct.pack(">4sII", name, places[content], len(content))
    size = place + len(data)
    return _header(size) + struct.pack(">I", len(tags)) + table + data


def _header(size: int) -> bytes:
    head = struct.pack(">I4xI4s4s4s6H4s", size, 0x02100000, b"mntr", b"RGB ", b"XYZ ", *_MADE, b"acsp")
    return (head + b"\0" * 28 + struct.pack(">3I", *_D50)).ljust(_HEADER_SIZE, b"\0")


def _xyz(point: tuple[int, int, int]) -> bytes:
    return struct.pack(">4s4x3I", b"XYZ ", *point)


def _description(words: str) -> bytes:
    """Return a name; the parts for Unicode and Macintosh stay empty."""
    ascii_words = words.encode("ascii") + b"\0"
    return struct.pack(">4s4xI", b"desc", len(ascii_words)) + ascii_words + b"\0" * (8 + 3 + 67)


def _curve() -> bytes:
    values = (round(65535 * _linear(step / (_STEPS - 1))) for step in range(_STEPS))
    return struct.pack(f">4s4xI{_STEPS}H", b"curv", _STEPS, *values)


def _linear(value: float) -> float:
    """Return the light that a value of sRGB stands for."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
