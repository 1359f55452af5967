"""What reports other than lists are made of, by name: sections, breakdowns and fields that a layout can choose among.

They have no columns to put in another order: 総括表 and 効果額集計 are grids of years, 引継書 and 公表資料 pages about
one measure each. A layout says which of their sections are printed, in what order, and how they are headed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from reform_desktop.domain.catalogue import KINDS, is_public
from reform_desktop.domain.fields import FieldType
from reform_desktop.domain.layouts import LayoutSettings
from reform_desktop.reports.columns import LISTS, Column
from reform_desktop.reports.model import DataTable, Lazy
from reform_desktop.reports.rowmaking import caption


def public_fields(kind: str, *types: FieldType) -> tuple[str, ...]:
    """Return the fields of those types that may be published, in the order of the catalogue."""
    return tuple(name for name, field in KINDS[kind].fields.items() if field.type in types and is_public(kind, name))


PUBLIC_PLAN: Final = public_fields("measure", FieldType.TEXT)
PUBLIC_YEAR: Final = public_fields("year_record", FieldType.TEXT, FieldType.GRADE)
"""Texts and the grade among them: the year's account, as the sheet has it."""

PUBLIC_AMOUNTS: Final = (*public_fields("year_record", FieldType.AMOUNT), "hours_saved")
BREAKDOWNS: Final = ("by_policy", "by_department")


def _section(name: str, words: str) -> Column:
    return Column(name, words, 0.0)


def _fields(kind: str, *names: str) -> tuple[Column, ...]:
    return tuple(_section(name, caption(kind, name)) for name in names)


_LEAD: Final = _section("lead_department", caption("measure", "lead_department_id"))
_BREAKDOWNS: Final = (_section("by_policy", "方針別"), _section("by_department", "課別"))

SECTIONS: Final = MappingProxyType(
    {
        "summary": (
            _section("counts", "件数"),
            _section("shares", "割合"),
            _section("bars", "達成状況の推移"),
            *_BREAKDOWNS,
        ),
        "effects": (
            *_BREAKDOWNS,
            _section("cost_cut", "歳出削減"),
            _section("revenue", "歳入確保"),
            _section("total", "効果額の計"),
            *_fields("year_record", "hours_saved"),
            _section("missing", "実績が未入力（件）"),
        ),
        "handover": (
            _LEAD,
            _section("related_departments", caption("measure", "related_department_ids")),
            *_fields("measure", "approach", "overall_goal", "handover", "contact"),
            _section("so_far", "これまでの状況"),
            _section("open_points", "残っていること"),
            _section("evidence", KINDS["evidence"].label),
            _section("changes", "最近の変更"),
        ),
        "public": (
            _LEAD,
            *_fields("measure", *PUBLIC_PLAN),
            *_fields("year_record", *PUBLIC_YEAR, *PUBLIC_AMOUNTS),
            _section("indicators", KINDS["indicator"].label),
        ),
    }
)
"""The sections of each report, in their usual order."""

CHOICES: Final = MappingProxyType({**LISTS, **SECTIONS})
"""All that a layout chooses among: columns of lists, and sections."""


def sections(layout: LayoutSettings, report: str, among: Collection[str] | None = None) -> dict[str, str]:
    """Return the sections to print and their captions, in the order that the layout wants.

    Where it leaves out all of those ``among`` which to choose, the usual ones stay: an empty report helps nobody.
    """
    known = {one.name: one.caption for one in SECTIONS[report] if among is None or one.name in among}
    wanted = {
        one.column: one.caption or known[one.column] for one in layout.columns.get(report, ()) if one.column in known
    }
    return wanted or known


def without_hidden(data: DataTable, hidden: Collection[int]) -> DataTable:
    """Return data without the columns at those places: what is not published is published nowhere."""
    if not hidden:
        return data
    kept = [place for place in range(len(data.captions)) if place not in hidden]
    rows = data.rows
    return replace(
        data,
        captions=tuple(data.captions[place] for place in kept),
        rows=Lazy(lambda: (tuple(row[place] for place in kept) for row in rows)),
    )
