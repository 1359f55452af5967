"""How commands print results: JSON for programs, aligned lines for people."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import msgspec


def print_json(value: object) -> None:
    """Print a structure as indented JSON."""
    sys.stdout.flush()
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")
    sys.stdout.buffer.flush()


def path_text(path: Path) -> str:
    """Return a path as text that JSON can carry, also when its bytes are no text."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def padded(text: str, width: int) -> str:
    """Fill up with spaces to a width in half-width columns."""
    return text + " " * max(0, width - columns(text))


def columns(text: str) -> int:
    """Return how many half-width columns a terminal needs for a text."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def one_line(text: str) -> str:
    """Return a text without line breaks, for one row of a list."""
    return " ".join(text.split())
