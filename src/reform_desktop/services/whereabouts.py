"""Where a changed record stands, in words and as a place to go to; records that are gone are named too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from msgspec import Struct

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.numbering import measure_number
from reform_desktop.domain.values import JsonValue
from reform_desktop.services.desk import Desk
from reform_desktop.store import outline
from reform_desktop.store.log import logs_of_rows
from reform_desktop.store.outline import MeasureFilter

_NAMES: Final = ("title", "name")


class Whereabouts(Struct, frozen=True):
    """``measure_id`` is empty for what belongs to no measure, or to one that is gone."""

    kind: str
    row: str
    measure_id: str = ""
    number: str = ""
    title: str = ""
    fiscal_year: int | None = None

    @property
    def label(self) -> str:
        """「1-(1)-① 広報紙の見直し」, 「課 財政課」."""
        if self.number:
            return f"{self.number} {self.title}"
        kind = KINDS[self.kind].label if self.kind in KINDS else self.kind
        return f"{kind} {self.title}".strip()

    @property
    def year_label(self) -> str:
        """The fiscal year as the outline prints it, or nothing."""
        return format_fiscal_year(self.fiscal_year) if self.fiscal_year else ""


def whereabouts(desk: Desk, rows: Collection[tuple[str, str]]) -> dict[str, Whereabouts]:
    """Return where rows stand, by row."""
    facts: dict[str, dict[str, JsonValue]] = {}
    kinds = {row: kind for kind, row in rows}
    with desk.store.reading() as connection:
        unread = set(kinds)
        while unread:
            for row, log in logs_of_rows(connection, unread).items():
                values: dict[str, JsonValue] = {}
                for change in log.changes.values():
                    values |= change.set
                facts[row] = values
            parents = [_parent(kinds.get(row, ""), facts.get(row, {})) for row in unread]
            above = {row: kind for kind, row in parents if row and kind not in ("item", "plan")}
            kinds |= {row: kind for row, kind in above.items() if row not in kinds}
            unread = above.keys() - facts.keys() - unread
        measures = {row: _measure_of(row, kinds, facts) for _kind, row in rows}
        wanted = sorted({one for one in measures.values() if one})
        lines = {one.id: one for one in outline.lines_of(connection, MeasureFilter(0), wanted)} if wanted else {}
    found: dict[str, Whereabouts] = {}
    for kind, row in rows:
        line = lines.get(measures[row])
        year = facts.get(row, {}).get("fiscal_year")
        found[row] = Whereabouts(
            kind,
            row,
            line.id if line else "",
            measure_number(line.policy_number, line.item_number, line.number) if line else "",
            line.title if line else _name_near(measures[row] or row, kinds, facts),
            year if isinstance(year, int) else None,
        )
    return found


def _parent(kind: str, values: Mapping[str, JsonValue]) -> tuple[str, str]:
    declared = KINDS.get(kind)
    above = values.get(declared.parent) if declared and declared.parent else None
    return (declared.parent_kind, above) if declared and isinstance(above, str) else ("", "")


def _measure_of(row: str, kinds: Mapping[str, str], facts: Mapping[str, Mapping[str, JsonValue]]) -> str:
    while row and kinds.get(row) != "measure":
        _kind, row = _parent(kinds.get(row, ""), facts.get(row, {}))
    return row


def _name_near(row: str, kinds: Mapping[str, str], facts: Mapping[str, Mapping[str, JsonValue]]) -> str:
    """Return a record's name, or that of what it belongs to: the department of a submission."""
    own = facts.get(row, {})
    _kind, above = _parent(kinds.get(row, ""), own)
    return _name(own) or _name(facts.get(above, {}))


def _name(values: Mapping[str, JsonValue]) -> str:
    return next((value for name in _NAMES if isinstance(value := values.get(name), str)), "")
