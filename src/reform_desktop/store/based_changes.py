"""Changes that rest on named earlier ones: what somebody wrote on a sheet that was made from them weeks ago."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from reform_desktop.changes.change import Change, change_id, encode_change
from reform_desktop.domain.values import JsonValue
from reform_desktop.store.imports import Arrival
from reform_desktop.store.log import logs_of_rows
from reform_desktop.store.row_states import known_rows
from reform_desktop.store.write import Author, Edit, changes_for


@dataclass(slots=True)
class BasedRow:
    """One row as a sheet sets it. ``identity`` are the fields that a row which is begun here needs."""

    kind: str
    row: str
    identity: dict[str, JsonValue]
    values: dict[str, JsonValue] = field(default_factory=dict)
    parents: dict[str, tuple[str, ...]] = field(default_factory=dict)


def based_arrival(connection: Connection, rows: Iterable[BasedRow], author: Author) -> Arrival:
    """Return the changes of a sheet as they are taken in, one a row."""
    rows = list(rows)
    known = known_rows(connection, [one.row for one in rows])
    logs = logs_of_rows(connection, [one.row for one in rows])
    made: list[Change] = []
    for one in rows:
        begun = any(one.parents.values())
        if not begun and one.row in logs and not known[one.row].state.exists:
            # The row was begun and removed again before: it is brought back as it would be in the window.
            edit = Edit(one.kind, one.row, {**one.identity, **one.values}, create=True)
            made.extend(changes_for(connection, [edit], author))
            continue
        made.append(_change(one, author, create=not begun))
    bodies = [encode_change(change) for change in made]
    return Arrival([change_id(body) for body in bodies], made, bodies)


def _change(one: BasedRow, author: Author, *, create: bool) -> Change:
    return Change(
        row=one.row,
        kind=one.kind,
        unit=author.unit,
        who=author.who,
        at=author.at,
        set={**one.identity, **one.values} if create else dict(one.values),
        parents={name: tuple(sorted(parents)) for name, parents in one.parents.items() if parents},
        create=create,
    )
