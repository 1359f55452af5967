"""The states of rows by the merge law, with their logs: what a sheet is exported from and judged against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from reform_desktop.changes.law import RowState
from reform_desktop.store.derive import state_of
from reform_desktop.store.log import RowLog, logs_of_rows
from reform_desktop.store.ownership import Ownership


@dataclass(frozen=True, slots=True)
class KnownRow:
    """One row: every change that is known of it, and what the merge law makes of them."""

    log: RowLog
    state: RowState


def known_rows(connection: Connection, rows: Iterable[str]) -> dict[str, KnownRow]:
    """Return the rows that anything is known of."""
    logs = logs_of_rows(connection, rows)
    ownership = Ownership(connection)
    ownership.expect(logs.values())
    return {row: KnownRow(log, state_of(log, ownership)) for row, log in logs.items()}
