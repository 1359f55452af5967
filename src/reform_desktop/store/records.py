"""Reading records: one, many by a field, and all of a kind, out of the derived tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar, cast

import msgspec
from sqlalchemy import Connection, Row, select
from sqlalchemy.sql.elements import ColumnElement

from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.catalogue import KINDS, Kind
from reform_desktop.domain.fields import FieldType
from reform_desktop.domain.records import Record
from reform_desktop.domain.values import JsonValue, to_record
from reform_desktop.store.log import logs_of_rows
from reform_desktop.store.portions import in_parts
from reform_desktop.store.schema import tables

R = TypeVar("R", bound=Record)

_JSON_TYPES: Final = frozenset({FieldType.REFERENCES, FieldType.STRUCTURE})
_kind_of_type: Final[dict[type[Record], Kind]] = {kind.record_type: kind for kind in KINDS.values()}


def find_record(connection: Connection, record_type: type[R], row: str) -> R | None:
    """Return the record of that id, or ``None``."""
    return next(iter(find_records(connection, record_type, "id", [row])), None)


def find_records(connection: Connection, record_type: type[R], field: str, values: Iterable[str | int]) -> list[R]:
    """Return the records whose ``field`` is one of ``values``, in the order in which they are shown."""
    kind = _kind_of_type[record_type]
    wanted = sorted(set(values), key=str)
    found: list[R] = []
    for start in range(0, len(wanted), 500):
        found.extend(_select(connection, record_type, tables[kind.name].c[field].in_(wanted[start : start + 500])))
    return found


def all_records(connection: Connection, record_type: type[R]) -> list[R]:
    """Return every record of a kind that is not expected in great numbers (plans, departments)."""
    return list(_select(connection, record_type))


def values_of_row(connection: Connection, kind: str, row: str) -> dict[str, JsonValue] | None:
    """Return the stored values of a record, as the log holds them; ``None`` when it does not exist."""
    found = connection.execute(select(tables[kind]).where(tables[kind].c.id == row)).first()
    return row_values(KINDS[kind], found) if found else None


def stream_values(connection: Connection, kind: str) -> Iterator[tuple[str, dict[str, JsonValue]]]:
    """Yield ``(id, values)`` of every record of a kind in the order of ids, without holding them all."""
    table = tables[kind]
    statement = select(table).order_by(table.c.id)
    converters = _converters(KINDS[kind])
    names = list(KINDS[kind].fields)
    result = connection.execution_options(yield_per=5000).execute(statement)
    for partition in result.partitions():
        for row in partition:
            values: dict[str, JsonValue] = dict(zip(names, row[1:], strict=True))
            for name, convert in converters:
                values[name] = convert(values[name])
            yield row[0], values


def row_values(kind: Kind, row: Row[tuple[object, ...]] | Sequence[object]) -> dict[str, JsonValue]:
    """Turn one row of a derived table (id first) into stored values by field."""
    values = cast("dict[str, JsonValue]", dict(zip(kind.fields, row[1:], strict=True)))
    for name, convert in _converters(kind):
        values[name] = convert(values[name])
    return values


def existing_rows(connection: Connection, kind: str, rows: Iterable[str]) -> set[str]:
    """Return those of the ids that exist as records of the kind."""
    found: set[str] = set()
    for part in in_parts(sorted(set(rows))):
        found.update(connection.execute(select(tables[kind].c.id).where(tables[kind].c.id.in_(part))).scalars())
    return found


def _select(connection: Connection, record_type: type[R], condition: ColumnElement[bool] | None = None) -> Iterator[R]:
    kind = _kind_of_type[record_type]
    table = tables[kind.name]
    statement = select(table)
    if condition is not None:
        statement = statement.where(condition)
    order = [table.c[name] for name in ("fiscal_year", "number", "code", "date") if name in kind.fields]
    for row in connection.execute(statement.order_by(*order, table.c.id)):
        yield cast("R", to_record(kind, row[0], row_values(kind, row)))


class _Converter:
    """Turns a column's value back into the JSON value that the log holds."""

    def __init__(self, kind: FieldType) -> None:
        self._kind = kind

    def __call__(self, value: JsonValue) -> JsonValue:
        if self._kind is FieldType.BOOLEAN:
            return bool(value)
        return cast("JsonValue", msgspec.json.decode(value)) if isinstance(value, str) else []


_converters_by_kind: Final[dict[str, list[tuple[str, _Converter]]]] = {}


def _converters(kind: Kind) -> list[tuple[str, _Converter]]:
    if kind.name not in _converters_by_kind:
        _converters_by_kind[kind.name] = [
            (name, _Converter(field.type))
            for name, field in kind.fields.items()
            if field.type in _JSON_TYPES or field.type is FieldType.BOOLEAN
        ]
    return _converters_by_kind[kind.name]


def created_by(connection: Connection, row: str) -> str | None:
    """Return the unit that created a row, by the log; the division's word counts if both did."""
    log = logs_of_rows(connection, [row]).get(row)
    units = {change.unit for change in log.changes.values() if change.create} if log else set()
    return DIVISION if DIVISION in units else next(iter(sorted(units)), None)
