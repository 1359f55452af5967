"""What somebody typed and a field could not read, kept in the file until it is put right or emptied.

It is no value of the plan: it is neither exchanged nor printed. It stays in this copy of the file, so that closing
the window, or a colleague who goes on with the file, finds the words where they were typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec import Struct

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.services.desk import Desk
from reform_desktop.store.engine import Connection
from reform_desktop.store.settings import read_setting, write_setting
from reform_desktop.store.write import Saved

_NAME: Final = "kept_entries"

Key = tuple[str, str]
"""Row and field."""


class KeptEntry(Struct, frozen=True):
    """One entry: the field it was typed into, the words, and why they could not be saved."""

    kind: str
    row: str
    field: str
    typed: str
    sentence: str
    measure_id: str = ""
    fiscal_year: int | None = None

    @property
    def key(self) -> Key:
        """Row and field."""
        return self.row, self.field


def kept_entries(desk: Desk) -> dict[Key, KeptEntry]:
    """Return all entries of this copy, by row and field."""
    with desk.store.reading() as connection:
        return read_kept(connection)


def keep_entries(desk: Desk, kept: Iterable[KeptEntry], settled: Iterable[Key] = ()) -> None:
    """Keep entries, and let go of those that were settled; nothing is written when nothing changes."""
    if desk.read_only:
        return
    before = kept_entries(desk)
    after = dict(before)
    for key in settled:
        after.pop(key, None)
    after |= {one.key: one for one in kept}
    if after == before:
        return
    body = msgspec.json.encode(list(after.values())).decode() if after else None
    with desk.store.writing() as connection:
        write_setting(connection, _NAME, body)
    touched = {one.measure_id for key in before.keys() | after.keys() for one in _differing(key, before, after)}
    desk.tell(Saved(None, frozenset(("measure", one) for one in touched if one)))


def _differing(key: Key, before: dict[Key, KeptEntry], after: dict[Key, KeptEntry]) -> list[KeptEntry]:
    """Return the entries of a field when they are others than before: the checks of their measures change."""
    was, now = before.get(key), after.get(key)
    return [] if was == now else [one for one in (was, now) if one is not None]


def read_kept(connection: Connection) -> dict[Key, KeptEntry]:
    """Return all entries, read together with what else is read of the file; those of newer programs are left out."""
    stored = read_setting(connection, _NAME)
    try:
        entries = msgspec.json.decode(stored or "[]", type=list[KeptEntry])
    except msgspec.DecodeError:  # of another program's making: nothing of ours
        return {}
    return {one.key: one for one in entries if one.field in (KINDS[one.kind].fields if one.kind in KINDS else {})}
