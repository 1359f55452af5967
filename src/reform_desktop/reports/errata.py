"""正誤表: what was wrong in an edition, what is right, since when and why, as the coordinator registered it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from reform_desktop.domain.records import Correction, Edition
from reform_desktop.reports.frozen import edition_line
from reform_desktop.reports.model import (
    Block,
    Cell,
    DataTable,
    Document,
    Heading,
    Lazy,
    Paragraph,
    Part,
    Row,
    Table,
    Value,
    Year,
)
from reform_desktop.reports.request import ReportRequest
from reform_desktop.reports.rowmaking import caption, head, nothing_part

TITLE: Final = "正誤表"
NO_EDITION: Final = "確定版はまだありません。"
NONE: Final = "訂正はありません。"
_FIELDS: Final = ("place", "wrong", "right", "date", "reason")
_GRID: Final = (165.0, 165.0, 165.0, 94.0, 154.0)


def build_errata(request: ReportRequest) -> Document:
    """Return the corrections, the newest edition first, of all editions or of the one that is asked for."""
    return Document(
        title=TITLE,
        subtitle=request.plan.plan.name,
        parts=(_part(request),),
        data=DataTable(_captions(), Lazy(partial(_data_rows, request))),
        options=request.options,
        steps=1,
        landscape=True,
        author=request.plan.plan.managed_by,
    )


def _part(request: ReportRequest) -> Part:
    if not request.corrections:
        return nothing_part(TITLE, request.plan.plan.name, NO_EDITION)
    return Part(
        name=TITLE,
        title=TITLE,
        grid=_GRID,
        blocks=Lazy(partial(_blocks, request)),
        overline=request.plan.plan.name,
        steps=1,
    )


def _blocks(request: ReportRequest) -> Iterator[Block]:
    heads = Row(tuple(head(caption("correction", name)) for name in _FIELDS))
    for edition, corrections in request.corrections:
        yield Heading(edition_line(edition))
        if corrections:
            yield Table(tuple(map(_row, corrections)), (heads,))
        else:
            yield Paragraph(NONE)


def _row(one: Correction) -> Row:
    return Row((Cell(one.place), Cell(one.wrong), Cell(one.right), Cell(one.date), Cell(one.reason)))


def _captions() -> tuple[str, ...]:
    return (
        caption("edition", "number"),
        caption("edition", "fiscal_year"),
        caption("edition", "date"),
        caption("edition", "meeting"),
        *(caption("correction", name) for name in _FIELDS),
    )


def _data_rows(request: ReportRequest) -> Iterator[tuple[Value, ...]]:
    for edition, corrections in request.corrections:
        for one in corrections:
            yield (*_of_edition(edition), one.place, one.wrong, one.right, one.date, one.reason)


def _of_edition(edition: Edition) -> tuple[Value, ...]:
    year = Year(edition.fiscal_year) if edition.fiscal_year is not None else None
    return edition.number, year, edition.date, edition.meeting
