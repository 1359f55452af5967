"""Walking the log from the newest change back, a portion at a time by its key: never the whole of it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, func, select

from reform_desktop.domain.catalogue import child_kinds
from reform_desktop.store import sqlite_dialect
from reform_desktop.store.pack_runs import holds_change
from reform_desktop.store.portions import in_parts
from reform_desktop.store.schema import (
    carriage,
    carrier,
    carrier_pack,
    gone,
    operation,
    operation_change,
    pack_run,
    tables,
)
from reform_desktop.store.schema import change as change_table

PORTION: Final = 1000
"""Changes read in one statement."""

_AT_THE_END: Final = 2**62


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes are told; everything empty tells all. ``since`` and ``until`` are ISO times, both included.

    ``rows`` are the rows of one measure; ``apart_from`` is the time of changes that are no news (the outline's).
    """

    kinds: frozenset[str] = frozenset()
    unit: str = ""
    who: str = ""
    since: str = ""
    until: str = ""
    rows: frozenset[str] | None = None
    apart_from: str = ""

    def takes(self, kind: str, facts: Facts) -> bool:
        """Whether a change is told."""
        return (
            (not self.kinds or kind in self.kinds)
            and self.unit in ("", facts.unit)
            and self.who in ("", facts.who)
            and facts.at >= self.since
            and (not self.until or facts.at[: len(self.until)] <= self.until)
            and (not self.apart_from or facts.at != self.apart_from)
        )


class Facts(msgspec.Struct):
    """What a filter looks at in a change; reading only that is quicker than reading all of it."""

    unit: str
    who: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Portion:
    """Changes by sequence, the newest first; ``before`` is where to go on, ``None`` at the log's beginning."""

    sequences: tuple[int, ...]
    before: int | None
    looked_at: int


@dataclass(frozen=True, slots=True)
class Origin:
    """What brought a change: an operation made here, an import, or (``kind`` empty) neither of them."""

    kind: str
    number: int
    name: str


def newest_first(connection: Connection, wanted: Wanted, before: int | None, limit: int) -> Portion:
    """Return at most ``limit`` changes below ``before``, looking at no more than `PORTION` of them."""
    below = _AT_THE_END if before is None else before
    if wanted.rows is None:
        statement = select(change_table.c.seq, change_table.c.kind, change_table.c.body)
        statement = statement.where(change_table.c.seq < below).order_by(change_table.c.seq.desc()).limit(PORTION)
        rows = connection.execute(statement).all()
    else:
        listed = msgspec.json.encode(sorted(wanted.rows)).decode()
        rows = connection.exec_driver_sql(sqlite_dialect.CHANGES_OF_ROWS, (listed, below, PORTION)).all()
    found: list[int] = []
    looked = 0
    for seq, kind, body in rows:
        looked += 1
        if wanted.takes(kind, _read_facts(body)):
            found.append(seq)
            if len(found) == limit:
                break
    ended = looked == len(rows) and len(rows) < PORTION
    return Portion(tuple(found), None if ended else rows[looked - 1][0], looked)


_read_facts: Callable[[bytes], Facts] = msgspec.json.Decoder(Facts).decode


def origins(connection: Connection, sequences: Sequence[int]) -> dict[int, Origin]:
    """Return what brought each of the changes first."""
    found: dict[int, Origin] = {}
    for part in in_parts(sorted(sequences)):
        by_itself = (
            select(carriage.c.change_seq, carrier.c.id, carrier.c.label)
            .join(carrier, carrier.c.id == carriage.c.carrier_id)
            .where(carriage.c.change_seq.in_(part))
        )
        in_a_pack = (
            select(change_table.c.seq, carrier.c.id, carrier.c.label)
            .join(pack_run, holds_change())
            .join(carrier_pack, carrier_pack.c.pack == pack_run.c.pack)
            .join(carrier, carrier.c.id == carrier_pack.c.carrier_id)
            .where(change_table.c.seq.in_(part))
        )
        for statement in (by_itself, in_a_pack):
            for seq, number, label in connection.execute(statement):
                if seq not in found or number < found[seq].number:
                    found[seq] = Origin("import", number, label)
    found |= _operations(connection, sequences)
    return found


def begins_at(connection: Connection, origin: Origin, seq: int) -> int:
    """Return the first sequence of the unbroken run up to ``seq`` that one operation or import brought.

    An import is one transaction, so what it brought first stands together; its beginning is found by halving.
    """
    if origin.kind == "operation":
        first = func.min(operation_change.c.change_seq)
        statement = select(first).where(operation_change.c.operation_id == origin.number)
        return int(connection.execute(statement).scalar() or seq)
    step = 1
    while seq - step > 0 and _same_origin(connection, origin, seq - step):
        step *= 2
    known, other = seq - step // 2, max(0, seq - step)
    while known - other > 1:
        middle = (known + other) // 2
        if _same_origin(connection, origin, middle):
            known = middle
        else:
            other = middle
    return known


def _same_origin(connection: Connection, origin: Origin, seq: int) -> bool:
    return origins(connection, [seq]).get(seq) == origin


def _operations(connection: Connection, sequences: Iterable[int]) -> dict[int, Origin]:
    """Return the operations of changes. Their numbers rise with the log, so they are found by halving.

    The table has no index by change: it is written with every save, and read so only here.
    """
    wanted = set(sequences)
    if not wanted:
        return {}
    end = int(connection.execute(select(func.max(operation.c.id))).scalar() or 0) + 1
    first = _first_operation(connection, end, func.max, min(wanted))
    behind = _first_operation(connection, end, func.min, max(wanted) + 1)
    statement = (
        select(operation_change.c.change_seq, operation.c.id, operation.c.name)
        .join(operation, operation.c.id == operation_change.c.operation_id)
        .where(operation_change.c.operation_id >= first, operation_change.c.operation_id < behind)
    )
    found = connection.execute(statement)
    return {seq: Origin("operation", number, name) for seq, number, name in found if seq in wanted}


def _first_operation(connection: Connection, end: int, edge: Callable[..., Any], seq: int) -> int:
    """Return the first operation whose last (or first) change is ``seq`` or newer; ``end`` when there is none."""
    low, high = 0, end
    while low < high:
        middle = (low + high) // 2
        statement = select(edge(operation_change.c.change_seq)).where(operation_change.c.operation_id == middle)
        found: int | None = connection.execute(statement).scalar()
        if found is None or found < seq:
            low = middle + 1
        else:
            high = middle
    return low


def rows_of_measure(connection: Connection, measure_id: str) -> frozenset[str]:
    """Return a measure's row and those of everything that belongs or belonged to it, deleted parts too."""
    rows, above = {measure_id}, {("measure", measure_id)}
    while above:
        below: set[tuple[str, str]] = set()
        for kind, row in above:
            for child in child_kinds(kind):
                table = tables[child.name]
                there = connection.execute(select(table.c.id).where(table.c[child.parent] == row)).scalars()
                below |= {(child.name, one) for one in there}
            left = connection.execute(select(gone.c.row, gone.c.kind).where(gone.c.parent == row))
            below |= {(gone_kind, one) for one, gone_kind in left}
        above = {(kind, row) for kind, row in below if row not in rows}
        rows |= {row for _kind, row in above}
    return frozenset(rows)
