"""Which departments own, and ever owned, a row: what a part inherits from the measure it belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from reform_desktop.changes.authority import may_change, owners_named_by
from reform_desktop.changes.change import DIVISION, Change
from reform_desktop.changes.law import complete_changes, row_state
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.values import JsonValue
from reform_desktop.store.log import RowLog, logs_of_rows


class Ownership:
    """Which departments ever owned a row, climbing from a part to the measure that it belongs to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._owners: dict[str, frozenset[str]] = {}
        self._current: dict[str, str | None] = {}

    def owners(self, log: RowLog) -> frozenset[str]:
        """Return every department that ever owned the row."""
        if log.row not in self._owners:
            self._owners[log.row] = frozenset()  # a row that claims to be its own ancestor owns nothing
            self._owners[log.row] = self._find(log)
        return self._owners[log.row]

    def current(self, log: RowLog) -> str | None:
        """Return the department that owns the row now, as far as the division said."""
        kind = KINDS.get(log.kind)
        if kind is None:
            return None
        if not kind.owner_field:
            above = self._parent_log(log)
            return self.current(above) if above else None
        if log.row not in self._current:
            state = row_state(log.changes, log.retracted, lambda change: may_change(change, self.owners(log)))
            owner = state.values.get(kind.owner_field)
            self._current[log.row] = owner if isinstance(owner, str) else None
        return self._current[log.row]

    def _find(self, log: RowLog) -> frozenset[str]:
        kind = KINDS.get(log.kind)
        if kind is None:
            return frozenset()
        complete = [log.changes[name] for name in complete_changes(log.changes, log.retracted)]
        if kind.owner_field:
            return owners_named_by(log.kind, complete)
        return frozenset[str]().union(*(self.owners(above) for above in self._parent_logs(log, complete)))

    def _parent_log(self, log: RowLog) -> RowLog | None:
        """Return the record that the row belongs to now."""
        shown = row_state(log.changes, log.retracted, lambda change: may_change(change, self.owners(log)))
        return self._record_above(log, shown.values.get(KINDS[log.kind].parent))

    def _parent_logs(self, log: RowLog, changes: Iterable[Change]) -> Iterable[RowLog]:
        """Return every record that the row ever belonged to: by the division's word, or its creator's own."""
        field = KINDS[log.kind].parent
        for change in changes:
            parent = change.set.get(field) if field else None
            if not (change.create or change.unit == DIVISION):
                continue
            above = self._record_above(log, parent)
            if above and (change.unit == DIVISION or change.unit in self.owners(above)):
                yield above

    def _record_above(self, log: RowLog, parent: JsonValue) -> RowLog | None:
        """Return the log of the record that a value names; another kind is none, so that nobody climbs in circles."""
        above = logs_of_rows(self._connection, [parent]).get(parent) if isinstance(parent, str) else None
        return above if above and above.kind == KINDS[log.kind].parent_kind else None


def owners_of_row(connection: Connection, row: str) -> frozenset[str]:
    """Return every department that ever owned the row; empty for what belongs to the division, or is unknown."""
    log = logs_of_rows(connection, [row]).get(row)
    return Ownership(connection).owners(log) if log else frozenset()
