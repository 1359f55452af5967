"""The history page: what happened in the file, where it happened, and what can be undone."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.text import fold
from reform_desktop.services.creating import OUTLINE_TIME
from reform_desktop.services.desk import Desk
from reform_desktop.services.histories import Happening, recent_history
from reform_desktop.services.whereabouts import Whereabouts, whereabouts
from reform_desktop.store.history import Operation, OperationState
from reform_desktop.store.operation_list import operations

PAGE: Final = 200
"""Changes read at once."""


class Told(Struct, frozen=True):
    """One field that was changed, with its place."""

    happening: Happening
    place: Whereabouts

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other."""
        return self.happening.change_id, self.happening.field

    @property
    def words(self) -> str:
        """Everything a filter looks at, folded."""
        one, place = self.happening, self.place
        where = f"{place.label}\n{place.year_label}\n{one.label}"
        return fold(f"{where}\n{one.before}\n{one.after}\n{one.unit}\n{one.who}")


def tell(desk: Desk, limit: int = PAGE, *, with_outline: bool = False) -> tuple[list[Told], bool]:
    """Return the last changes, newest first, and whether older ones may follow.

    What came with the outline when the file was made is left out unless asked for.
    """
    found = recent_history(desk, limit)
    more = len({one.change_id for one in found}) >= limit
    if not with_outline:
        kept = [one for one in found if one.at != OUTLINE_TIME]
        more = more and len(kept) == len(found)
        found = kept
    found = [one for one in found if not _is_place(one)]
    places = whereabouts(desk, {(one.kind, one.row) for one in found})
    return [Told(one, places[one.row]) for one in found], more


def undoable(desk: Desk, limit: int = 100) -> list[Operation]:
    """Return what undo would take back, the next first."""
    with desk.store.reading() as connection:
        return operations(connection, OperationState.DONE, limit)


def redoable(desk: Desk, limit: int = 100) -> list[Operation]:
    """Return what redo would do again, the next first."""
    with desk.store.reading() as connection:
        return operations(connection, OperationState.UNDONE, limit)


def _is_place(one: Happening) -> bool:
    """Whether the field only says what the record belongs to: the place tells that already."""
    return one.kind in KINDS and bool(one.field) and one.field == KINDS[one.kind].parent
