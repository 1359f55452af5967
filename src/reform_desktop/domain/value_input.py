"""From what a person typed or a script sent to what the log stores, driven by the field's declaration alone.

Every refusal is an `InputError` whose sentence begins with the field's label. Whether a required field may stay
empty is not decided here: unfinished work is saved too, and `checks` lists what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import MAXYEAR, MINYEAR
from decimal import Decimal
from types import MappingProxyType
from typing import Final, TypeGuard

from reform_desktop.domain.errors import InputError
from reform_desktop.domain.fields import Field, FieldType
from reform_desktop.domain.fiscal_year import format_fiscal_year, parse_fiscal_year
from reform_desktop.domain.grade_input import DASHES, check_grade_scale, not_listed, parse_grade, parse_grade_scale
from reform_desktop.domain.grades import GradeScale
from reform_desktop.domain.identity import is_row_id
from reform_desktop.domain.japanese_date import parse_date
from reform_desktop.domain.json_value import JsonValue, empty_value
from reform_desktop.domain.layouts import STRUCTURES, check_words
from reform_desktop.domain.numerals import canonical_decimal, parse_decimal, parse_thousand_yen, parse_whole_number
from reform_desktop.domain.text import clean_input, fold, quoted

_TRUE: Final = frozenset({"true", "yes", "はい", "有", "あり", "該当", "1", "○", "〇", "◯", "◆", "✓", "✔", "☑", "レ"})
_FALSE: Final = frozenset({"false", "no", "いいえ", "無", "なし", "非該当", "0", "×", "☐", "□"})
_BETWEEN_IDS: Final = re.compile(r"[\s,、，]+")
_BETWEEN_WORDS: Final = re.compile(r"[\n,、，]+")

_WHOLE_NUMBERS: Final = frozenset({FieldType.INTEGER, FieldType.AMOUNT, FieldType.FISCAL_YEAR})


def parse_input(field: Field, text: str, *, scale: GradeScale | None = None, unit: str = "") -> JsonValue:
    """Return the stored value of what was typed or pasted.

    ``scale`` is the plan's grade scale, without which a grade is taken as an identifier; ``unit`` the unit of the
    indicator a decimal belongs to, which may be typed behind the number. Raises InputError.
    """
    return _labelled(field, lambda: _parse(field, text, scale, unit))


def check_value(field: Field, value: object, *, scale: GradeScale | None = None) -> JsonValue:
    """Return the stored value of a JSON value that a script sent; ``None`` empties the field.

    Texts are read as `parse_input` reads them. A JSON number for a decimal field is taken as its shortest text.
    Raises InputError, also for a value of the wrong type.
    """
    return _labelled(field, lambda: _check(field, value, scale))


def _labelled(field: Field, read: Callable[[], JsonValue]) -> JsonValue:
    """Put the field's label before the sentence of a refusal."""
    try:
        return read()
    except InputError as error:
        message = f"{field.label}：{error}"
        raise InputError(message) from error


def _parse(field: Field, text: str, scale: GradeScale | None, unit: str) -> JsonValue:
    if field.is_text:
        return _text(field, text)
    if field.type is FieldType.GRADE:
        return parse_grade(text, scale)
    if field.type is FieldType.DECIMAL:
        return _decimal(text, unit or field.unit)
    if text.strip() in DASHES:
        return empty_value(field)
    return _PARSERS[field.type](field, text)


def _check(field: Field, value: object, scale: GradeScale | None) -> JsonValue:
    if value is None:
        return empty_value(field)
    if isinstance(value, str):
        return _parse(field, value, scale, "")
    if isinstance(value, list | tuple):
        return _check_list(field, value)
    return _check_single(field, value)


def _check_list(field: Field, value: Sequence[object]) -> JsonValue:
    if field.type is FieldType.REFERENCES:
        return _ids(value)
    if field.type is FieldType.STRUCTURE:
        return STRUCTURES[field.shape](value) if field.shape in STRUCTURES else check_grade_scale(value)
    raise InputError(_wrong_type(field))


def _check_single(field: Field, value: object) -> JsonValue:
    if field.type in _WHOLE_NUMBERS and _is_whole(value):
        return _within_limits(field, value)
    if field.type is FieldType.DECIMAL and (_is_whole(value) or isinstance(value, float | Decimal)):
        return _decimal(str(value), "")
    if field.type is FieldType.BOOLEAN and isinstance(value, bool):
        return value
    raise InputError(_wrong_type(field))


def _wrong_type(field: Field) -> str:
    return f"値の種類が違います。この欄には{_SHAPES.get(field.shape) or _EXPECTED[field.type]}を入れてください。"


def _is_whole(value: object) -> TypeGuard[int]:
    """Whether a JSON value is a whole number; Python counts true and false as such, JSON does not."""
    return isinstance(value, int) and not isinstance(value, bool)


