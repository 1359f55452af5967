"""The manual as one PDF, from the chapters and pictures that the program carries."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from reform_desktop import __version__
from reform_desktop.domain.atomic_file import atomic_write
from reform_desktop.reports.manual.markdown import HeadingLine, chapter_order, parse_chapter
from reform_desktop.reports.manual.pdf import Chapter, write_manual
from reform_desktop.resources import resource_path

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME: Final = "行革デスクの使い方.pdf"
_CONTENTS: Final = "index"


def manual_chapters() -> list[Chapter]:
    """Return the chapters in the order of the table of contents."""
    return [_chapter(name) for name in chapter_order(_source(_CONTENTS))]


def save_manual(path: Path, day: date | None = None) -> Path:
    """Write the manual, whole or not at all, and return its path. Raises `UserError`."""
    with atomic_write(path) as stream:
        write_manual(manual_chapters(), _picture, stream, version=__version__, day=day or date.today())
    return path


def _chapter(name: str) -> Chapter:
    title, *blocks = parse_chapter(_source(name))
    if not isinstance(title, HeadingLine):
        raise TypeError(name)
    return Chapter(title.text, tuple(blocks))


def _source(name: str) -> str:
    return resource_path(f"help/{name}.md").read_text(encoding="utf-8")


def _picture(name: str) -> bytes:
    return resource_path(f"help/{name}").read_bytes()
