"""The columns of a list, or the sections of another report, as a person chooses them, and as a layout stores them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reform_desktop.domain.values import JsonValue
from reform_desktop.reports.columns import Column
from reform_desktop.reports.sections import CHOICES
from reform_desktop.services.layouts import settings_of


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One column of a list: whether it is printed, and with what caption and width (mm) in place of the usual."""

    name: str
    title: str
    usual_caption: str
    shown: bool
    caption: str = ""
    width: int | None = None
    has_width: bool = True

    @property
    def has_caption(self) -> bool:
        """Whether it has one head of its own; the years have one each."""
        return bool(self.usual_caption)


def column_choices(stored: JsonValue, report: str) -> list[ColumnChoice]:
    """Return a list's columns, first those that a layout prints in their order, then the others."""
    wanted = settings_of({"columns": stored}).columns.get(report, ())
    known = {one.name: one for one in CHOICES[report]}
    chosen = [one for one in wanted if one.column in known]
    if not chosen:
        return [_choice(one, shown=one.usual) for one in CHOICES[report]]
    first = [
        replace(_choice(known[one.column], shown=True), caption=one.caption, width=one.width) for one in chosen
    ]
    names = {one.name for one in first}
    return [*first, *(_choice(one, shown=False) for one in CHOICES[report] if one.name not in names)]


def with_columns(stored: JsonValue, report: str, choices: Sequence[ColumnChoice]) -> list[JsonValue]:
    """Return what a layout stores once a list's columns are those chosen.

    What the layout says of other lists, of columns that this program does not know, and what a newer program says
    besides of those that it knows, stays. The usual columns are stored as nothing.
    """
    entries = stored if isinstance(stored, list) else []
    known = {one.name for one in CHOICES[report]}
    others = [one for one in entries if not _is_of(one, report, known)]
    before = {str(one["column"]): one for one in entries if isinstance(one, dict) and _is_of(one, report, known)}
    if list(choices) == column_choices([], report):
        return others
    mine: list[JsonValue] = [
        {**before.get(one.name, {}), "report": report, "column": one.name, "caption": one.caption, "width": one.width}
        for one in choices
        if one.shown
    ]
    return [*others, *mine]


def _choice(column: Column, *, shown: bool) -> ColumnChoice:
    return ColumnChoice(column.name, column.title, column.caption, shown, has_width=bool(column.width))


def _is_of(entry: JsonValue, report: str, known: set[str]) -> bool:
    return isinstance(entry, dict) and entry.get("report") == report and entry.get("column") in known
