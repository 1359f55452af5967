"""Undo and redo: new changes that give the fields of an operation their earlier, or again their later, values."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection

from reform_desktop.changes.change import EXISTENCE, Change, same_value
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.errors import UserError
from reform_desktop.domain.values import JsonValue, empty_value
from reform_desktop.store import history
from reform_desktop.store.derive import state_of
from reform_desktop.store.history import LoggedChange, OperationState
from reform_desktop.store.log import logs_of_rows
from reform_desktop.store.ownership import Ownership
from reform_desktop.store.write import Author, Edit, Saved, changes_for, record_changes


class NothingToUndoError(UserError):
    """There is no operation to undo or redo."""


class ChangedSinceError(UserError):
    """What the operation changed was changed again meanwhile, by an import; ``operation`` is its number."""

    def __init__(self, sentence: str, operation: int) -> None:
        super().__init__(sentence)
        self.operation = operation


@dataclass(slots=True)
class _Net:
    """What an operation did to one row, all its changes taken together.

    ``existed_before`` and ``exists_after`` are ``None`` when it neither made nor removed the row; ``new``
    tells that nobody had ever known the row before.
    """

    kind: str
    row: str
    before: dict[str, JsonValue] = field(default_factory=dict)
    after: dict[str, JsonValue] = field(default_factory=dict)
    existed_before: bool | None = None
    exists_after: bool | None = None
    new: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether the row was in the end what it was before, or came and went."""
        if self.new and not self.exists_after:
            return True
        same = all(same_value(value, self.before[name]) for name, value in self.after.items())
        return self.existed_before == self.exists_after and same


def undo(connection: Connection, author: Author) -> Saved:
    """Take back the last operation; `NothingToUndoError`, or `ChangedSinceError` when nothing of it still stands."""
    last = history.next_undo(connection)
    if last is None:
        raise NothingToUndoError("元に戻す操作はありません。")
    return _reverse(connection, last, author, forward=False)


def redo(connection: Connection, author: Author) -> Saved:
    """Do the last undone operation again; errors as for `undo`."""
    last = history.next_redo(connection)
    if last is None:
        raise NothingToUndoError("やり直す操作はありません。")
    return _reverse(connection, last, author, forward=True)


def give_up(connection: Connection, error: ChangedSinceError) -> None:
    """Let go of an operation that can no longer be reversed, so that the one before it can be."""
    history.mark(connection, error.operation, OperationState.DROPPED)


def _reverse(connection: Connection, one: history.Operation, author: Author, *, forward: bool) -> Saved:
    nets = _net_effects(connection, history.changes_of_operation(connection, one.id))
    edits = [edit for net in nets for edit in _edits(connection, net, forward=forward)]
    history.mark(connection, one.id, OperationState.DONE if forward else OperationState.UNDONE)
    changes = changes_for(connection, edits, author)
    if not changes and not all(net.is_nothing for net in nets):
        end = "やり直せません" if forward else "元に戻せません"
        raise ChangedSinceError(
            f"「{one.name}」は、そのあとの取込みなどで変わっているため、{end}。今の内容はそのまま残っています。", one.id
        )
    saved = record_changes(connection, changes, author, None)
    return Saved(one.id, saved.rows, one.name)


def _net_effects(connection: Connection, logged: list[LoggedChange]) -> list[_Net]:
    nets: dict[str, _Net] = {}
    logs = logs_of_rows(connection, {one.change.row for one in logged})
    for one in logged:
        net = nets.setdefault(one.change.row, _Net(one.change.kind, one.change.row))
        _note_existence(net, one.change, logs[one.change.row].changes)
        for name, value in one.change.set.items():
            net.before.setdefault(name, _or_empty(net.kind, name, one.before[name]))
            net.after[name] = value
    return list(nets.values())


def _note_existence(net: _Net, change: Change, known: dict[str, Change]) -> None:
    if not change.delete and not _brings_to_life(change, known):
        return
    if net.existed_before is None:
        net.existed_before = change.delete
        net.new = change.create and not change.parents
    net.exists_after = not change.delete


def _brings_to_life(change: Change, known: dict[str, Change]) -> bool:
    seen = [known[one] for one in change.parents.get(EXISTENCE, ()) if one in known]
    return change.create or (bool(seen) and all(one.delete for one in seen))


def _edits(connection: Connection, net: _Net, *, forward: bool) -> list[Edit]:
    """Return the edits that lead the row from one side of the operation to the other.

    Values are set back before a row is removed, too: an earlier life of it may be brought back later.
    """
    present, target = (net.existed_before, net.exists_after) if forward else (net.exists_after, net.existed_before)
    log = logs_of_rows(connection, [net.row])[net.row]
    state = state_of(log, Ownership(connection))
    standing = _standing(net, state.values, forward=forward)
    if target is None:
        return [Edit(net.kind, net.row, standing)] if standing and state.exists else []
    if target:
        return [Edit(net.kind, net.row, standing, restore=True)]
    if not state.exists and present:
        return []
    settled = [] if net.new or not standing else [Edit(net.kind, net.row, standing, restore=not present)]
    return [*settled, Edit(net.kind, net.row, delete=True)]


def _standing(net: _Net, current: dict[str, JsonValue], *, forward: bool) -> dict[str, JsonValue]:
    """Return the values to give back in those fields where the operation's own value still stands."""
    expected, wanted = (net.before, net.after) if forward else (net.after, net.before)
    return {
        name: value
        for name, value in wanted.items()
        if same_value(_or_empty(net.kind, name, current.get(name)), _or_empty(net.kind, name, expected[name]))
    }


def _or_empty(kind: str, field: str, value: JsonValue) -> JsonValue:
    """Return the value, or what an empty field of that name holds: text is never ``None``."""
    if value is not None or kind not in KINDS or field not in KINDS[kind].fields:
        return value
    return empty_value(KINDS[kind].fields[field])
