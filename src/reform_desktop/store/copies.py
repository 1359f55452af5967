"""Reading the whole log of a file, as another copy of it takes it in: packs whole, the rest as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Connection, func, select

from reform_desktop.changes.change import decode_change
from reform_desktop.store.carriers import is_active
from reform_desktop.store.imports import Arrival
from reform_desktop.store.pack_runs import is_in_run
from reform_desktop.store.packs import KeptPack, all_packs, is_sealed, pack_sizes
from reform_desktop.store.schema import change as change_table
from reform_desktop.store.schema import pack_run

PORTION = 5_000
"""Changes handed over at once."""


def arrivals(connection: Connection, progress: Callable[[int, int], None] | None) -> Iterator[Arrival]:
    """Yield every active change: those of each pack together, then those that nobody sealed."""
    active = is_active()
    total = int(connection.execute(select(func.count()).select_from(change_table).where(active)).scalar_one())
    done = 0
    for kept in all_packs(connection):
        statement = (
            select(change_table.c.id, change_table.c.body)
            .join(pack_run, is_in_run())
            .where(pack_run.c.pack == kept.sha256)
            .order_by(pack_run.c.ordinal, change_table.c.seq)
        )
        changes = connection.execute(statement.where(active)).all()
        sealed = pack_sizes(connection, [kept.sha256])[kept.sha256]
        done += len(changes)
        if changes:
            yield _arrival(changes, kept if len(changes) == sealed else None)
        if progress:
            progress(done, total)
    last = 0
    while True:
        statement = (
            select(change_table.c.seq, change_table.c.id, change_table.c.body)
            .where(active, ~is_sealed(), change_table.c.seq > last)
            .order_by(change_table.c.seq)
            .limit(PORTION)
        )
        rows = connection.execute(statement).all()
        if not rows:
            return
        last = rows[-1].seq
        done += len(rows)
        yield _arrival([(row.id, row.body) for row in rows], None)
        if progress:
            progress(done, total)


def _arrival(found: Sequence[tuple[str, bytes]], kept: KeptPack | None) -> Arrival:
    bodies = [body for _name, body in found]
    return Arrival([name for name, _body in found], [decode_change(body) for body in bodies], bodies, kept)
