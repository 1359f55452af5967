"""Reports of a practice plan say so on every part of them, whatever the format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reform_desktop.domain.practice import PRACTICE_MARK
from reform_desktop.reports.model import Document, Lazy, Part


def as_practice(document: Document) -> Document:
    """Return the document with the mark before each title; the writers add what only their format has."""
    parts = document.parts
    marked = tuple(_marked(parts)) if isinstance(parts, tuple) else Lazy(lambda: _marked(parts))
    return replace(
        document,
        title=f"{PRACTICE_MARK}{document.title}",
        parts=marked,
        options=replace(document.options, practice=True),
    )


def _marked(parts: Iterable[Part]) -> Iterator[Part]:
    return (replace(one, title=f"{PRACTICE_MARK}{one.title}") if one.title else one for one in parts)