def _text(field: Field, text: str) -> str:
    kept = clean_input(text, multiline=field.type is FieldType.TEXT)
    if field.max_length and len(kept) > field.max_length:
        raise InputError(
            f"{len(kept):,}文字あります。{field.max_length:,}文字以内に縮めてください。保存済みの内容は変わっていません。"
        )
    return kept


def _integer(field: Field, text: str) -> JsonValue:
    number = parse_whole_number(text, unit=field.unit)
    return None if number is None else _within_limits(field, number)


def _amount(field: Field, text: str) -> JsonValue:
    amount = parse_thousand_yen(text)
    return None if amount is None else _within_limits(field, amount)


def _fiscal_year(field: Field, text: str) -> JsonValue:
    return _within_limits(field, parse_fiscal_year(text))


def _decimal(text: str, unit: str) -> str | None:
    number = parse_decimal(text, unit=unit)
    return None if number is None else canonical_decimal(number)


def _date(_field: Field, text: str) -> str:
    return parse_date(text).isoformat()


def _boolean(_field: Field, text: str) -> bool:
    word = fold(text).strip()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise InputError(f"{quoted(text)}は読めません。「はい」か「いいえ」で入力してください。")


def _choice(field: Field, text: str) -> str:
    word = fold(text).strip()
    for choice in field.choices:
        if word in (fold(choice.identifier), fold(choice.label)):
            return choice.identifier
    raise InputError(not_listed(text, [choice.label for choice in field.choices]))


def _reference(_field: Field, text: str) -> str:
    return _id(text)


def _references(_field: Field, text: str) -> JsonValue:
    return _ids([part for part in _BETWEEN_IDS.split(text) if part])


def _ids(values: Sequence[object]) -> JsonValue:
    """Return the ids each once, in the order given."""
    ids = dict.fromkeys(_id(value) for value in values)
    return list(ids)


def _id(value: object) -> str:
    identifier = value.strip().lower() if isinstance(value, str) else ""
    if not is_row_id(identifier):
        shown = quoted(value) if isinstance(value, str) else "指定された値"
        raise InputError(f"{shown}は識別子（ID）の形ではありません。一覧から選び直すか、IDを確かめてください。")
    return identifier


def _structure(field: Field, text: str) -> JsonValue:
    if field.shape == "words":
        return check_words([word for word in _BETWEEN_WORDS.split(text) if word.strip()])
    if field.shape in STRUCTURES:
        raise InputError(_wrong_type(field))
    return parse_grade_scale(text)


def _within_limits(field: Field, number: int) -> int:
    low, high = field.minimum, field.maximum
    if (low is None or low <= number) and (high is None or number <= high):
        return number
    raise InputError(f"{_number(field, number)}は入力できません。{_limits(field, low, high)}で入力してください。")


def _limits(field: Field, low: int | None, high: int | None) -> str:
    parts = []
    if low is not None:
        parts.append(f"{_number(field, low)}以上")
    if high is not None:
        parts.append(f"{_number(field, high)}以下")
    return "、".join(parts)


def _number(field: Field, number: int) -> str:
    if field.type is FieldType.FISCAL_YEAR:
        return format_fiscal_year(number) if MINYEAR <= number <= MAXYEAR else f"{number}年度"
    return f"{number:,}{field.unit}"


_PARSERS: Final = MappingProxyType[FieldType, Callable[[Field, str], JsonValue]](
    {
        FieldType.INTEGER: _integer,
        FieldType.AMOUNT: _amount,
        FieldType.BOOLEAN: _boolean,
        FieldType.CHOICE: _choice,
        FieldType.FISCAL_YEAR: _fiscal_year,
        FieldType.DATE: _date,
        FieldType.REFERENCE: _reference,
        FieldType.REFERENCES: _references,
        FieldType.STRUCTURE: _structure,
    }
)

_SHAPES: Final = MappingProxyType({"words": "言葉の一覧", "columns": "列の一覧"})
_EXPECTED: Final = MappingProxyType(
    {
        FieldType.LINE: "文字",
        FieldType.TEXT: "文字",
        FieldType.INTEGER: "整数",
        FieldType.AMOUNT: "千円単位の整数",
        FieldType.DECIMAL: "数",
        FieldType.BOOLEAN: "true か false",
        FieldType.CHOICE: "選択肢の名前",
        FieldType.GRADE: "区分の名前",
        FieldType.FISCAL_YEAR: "年度",
        FieldType.DATE: "日付",
        FieldType.REFERENCE: "識別子（ID）",
        FieldType.REFERENCES: "識別子（ID）の一覧",
        FieldType.STRUCTURE: "区分の一覧",
    }
)
