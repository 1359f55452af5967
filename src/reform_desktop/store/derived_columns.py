"""How records lie in the tables that screens read: the column of each value, and rows that need no thought.

Most rows of an import are creations with the same few fields, whose values are what the columns hold already: such a
row is written by a statement that names just its fields, and the columns' defaults stand for the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import itemgetter
from typing import Final, NamedTuple, TypeAlias, cast

import msgspec

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.fields import Field, FieldType
from reform_desktop.domain.values import JsonValue, empty_value

Cell: TypeAlias = str | int | None
Cells: TypeAlias = tuple[Cell, ...]
_Key: TypeAlias = tuple[tuple[str, ...], tuple[type, ...]]

_MOST: Final = 2**63
_MOST_SHAPES: Final = 500
_JSON_TYPES: Final = frozenset({FieldType.REFERENCES, FieldType.STRUCTURE})
_WHOLE_TYPES: Final = frozenset({FieldType.INTEGER, FieldType.AMOUNT, FieldType.BOOLEAN, FieldType.FISCAL_YEAR})


def to_column(field: Field, value: JsonValue) -> Cell:
    """Return a stored JSON value as its column holds it; what the column cannot hold becomes text or empty."""
    if field.type in _JSON_TYPES:
        return msgspec.json.encode(value if value is not None else []).decode()
    if field.type in _WHOLE_TYPES:
        if value is None:
            value = empty_value(field)
        return int(value) if isinstance(value, int) and abs(value) < _MOST else None
    if isinstance(value, str):
        return value
    return ("" if field.is_text else None) if value is None else msgspec.json.encode(value).decode()


def empty_column(field: Field) -> Cell:
    """Return what the column of a field holds that was never set."""
    return to_column(field, empty_value(field))


def is_whole(field: Field) -> bool:
    """Whether the column of a field holds whole numbers."""
    return field.type in _WHOLE_TYPES


class _Shape(NamedTuple):
    """Values of such names and types that a row can be inserted as it comes: its id, then its values.

    ``numbers`` picks the whole numbers, which must fit into a column, out of the values.
    """

    insert: str
    numbers: Callable[[tuple[JsonValue, ...]], tuple[int, ...]] | None


class Columns:
    """How the records of one kind lie in their table: ``id`` first, then every field."""

    def __init__(self, kind: str) -> None:
        fields = KINDS[kind].fields
        self.names: Final = ("id", *fields)
        self._kind: Final = kind
        self._empty: Final[list[Cell]] = ["", *map(empty_column, fields.values())]
        self._places: Final = {
            name: (place, _plain_type(field), field) for place, (name, field) in enumerate(fields.items(), start=1)
        }
        self._insert: Final = insert_statement(kind, self.names)
        self._shapes: Final[dict[_Key, _Shape | None]] = {}

    def cells(self, row: str, values: Mapping[str, JsonValue]) -> Cells:
        """Return a record as its table holds it."""
        cells = self._empty.copy()
        cells[0] = row
        places = self._places
        for name, value in values.items():
            found = places.get(name)
            if found is not None:
                place, plain, field = found
                if plain is str and isinstance(value, str):
                    cells[place] = value
                elif plain is int and type(value) is int and -_MOST < value < _MOST:
                    cells[place] = value  # the same, for mypy's sake apart from the other
                else:
                    cells[place] = to_column(field, value)
        return tuple(cells)

    def known(self, values: Mapping[str, JsonValue]) -> dict[str, Cell]:
        """Return some values of a record by the names of their columns; those of newer programs have none here."""
        places, cells = self._places, dict[str, Cell]()
        for name, value in values.items():
            found = places.get(name)
            if found is not None:
                _place, plain, field = found
                cells[name] = value if plain is str and isinstance(value, str) else to_column(field, value)
        return cells

    def gather(self, rows: Iterable[tuple[str, Mapping[str, JsonValue]]], into: dict[str, list[Cells]]) -> None:
        """Add new records to the rows that each statement inserts, ``{statement: rows}``."""
        shapes = self._shapes
        for row, values in rows:
            given = tuple(values.values())
            key = (tuple(values), tuple(map(type, given)))
            shape = shapes[key] if key in shapes else self._shape(key)
            if shape is None or (shape.numbers is not None and _too_large(shape.numbers(given))):
                into.setdefault(self._insert, []).append(self.cells(row, values))
            else:
                into.setdefault(shape.insert, []).append(cast("Cells", (row, *given)))

    def _shape(self, key: _Key) -> _Shape | None:
        """Return the shape of values that can be inserted as they come, or ``None``, and remember it."""
        names, types = key
        shape = None
        if all(name in self._places and self._places[name][1] is one for name, one in zip(names, types, strict=True)):
            whole = [place for place, its_type in enumerate(types) if its_type is int]
            numbers = itemgetter(*whole, whole[0]) if whole else None  # of two places or more, so that it is a tuple
            shape = _Shape(insert_statement(self._kind, ("id", *names)), numbers)
        if len(self._shapes) < _MOST_SHAPES:
            self._shapes[key] = shape
        return shape


def _too_large(numbers: tuple[int, ...]) -> bool:
    return max(numbers) >= _MOST or min(numbers) <= -_MOST


def _plain_type(field: Field) -> type:
    """Return the type whose values a column takes as they are."""
    if field.type in _JSON_TYPES:
        return Columns
    return int if is_whole(field) else str


@cache
def columns_of(kind: str) -> Columns:
    """Return how the records of a kind lie in their table."""
    return Columns(kind)


def quoted(names: Iterable[str]) -> list[str]:
    """Return names as SQL takes them, whatever words they are."""
    return [f'"{name}"' for name in names]


def insert_statement(kind: str, names: tuple[str, ...]) -> str:
    """Return the statement that inserts a row of a kind with those columns."""
    return f"INSERT INTO {kind} ({', '.join(quoted(names))}) VALUES ({', '.join('?' for _ in names)})"  # noqa: S608
