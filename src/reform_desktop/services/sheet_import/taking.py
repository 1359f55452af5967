"""Taking a previewed sheet in: one transaction, an import like that of a bundle, and undone like one.

Its changes are carried, not typed: undoing retracts them, and the state is then exactly as if the sheet had never
come, conflicts included. Giving earlier values back would not be: where somebody edited meanwhile it would overwrite
what both had written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.errors import NotAllowedError
from reform_desktop.services import permissions
from reform_desktop.services.desk import Desk
from reform_desktop.services.sheet_import.lines import CellEdit, Preview
from reform_desktop.store import imports
from reform_desktop.store.based_changes import BasedRow, based_arrival
from reform_desktop.store.carriers import NewCarrier
from reform_desktop.store.engine import Connection
from reform_desktop.store.write import Author, Saved

PURPOSE = "sheet"
"""What the list of imports keeps of a sheet; `exchange.words` has its word."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What went in: the number under which it can be undone, ``None`` when there was nothing to take in."""

    file: str
    carrier: int | None
    cells: int
    conflicts: int


class _RollBack(Exception):  # noqa: N818 -- not an error: it carries what was found out of its transaction
    def __init__(self, disputed: set[tuple[str, str]]) -> None:
        super().__init__()
        self.disputed = disputed


def disputed_by(desk: Desk, edits: Iterable[CellEdit]) -> set[tuple[str, str]]:
    """Return which fields would disagree afterwards: taken in for a trial, and rolled back."""
    rows = based_rows(edits)
    if not rows or desk.read_only:
        return set()
    try:
        with desk.store.writing() as connection:
            raise _RollBack(_take(connection, desk, rows, "")[1])  # noqa: TRY301 -- ends the transaction
    except _RollBack as done:
        return done.disputed


def take_sheet(desk: Desk, preview: Preview) -> Taken:
    """Take in every cell of a preview that goes in, all of them or none, after a backup.

    Raises `NotAllowedError` for a read-only file, and what the environment does; nothing is changed then.
    """
    if desk.read_only:
        raise NotAllowedError(f"{permissions.READ_ONLY}何も取り込んでいません。")
    rows = based_rows(preview.wanted)
    label = Path(preview.file).name
    if not rows:
        return Taken(label, None, 0, 0)
    desk.store.back_up("import")
    with desk.store.writing() as connection:
        carrier, disputed, touched = _take(connection, desk, rows, label)
    desk.tell(Saved(None, frozenset(touched)))
    return Taken(label, carrier, len(preview.wanted), len(disputed))


def based_rows(edits: Iterable[CellEdit]) -> list[BasedRow]:
    """Gather the cells of each row, so that a row becomes one change."""
    rows: dict[tuple[str, bool], BasedRow] = {}
    for one in edits:
        kind = KINDS[one.kind]
        begun = bool(one.parents)
        identity: dict[str, str | int | None] = (
            {kind.parent: one.owner, "fiscal_year": one.fiscal_year} if kind.natural_key else {}
        )
        row = rows.setdefault((one.row, begun), BasedRow(one.kind, one.row, dict(identity)))
        row.values[one.field] = one.value
        row.parents[one.field] = one.parents
    return list(rows.values())


def _take(
    connection: Connection, desk: Desk, rows: list[BasedRow], label: str
) -> tuple[int, set[tuple[str, str]], set[tuple[str, str]]]:
    author: Author = desk.author()
    before = imports.open_conflicts(connection)
    arrival = based_arrival(connection, rows, author)
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    union = imports.Union(connection)
    taken = union.begin(NewCarrier(label, now, {"purpose": PURPOSE, "unit": desk.store.unit}))
    union.add(arrival)
    union.judge()
    disputed = imports.open_conflicts(connection) - before
    return taken.carrier, disputed, {(kind, row) for row, kind in taken.rows.items()}
