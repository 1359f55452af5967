"""The small part of Markdown in which the manual is written, as blocks to be laid out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

_HEADING: Final = re.compile(r"(#+) (.+)")
_ITEM: Final = re.compile(r"( *)(-|\d+\.) +(.+)")
_FIGURE: Final = re.compile(r"!\[(.*)\]\((.+)\)")
_BACK: Final = re.compile(r"(\[[^\]]*\]\([\w-]+\.md\)\s*)*\[[^\]]*\]\(index\.md\)")
_LINK: Final = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_MARKS: Final = re.compile(r"\*\*|`")
_RULE_CELL: Final = re.compile(r":?-+:?")
_FENCE: Final = "```"
_INDENT: Final = 2
"""Spaces by which an item stands below another."""


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A heading; ``level`` 1 is the chapter's own."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a list: 「・」 or its number, and how deep it stands."""

    text: str
    mark: str
    depth: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its head and its rows."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to be typed as they stand."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, by its path beside the chapter, and what it shows."""

    text: str
    path: str


ManualBlock: TypeAlias = HeadingLine | Text | Item | Grid | Code | Figure


def parse_chapter(source: str) -> list[ManualBlock]:
    """Return a chapter's blocks; the way back to the contents is left out, since paper has none."""
    return list(_blocks(source.splitlines()))


def chapter_order(contents: str) -> list[str]:
    """Return the chapters in the order in which the table of contents names them, each once."""
    return list(dict.fromkeys(re.findall(r"\]\(([\w-]+)\.md\)", contents)))


def plain(text: str) -> str:
    """Return a line's words without the signs that mark links, bold type and code."""
    return _MARKS.sub("", _LINK.sub(r"\1", text)).strip()


def _blocks(lines: list[str]) -> Iterator[ManualBlock]:
    place = 0
    while place < len(lines):
        line = lines[place]
        end = _end_of_block(lines, place)
        if line.startswith(_FENCE):
            yield Code(tuple(lines[place + 1 : end - 1]))
        elif line.startswith("|"):
            yield _grid(lines[place:end])
        elif line.strip() and not _BACK.fullmatch(line.strip()):
            yield _line_block(" ".join(one.strip() for one in lines[place:end]) if end > place + 1 else line)
        place = end


def _end_of_block(lines: list[str], place: int) -> int:
    """Return where the block ends that begins at ``place``; a paragraph may go over several lines."""
    line, end = lines[place], place + 1
    if line.startswith(_FENCE):
        while end < len(lines) and not lines[end].startswith(_FENCE):
            end += 1
        return min(end + 1, len(lines))
    if line.startswith("|"):
        while end < len(lines) and lines[end].startswith("|"):
            end += 1
        return end
    if line.strip() and not _begins(line):
        while end < len(lines) and lines[end].strip() and not _begins(lines[end]):
            end += 1
    return end


def _begins(line: str) -> bool:
    """Whether a line is a block of its own."""
    starts = line.startswith((_FENCE, "|"))
    return starts or any(form.match(line) for form in (_HEADING, _ITEM, _FIGURE))


def _line_block(line: str) -> ManualBlock:
    if heading := _HEADING.match(line):
        return HeadingLine(plain(heading[2]), len(heading[1]))
    if figure := _FIGURE.match(line):
        return Figure(plain(figure[1]), figure[2])
    if item := _ITEM.match(line):
        return Item(plain(item[3]), "・" if item[2] == "-" else item[2], len(item[1]) // _INDENT)
    return Text(plain(line))


def _grid(lines: list[str]) -> Grid:
    rows = [tuple(plain(cell) for cell in line.strip().strip("|").split("|")) for line in lines]
    body = tuple(row for row in rows[1:] if not all(_RULE_CELL.fullmatch(cell) for cell in row))
    return Grid(rows[0], body)
