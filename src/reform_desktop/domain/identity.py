"""Ids of rows: UUIDv7 for new rows, UUIDv5 of parent and natural key where two copies must meet in one row."""

from __future__ import annotations

import os
import time
import uuid
from typing import Final

from reform_desktop.domain.catalogue import Kind

_OUTLINES: Final = uuid.UUID("6f9b7a52-6c3e-5d0e-9c7e-8e2f4a1d3b60")


def outline_plan_id(name: str) -> str:
    """Return the id of the plan of an outline template: the same in every file that is made from it."""
    return str(uuid.uuid5(_OUTLINES, name))


def new_row_id() -> str:
    """Return a UUIDv7 (RFC 9562): its leading bits are the time, so new rows stand together in an index."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & ((1 << 48) - 1)) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def child_row_id(kind: Kind, parent_id: str, key: tuple[object, ...]) -> str:
    """Return the id of the child of ``parent_id`` with that natural key (UUIDv5, RFC 9562).

    Two copies that both create the 2027 year record of a measure so create the same row.
    """
    words = "/".join([kind.name, *(str(part) for part in key)])
    return str(uuid.uuid5(uuid.UUID(parent_id), words))


def is_row_id(text: str) -> bool:
    """Whether the text is a UUID in the one form that ids have here."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
