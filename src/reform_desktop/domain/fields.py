"""How one field of a record is declared: label, type, unit, limits, owner, and when it is asked for.

The declarations stand once, as annotations of the record types in `records`; `catalogue` reads them back.
Tables, JSON Schema, form labels, tool tips, Excel headers, PDF captions, input checks and the history all
read that catalogue, so a new field is one line in `records` and a migration.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from msgspec import Meta

TITLE_LENGTH: Final = 200
"""Characters in a title or name: three lines of the sheet's heading."""

TEXT_LENGTH: Final = 20_000
"""Characters in a long text: about ten A4 pages, far beyond what a sheet is meant to hold."""

MAX_AMOUNT: Final = 999_999_999_999
"""Largest effect amount in 千円 (just under 一千兆円)."""


class FieldType(Enum):
    """What a value is; decides its column type, its widget, its parsing and its alignment in print."""

    LINE = "line"
    TEXT = "text"
    INTEGER = "integer"
    AMOUNT = "amount"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    GRADE = "grade"
    FISCAL_YEAR = "fiscal_year"
    DATE = "date"
    REFERENCE = "reference"
    REFERENCES = "references"
    STRUCTURE = "structure"


class Owner(Enum):
    """Whose field it is: a department's file shows the division's fields locked."""

    DEPARTMENT = "department"
    DIVISION = "division"


class Phase(Enum):
    """When a field is asked for; `PLAN` and `RESULT` cells are told apart by colour on the sheets."""

    ALWAYS = "always"
    PLAN = "plan"
    MIDYEAR = "midyear"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a `CHOICE` field, as stored and as shown; records with an ``internal`` one are not published."""

    identifier: str
    label: str
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """The declaration of one field. ``identifier`` is filled in by the catalogue from the record type.

    ``internal`` fields are for the city's own use and never published (公表資料).
    """

    label: str
    type: FieldType
    identifier: str = ""
    unit: str = ""
    help: str = ""
    owner: Owner = Owner.DEPARTMENT
    phase: Phase = Phase.ALWAYS
    max_length: int = 0
    minimum: int | None = None
    maximum: int | None = None
    target_kind: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    searchable: bool = False
    internal: bool = False
    shape: str = ""

    def named(self, identifier: str) -> Field:
        """Return the same declaration under the identifier that the record type gives it."""
        return replace(self, identifier=identifier)

    @property
    def caption(self) -> str:
        """Label with its unit, as column headers print it: 「歳出削減（千円）」."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    @property
    def is_text(self) -> bool:
        """Whether the value is free text: empty is ``""``, never ``None``."""
        return self.type in (FieldType.LINE, FieldType.TEXT)

    def choice_label(self, identifier: str | None) -> str:
        """Return the shown word of a choice; an identifier of a newer program is shown as it is."""
        return next((choice.label for choice in self.choices if choice.identifier == identifier), identifier or "")


def _meta(field: Field) -> Meta:
    """Wrap a declaration for `typing.Annotated`; limits go to the JSON Schema and are checked by `values`.

    msgspec's own limits do not apply to ``int | None``, and its messages are not for users.
    """
    limits = {"maxLength": field.max_length or None, "minimum": field.minimum, "maximum": field.maximum}
    schema: dict[str, object] = {name: limit for name, limit in limits.items() if limit is not None}
    schema |= {"x-owner": field.owner.value, "x-asked": field.phase.value}
    if field.internal:
        schema["x-internal"] = True
    if field.unit:
        schema["x-unit"] = field.unit
    if field.target_kind:
        schema["x-refers-to"] = field.target_kind
    if field.choices:
        schema["enum"] = [choice.identifier for choice in field.choices] + ([] if field.required else [None])
    return Meta(
        title=field.label,
        description=field.help or None,
        extra_json_schema=schema,
        extra={"field": field},
    )


def line(
    label: str,
    help: str = "",  # noqa: A002 -- the same word as Field.help, which is what it becomes
    *,
    owner: Owner = Owner.DEPARTMENT,
    phase: Phase = Phase.ALWAYS,
    max_length: int = TITLE_LENGTH,
    required: bool = False,
    searchable: bool = False,
) -> Meta:
    """Declare a text of one line."""
    field = Field(
        label,
        FieldType.LINE,
        help=help,
        owner=owner,
        phase=phase,
        max_length=max_length,
        required=required,
        searchable=searchable,
    )
    return _meta(field)


