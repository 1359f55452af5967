"""Between typed text, stored JSON and records: the door to how a field's value is read, kept and shown.

Reading what people and scripts give stands in `value_input`, the stored form in `json_value`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Final, cast

import msgspec

from reform_desktop.domain.catalogue import KINDS, Kind
from reform_desktop.domain.fields import Field, FieldType
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.grades import GradeScale
from reform_desktop.domain.japanese_date import format_date_japanese
from reform_desktop.domain.json_value import JsonValue, empty_value, is_empty
from reform_desktop.domain.layout_words import shown_parts
from reform_desktop.domain.layouts import STRUCTURES
from reform_desktop.domain.numerals import canonical_decimal, format_decimal
from reform_desktop.domain.records import Record
from reform_desktop.domain.value_input import check_value, parse_input

__all__ = [
    "JsonValue",
    "check_value",
    "display_value",
    "empty_value",
    "is_empty",
    "parse_input",
    "to_record",
    "to_values",
]

_NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})


def to_record(kind: Kind, row_id: str, values: Mapping[str, JsonValue]) -> Record:
    """Build the record of a row from its stored values; fields that this program does not know are left out.

    Identifiers of choices and grades that this program does not know stay as they are. Raises
    `msgspec.ValidationError` for a value that never passed `check_value`: that is a bug, not the user's doing.
    """
    return msgspec.convert({**values, "id": row_id}, kind.record_type)


def to_values(record: Record) -> dict[str, JsonValue]:
    """Return the stored values of a record by field, without its id: the inverse of `to_record`."""
    values = cast("dict[str, JsonValue]", msgspec.to_builtins(record))
    del values["id"]
    for name in _decimal_fields(type(record)):
        number: Decimal | None = getattr(record, name)
        values[name] = None if number is None else canonical_decimal(number)
    for name in _list_fields(type(record)):
        values[name] = list(cast("tuple[JsonValue, ...]", values[name]))
    return values


def display_value(
    field: Field,
    value: JsonValue,
    *,
    scale: GradeScale | None = None,
    names: Mapping[str, str] = _NO_NAMES,
) -> str:
    """Return a stored value as screens, papers and the history show it, without its unit; ``""`` when empty.

    ``names`` gives the shown name of a referenced record by its id. What this program does not understand (a
    value of a newer one) is shown as it is stored rather than hidden.
    """
    if value is None or value == []:
        return ""
    if field.type is FieldType.GRADE and isinstance(value, str):
        return scale.mark(value) if scale else value
    if field.type is FieldType.REFERENCE and isinstance(value, str):
        return names.get(value, value)
    if field.type is FieldType.REFERENCES and isinstance(value, list):
        return "、".join(names.get(one, one) if isinstance(one, str) else _as_stored(one) for one in value)
    try:
        return _DISPLAYS.get(field.type, _as_declared)(field, value)
    except (ValueError, ArithmeticError):
        return _as_stored(value)


@cache
def _decimal_fields(record_type: type[Record]) -> tuple[str, ...]:
    return _fields_of_types(record_type, FieldType.DECIMAL)


@cache
def _list_fields(record_type: type[Record]) -> tuple[str, ...]:
    return _fields_of_types(record_type, FieldType.REFERENCES, FieldType.STRUCTURE)


def _fields_of_types(record_type: type[Record], *types: FieldType) -> tuple[str, ...]:
    kind = next(kind for kind in KINDS.values() if kind.record_type is record_type)
    return tuple(name for name, field in kind.fields.items() if field.type in types)


def _as_declared(field: Field, value: JsonValue) -> str:
    """Show texts and choices; every other type has its own function."""
    if isinstance(value, str):
        return field.choice_label(value)
    return _as_stored(value)


def _as_stored(value: JsonValue) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _number(_field: Field, value: JsonValue) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else _as_stored(value)


def _decimal(_field: Field, value: JsonValue) -> str:
    return format_decimal(Decimal(value)) if isinstance(value, str) else _as_stored(value)


def _boolean(_field: Field, value: JsonValue) -> str:
    return {True: "はい", False: "いいえ"}[value] if isinstance(value, bool) else _as_stored(value)


def _fiscal_year(_field: Field, value: JsonValue) -> str:
    return format_fiscal_year(value) if isinstance(value, int) else _as_stored(value)


def _date(_field: Field, value: JsonValue) -> str:
    return format_date_japanese(dt.date.fromisoformat(value)) if isinstance(value, str) else _as_stored(value)


def _parts(field: Field, value: JsonValue) -> str:
    """Show a grade scale as its symbols and words, best first; other lists by their words."""
    if field.shape in STRUCTURES:
        return shown_parts(value)
    if not isinstance(value, list):
        return _as_stored(value)
    shown = [f"{one.get('symbol')} {one.get('label')}" if isinstance(one, dict) else _as_stored(one) for one in value]
    return "、".join(shown)


_DISPLAYS: Final = MappingProxyType[FieldType, Callable[[Field, JsonValue], str]](
    {
        FieldType.INTEGER: _number,
        FieldType.AMOUNT: _number,
        FieldType.DECIMAL: _decimal,
        FieldType.BOOLEAN: _boolean,
        FieldType.FISCAL_YEAR: _fiscal_year,
        FieldType.DATE: _date,
        FieldType.STRUCTURE: _parts,
    }
)
