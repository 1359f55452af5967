"""The merge law once more, written as its sentences read and not as the program computes it: slow and plain."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from reform_desktop.changes.change import EXISTENCE, Change
from reform_desktop.domain.values import JsonValue


@dataclass(frozen=True)
class Judged:
    """What the oracle says of a row."""

    exists: bool
    heads: dict[str, set[str]]
    disputed: set[str]
    held: dict[str, str]
    values: dict[str, JsonValue]


def judge(
    changes: Mapping[str, Change], retracted: frozenset[str], refused: Mapping[str, str], owner: str | None
) -> Judged:
    """Judge one row: ``refused`` units may not change it, and the value of ``owner`` is shown."""
    sound = {name for name in changes if _sound(name, changes, retracted)}
    eligible = {name for name in sound if changes[name].unit not in refused}
    fields = {field for name in eligible for field in changes[name].set}
    heads = {
        field: _undescended(field, {name for name in eligible if field in changes[name].set}, changes)
        for field in fields
    }
    about_life = {
        name for name in eligible if changes[name].create or changes[name].delete or EXISTENCE in changes[name].parents
    }
    life = _undescended(EXISTENCE, about_life, changes)
    deletions = {name for name in life if changes[name].delete}
    unseen = (life - deletions) | {
        head
        for field, standing in heads.items()
        for head in standing
        if not any(_descends(one, head, field, changes) for one in deletions)
    }
    disputed = {
        field
        for field, standing in heads.items()
        if len({json.dumps(changes[name].set[field], sort_keys=True) for name in standing}) > 1
    }
    if deletions and unseen:
        disputed.add(EXISTENCE)
    shown = {
        field: min(standing, key=lambda name: (changes[name].unit != owner, name)) for field, standing in heads.items()
    }
    exists = any(changes[name].create for name in eligible) and (not deletions or bool(unseen))
    return Judged(
        exists=exists,
        heads=heads,
        disputed=disputed if exists else set(),
        held={
            name: "retracted"
            if name in retracted
            else "incomplete"
            if name not in sound
            else refused[changes[name].unit]
            for name in changes
            if name not in eligible
        },
        values={field: changes[name].set[field] for field, name in shown.items()},
    )


def _sound(name: str, changes: Mapping[str, Change], retracted: frozenset[str]) -> bool:
    if name not in changes or name in retracted:
        return False
    return all(_sound(one, changes, retracted) for parents in changes[name].parents.values() for one in parents)


def _descends(later: str, earlier: str, field: str, changes: Mapping[str, Change]) -> bool:
    parents = changes[later].parents.get(field, ())
    return earlier in parents or any(_descends(one, earlier, field, changes) for one in parents)


def _undescended(field: str, names: set[str], changes: Mapping[str, Change]) -> set[str]:
    return {one for one in names if not any(_descends(other, one, field, changes) for other in names)}
