"""Reading one fiscal year of many measures, a page at a time, for the table that is filled in like a spreadsheet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.records import YearRecord
from reform_desktop.domain.values import JsonValue, empty_value, to_values
from reform_desktop.services.desk import Desk
from reform_desktop.store import records
from reform_desktop.store.log import logs_of_rows
from reform_desktop.store.ownership import Ownership

_EMPTY: Final[Mapping[str, JsonValue]] = MappingProxyType(
    {name: empty_value(field) for name, field in KINDS["year_record"].fields.items()}
)


@dataclass(frozen=True, slots=True)
class YearCells:
    """One measure's year: its values by field, and the departments that may write them."""

    values: Mapping[str, JsonValue]
    owners: frozenset[str]


def read_year(desk: Desk, measure_ids: Sequence[str], fiscal_year: int) -> dict[str, YearCells]:
    """Return one year of the named measures, by measure; a year that nobody has begun is empty."""
    kind = KINDS["year_record"]
    rows = {child_row_id(kind, one, (fiscal_year,)): one for one in measure_ids}
    with desk.store.reading() as connection:
        found = records.find_records(connection, YearRecord, "id", rows)
        owners: dict[str, frozenset[str]] = {}
        if not desk.is_division:
            logs = logs_of_rows(connection, measure_ids)
            ownership = Ownership(connection)
            ownership.expect(logs.values())
            owners = {row: ownership.owners(log) for row, log in logs.items()}
    values = {rows[one.id]: to_values(one) for one in found}
    return {one: YearCells(values.get(one, _EMPTY), owners.get(one, frozenset())) for one in measure_ids}


def measures_of_years(rows: Collection[tuple[str, str]], known: Collection[str], year: int) -> set[str]:
    """Return those of the known measures whose year stands among rows that changed."""
    touched = {row for kind, row in rows if kind == "year_record"}
    if not touched:
        return set()
    kind = KINDS["year_record"]
    return {one for one in known if child_row_id(kind, one, (year,)) in touched}
