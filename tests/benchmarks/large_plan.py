"""A store with any number of measures that carry the sample plan's texts: what city-wide books are measured with."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Final

from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.values import JsonValue
from reform_desktop.services.creating import OUTLINE_TIME
from reform_desktop.services.outlines import read_outline
from reform_desktop.store.store import Store
from reform_desktop.store.write import Author, Edit

_OF_A_MEASURE: Final = ("measure", "indicator", "year_record", "indicator_value", "evidence", "opinion")


def make_large_plan(path: Path, measures: int) -> None:
    """Write a division's store with so many measures: those of the sample plan over and over, numbered anew."""
    content = read_outline("sample")
    store = Store.create(path, unit=DIVISION, who="計測")
    try:
        common = [edit for edit in content.edits if not _belongs_to_a_measure(edit)]
        author = Author(DIVISION, "計測", OUTLINE_TIME)
        store.fill([*common, *_copies(content.edits, measures)], author)
    finally:
        store.close()


def _belongs_to_a_measure(edit: Edit) -> bool:
    return edit.kind in _OF_A_MEASURE and not (edit.kind == "opinion" and "measure_id" not in edit.set)


def _copies(edits: list[Edit], count: int) -> Iterator[Edit]:
    families = _families(edits)
    for place in range(count):
        yield from _copy(families[place % len(families)], place)


def _families(edits: list[Edit]) -> list[list[Edit]]:
    """Gather each measure with its parts; files of evidence are left out, only their lines are printed."""
    of_measure: dict[str, str] = {}
    found: list[tuple[str, Edit]] = []
    for kind in _OF_A_MEASURE:
        for edit in edits:
            if edit.kind != kind or not _belongs_to_a_measure(edit):
                continue
            parent = edit.set.get("measure_id") or edit.set.get("indicator_id")
            of_measure[edit.row] = edit.row if kind == "measure" else of_measure[str(parent)]
            found.append((of_measure[edit.row], edit))
    found.sort(key=lambda one: one[0])
    return [[edit for _, edit in group] for _, group in groupby(found, key=lambda one: one[0])]


def _copy(family: list[Edit], place: int) -> Iterator[Edit]:
    rows: dict[str, str] = {}
    for edit in family:
        values: dict[str, JsonValue] = {name: value for name, value in edit.set.items() if not name.startswith("file_")}
        for name in ("measure_id", "indicator_id"):
            if name in values:
                values[name] = rows[str(values[name])]
        if edit.kind == "measure":
            values["number"] = place + 1
        rows[edit.row] = _row(edit, values, place)
        yield replace(edit, row=rows[edit.row], set=values)


def _row(edit: Edit, values: dict[str, JsonValue], place: int) -> str:
    kind = KINDS[edit.kind]
    if kind.natural_key:
        parent = str(values.get("measure_id") or values.get("indicator_id"))
        return child_row_id(kind, parent, tuple(values[name] for name in kind.natural_key))
    return str(uuid.uuid5(uuid.UUID(edit.row), f"copy {place}"))
