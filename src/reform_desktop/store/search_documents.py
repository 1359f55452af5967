"""What the search index holds: one document a measure, made of all its texts and those of its parts.

The index is FTS5 over the bigrams of the folded text (`domain.text`), without content of its own; the folded
text stands beside it, because such an index can forget a document only when told its words again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, text

from reform_desktop.domain.catalogue import KINDS, Kind, child_kinds
from reform_desktop.domain.text import bigrams, fold
from reform_desktop.store import sqlite_dialect
from reform_desktop.store.log import in_parts, logs_of_rows
from reform_desktop.store.schema import search_document, tables

ROOT_KINDS: Final = ("measure", "policy", "item", "department", "opinion")
"""Kinds that are found by themselves; an opinion only when it is about no single measure."""

_BETWEEN: Final = "\n"


def refresh(connection: Connection, rows: Iterable[str]) -> None:
    """Bring the documents up to date in which the given rows stand."""
    roots = _roots_of(connection, set(rows))
    _forget(connection, roots)
    _write(connection, _documents(connection, roots))


def rebuild(connection: Connection) -> None:
    """Make the index anew, measures in printed order so that hits come in that order by themselves."""
    connection.execute(delete(search_document))
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


def _roots_of(connection: Connection, rows: set[str]) -> dict[str, str]:
    """Return ``{row: kind}`` of the documents in which the rows stand, by the log: gone rows are found too."""
    roots: dict[str, str] = {}
    for log in logs_of_rows(connection, rows).values():
        kind = KINDS.get(log.kind)
        if kind is None:
            continue
        if kind.name in ROOT_KINDS:
            roots[log.row] = kind.name
        parent = _part_of(kind)
        if parent:
            above = {change.set.get(parent) for change in log.changes.values()}
            roots.update((row, kind.parent_kind) for row in above if isinstance(row, str) and row)
    return roots


def _part_of(kind: Kind) -> str:
    """Return the field by which a kind belongs to a measure's document, or ``""``."""
    return kind.parent if _searchable_parts().get(kind.name) else ""


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
                    yield {"row": row, "kind": kind, "body": fold(_BETWEEN.join(filter(None, texts[row])))}


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
        old = [{"doc": doc, "body": bigrams(body)} for doc, body in connection.execute(statement)]
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
    index = [{"doc": row["doc"], "body": bigrams(str(row["body"]))} for row in rows]
    connection.execute(text(sqlite_dialect.INSERT_SEARCH), index)
