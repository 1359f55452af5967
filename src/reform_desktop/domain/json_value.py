"""What the log stores for a field: plain JSON without fractions, and which of those values means "not filled in"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reform_desktop.domain.fields import Field, FieldType

if TYPE_CHECKING:
    JsonValue = str | int | bool | None | list["JsonValue"] | dict[str, "JsonValue"]
else:  # msgspec reads the alias at run time and knows no recursive ones
    JsonValue = str | int | bool | None | list | dict


def empty_value(field: Field) -> JsonValue:
    """Return what the field holds before anybody fills it in: ``""``, ``[]``, ``False`` or ``None``.

    A reference that must not be missing is ``""`` as long as it is, as the record types declare it.
    """
    if field.is_text or (field.type is FieldType.REFERENCE and field.required):
        return ""
    if field.type in (FieldType.REFERENCES, FieldType.STRUCTURE):
        return []
    return False if field.type is FieldType.BOOLEAN else None


def is_empty(field: Field, value: JsonValue) -> bool:
    """Whether a value says nothing; white space alone is nothing, a typed 0 is something."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is False or value == [] or value == empty_value(field)
