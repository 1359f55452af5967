"""Terms of the outline with short explanations, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct

from reform_desktop.domain.text import fold


class Term(Struct, frozen=True):
    """One term: how it is written, other spellings of it, and its explanation in one or two sentences."""

    term: str
    text: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermPlace:
    """Where a term stands in a text: from ``start`` up to ``end``, in characters."""

    start: int
    end: int
    term: Term


class Glossary:
    """Finds terms in texts as typed, in any width and case; a term within a longer word of its script is none."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = tuple(terms)
        self._by_spelling = {fold(word): one for one in terms for word in (one.term, *one.aliases)}

    def find(self, text: str) -> list[TermPlace]:
        """Return the places of terms in reading order, the longest where several begin; each place once."""
        folded = "".join(_one_for_one(sign) for sign in text)
        return [
            TermPlace(found.start(), found.end(), self._by_spelling[found[0]])
            for found in self._pattern.finditer(folded)
        ]

    def at(self, text: str, place: int) -> Term | None:
        """Return the term that a place in a text lies in."""
        return next((one.term for one in self.find(text) if one.start <= place <= one.end), None)

    def terms_in(self, text: str) -> list[Term]:
        """Return the terms of a text, each once, in reading order."""
        return list(dict.fromkeys(one.term for one in self.find(text)))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = sorted(self._by_spelling, key=len, reverse=True)
        return re.compile("|".join(map(_bounded, words)))


def _one_for_one(sign: str) -> str:
    """Fold one character to one, so that places agree with the text as typed."""
    folded = fold(sign)
    return folded if len(folded) == 1 else sign


def _bounded(word: str) -> str:
    """Return a pattern of a word that is not part of a longer one: DX in 自治体DX推進, not in ADX."""
    if word.isascii():
        return rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])"
    if re.fullmatch("[ァ-ヶー・]+", word):
        return rf"(?<![ァ-ヶー]){re.escape(word)}(?![ァ-ヶー])"
    return re.escape(word)
