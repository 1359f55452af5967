"""What the search index holds: one document a measure, made of all its texts and those of its parts.

The index is FTS5 over the bigrams of the folded text (`domain.text`), without content of its own; the folded
text stands beside it, because such an index can forget a document only when told its words again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, text

from reform_desktop.changes.change import Change
from reform_desktop.domain.catalogue import KINDS, Kind, child_kinds
from reform_desktop.domain.text import folded_bigrams, search_fold
from reform_desktop.store import sqlite_dialect
from reform_desktop.store.derive import Newcomer, by_kind
from reform_desktop.store.log import RowLog
from reform_desktop.store.portions import in_parts
from reform_desktop.store.schema import search_document, search_stale, tables

ROOT_KINDS: Final = ("measure", "policy", "item", "department", "opinion")
"""Kinds that are found by themselves; an opinion only when it is about no single measure."""

_BETWEEN: Final = "\n"


def refresh(connection: Connection, logs: Iterable[RowLog]) -> None:
    """Bring the documents up to date in which the given rows stand."""
    _renew(connection, _roots_of(logs))


def refresh_later(connection: Connection, logs: Iterable[RowLog], newcomers: Iterable[Newcomer] = ()) -> None:
    """Note that the documents are out of date in which the given rows stand: an import does not wait for its index."""
    found = _roots_of(logs)
    for kind, creations in by_kind(newcomers).items():
        if kind in ROOT_KINDS:
            found.update(dict.fromkeys((one.row for one in creations), kind))
        parent, parent_kind = _part_of(kind)
        if parent:
            above = {one.set[parent] for one in creations if isinstance(one.set.get(parent), str)}
            found.update((row, parent_kind) for row in above if isinstance(row, str) and row)
    roots = list(found.items())
    if roots:
        connection.exec_driver_sql(sqlite_dialect.NOTE_STALE, roots)


def catch_up(connection: Connection, most: int) -> int:
    """Renew at most so many of the documents that are out of date, and return how many were renewed."""
    stale = connection.execute(select(search_stale.c.row, search_stale.c.kind).limit(most)).all()
    _renew(connection, dict(stale))
    return len(stale)


def is_current(connection: Connection) -> bool:
    """Whether no document is out of date."""
    return connection.execute(select(search_stale.c.row).limit(1)).first() is None


def _renew(connection: Connection, roots: dict[str, str]) -> None:
    if not roots:
        return
    _forget(connection, roots)
    _write(connection, _documents(connection, roots))
    connection.exec_driver_sql(sqlite_dialect.FORGET_STALE, (msgspec.json.encode(list(roots)).decode(),))


def rebuild(connection: Connection) -> None:
    """Make the index anew, measures in printed order so that hits come in that order by themselves."""
    connection.execute(delete(search_document))
    connection.execute(delete(search_stale))
    connection.execute(text(sqlite_dialect.DROP_SEARCH_INDEX))
    connection.exec_driver_sql(sqlite_dialect.CREATE_SEARCH_INDEX)
    for kind in ROOT_KINDS:
        for part in in_parts(_ids_in_order(connection, kind)):
            _write(connection, _documents(connection, dict.fromkeys(part, kind)))


def _ids_in_order(connection: Connection, kind: str) -> list[str]:
    table = tables[kind]
    if kind != "measure":
        return list(connection.execute(select(table.c.id).order_by(table.c.id)).scalars())
    item, policy = tables["item"], tables["policy"]
    joined = table.outerjoin(item, table.c.item_id == item.c.id).outerjoin(policy, item.c.policy_id == policy.c.id)
    order = (policy.c.number, item.c.number, table.c.number, table.c.id)
    return list(connection.execute(select(table.c.id).select_from(joined).order_by(*order)).scalars())


def _roots_of(logs: Iterable[RowLog]) -> dict[str, str]:
    """Return ``{row: kind}`` of the documents in which the rows stand, by the log: gone rows are found too."""
    roots: dict[str, str] = {}
    for log in logs:
        _add_roots(log.kind, log.row, log.changes.values(), roots)
    return roots


def _add_roots(kind: str, row: str, changes: Iterable[Change], roots: dict[str, str]) -> None:
    if kind in ROOT_KINDS:
        roots[row] = kind
    parent, parent_kind = _part_of(kind)
    if parent:
        for change in changes:
            above = change.set.get(parent)
            if isinstance(above, str) and above:
                roots[above] = parent_kind


@cache
def _part_of(kind: str) -> tuple[str, str]:
    """Return the field by which a kind belongs to a measure's document and that document's kind, or nothing."""
    known = _searchable_parts().get(kind)
    return (known.parent, known.parent_kind) if known else ("", "")


@cache
def _searchable_parts() -> dict[str, Kind]:
    return {kind.name: kind for kind in child_kinds("measure") if _columns(kind)}


def _columns(kind: Kind) -> list[str]:
    return [name for name, field in kind.fields.items() if field.searchable]


def _documents(connection: Connection, roots: dict[str, str]) -> Iterator[dict[str, str]]:
    by_kind: dict[str, list[str]] = {}
    for row, kind in roots.items():
        by_kind.setdefault(kind, []).append(row)
    for kind, rows in by_kind.items():
        for part in in_parts(rows):
            texts = _texts(connection, KINDS[kind], "id", part)
            if kind == "measure":
                for child in _searchable_parts().values():
                    for row, words in _texts(connection, child, child.parent, part).items():
                        texts.get(row, []).extend(words)
            for row in part:
                if row in texts:
                    yield {"row": row, "kind": kind, "body": search_fold(_BETWEEN.join(filter(None, texts[row])))}


def _texts(connection: Connection, kind: Kind, key: str, rows: Iterable[str]) -> dict[str, list[str]]:
    table = tables[kind.name]
    columns = [table.c[name] for name in _columns(kind)]
    statement = select(table.c[key], *columns).where(table.c[key].in_(list(rows)))
    if kind.name == "opinion" and key == "id":
        statement = statement.where((table.c.measure_id.is_(None)) | (table.c.measure_id == ""))
    found: dict[str, list[str]] = {}
    for row, *words in connection.execute(statement.order_by(table.c.id)):
        found.setdefault(row, []).extend(words)
    return found


def _forget(connection: Connection, roots: dict[str, str]) -> None:
    for part in in_parts(sorted(roots)):
        statement = select(search_document.c.doc, search_document.c.body).where(search_document.c.row.in_(part))
        old = [{"doc": doc, "body": folded_bigrams(body)} for doc, body in connection.execute(statement)]
        if old:
            connection.execute(text(sqlite_dialect.DELETE_SEARCH), old)
        connection.execute(delete(search_document).where(search_document.c.row.in_(part)))


def _write(connection: Connection, documents: Iterable[dict[str, str]]) -> None:
    rows: list[dict[str, str | int]] = [dict(one) for one in documents]
    if not rows:
        return
    last = connection.execute(select(func.max(search_document.c.doc))).scalar() or 0
    for place, row in enumerate(rows, start=last + 1):
        row["doc"] = place
    connection.execute(insert(search_document), rows)
    index = [{"doc": row["doc"], "body": folded_bigrams(str(row["body"]))} for row in rows]
    connection.execute(text(sqlite_dialect.INSERT_SEARCH), index)
