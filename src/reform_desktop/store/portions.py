"""Long lists, cut into pieces that one statement can ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

T = TypeVar("T")

IN_CLAUSE: Final = 500
"""Rows asked for in one statement; SQLite's own limit is far higher, but plans stay small and cached."""


def in_parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a list into pieces that one statement can ask for."""
    for start in range(0, len(values), IN_CLAUSE):
        yield values[start : start + IN_CLAUSE]
