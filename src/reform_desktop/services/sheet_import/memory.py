"""What users corrected in a mapping, remembered in the file for the next sheet of that shape."""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Struct

from reform_desktop.services.desk import Desk
from reform_desktop.services.sheet_import.headings import targets
from reform_desktop.services.sheet_import.mapping import Mapping, SheetUse, shape
from reform_desktop.store.settings import read_setting, write_setting

_NAME: Final = "sheet_mappings"
_MOST: Final = 100
"""So many shapes are remembered; the oldest is forgotten first."""


class RememberedUse(Struct, frozen=True):
    """The targets of a shape's columns, in their order."""

    targets: tuple[str, ...]
    skip: bool = False


def remembered(desk: Desk, sheets: tuple[SheetUse, ...]) -> tuple[SheetUse, ...]:
    """Return the sheets as the user read those of the same shape before."""
    known = _read(desk)
    return tuple(_as_before(one, known.get(shape(one))) for one in sheets)


def remember(desk: Desk, mapping: Mapping) -> None:
    """Keep how a file was read."""
    if desk.read_only:
        return
    known = _read(desk)
    before = dict(known)
    for sheet in mapping.sheets:
        if sheet.columns:
            name = shape(sheet)
            known.pop(name, None)
            known[name] = RememberedUse(tuple(one.target for one in sheet.columns), sheet.skip)
    if known == before:
        return
    kept = dict(list(known.items())[-_MOST:])
    with desk.store.writing() as connection:
        write_setting(connection, _NAME, msgspec.json.encode(kept).decode())


def _as_before(sheet: SheetUse, use: RememberedUse | None) -> SheetUse:
    if use is None or len(use.targets) != len(sheet.columns):
        return sheet
    known = targets()
    columns = tuple(
        msgspec.structs.replace(one, target=target if target in known else "")
        for one, target in zip(sheet.columns, use.targets, strict=True)
    )
    return msgspec.structs.replace(sheet, columns=columns, skip=use.skip)


def _read(desk: Desk) -> dict[str, RememberedUse]:
    with desk.store.reading() as connection:
        stored = read_setting(connection, _NAME)
    try:
        return msgspec.json.decode(stored or "{}", type=dict[str, RememberedUse])
    except msgspec.DecodeError:  # of another program's making: nothing of ours
        return {}
