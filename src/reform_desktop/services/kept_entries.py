"""What somebody typed and a field could not read, kept in the file until it is put right or emptied.

It is no value of the plan: it is neither exchanged nor printed. It stays in this copy of the file, so that closing
the window, or a colleague who goes on with the file, finds the words where they were typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec import Struct

from reform_desktop.services.desk import Desk
from reform_desktop.store.engine import Connection
from reform_desktop.store.settings import read_setting, write_setting

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
        return _read(connection)


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


def _read(connection: Connection) -> dict[Key, KeptEntry]:
    stored = read_setting(connection, _NAME)
    try:
        entries = msgspec.json.decode(stored or "[]", type=list[KeptEntry])
    except msgspec.DecodeError:  # of another program's making: nothing of ours
        return {}
    return {one.key: one for one in entries}
