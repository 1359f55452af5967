"""Rows that simply moved on: what an import changes in them follows from the new changes alone.

Of most rows that are sent again nobody argues, and the new changes replace what stood there. Then only the fields that
they set are written, and no owner has to be looked up: who wrote in the row before and was not held may do so again,
and so may whom the row itself names.
The same follows from the whole law, which a property test compares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from reform_desktop.changes.authority import may_change, owners_named_by
from reform_desktop.changes.change import Change
from reform_desktop.changes.law import straight_values
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.values import JsonValue
from reform_desktop.store import sqlite_dialect
from reform_desktop.store.log import RowLog


class Move(NamedTuple):
    """A row that moved on, and the values that are new in it."""

    log: RowLog
    values: dict[str, JsonValue]


def moved_on(
    connection: Connection, logs: Mapping[str, RowLog], arrived: Mapping[str, Sequence[Change]]
) -> dict[str, Move]:
    """Return the rows that simply moved on, out of the ``logs`` of all that were touched.

    ``arrived`` are the new changes of rows about which the log held something before. Nothing is said of any row when
    the owner of a record may have changed meanwhile: others' right to write would hang on it.
    """
    if not arrived or any(_may_name_owner(change) for changes in arrived.values() for change in changes):
        return {}
    listed = msgspec.json.encode(list(arrived)).decode()
    argued = {row for (row,) in connection.exec_driver_sql(sqlite_dialect.ARGUED_ABOUT, (listed,))}
    found = {}
    for row, changes in arrived.items():
        if row not in argued:
            values = _new_values(logs[row], changes)
            if values is not None:
                found[row] = Move(logs[row], values)
    return found


def _may_name_owner(change: Change) -> bool:
    """Whether a change may say to whom a record belongs, or to which record it does."""
    if change.create or change.delete:
        return True
    kind = KINDS.get(change.kind)
    return kind is not None and (kind.owner_field in change.set or kind.parent in change.set)


def _new_values(log: RowLog, changes: Sequence[Change]) -> dict[str, JsonValue] | None:
    """Return the new values of an undisputed row, or ``None`` when the whole law has to say what they are."""
    known = len(log.changes) - len(changes)
    if log.inactive or log.mixed or not known:
        return None
    before = list(islice(log.changes.values(), known))  # what arrived was added behind what was there
    writers = frozenset([one.unit for one in before])
    for change in changes:
        if may_change(change, writers) is not None:
            writers |= owners_named_by(log.kind, before)
            if may_change(change, writers) is not None:
                return None
    values = straight_values(log.changes)
    if values is None:
        return None
    return {name: values[name] for change in changes for name in change.set}
