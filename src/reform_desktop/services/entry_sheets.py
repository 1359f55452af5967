"""Handing 記入用シート out: a workbook for those without the program, which knows what it was exported from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

import msgspec

from reform_desktop.domain.atomic_file import atomic_write
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.dossier import PlanDossier
from reform_desktop.domain.errors import NotFoundError
from reform_desktop.domain.identity import child_row_id
from reform_desktop.reports.entry.building import TITLE, BookBuilder
from reform_desktop.reports.entry.keys import EntryHeader
from reform_desktop.reports.ticker import CancelCheck, Progress, Ticker
from reform_desktop.services import permissions
from reform_desktop.services.checking import default_fiscal_year, open_plan
from reform_desktop.services.departments import chosen_department
from reform_desktop.services.desk import Desk
from reform_desktop.store.row_states import KnownRow, known_rows

NAME: Final = "entry"
"""The name of the workbook among the reports of the command line."""


@dataclass(slots=True)
class _Exported:
    """What is known of the rows that are handed out; answers `building.Exported`."""

    desk: Desk
    rows: dict[str, KnownRow]
    owners: dict[str, frozenset[str]] = field(default_factory=dict)

    def parents(self, row_id: str, name: str) -> tuple[str, ...]:
        """Return the heads of a field; of a disputed one only the head that is shown, which is all a reader sees."""
        known = self.rows.get(row_id)
        if known is None or not known.state.exists:
            return ()
        if name in known.state.disputed:
            return (known.state.heads[name][0].change_id,)
        return known.state.parents_of(name)

    def is_open(self, kind: str, name: str, measure_id: str) -> bool:
        """Whether the field is this unit's to change; a file opened only to read hands out the same sheet."""
        if measure_id not in self.owners:
            self.owners[measure_id] = permissions.owners(self.desk, "measure", measure_id)
        return permissions.why_not_ours(self.desk, kind, name, self.owners[measure_id]) is None


def write_entry_sheets(
    desk: Desk,
    path: Path,
    *,
    fiscal_year: int | None = None,
    department: str | None = None,
    measure_ids: Collection[str] | None = None,
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
) -> Path:
    """Write the 記入用シート of the measures that run in a year; the file is whole or not there at all.

    Raises `NotFoundError` when no measure runs in the year, `FileError`, or `Cancelled`.
    """
    year = fiscal_year or default_fiscal_year(desk)
    chosen = chosen_department(desk, department)
    plan = _narrowed(open_plan(desk, chosen.id if chosen else None), year, measure_ids)
    if not plan.measures:
        raise NotFoundError(
            "この年度に行う取組がないため、記入用シートは作っていません。年度や課を選び直してください。"
        )
    with desk.store.reading() as connection:
        rows = known_rows(connection, _row_ids(plan, year))
    from reform_desktop.reports.entry.writer import write_entry_book  # noqa: PLC0415 -- openpyxl is slow to load

    book = BookBuilder(plan, _header(desk, plan, year), _Exported(desk, rows)).build()
    ticker = Ticker(len(book.sheets), progress, cancelled)
    with atomic_write(path) as stream:
        write_entry_book(book, stream, date.today(), ticker)
        ticker.advance(0)
    return path


def _narrowed(plan: PlanDossier, year: int, measure_ids: Collection[str] | None) -> PlanDossier:
    wanted = tuple(
        one for one in plan.measures if one.runs_in(year) and (measure_ids is None or one.measure.id in measure_ids)
    )
    return msgspec.structs.replace(plan, measures=wanted)


def _header(desk: Desk, plan: PlanDossier, year: int) -> EntryHeader:
    made_at = datetime.now().astimezone().isoformat(timespec="seconds")
    return EntryHeader(plan.plan.id, plan.plan.name, desk.store.id, desk.store.unit, year, made_at)


def _row_ids(plan: PlanDossier, year: int) -> list[str]:
    """Return the ids of every row behind an input cell, also of those that nobody has begun."""
    ids: list[str] = []
    for one in plan.measures:
        record = one.years.get(year)
        ids.append(one.measure.id)
        ids.append(record.id if record else child_row_id(KINDS["year_record"], one.measure.id, (year,)))
        for indicator in one.indicators:
            value = indicator.values.get(year)
            key = child_row_id(KINDS["indicator_value"], indicator.indicator.id, (year,))
            ids.append(value.id if value else key)
    return ids


__all__ = ["NAME", "TITLE", "write_entry_sheets"]
