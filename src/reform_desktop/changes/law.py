"""The merge law (design.md, "The log of changes is the truth"): the state of a row from its changes.

Everything here is a pure function of a set of changes. No clock, no order of arrival, no file decides
anything, so every copy that holds the same changes shows the same values.

*Eligible* is a change that is active (a local edit or a bundle that was not retracted carries it), complete
(its parents are here, active and complete themselves: what rests on something missing waits with it), and
authorised. What is not eligible is *held* with a reason, never dropped.

The *heads* of a field are the eligible changes of it from which no other eligible change descends. Ancestry
runs through every known change, eligible or not: a value that was replaced stays replaced, even when the
change in between was undone or is not ours to apply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import Enum

from reform_desktop.changes.change import EXISTENCE, Change, same_value
from reform_desktop.domain.values import JsonValue


class HeldReason(Enum):
    """Why a change that is in the log is not applied."""

    RETRACTED = "retracted"
    INCOMPLETE = "incomplete"
    FOREIGN = "foreign"
    RESERVED = "reserved"

    @property
    def label(self) -> str:
        """The words that the list of held changes shows."""
        return _HELD_LABELS[self]


_HELD_LABELS = {
    HeldReason.RETRACTED: "取込みの取消し",
    HeldReason.INCOMPLETE: "前回の提出分が未着",
    HeldReason.FOREIGN: "他課の取組",
    HeldReason.RESERVED: "推進課専用項目",
}


@dataclass(frozen=True, slots=True)
class Head:
    """One value that stands for a field, and the change that carries it."""

    change_id: str
    value: JsonValue
    unit: str


@dataclass(frozen=True, slots=True)
class RowState:
    """What a row is at this moment.

    ``exists`` is false for a row that was deleted, or whose creation is not here yet. ``heads`` gives for
    each field its heads in the order of preference, the shown one first. ``disputed`` names the fields whose
    heads disagree, with `EXISTENCE` for a deletion against an edit that its author had not seen. Nothing is disputed
    in a row that is not there: whoever deleted it had seen all sides, and they stand again when it is restored.
    """

    exists: bool
    heads: Mapping[str, tuple[Head, ...]]
    disputed: tuple[str, ...] = ()
    held: Mapping[str, HeldReason] = dataclass_field(default_factory=dict)
    existence_heads: tuple[str, ...] = ()

    @classmethod
    def of_creation(cls, change_id: str, values: Mapping[str, JsonValue], unit: str) -> RowState:
        """Return the state of a row of which nothing but its creation is known."""
        heads = {name: (Head(change_id, value, unit),) for name, value in values.items()}
        return cls(exists=True, heads=heads, existence_heads=(change_id,))

    @property
    def values(self) -> dict[str, JsonValue]:
        """The shown value of every field that was ever set."""
        return {name: heads[0].value for name, heads in self.heads.items()}

    def parents_of(self, field: str) -> tuple[str, ...]:
        """Return what a new change of that field replaces: its heads, or the row's creation if never set."""
        heads = self.heads.get(field)
        return tuple(sorted(head.change_id for head in heads)) if heads else self.existence_heads


Verdict = Callable[[Change], HeldReason | None]
"""Whether a change may be applied: ``None``, or why not (foreign or reserved)."""

Preference = Callable[[str, str], bool]
"""Whether a unit is the owner's side of a field: ``(field, unit) -> bool``."""


def row_state(
    changes: Mapping[str, Change],
    retracted: frozenset[str] = frozenset(),
    verdict: Verdict = lambda _change: None,
    prefers: Preference = lambda _field, _unit: False,
) -> RowState:
    """Return the state of one row from all its known changes by id.

    ``retracted`` are the ids that no local edit and no standing bundle carries.
    """
    held = _held(changes, retracted, verdict)
    eligible = {name: change for name, change in changes.items() if name not in held}
    existence = _heads_of_field(EXISTENCE, _touching(EXISTENCE, eligible), changes)
    fields = sorted({name for change in eligible.values() for name in change.set})
    heads = {name: _ranked(name, eligible, changes, prefers) for name in fields}
    deletions = tuple(one for one in existence if changes[one].delete)
    unseen = _unseen(existence, heads, deletions, changes)
    created = any(change.create for change in eligible.values())
    exists = created and (not deletions or unseen)
    disputed = [name for name in fields if _disagree(heads[name])] if exists else []
    if exists and deletions:
        disputed.insert(0, EXISTENCE)
    return RowState(
        exists=exists,
        heads=heads,
        disputed=tuple(disputed),
        held=held,
        existence_heads=tuple(sorted(existence)),
    )


