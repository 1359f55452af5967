"""Ways of narrowing the measures down that a person keeps under a name: on this PC, in no file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from reform_desktop.domain.text import fold

if TYPE_CHECKING:
    from reform_desktop.ui.settings import Settings

_SETTING: Final = "saved-filters"
LONGEST: Final = 40
"""Characters of a name."""


class SavedFilter(Struct, frozen=True):
    """What the search box and the lists beside it said. Ids are the file's; a file without them passes them over."""

    name: str
    words: str = ""
    department_id: str | None = None
    policy_id: str | None = None
    grade: str | None = None
    stage: str | None = None
    empty_field: str | None = None


def saved_filters(settings: Settings) -> list[SavedFilter]:
    """Return the filters by name; what cannot be read counts as absent."""
    try:
        found = msgspec.json.decode(settings.text(_SETTING) or "[]", type=list[SavedFilter])
    except msgspec.MsgspecError:
        return []
    return sorted(found, key=lambda one: fold(one.name))


def save_filter(settings: Settings, wanted: SavedFilter) -> bool:
    """Keep a filter, and tell whether it took the place of another one of that name."""
    others = [one for one in saved_filters(settings) if fold(one.name) != fold(wanted.name)]
    replaced = len(others) < len(saved_filters(settings))
    _write(settings, [*others, wanted])
    return replaced


def forget_filter(settings: Settings, name: str) -> None:
    """Forget the filter of that name."""
    _write(settings, [one for one in saved_filters(settings) if one.name != name])


def _write(settings: Settings, filters: list[SavedFilter]) -> None:
    settings.set_text(_SETTING, msgspec.json.encode(filters).decode())
