"""Which departments own, and ever owned, a row: what a part inherits from the measure it belongs to."""

from __future__ import annotations

from sqlalchemy import Connection

from reform_desktop.changes.authority import owners_named_by
from reform_desktop.changes.law import complete_changes, row_state
from reform_desktop.domain.catalogue import KINDS
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
            state = row_state(log.changes, log.retracted)
            owner = state.values.get(kind.owner_field)
            self._current[log.row] = owner if isinstance(owner, str) else None
        return self._current[log.row]

    def _find(self, log: RowLog) -> frozenset[str]:
        kind = KINDS.get(log.kind)
        if kind is None:
            return frozenset()
        if kind.owner_field:
            complete = complete_changes(log.changes, log.retracted)
            return owners_named_by(log.kind, (log.changes[name] for name in complete))
        above = self._parent_log(log)
        return self.owners(above) if above else frozenset()

    def _parent_log(self, log: RowLog) -> RowLog | None:
        kind = KINDS[log.kind]
        named = {change.set[kind.parent] for change in log.changes.values() if kind.parent in change.set}
        parents = sorted(one for one in named if isinstance(one, str) and one)
        return logs_of_rows(self._connection, parents[:1]).get(parents[0]) if parents else None


def owners_of_row(connection: Connection, row: str) -> frozenset[str]:
    """Return every department that ever owned the row; empty for what belongs to the division, or is unknown."""
    log = logs_of_rows(connection, [row]).get(row)
    return Ownership(connection).owners(log) if log else frozenset()
