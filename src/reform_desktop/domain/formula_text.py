"""Texts that a spreadsheet would take for a formula when it opens a CSV file, and the sign that makes them words.

A CSV file has no types: Excel runs ``=HYPERLINK(…)`` when the file is opened, and shows ``#NAME?`` for a line beginning
with a dash. In Japan it reads full-width signs as the narrow ones. An apostrophe in front is what Excel itself uses to
say that a cell is text; it can be taken away again, so that no word is lost.
"""

from __future__ import annotations

import re
from typing import Final

MARK: Final = "'"
_SIGNS: Final = "=+\\-@\t\r\n＝＋－＠"
_FORMULA: Final = re.compile(f"[{_SIGNS}]")
_HARMLESS: Final = re.compile(r"[+\-＋－]?([0-9０-９][0-9０-９,，]*([.．][0-9０-９]+)?[%％]?)?")
"""A number, or a sign alone that says 「none」."""

_MARKED: Final = re.compile(f"{MARK}+[{_SIGNS}]")


def marked_as_text(text: str) -> str:
    """Return ``text`` with an apostrophe in front where a spreadsheet would calculate with it; numbers stay numbers."""
    if _MARKED.match(text):  # one apostrophe more, so that taking one away gives back what was there
        return MARK + text
    if _FORMULA.match(text) and not _HARMLESS.fullmatch(text):
        return MARK + text
    return text


def without_mark(text: str) -> str:
    """Return what `marked_as_text` was given."""
    return text[len(MARK) :] if _MARKED.match(text) else text
