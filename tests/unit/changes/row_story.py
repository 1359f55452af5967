"""One row's story for the tests of the merge law: changes with their real ids, written like sentences."""

from __future__ import annotations

from reform_desktop.changes.change import DIVISION, EXISTENCE, Change, change_id, encode_change
from reform_desktop.changes.law import RowState, row_state
from reform_desktop.domain.values import JsonValue

ROW = "0197b5c0-0000-7000-8000-000000000001"


class RowStory:
    """Collects the changes of one row; every method returns the id of the change it adds."""

    def __init__(self, kind: str = "measure") -> None:
        self.kind = kind
        self.changes: dict[str, Change] = {}
        self._count = 0

    def add(self, change: Change) -> str:
        name = change_id(encode_change(change))
        self.changes[name] = change
        return name

    def create(self, unit: str = DIVISION, **values: JsonValue) -> str:
        return self.add(Change(row=ROW, kind=self.kind, unit=unit, at=self._moment(), set=values, create=True))

    def edit(self, field: str, value: JsonValue, *after: str, unit: str = DIVISION) -> str:
        parents = {field: tuple(sorted(after))}
        return self.add(
            Change(row=ROW, kind=self.kind, unit=unit, at=self._moment(), set={field: value}, parents=parents)
        )

    def delete(self, existence: tuple[str, ...], unit: str = DIVISION, **seen: str) -> str:
        parents = {EXISTENCE: existence} | {field: (name,) for field, name in seen.items()}
        return self.add(Change(row=ROW, kind=self.kind, unit=unit, at=self._moment(), parents=parents, delete=True))

    def restore(self, *existence: str, unit: str = DIVISION) -> str:
        return self.add(Change(row=ROW, kind=self.kind, unit=unit, at=self._moment(), parents={EXISTENCE: existence}))

    def state(self, *retracted: str) -> RowState:
        return row_state(self.changes, frozenset(retracted))

    def _moment(self) -> str:
        """Give every change another time, so that equal edits of two people stay two changes."""
        self._count += 1
        return f"2025-06-01T09:{self._count:02d}:00+09:00"
