"""Reading a grade as staff type it, and a plan's grade scale as a script sends it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from reform_desktop.domain.errors import InputError
from reform_desktop.domain.fields import TITLE_LENGTH
from reform_desktop.domain.grades import Grade, GradeScale
from reform_desktop.domain.json_value import JsonValue
from reform_desktop.domain.text import clean_input, fold, quoted

DASHES: Final = frozenset({"", "-", "−", "‐", "–", "—", "ー", "―"})
"""What staff leave or type where nothing is to be entered."""

_ALIKE: Final = str.maketrans({"◯": "○", "〇": "○", "⭕": "○", "✕": "×", "✖": "×", "☓": "×", "❌": "×"})
"""Circles and crosses that input methods offer one for another."""

_SPELLINGS: Final[tuple[Callable[[Grade], str], ...]] = (
    lambda one: one.grade,
    lambda one: one.label,
    lambda one: one.symbol,
    lambda one: one.symbol + one.label,
)

_UNREADABLE: Final = (
    "達成状況の区分として読めません。区分ごとに grade、label、symbol、counts_as、tone を入れた一覧にしてください。"
)


def parse_grade(text: str, scale: GradeScale | None) -> str | None:
    """Return the identifier of a grade typed by identifier, word, symbol, or symbol and word together.

    Without a scale the text is taken as an identifier. Raises InputError for what the scale does not hold.
    """
    word = _squeezed(text)
    if not word:
        return None
    if scale is None:
        return _identifier(text)
    for spell in _SPELLINGS:
        for one in scale.grades:
            if word == _squeezed(spell(one)):
                return one.grade
    if word in DASHES:
        return None
    raise InputError(not_listed(text, [one.label for one in scale.grades]))


def parse_grade_scale(text: str) -> JsonValue:
    """Return a grade scale written as JSON. Raises InputError."""
    try:
        decoded: object = msgspec.json.decode(text.encode("utf-8", "surrogatepass"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(_UNREADABLE) from error
    if not isinstance(decoded, list):
        raise InputError(_UNREADABLE)
    return check_grade_scale(decoded)


def check_grade_scale(value: Sequence[object]) -> JsonValue:
    """Return a grade scale with every part written out. Raises InputError.

    Grades must differ in identifier and in word, or a grade could not be told from another.
    """
    try:
        grades = msgspec.convert(value, tuple[Grade, ...])
    except msgspec.ValidationError as error:
        raise InputError(_UNREADABLE) from error
    for one in grades:
        for part in (one.grade, one.label, one.symbol, one.tone):
            clean_input(part, multiline=False)
    for names in ([_squeezed(one.grade) for one in grades], [_squeezed(one.label) for one in grades]):
        if "" in names or len(set(names)) < len(names):
            raise InputError("区分の識別子と名前は、空にせず、互いに違うものにしてください。")
    return [_plain(one) for one in grades]


def not_listed(text: str, labels: Sequence[str]) -> str:
    """Return the sentence for a word that is none of the listed ones."""
    return f"{quoted(text)}という区分はありません。{'、'.join(labels)}のどれかで入力してください。"


def _identifier(text: str) -> str:
    kept = clean_input(text, multiline=False).strip()
    if len(kept) > TITLE_LENGTH:
        raise InputError(f"{quoted(text)}は長すぎます。区分の名前で入力してください。")
    return kept


def _squeezed(text: str) -> str:
    return "".join(fold(text).split()).translate(_ALIKE)


def _plain(grade: Grade) -> JsonValue:
    return {
        "grade": grade.grade,
        "label": grade.label,
        "symbol": grade.symbol,
        "counts_as": grade.counts_as.value,
        "tone": grade.tone,
        "reaches_target": grade.reaches_target,
        "stops": grade.stops,
    }
