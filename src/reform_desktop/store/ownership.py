"""Which departments own, and ever owned, a row: what a part inherits from the measure it belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from reform_desktop.changes.authority import may_change, owners_named_by
from reform_desktop.changes.change import DIVISION, Change
from reform_desktop.changes.law import complete_changes, row_state
from reform_desktop.domain.catalogue import KINDS, Kind
from reform_desktop.store.log import RowLog, logs_of_rows


class Ownership:
    """Which departments ever owned a row, climbing from a part to the measure that it belongs to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._owners: dict[str, frozenset[str]] = {}
        self._kinds: dict[str, str] = {}
        self._current: dict[str, str | None] = {}
        self._near: dict[str, RowLog] = {}

    def expect(self, logs: Iterable[RowLog]) -> None:
        """Read in a few statements what the owners of these rows hang on, instead of row by row when asked.

        Only the logs of the last call are kept; what was found out of earlier ones is.
        """
        self._near = {log.row: log for log in logs}
        climbing = list(self._near.values())
        while climbing:
            above = {row for log in climbing for row in _rows_above(log)}
            found = logs_of_rows(self._connection, above - self._near.keys() - self._owners.keys())
            self._near |= found
            climbing = list(found.values())

    def only_creation(self, log: RowLog) -> Change | None:
        """Return the one change of a row of which nothing but its creation is known, by the division or an owner.

        Most rows are such, and what the law makes of them can be said at once.
        """
        if len(log.changes) != 1 or log.inactive:
            return None
        (only,) = log.changes.values()
        if not only.create or only.parents:
            return None
        return only if only.unit == DIVISION or self._creates_its_own(only) else None

    def _creates_its_own(self, creation: Change) -> bool:
        """Whether a department's creation names itself as the owner, or belongs to a record that it owns."""
        kind = KINDS.get(creation.kind)
        if kind is None:
            return False
        if kind.owner_field:
            return creation.set.get(kind.owner_field) == creation.unit
        parent = creation.set.get(kind.parent) if kind.parent else None
        return isinstance(parent, str) and creation.unit in self._owners_of_record(kind.parent_kind, parent)

    def owners(self, log: RowLog) -> frozenset[str]:
        """Return every department that ever owned the row."""
        if log.row not in self._owners:
            self._owners[log.row] = self._find(log)
            self._kinds[log.row] = log.kind
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
        only = _only_naming(log, kind.owner_field or kind.parent)
        if only is not None:
            return owners_named_by(log.kind, [only]) if kind.owner_field else self._inherited(kind, only)
        known = (log.changes[name] for name in complete_changes(log.changes, log.retracted))
        complete = [change for change in known if change.kind == log.kind]
        if kind.owner_field:
            return owners_named_by(log.kind, complete)
        return frozenset[str]().union(*self._owners_above(log, complete))

    def _inherited(self, kind: Kind, naming: Change) -> frozenset[str]:
        """Return the owners of the record that a change says the row belongs to, if its author may say so."""
        parent = naming.set.get(kind.parent)
        owners = self._owners_of_record(kind.parent_kind, parent) if isinstance(parent, str) else frozenset[str]()
        return owners if naming.unit == DIVISION or naming.unit in owners else frozenset()

    def _parent_log(self, log: RowLog) -> RowLog | None:
        """Return the record that the row belongs to now."""
        shown = row_state(log.changes, log.retracted, lambda change: may_change(change, self.owners(log)))
        parent = shown.values.get(KINDS[log.kind].parent)
        above = self._log_of(parent) if isinstance(parent, str) else None
        return above if above and above.kind == KINDS[log.kind].parent_kind else None

    def _owners_above(self, log: RowLog, changes: Iterable[Change]) -> Iterable[frozenset[str]]:
        """Yield the owners of every record that the row ever belonged to: by the division's word, or its creator's."""
        kind = KINDS[log.kind]
        for change in changes:
            if change.create or change.unit == DIVISION:
                yield self._inherited(kind, change)

    def _owners_of_record(self, kind: str, row: str) -> frozenset[str]:
        """Return the owners of a record of that kind; another kind has none, so that nobody climbs in circles."""
        if row in self._owners:
            return self._owners[row] if self._kinds[row] == kind else frozenset()
        log = self._log_of(row)
        return self.owners(log) if log and log.kind == kind else frozenset()

    def _log_of(self, row: str) -> RowLog | None:
        return self._near.get(row) or logs_of_rows(self._connection, [row]).get(row)


def _only_naming(log: RowLog, field: str) -> Change | None:
    """Return the row's only creation if nothing else says to whom, or to what, the row belongs: the usual case."""
    if log.inactive or log.mixed or not field:
        return None
    naming = [change for change in log.changes.values() if field in change.set or change.create]
    if len(naming) != 1 or not naming[0].create or naming[0].parents or naming[0].kind != log.kind:
        return None
    return naming[0]


def _rows_above(log: RowLog) -> Iterable[str]:
    """Yield the records that a department's right to change the row may hang on."""
    kind = KINDS.get(log.kind)
    if kind is None or kind.owner_field or not kind.parent:
        return
    if all(change.unit == DIVISION for change in log.changes.values()):
        return
    for change in log.changes.values():
        parent = change.set.get(kind.parent)
        if isinstance(parent, str):
            yield parent


def owners_of_row(connection: Connection, row: str) -> frozenset[str]:
    """Return every department that ever owned the row; empty for what belongs to the division, or is unknown."""
    log = logs_of_rows(connection, [row]).get(row)
    return Ownership(connection).owners(log) if log else frozenset()
