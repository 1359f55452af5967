"""The lines of a review: what a department changed, and what the input checks find in its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.fiscal_year import format_fiscal_year_short
from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.widgets.rows_model import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QIcon

    from reform_desktop.domain.checks import Finding
    from reform_desktop.services.exchange.review import Reviewed

CHANGED = "変更"
FOUND = "指摘"


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One field with what became of it; ``note`` is the sentence of a finding."""

    what: str
    kind: str
    row: str
    field: str
    measure_id: str
    place: str
    fiscal_year: int | None
    label: str
    before: str = ""
    after: str = ""
    note: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What a comment is about: record kind, record and field."""
        return self.kind, self.row, self.field


def review_lines(changes: Iterable[Reviewed], findings: Iterable[Finding]) -> list[ReviewLine]:
    """Return the findings first, then the changes in the order of the plan."""
    found = [_of_finding(one) for one in findings if one.measure_id]
    return found + [_of_change(one) for one in changes]


def review_columns(comment: Callable[[ReviewLine], str]) -> tuple[Column[ReviewLine], ...]:
    """Return the columns; ``comment`` is what was written about a line."""

    def picture(one: ReviewLine) -> QIcon:
        return icon("warning", Ink.WARNING) if one.what == FOUND else icon("edit", Ink.MUTED)

    return (
        Column("区分", lambda one: one.what, 84, picture=picture),
        Column("場所", lambda one: one.place),
        Column("年度", _year, 52),
        Column("項目", lambda one: one.label, 124),
        Column("コメント", comment, 128),
    )


def _of_change(one: Reviewed) -> ReviewLine:
    place = one.place
    return ReviewLine(
        CHANGED,
        place.kind,
        place.row,
        one.field,
        place.measure_id,
        place.label,
        place.fiscal_year,
        one.label,
        one.before,
        one.after,
    )


def _of_finding(one: Finding) -> ReviewLine:
    declared = KINDS[one.kind].fields.get(one.field) if one.kind in KINDS else None
    label = declared.label if declared else ""
    return ReviewLine(
        FOUND,
        one.kind,
        one.row_id,
        one.field,
        one.measure_id or "",
        one.measure_number,
        one.fiscal_year,
        label,
        note=one.message,
    )


def _year(one: ReviewLine) -> str:
    return format_fiscal_year_short(one.fiscal_year) if one.fiscal_year else ""
