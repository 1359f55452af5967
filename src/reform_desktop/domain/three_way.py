"""Texts side by side: where one differs from another, and a proposal that joins two changes of the same text.

Compared by runs of one kind of character (漢字, ひらがな, カタカナ, letters and digits), since Japanese has no spaces
and single characters would match by chance. A proposal is for a person to read: nothing applies it by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import Final

_RUNS: Final = re.compile(
    r"[\u4e00-\u9fff\u3400-\u4dbf々〆\U00020000-\U0003ffff]+|[\u3040-\u309f]+|[\u30a0-\u30ffー\uff66-\uff9f]+"
    r"|[0-9０-９,.，．]+|[A-Za-zＡ-Ｚａ-ｚ]+|\n|.",
    re.DOTALL,
)
_MOST_RUNS: Final = 3000
"""Longer texts are compared line by line: the comparison takes time by the square."""


class Mark(Enum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and what became of it."""

    text: str
    mark: Mark = Mark.SAME


@dataclass(frozen=True, slots=True)
class Proposal:
    """A joined text. ``overlaps`` counts the places where both sides wrote something else: both stand there."""

    text: str
    overlaps: int = 0


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """Return ``after`` with what was added and, between it, what was removed."""
    old, new = _split(before, after)
    pieces: list[Piece] = []
    for action, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if action == "equal":
            pieces.append(Piece("".join(new[k:m])))
            continue
        if j > i:
            pieces.append(Piece("".join(old[i:j]), Mark.REMOVED))
        if m > k:
            pieces.append(Piece("".join(new[k:m]), Mark.ADDED))
    return tuple(pieces)


def join_texts(ancestor: str, mine: str, theirs: str) -> Proposal:
    """Return a text with the changes of both sides (three-way, like diff3)."""
    base, ours, others = _split(ancestor, mine, theirs)
    parts: list[str] = []
    overlaps = 0
    at = ours_at = others_at = 0
    for start, ours_start, others_start, length in _common(base, ours, others):
        changed = (base[at:start], ours[ours_at:ours_start], others[others_at:others_start])
        joined, clash = _join(*("".join(one) for one in changed))
        parts += [joined, "".join(base[start : start + length])]
        overlaps += clash
        at, ours_at, others_at = start + length, ours_start + length, others_start + length
    return Proposal("".join(parts), overlaps)


def _join(base: str, mine: str, theirs: str) -> tuple[str, bool]:
    if mine in (base, theirs):
        return theirs, False
    if theirs == base:
        return mine, False
    return mine + theirs, True


def _common(base: Sequence[str], ours: Sequence[str], others: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches that all three have, as ``(base, ours, others, length)``, ending with an empty one."""
    first = list(SequenceMatcher(None, base, ours, autojunk=False).get_matching_blocks())
    second = list(SequenceMatcher(None, base, others, autojunk=False).get_matching_blocks())
    one = other = 0
    while one < len(first) and other < len(second):
        left, right = first[one], second[other]
        start, end = max(left.a, right.a), min(left.a + left.size, right.a + right.size)
        if end > start:
            yield start, left.b + start - left.a, right.b + start - right.a, end - start
        if left.a + left.size < right.a + right.size:
            one += 1
        else:
            other += 1
    yield len(base), len(ours), len(others), 0


def _split(*texts: str) -> list[list[str]]:
    runs = [_RUNS.findall(one) for one in texts]
    if max(len(one) for one in runs) <= _MOST_RUNS:
        return runs
    return [one.splitlines(keepends=True) for one in texts]
