"""The history page: what happened in the file, one entry an operation, newest first, and what can be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from msgspec import Struct, structs

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.text import fold
from reform_desktop.services.creating import OUTLINE_TIME
from reform_desktop.services.desk import Desk
from reform_desktop.services.histories import Happening, happenings_of
from reform_desktop.services.whereabouts import Whereabouts, whereabouts
from reform_desktop.store import log_pages, operation_list
from reform_desktop.store.history import Operation, OperationState
from reform_desktop.store.log_pages import Origin, Wanted
from reform_desktop.store.operation_list import operations

PAGE: Final = 60
"""Entries read at once."""

AT_ONCE: Final = 300
"""Changes told in one piece."""

LISTED: Final = 200
"""Fields of one entry that are listed; an import may hold a hundred thousand."""

LOOKED_AT: Final = 20_000
"""Changes that one answer looks at when a filter finds little; the next answer goes on behind them."""

_OUTLINE: Final = "ファイルの作成"
_UNDOING: Final = "元に戻す・やり直し"
_NO_ORIGIN: Final = Origin("", 0, "")


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


class Entry(Struct, frozen=True):
    """One operation, import or the like; ``unlisted`` counts its changes that are not listed."""

    key: tuple[str, int, str, str]
    name: str
    told: tuple[Told, ...]
    unlisted: int = 0

    @property
    def newest(self) -> Happening:
        """The change that says who it was and when."""
        return self.told[0].happening


class Page(Struct, frozen=True):
    """Some entries, and where to go on; ``before`` is ``None`` when nothing older is left."""

    entries: tuple[Entry, ...] = ()
    before: int | None = None


def tell(
    desk: Desk,
    wanted: Wanted | None = None,
    before: int | None = None,
    *,
    words: str = "",
    with_outline: bool = False,
    goes_on: Callable[[], bool] = lambda: True,
) -> Page:
    """Return the next entries below the change ``before``, newest first; without it the last ones of the file.

    What came with the outline when the file was made is left out unless asked for. However few a filter finds, no
    more than `LOOKED_AT` changes are looked at; ``goes_on`` is asked in between.
    """
    wanted = wanted or Wanted()
    if not with_outline:
        wanted = replace(wanted, apart_from=OUTLINE_TIME)
    sought = fold(words).split()
    entries: list[Entry] = []
    looked = 0
    while goes_on():
        with desk.store.reading() as connection:
            portion = log_pages.newest_first(connection, wanted, before, AT_ONCE)
            came_from = log_pages.origins(connection, portion.sequences)
        before, looked = portion.before, looked + portion.looked_at
        if with_outline and wanted.apart_from and not portion.sequences and entries:
            entries[-1] = structs.replace(entries[-1], unlisted=entries[-1].unlisted + portion.looked_at)
        for one in _told(desk, portion.sequences):
            if all(word in one.words for word in sought):
                _add(entries, one, came_from.get(one.happening.sequence, _NO_ORIGIN))
        if before is None or len(entries) >= PAGE or looked >= LOOKED_AT:
            break
        if entries and len(entries[-1].told) >= LISTED:
            before = _pass_over(desk, entries, came_from, before)
            if entries[-1].newest.at == OUTLINE_TIME:
                wanted = replace(wanted, apart_from=OUTLINE_TIME)  # counted from here on, without being read
    return Page(tuple(entries), before)


def wanted_of_measure(desk: Desk, measure_id: str, wanted: Wanted) -> Wanted:
    """Return the filter narrowed down to a measure and everything that belongs or belonged to it."""
    with desk.store.reading() as connection:
        return replace(wanted, rows=log_pages.rows_of_measure(connection, measure_id))


def joined(entries: Sequence[Entry], more: Sequence[Entry]) -> list[Entry]:
    """Return the entries of two pages in a row; one that both hold a part of becomes one."""
    if not entries or not more or entries[-1].key != more[0].key:
        return [*entries, *more]
    last, first = entries[-1], more[0]
    told = last.told + first.told
    unlisted = last.unlisted + first.unlisted + max(0, len(told) - LISTED)
    return [*entries[:-1], structs.replace(last, told=told[:LISTED], unlisted=unlisted), *more[1:]]


def undoable(desk: Desk, limit: int = 100) -> list[Operation]:
    """Return what undo would take back, the next first."""
    with desk.store.reading() as connection:
        return operations(connection, OperationState.DONE, limit)


def redoable(desk: Desk, limit: int = 100) -> list[Operation]:
    """Return what redo would do again, the next first."""
    with desk.store.reading() as connection:
        return operations(connection, OperationState.UNDONE, limit)


def size_of(desk: Desk, one: Operation) -> int:
    """Return how many changes undo or redo would have to turn round."""
    with desk.store.reading() as connection:
        return operation_list.size_of(connection, one.id)


def _told(desk: Desk, sequences: Sequence[int]) -> list[Told]:
    found = [one for one in happenings_of(desk, sequences) if not _is_place(one)]
    places = whereabouts(desk, {(one.kind, one.row) for one in found})
    return [Told(one, places[one.row]) for one in found]


def _add(entries: list[Entry], told: Told, origin: Origin) -> None:
    """Put a change into the entry that it belongs to, which is the last one or a new one."""
    one = told.happening
    key = (origin.kind, origin.number, "", "") if origin.kind else ("", 0, f"{one.unit} {one.who}", one.at)
    if not entries or entries[-1].key != key:
        entries.append(Entry(key, _name(origin, one), (told,)))
        return
    last = entries[-1]
    full = len(last.told) >= LISTED
    entries[-1] = structs.replace(
        last, told=last.told if full else (*last.told, told), unlisted=last.unlisted + int(full)
    )


def _pass_over(desk: Desk, entries: list[Entry], came_from: dict[int, Origin], before: int) -> int:
    """Go to the beginning of an entry that lists enough already, without reading what lies between."""
    last = entries[-1].told[-1].happening.sequence
    origin = came_from.get(last)
    if origin is None:
        return before
    with desk.store.reading() as connection:
        if log_pages.origins(connection, [before]).get(before) != origin:
            return before
        begin = log_pages.begins_at(connection, origin, before)
    entries[-1] = structs.replace(entries[-1], unlisted=entries[-1].unlisted + before - begin)
    return begin


def _name(origin: Origin, one: Happening) -> str:
    if origin.kind == "operation":
        return origin.name
    if origin.kind == "import":
        return f"「{origin.name}」の取込み"
    return _OUTLINE if one.at == OUTLINE_TIME else _UNDOING


def _is_place(one: Happening) -> bool:
    """Whether the field only says what the record belongs to: the place tells that already."""
    return one.kind in KINDS and bool(one.field) and one.field == KINDS[one.kind].parent