def straight_values(changes: Mapping[str, Change]) -> dict[str, JsonValue] | None:
    """Return the values of a row whose fields moved on one after another since its only creation, else ``None``.

    For changes that are all active and authorised, this is what `row_state` says of such a row, which then exists,
    disputes nothing and holds nothing back. Rows that nobody argues about are such, and need no more.
    """
    creation = next((name for name, one in changes.items() if one.create), "")
    first = changes.get(creation)
    if first is None or first.parents or first.delete:
        return None
    values = dict(first.set)
    heads: dict[str, str] = {}
    waiting = [
        (name, one)
        for name, one in changes.items()
        if name != creation and not _moves_on(name, one, creation, heads, values)
    ]
    while waiting:
        left = [(name, one) for name, one in waiting if not _moves_on(name, one, creation, heads, values)]
        if len(left) == len(waiting):
            return None
        waiting = left
    return values


def _moves_on(name: str, change: Change, creation: str, heads: dict[str, str], values: dict[str, JsonValue]) -> bool:
    """Let a change move fields on if it replaces just what stands in them; ``heads`` lacks what the creation set."""
    if change.create or change.delete or change.parents.keys() != change.set.keys():
        return False
    for field, parents in change.parents.items():
        if parents != (heads.get(field, creation),):
            return False
    values.update(change.set)
    heads.update(dict.fromkeys(change.set, name))
    return True


def complete_changes(changes: Mapping[str, Change], retracted: frozenset[str]) -> frozenset[str]:
    """Return the ids of the changes that are active and rest on nothing missing or retracted."""
    if not retracted and all(parent in changes for change in changes.values() for parent in _all_parents(change)):
        return frozenset(changes)
    verdicts: dict[str, bool] = {}
    for start in changes:
        stack = [start]
        while stack:
            current = stack[-1]
            if current in verdicts:
                stack.pop()
                continue
            if current not in changes or current in retracted:
                verdicts[current] = False
                stack.pop()
                continue
            parents = list(_all_parents(changes[current]))
            waiting = [parent for parent in parents if parent not in verdicts]
            if waiting:
                stack.extend(waiting)
                continue
            verdicts[current] = all(verdicts[parent] for parent in parents)
            stack.pop()
    return frozenset(name for name, complete in verdicts.items() if complete)


def _held(changes: Mapping[str, Change], retracted: frozenset[str], verdict: Verdict) -> dict[str, HeldReason]:
    complete = complete_changes(changes, retracted)
    held: dict[str, HeldReason] = {}
    for name, change in changes.items():
        if name in retracted:
            held[name] = HeldReason.RETRACTED
        elif name not in complete:
            held[name] = HeldReason.INCOMPLETE
        elif (refused := verdict(change)) is not None:
            held[name] = refused
    return held


def _all_parents(change: Change) -> Iterable[str]:
    return (parent for parents in change.parents.values() for parent in parents)


def _touching(field: str, eligible: Mapping[str, Change]) -> list[str]:
    if field == EXISTENCE:
        return [
            name for name, change in eligible.items() if change.create or change.delete or EXISTENCE in change.parents
        ]
    return [name for name, change in eligible.items() if field in change.set]


def _ancestors(field: str, starts: Iterable[str], changes: Mapping[str, Change]) -> set[str]:
    """Return everything that stands before ``starts`` in that field: all of it is known, since they are complete."""
    seen: set[str] = set()
    stack = [parent for start in starts for parent in changes[start].parents.get(field, ())]
    while stack:
        current = stack.pop()
        if current in seen:
            continue
        seen.add(current)
        stack.extend(changes[current].parents.get(field, ()))
    return seen


def _heads_of_field(field: str, candidates: list[str], changes: Mapping[str, Change]) -> list[str]:
    if len(candidates) == 1:
        return candidates
    replaced = _ancestors(field, candidates, changes)
    return [name for name in candidates if name not in replaced]


def _ranked(
    field: str, eligible: Mapping[str, Change], changes: Mapping[str, Change], prefers: Preference
) -> tuple[Head, ...]:
    names = _heads_of_field(field, _touching(field, eligible), changes)
    heads = [Head(name, changes[name].set[field], changes[name].unit) for name in names]
    if len(heads) == 1:
        return (heads[0],)
    return tuple(sorted(heads, key=lambda head: (not prefers(field, head.unit), head.change_id)))


def _disagree(heads: tuple[Head, ...]) -> bool:
    return any(not same_value(head.value, heads[0].value) for head in heads[1:])


def _unseen(
    existence: list[str],
    heads: Mapping[str, tuple[Head, ...]],
    deletions: tuple[str, ...],
    changes: Mapping[str, Change],
) -> bool:
    """Whether something stands that none of the deletions had seen."""
    if not deletions:
        return False
    if any(not changes[one].delete for one in existence):
        return True
    return any(
        head.change_id not in _ancestors(name, deletions, changes)
        for name, standing in heads.items()
        for head in standing
    )
