"""Which changes belong into a bundle: by department, by fiscal year, sealed already or not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from reform_desktop.changes.change import DIVISION, Change, decode_change
from reform_desktop.domain.catalogue import KINDS, Kind
from reform_desktop.domain.layouts import is_sha256
from reform_desktop.store.carriers import is_active
from reform_desktop.store.packs import sealed_changes
from reform_desktop.store.portions import in_parts
from reform_desktop.store.schema import change as change_table
from reform_desktop.store.schema import held, tables

COMMON = ""
"""The group of what every department gets: plan, policies, items, departments, opinions on the plan as a whole."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a bundle is about; ``None`` means all. Years narrow only what belongs to a year."""

    department_ids: frozenset[str] | None = None
    fiscal_years: frozenset[int] | None = None

    def holds(self, group: str) -> bool:
        """Whether a department's rows, or the common ones, are in scope."""
        return group == COMMON or self.department_ids is None or group in self.department_ids

    def holds_year(self, fiscal_year: int | None) -> bool:
        """Whether a row of that year is in scope; one without a year always is."""
        return fiscal_year is None or self.fiscal_years is None or fiscal_year in self.fiscal_years


@dataclass(frozen=True, slots=True)
class ScopedChange:
    """A change that belongs into a bundle, and the department (or `COMMON`) with whose changes it is sealed."""

    sequence: int
    id: str
    unit: str
    group: str
    sealed: bool
    body: bytes


def changes_in_scope(connection: Connection, scope: Scope, author: str | None = None) -> list[ScopedChange]:
    """Return the active changes of the rows in scope, in the order of the log.

    Everything that the department ``author`` wrote is in scope whomever it belongs to: what the law holds back
    (他課の取組) must reach the division to be listed there. The division writes everywhere and is held back nowhere:
    what it sends one department is about that department alone.
    """
    groups = rows_in_scope(connection, scope)
    besides = {} if author in (None, DIVISION) else _rows_written_by(connection, author, groups.keys())
    return sorted(
        [
            *_active_changes(connection, groups),
            *(one for one in _active_changes(connection, besides) if one.unit == author),
        ],
        key=lambda one: one.sequence,
    )


def _active_changes(connection: Connection, groups: Mapping[str, str]) -> list[ScopedChange]:
    active = is_active()
    found: list[ScopedChange] = []
    for part in in_parts(sorted(groups)):
        statement = select(change_table.c.seq, change_table.c.id, change_table.c.row, change_table.c.body)
        rows = connection.execute(statement.where(change_table.c.row.in_(part), active)).all()
        sealed = sealed_changes(connection, [row.seq for row in rows])
        found.extend(
            ScopedChange(seq, name, decode_change(body).unit, groups[row], seq in sealed, body)
            for seq, name, row, body in rows
        )
    return found


def rows_in_scope(connection: Connection, scope: Scope) -> dict[str, str]:
    """Return ``{row: group}`` of everything in scope: what is shown, and what was deleted or is held."""
    groups: dict[str, str] = {}
    outside_year: set[str] = set()
    for kind in KINDS.values():
        for row, group, fiscal_year in _shown_rows(connection, kind, groups):
            groups[row] = group
            if not scope.holds_year(fiscal_year):
                outside_year.add(row)
    groups = _hidden_rows(connection, groups) | groups
    return {row: group for row, group in groups.items() if scope.holds(group) and row not in outside_year}


EDITION_FILE = "edition.txt"
"""The name under which an edition's content travels: one text, which no gateway has a reason to rewrite."""


def evidence_in_scope(
    connection: Connection, rows: Iterable[str], *, editions: bool = True
) -> dict[str, tuple[int, str]]:
    """Return ``{sha256: (size, file name)}`` of the files attached in the rows of a scope, and of frozen editions.

    Editions are the division's: what a department sends leaves them out.
    """
    table = tables["evidence"]
    found: dict[str, tuple[int, str]] = {}
    for part in in_parts(sorted(rows)):
        statement = select(table.c.file_sha256, table.c.file_size, table.c.file_name).where(
            table.c.id.in_(part), table.c.file_sha256 != ""
        )
        found.update({sha256: (size or 0, name) for sha256, size, name in connection.execute(statement)})
        found.update(_logos(connection, part))
        found.update(_editions(connection, part) if editions else {})
    return found


