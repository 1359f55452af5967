"""What one file shows, kept as plain dictionaries: no log, no heads, undo by remembering everything."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

Fields = dict[str, object]
State = dict[str, tuple[str, Fields]]


class Wish(Protocol):
    """What the oracle reads of an edit."""

    @property
    def kind(self) -> str: ...
    @property
    def row(self) -> str: ...
    @property
    def set(self) -> Mapping[str, object]: ...
    @property
    def create(self) -> bool: ...
    @property
    def delete(self) -> bool: ...


@dataclass(frozen=True)
class Step:
    """One operation: the whole state before and after it."""

    name: str
    before: State
    after: State


@dataclass
class Oracle:
    """The state, and the operations done and undone."""

    state: State = field(default_factory=dict)
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def apply(self, wishes: Iterable[Wish], name: str) -> bool:
        """Do an operation; whether anything was to be done at all."""
        before, changed = copy.deepcopy(self.state), False
        for wish in wishes:
            changed |= self._grant(wish)
        if changed:
            self.done.append(Step(name, before, copy.deepcopy(self.state)))
            self.undone.clear()
        return changed

    def undo(self) -> None:
        step = self.done.pop()
        self.undone.append(step)
        self.state = copy.deepcopy(step.before)

    def redo(self) -> None:
        step = self.undone.pop()
        self.done.append(step)
        self.state = copy.deepcopy(step.after)

    def remembered(self) -> Oracle:
        return copy.deepcopy(self)

    def _grant(self, wish: Wish) -> bool:
        if wish.delete:
            return self.state.pop(wish.row, None) is not None
        changed = False
        if wish.row not in self.state:
            assert wish.create, "the test only edits what is there"
            self.state[wish.row] = (wish.kind, {})
            changed = True
        fields = self.state[wish.row][1]
        for name, value in wish.set.items():
            changed |= not _same(fields.get(name), value)
            fields[name] = value
            if is_blank(value):
                del fields[name]
        return changed


def is_blank(value: object) -> bool:
    """Whether a field with this value looks as if it had never been filled in."""
    return value is None or value is False or value in ("", [])


def without_blanks(fields: Mapping[str, object]) -> Fields:
    return {name: value for name, value in fields.items() if not is_blank(value)}


def _same(one: object, other: object) -> bool:
    if is_blank(one) or is_blank(other):
        return is_blank(one) and is_blank(other)
    return type(one) is type(other) and one == other
