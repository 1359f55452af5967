"""Layouts (レイアウト): how a city wants its reports printed, as far as this program understands a record of one.

A layout travels in bundles and may come from a newer program, or from somebody with ill intent. It never makes a
report fail: what is unknown or beyond its limits is left at its usual value, with a sentence that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeVar

from msgspec import Struct

from reform_desktop.domain.errors import InputError
from reform_desktop.domain.fields import Field
from reform_desktop.domain.json_value import JsonValue
from reform_desktop.domain.text import clean_input, quoted

T = TypeVar("T")

MOST_STAMPS: Final = 8
LONGEST_STAMP: Final = 12
MOST_COLUMNS: Final = 200
LONGEST_CAPTION: Final = 60
NARROWEST: Final = 8
"""Millimetres of the narrowest column: two signs side by side."""

WIDEST: Final = 300

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_SIDES: Final = ("margin_top", "margin_bottom", "margin_left", "margin_right")


class LayoutColumn(Struct, frozen=True):
    """One column of one list: in place of ``caption`` and ``width`` (mm), empty ones take what is usual."""

    report: str
    column: str
    caption: str = ""
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Margins:
    """Millimetres of white at each edge; ``None`` is the usual one."""

    top: int | None = None
    bottom: int | None = None
    left: int | None = None
    right: int | None = None


@dataclass(frozen=True, slots=True)
class LayoutSettings:
    """What a layout says, checked. The empty one is the usual look.

    ``stamps`` are the captions of the 決裁欄, none of them for ``()``, the usual ones for ``None``; ``columns`` the
    columns of a list in their order, by the list's name; ``hidden`` the parts that a 取組シート leaves out.
    ``warnings`` say what was not understood.
    """

    name: str = ""
    paper: str | None = None
    orientation: str | None = None
    margins: Margins = field(default_factory=Margins)
    grouping: str | None = None
    stamps: tuple[str, ...] | None = None
    hidden: frozenset[str] = frozenset()
    with_handover: bool = False
    columns: Mapping[str, tuple[LayoutColumn, ...]] = field(default_factory=lambda: MappingProxyType({}))
    city: str = ""
    footer: str = ""
    logo_sha256: str = ""
    warnings: tuple[str, ...] = ()


def is_sha256(text: str) -> bool:
    """Whether a text has the form of the hash by which an image is kept."""
    return _HASH.fullmatch(text) is not None


def understood(fields: Mapping[str, Field], values: Mapping[str, JsonValue]) -> LayoutSettings:
    """Return what the stored ``values`` of a layout say; ``fields`` are its declarations. Never raises."""
    reader = _Reader(fields, values)
    stamps = reader.words("stamps", MOST_STAMPS, LONGEST_STAMP)
    return LayoutSettings(
        name=reader.line("name"),
        paper=reader.choice("paper"),
        orientation=reader.choice("orientation"),
        margins=Margins(*(reader.number(side) for side in _SIDES)),
        grouping=reader.choice("grouping"),
        stamps=() if values.get("without_stamps") is True else stamps or None,
        hidden=frozenset(reader.words("hidden_parts", MOST_COLUMNS, LONGEST_CAPTION)),
        with_handover=values.get("with_handover") is True,
        columns=reader.columns("columns"),
        city=reader.line("city"),
        footer=reader.line("footer"),
        logo_sha256=reader.hash("logo_sha256"),
        warnings=tuple(reader.warnings),
    )


class _Reader:
    """Reads one stored value after the other, and notes what it had to leave out."""

    def __init__(self, fields: Mapping[str, Field], values: Mapping[str, JsonValue]) -> None:
        self._fields = fields
        self._values = values
        self.warnings: list[str] = []

    def line(self, name: str) -> str:
        value = self._values.get(name)
        if not isinstance(value, str):
            return "" if value is None else self._odd(name, "")
        if len(value) > self._fields[name].max_length:
            return self._odd(name, "")
        return " ".join(value.split())

    def choice(self, name: str) -> str | None:
        value = self._values.get(name)
        if value is None or value == "":
            return None
        known = [one.identifier for one in self._fields[name].choices]
        return value if isinstance(value, str) and value in known else self._odd(name, None)

    def number(self, name: str) -> int | None:
        value, declared = self._values.get(name), self._fields[name]
        if value is None:
            return None
        low, high = declared.minimum or 0, declared.maximum or 0
        fits = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return value if fits and isinstance(value, int) else self._odd(name, None)

    def hash(self, name: str) -> str:
        value = self._values.get(name)
        if value is None or value == "":
            return ""
        return value if isinstance(value, str) and is_sha256(value) else self._odd(name, "")

    def words(self, name: str, most: int, longest: int) -> tuple[str, ...]:
        try:
            return tuple(str(word) for word in check_words(self._list(name), most, longest))
        except InputError:
            return self._odd(name, ())

    def columns(self, name: str) -> Mapping[str, tuple[LayoutColumn, ...]]:
        """Return the columns by list; one that cannot be read is left out, the others stay."""
        found: dict[str, list[LayoutColumn]] = {}
        entries = self._list(name)
        for entry in entries[:MOST_COLUMNS]:
            try:
                one = _column(entry)
            except InputError:
                self._odd(name, None)
                continue
            columns = found.setdefault(one.report, [])
            if all(other.column != one.column for other in columns):
                columns.append(one)
        if len(entries) > MOST_COLUMNS:
            self._odd(name, None)
        return MappingProxyType({report: tuple(columns) for report, columns in found.items()})

    def _list(self, name: str) -> Sequence[object]:
        value = self._values.get(name)
        if value is None:
            return []
        return value if isinstance(value, list) else self._odd(name, [])

    def _odd(self, name: str, usual: T) -> T:
        sentence = (
            f"レイアウトの「{self._fields[name].label}」に読めない指定があるため、その部分はいつもの形にしました。"
        )
        if sentence not in self.warnings:
            self.warnings.append(sentence)
        return usual


def check_words(value: Sequence[object], most: int = MOST_COLUMNS, longest: int = LONGEST_CAPTION) -> list[JsonValue]:
    """Return a list of short words as it is stored. Raises `InputError`."""
    words: list[JsonValue] = []
    if len(value) > most:
        raise InputError(f"{len(value):,}個あります。{most}個以内にしてください。")
    for one in value:
        if not isinstance(one, str):
            raise InputError("言葉の一覧にしてください。")
        word = clean_input(one, multiline=False).strip()
        if not word or len(word) > longest:
            raise InputError(f"{quoted(one)}は使えません。1文字以上、{longest}文字以内にしてください。")
        words.append(word)
    return words


def check_columns(value: Sequence[object]) -> list[JsonValue]:
    """Return columns as they are stored; what a newer program says besides is kept. Raises `InputError`."""
    if len(value) > MOST_COLUMNS:
        raise InputError(f"列が{len(value):,}本あります。{MOST_COLUMNS}本以内にしてください。")
    kept: list[JsonValue] = []
    for entry in value:
        one = _column(entry)
        more = {key: part for key, part in entry.items() if _is_plain(key, part)} if isinstance(entry, dict) else {}
        more |= {"report": one.report, "column": one.column, "caption": one.caption, "width": one.width}
        kept.append(more)
    return kept


def _is_plain(key: object, value: object) -> bool:
    """Whether the log can hold what a newer program says of a column."""
    return isinstance(key, str) and (value is None or isinstance(value, str | int))


def _column(entry: object) -> LayoutColumn:
    if not isinstance(entry, dict):
        raise InputError("列ごとに report、column、caption、width を入れた一覧にしてください。")
    names = [_name(entry.get(key)) for key in ("report", "column")]
    caption = entry.get("caption", "")
    shown = clean_input(caption, multiline=False).strip() if isinstance(caption, str) else None
    if shown is None or len(shown) > LONGEST_CAPTION:
        raise InputError(f"列の見出しは{LONGEST_CAPTION}文字以内にしてください。")
    return LayoutColumn(names[0], names[1], shown, _width(entry.get("width")))


def _name(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"[a-z][a-z0-9_]{0,59}", value):
        return value
    raise InputError("report と column には、帳票と列の名前（英小文字）を入れてください。")


def _width(value: object) -> int | None:
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool) and NARROWEST <= value <= WIDEST:
        return value
    raise InputError(f"列の幅は{NARROWEST}以上、{WIDEST}以下（ミリメートル）の整数にしてください。")


STRUCTURES: Final = MappingProxyType[str, Callable[[Sequence[object]], list[JsonValue]]](
    {"words": check_words, "columns": check_columns}
)
"""How a value with parts is checked, by the shape that its field declares."""
