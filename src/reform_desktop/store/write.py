"""From what a user wants to change to changes in the log, the derived rows and the search index.

One call is one operation: all of it or nothing, and one step of undo.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from sqlalchemy import Connection

from reform_desktop.changes.authority import is_reserved
from reform_desktop.changes.change import DIVISION, EXISTENCE, Change, change_id, encode_change, same_value
from reform_desktop.changes.law import RowState
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.errors import NotFoundError
from reform_desktop.domain.values import JsonValue, empty_value
from reform_desktop.store import history, search_documents
from reform_desktop.store.derive import refresh_rows, state_of
from reform_desktop.store.log import RowLog, append_changes, logs_of_rows
from reform_desktop.store.ownership import Ownership

GONE: Final = "この記録はすでに削除されています。画面を更新してから、もう一度行ってください。"


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to become of one row; ``set`` holds canonical JSON values.

    ``create`` makes the row (or, where two copies may have made it already, fills it in), ``delete`` removes
    it, ``restore`` brings a deleted row back as it was.
    """

    kind: str
    row: str
    set: dict[str, JsonValue] = field(default_factory=dict)
    create: bool = False
    delete: bool = False
    restore: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """Who edits: the unit decides what is allowed, ``who`` and ``at`` are only shown."""

    unit: str
    who: str
    at: str


@dataclass(frozen=True, slots=True)
class Saved:
    """What an operation changed: screens refresh by it. ``operation`` is ``None`` when nothing changed.

    ``kinds`` are those of the rows, gathered where it was saved: an import names more of them than a window may read.
    """

    operation: int | None
    rows: frozenset[tuple[str, str]]
    name: str = ""
    kinds: frozenset[str] = field(default=frozenset(), compare=False)

    def __post_init__(self) -> None:
        if not self.kinds:
            object.__setattr__(self, "kinds", frozenset(map(itemgetter(0), self.rows)))


def apply_edits(connection: Connection, edits: Sequence[Edit], author: Author, name: str | None) -> Saved:
    """Write edits as one operation called ``name``; ``None`` when it is not to be undone (a new file's content)."""
    changes = changes_for(connection, edits, author)
    if not changes:
        return Saved(None, frozenset())
    return record_changes(connection, changes, author, name)


def record_changes(connection: Connection, changes: Sequence[Change], author: Author, name: str | None) -> Saved:
    """Append local changes, note the operation, and bring everything derived up to date."""
    placed = append_changes(connection, changes, local=True)
    operation = None
    if name is not None:
        operation = history.add_operation(connection, name, author.who, author.at, placed.values())
    written = refresh_rows(connection, {one.row for one in changes})
    search_documents.refresh(connection, written)
    return Saved(operation, frozenset((one.kind, one.row) for one in changes), name or "")


def changes_for(connection: Connection, edits: Iterable[Edit], author: Author) -> list[Change]:
    """Return the changes that the edits amount to; values that stay the same make none."""
    edits = list(edits)
    draft = _Draft(connection, logs_of_rows(connection, (edit.row for edit in edits)), author)
    for edit in edits:
        draft.add(edit)
    return draft.changes


class _Draft:
    """Builds changes one after another, each seeing those before it in the same operation."""

    def __init__(self, connection: Connection, logs: dict[str, RowLog], author: Author) -> None:
        self.changes: list[Change] = []
        self._logs = logs
        self._author = author
        self._ownership = Ownership(connection)

    def add(self, edit: Edit) -> None:
        log = self._logs.get(edit.row)
        if log is None:
            self._create(edit)
            return
        state = state_of(log, self._ownership)
        if edit.delete:
            self._delete(edit, state)
        elif edit.restore or (edit.create and not state.exists):
            self._restore(edit, state)
        elif not state.exists:
            raise NotFoundError(GONE)
        else:
            self._update(edit, state)

    def _create(self, edit: Edit) -> None:
        if not edit.create:
            raise NotFoundError(GONE)
        self._append(edit, set_=edit.set, create=True)

    def _update(self, edit: Edit, state: RowState) -> None:
        changed = _changed_values(edit, state)
        if changed:
            self._append(edit, set_=changed, parents={name: state.parents_of(name) for name in changed})

    def _delete(self, edit: Edit, state: RowState) -> None:
        if not state.exists:
            return
        parents = {name: state.parents_of(name) for name in state.heads}
        parents[EXISTENCE] = state.existence_heads
        self._append(edit, parents=parents, delete=True)

    def _restore(self, edit: Edit, state: RowState) -> None:
        changed = _changed_values(edit, state)
        if edit.create:
            changed = self._left_over(edit, state) | changed
        if state.exists and EXISTENCE not in state.disputed and not changed:
            return
        parents = {name: state.parents_of(name) for name in changed}
        parents[EXISTENCE] = state.existence_heads
        log = self._logs[edit.row]
        create = not any(change.create for name, change in log.changes.items() if name not in state.held)
        self._append(edit, set_=changed, parents=parents, create=create)

    def _left_over(self, edit: Edit, state: RowState) -> dict[str, JsonValue]:
        """Return the empty values that end what an earlier life of a row left, so that it begins anew.

        What this author may not change, and fields of newer programs, stay.
        """
        known = KINDS[edit.kind].fields if edit.kind in KINDS else {}
        mine = {
            name: empty_value(field)
            for name, field in known.items()
            if self._author.unit == DIVISION or not is_reserved(edit.kind, name)
        }
        return {
            name: mine[name]
            for name, value in state.values.items()
            if name in mine and name not in edit.set and not same_value(value, mine[name])
        }

    def _append(
        self,
        edit: Edit,
        *,
        set_: dict[str, JsonValue] | None = None,
        parents: dict[str, tuple[str, ...]] | None = None,
        create: bool = False,
        delete: bool = False,
    ) -> None:
        change = Change(
            row=edit.row,
            kind=edit.kind,
            unit=self._author.unit,
            who=self._author.who,
            at=self._author.at,
            set=dict(set_ or {}),
            parents=parents or {},
            create=create,
            delete=delete,
        )
        self.changes.append(change)
        log = self._logs.setdefault(edit.row, RowLog(edit.row, edit.kind))
        log.changes[change_id(encode_change(change))] = change


def _changed_values(edit: Edit, state: RowState) -> dict[str, JsonValue]:
    """Return what the edit really changes: nothing is written that shows already, or was and stays empty."""
    known = KINDS[edit.kind].fields if edit.kind in KINDS else {}
    current: dict[str, JsonValue] = {name: empty_value(known[name]) for name in edit.set if name in known}
    current |= state.values
    return {
        name: value
        for name, value in edit.set.items()
        if name in state.disputed or name not in current or not same_value(current[name], value)
    }


def append_in_bulk(connection: Connection, edits: Iterable[Edit], author: Author) -> None:
    """Append the creations that fill a new store; the caller rebuilds what is derived afterwards."""
    append_changes(connection, changes_for(connection, edits, author), local=True)