def _logos(connection: Connection, rows: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Return the same of the images that layouts print."""
    table = tables["layout"]
    statement = select(table.c.logo_sha256, table.c.logo_size, table.c.logo_name).where(
        table.c.id.in_(rows), table.c.logo_sha256 != ""
    )
    found = connection.execute(statement).all()
    return {sha256: (size or 0, name) for sha256, size, name in found if is_sha256(sha256)}


def _editions(connection: Connection, rows: Sequence[str]) -> dict[str, tuple[int, str]]:
    table = tables["edition"]
    statement = select(table.c.content_sha256, table.c.content_size).where(
        table.c.id.in_(rows), table.c.content_sha256 != ""
    )
    found = connection.execute(statement).all()
    return {sha256: (size or 0, EDITION_FILE) for sha256, size in found if is_sha256(sha256)}


def _rows_written_by(connection: Connection, unit: str, besides: Collection[str]) -> dict[str, str]:
    """Return ``{row: group}`` of the other rows in which a department wrote; its own is their group."""
    signed = f'"unit":"{unit}"'.encode()
    statement = select(change_table.c.row).where(func.instr(change_table.c.body, signed) > 0).distinct()
    return {row: unit for row in connection.execute(statement).scalars() if row not in besides}


def _shown_rows(connection: Connection, kind: Kind, groups: Mapping[str, str]) -> Iterable[tuple[str, str, int | None]]:
    """Yield ``(row, group, fiscal year)`` of the records of a kind; ``groups`` knows their parents already."""
    table = tables[kind.name]
    above = table.c[kind.owner_field or kind.parent or "id"]
    year = table.c.fiscal_year if "fiscal_year" in kind.fields and kind.parent != "plan_id" else None
    columns = (table.c.id, above) if year is None else (table.c.id, above, year)
    for row, parent, *rest in connection.execute(select(*columns)):
        group = (parent or COMMON) if kind.owner_field else groups.get(parent or "", COMMON)
        yield row, group, rest[0] if rest else None


def _hidden_rows(connection: Connection, shown: Mapping[str, str]) -> dict[str, str]:
    """Return ``{row: group}`` of rows that are in the log but in no table: deleted, held, or of unknown kinds.

    They travel too: a deletion must arrive, and what is held here may be applied elsewhere. Their group is what the
    log says they belonged to, last.
    """
    hidden = set(connection.execute(select(held.c.row)).scalars())
    deleting = func.instr(change_table.c.body, b'"delete":true') > 0
    unknown = change_table.c.kind.not_in(list(KINDS))
    hidden.update(connection.execute(select(change_table.c.row).where(deleting | unknown)).scalars())
    said: dict[str, tuple[str, dict[str, str]]] = {}
    for part in in_parts(sorted(hidden - shown.keys())):
        statement = select(change_table.c.body).where(change_table.c.row.in_(part)).order_by(change_table.c.seq)
        for body in connection.execute(statement).scalars():
            change = decode_change(body)
            said.setdefault(change.row, (change.kind, {}))[1].update(_links(change))
    return {row: _group_of(row, said, shown) for row in said}


def _links(change: Change) -> dict[str, str]:
    kind = KINDS.get(change.kind)
    names = (kind.owner_field, kind.parent) if kind else ()
    return {name: value for name in names if name and isinstance(value := change.set.get(name), str) and value}


def _group_of(row: str, said: Mapping[str, tuple[str, dict[str, str]]], shown: Mapping[str, str]) -> str:
    for _step in KINDS:
        if row in shown:
            return shown[row]
        kind_name, links = said.get(row, ("", {}))
        kind = KINDS.get(kind_name)
        if kind is None:
            return COMMON
        if kind.owner_field:
            return links.get(kind.owner_field, COMMON)
        row = links.get(kind.parent, "")
    return COMMON
