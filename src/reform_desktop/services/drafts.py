"""What was written for a bundle and not sent yet: kept in this copy of the file, neither exchanged nor printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from reform_desktop.services.desk import Desk
from reform_desktop.store.settings import read_setting, write_setting

_PREFIX: Final = "draft/"


def read_draft(desk: Desk, name: str) -> dict[str, str]:
    """Return what was kept under a name; nothing when nothing can be read."""
    with desk.store.reading() as connection:
        stored = read_setting(connection, _PREFIX + name)
    try:
        return msgspec.json.decode(stored or "{}", type=dict[str, str])
    except msgspec.DecodeError:  # of another program's making: nothing of ours
        return {}


def keep_draft(desk: Desk, name: str, texts: Mapping[str, str]) -> None:
    """Keep texts under a name; empty ones are let go of, and nothing is written when nothing changes."""
    kept = {key: text for key, text in texts.items() if text.strip()}
    if desk.read_only or kept == read_draft(desk, name):
        return
    with desk.store.writing() as connection:
        write_setting(connection, _PREFIX + name, msgspec.json.encode(kept).decode() if kept else None)
