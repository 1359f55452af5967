"""Undo and redo: new changes that give the fields of an operation their earlier, or again their later, values."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection

from reform_desktop.changes.change import EXISTENCE, Change
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
    """What the operation changed was changed again meanwhile, by an import."""


@dataclass(slots=True)
class _Net:
    """What an operation did to one row, all its changes taken together."""

    kind: str
    row: str
    before: dict[str, JsonValue] = field(default_factory=dict)
    after: dict[str, JsonValue] = field(default_factory=dict)
    appeared: bool = False
    vanished: bool = False


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


def _reverse(connection: Connection, one: history.Operation, author: Author, *, forward: bool) -> Saved:
    nets = _net_effects(connection, history.changes_of_operation(connection, one.id))
    edits = [edit for net in nets for edit in _edits(connection, net, forward=forward)]
    history.mark(connection, one.id, OperationState.DONE if forward else OperationState.UNDONE)
    changes = changes_for(connection, edits, author)
    if not changes:
        raise ChangedSinceError(
            f"「{one.name}」は、そのあとの取込みなどで変わっているため、元に戻せません。今の内容はそのまま残っています。"
        )
    saved = record_changes(connection, changes, author, None)
    return Saved(one.id, saved.rows, one.name)


def _net_effects(connection: Connection, logged: list[LoggedChange]) -> list[_Net]:
    nets: dict[str, _Net] = {}
    logs = logs_of_rows(connection, {one.change.row for one in logged})
    for one in logged:
        change = one.change
        net = nets.setdefault(change.row, _Net(change.kind, change.row))
        net.appeared |= _brings_to_life(change, logs[change.row].changes)
        net.vanished |= change.delete
        for name, value in change.set.items():
            net.before.setdefault(name, _or_empty(change.kind, name, one.before[name]))
            net.after[name] = value
    return list(nets.values())


def _brings_to_life(change: Change, known: dict[str, Change]) -> bool:
    if change.delete:
        return False
    seen = [known[one] for one in change.parents.get(EXISTENCE, ()) if one in known]
    return change.create or (bool(seen) and all(one.delete for one in seen))


def _edits(connection: Connection, net: _Net, *, forward: bool) -> list[Edit]:
    if net.appeared and net.vanished:
        return []
    if net.appeared:
        if forward:
            return [Edit(net.kind, net.row, restore=True)]
        return [Edit(net.kind, net.row, delete=True)]
    if net.vanished:
        return [Edit(net.kind, net.row, delete=True) if forward else Edit(net.kind, net.row, restore=True)]
    expected, wanted = (net.before, net.after) if forward else (net.after, net.before)
    log = logs_of_rows(connection, [net.row])[net.row]
    current = state_of(log, Ownership(connection)).values
    standing = {
        name: value
        for name, value in wanted.items()
        if _or_empty(net.kind, name, current.get(name)) == _or_empty(net.kind, name, expected[name])
    }
    return [Edit(net.kind, net.row, standing)] if standing else []


def _or_empty(kind: str, field: str, value: JsonValue) -> JsonValue:
    """Return the value, or what an empty field of that name holds: text is never ``None``."""
    if value is not None or kind not in KINDS or field not in KINDS[kind].fields:
        return value
    return empty_value(KINDS[kind].fields[field])
