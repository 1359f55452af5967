"""Who may change what: the third condition of eligibility, and whose side of a conflict is shown.

The division may change everything. A department may change the rows that it ever owned, but not the fields
reserved to the division, except in the change that creates a row of its own (a measure it proposes); one that
replaces anything is no creation, whatever it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from reform_desktop.changes.change import DIVISION, Change
from reform_desktop.changes.law import HeldReason
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.fields import Owner


def is_reserved(kind: str, field: str) -> bool:
    """Whether only the division may change that field."""
    return field in reserved_fields(kind)


@cache
def reserved_fields(kind: str) -> frozenset[str]:
    """Return the fields of a kind that only the division may change; fields of newer programs are open."""
    declared = KINDS[kind].fields if kind in KINDS else {}
    return frozenset(name for name, one in declared.items() if one.owner is Owner.DIVISION)


def owners_named_by(kind: str, changes: Iterable[Change]) -> frozenset[str]:
    """Return the departments that a row's own changes ever named as its owner.

    The division names owners; a department names itself by creating the row, unless the division made that row.
    """
    owner_field = KINDS[kind].owner_field if kind in KINDS else ""
    known = list(changes)
    open_to_all = not any(change.create and change.unit == DIVISION for change in known)
    named: set[str] = set()
    for change in known:
        owner = change.set.get(owner_field) if owner_field else None
        names_itself = open_to_all and change.create and change.unit == owner
        if isinstance(owner, str) and (change.unit == DIVISION or names_itself):
            named.add(owner)
    return frozenset(named)


def may_change(change: Change, owners: frozenset[str]) -> HeldReason | None:
    """Return ``None`` when the change's unit may make it, or the reason why it is held."""
    if change.unit == DIVISION:
        return None
    if change.unit not in owners:
        return HeldReason.FOREIGN
    if change.create and not any(change.parents.values()):
        return None
    return None if reserved_fields(change.kind).isdisjoint(change.set) else HeldReason.RESERVED


def owners_side(kind: str, current_owner: str | None) -> Mapping[str, str | None]:
    """Return for every field of the kind the unit whose value is shown while values disagree."""
    fields = KINDS[kind].fields if kind in KINDS else {}
    return {name: DIVISION if field.owner is Owner.DIVISION else current_owner for name, field in fields.items()}