def text(
    label: str,
    help: str = "",  # noqa: A002 -- see line()
    *,
    owner: Owner = Owner.DEPARTMENT,
    phase: Phase = Phase.ALWAYS,
    internal: bool = False,
) -> Meta:
    """Declare a text of several lines; all of them are searchable."""
    field = Field(
        label,
        FieldType.TEXT,
        help=help,
        owner=owner,
        phase=phase,
        max_length=TEXT_LENGTH,
        searchable=True,
        internal=internal,
    )
    return _meta(field)


def integer(  # noqa: PLR0913 -- each is one word of a declaration
    label: str,
    help: str = "",  # noqa: A002 -- see line()
    *,
    minimum: int = 0,
    maximum: int = 9999,
    unit: str = "",
    owner: Owner = Owner.DEPARTMENT,
    phase: Phase = Phase.ALWAYS,
    required: bool = False,
) -> Meta:
    """Declare a whole number."""
    field = Field(
        label,
        FieldType.INTEGER,
        help=help,
        unit=unit,
        minimum=minimum,
        maximum=maximum,
        owner=owner,
        phase=phase,
        required=required,
    )
    return _meta(field)


def amount(label: str, help: str = "", *, phase: Phase) -> Meta:  # noqa: A002 -- see line()
    """Declare an effect amount in whole 千円; negative when a measure made things dearer."""
    field = Field(label, FieldType.AMOUNT, help=help, unit="千円", minimum=-MAX_AMOUNT, maximum=MAX_AMOUNT, phase=phase)
    return _meta(field)


def decimal(label: str, help: str = "", *, phase: Phase) -> Meta:  # noqa: A002 -- see line()
    """Declare an indicator value, kept with the digits that were typed."""
    return _meta(Field(label, FieldType.DECIMAL, help=help, phase=phase))


def boolean(
    label: str,
    help: str = "",  # noqa: A002 -- see line()
    *,
    owner: Owner = Owner.DEPARTMENT,
) -> Meta:
    """Declare a yes or no."""
    return _meta(Field(label, FieldType.BOOLEAN, help=help, owner=owner))


def choice(
    label: str,
    choices: tuple[Choice, ...],
    help: str = "",  # noqa: A002 -- see line()
    *,
    owner: Owner = Owner.DEPARTMENT,
    phase: Phase = Phase.ALWAYS,
    required: bool = False,
) -> Meta:
    """Declare a value out of a fixed list."""
    return _meta(
        Field(label, FieldType.CHOICE, help=help, choices=choices, owner=owner, phase=phase, required=required)
    )


def grade(label: str, help: str = "", *, phase: Phase = Phase.RESULT) -> Meta:  # noqa: A002 -- see line()
    """Declare a grade out of the plan's own scale."""
    return _meta(Field(label, FieldType.GRADE, help=help, phase=phase))


def fiscal_year(
    label: str,
    help: str = "",  # noqa: A002 -- see line()
    *,
    owner: Owner = Owner.DEPARTMENT,
    required: bool = False,
) -> Meta:
    """Declare a fiscal year by the calendar year in which it begins."""
    field = Field(label, FieldType.FISCAL_YEAR, help=help, minimum=1926, maximum=2200, owner=owner, required=required)
    return _meta(field)


def date(label: str, help: str = "", *, owner: Owner = Owner.DEPARTMENT) -> Meta:  # noqa: A002 -- see line()
    """Declare a day."""
    return _meta(Field(label, FieldType.DATE, help=help, owner=owner))


def reference(label: str, target_kind: str, *, owner: Owner = Owner.DIVISION, required: bool = False) -> Meta:
    """Declare the id of another record."""
    return _meta(Field(label, FieldType.REFERENCE, target_kind=target_kind, owner=owner, required=required))


def references(label: str, target_kind: str, *, owner: Owner = Owner.DIVISION) -> Meta:
    """Declare a list of ids of other records, without repetition."""
    return _meta(Field(label, FieldType.REFERENCES, target_kind=target_kind, owner=owner))


def structure(
    label: str,
    help: str = "",  # noqa: A002 -- see line()
    *,
    shape: str = "grades",
    owner: Owner = Owner.DIVISION,
) -> Meta:
    """Declare a value with parts of its own, kept as JSON: ``grades``, or a shape of `layouts.STRUCTURES`."""
    return _meta(Field(label, FieldType.STRUCTURE, help=help, owner=owner, shape=shape))
