"""意見・対応一覧: what each meeting said, measure by measure, and what the departments do about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from reform_desktop.domain.catalogue import KINDS, field_named
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.japanese_date import format_date_japanese
from reform_desktop.domain.records import OPINION_BODIES, Opinion
from reform_desktop.reports.columns import usual_columns
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
from reform_desktop.reports.rowmaking import (
    caption,
    department_name,
    head,
    measure_place,
    nothing_part,
    place_captions,
)

TITLE: Final = "意見・対応一覧"
NONE: Final = "意見は登録されていません。"
WHOLE_PLAN: Final = "計画全体"
UNANSWERED: Final = "（対応は未記入です）"
_PLACE_OF_PLAN: Final[tuple[Value, ...]] = (None, None, None, WHOLE_PLAN, "")
_GRID: Final = (124.0, 186.0, 186.0)


@dataclass(frozen=True, slots=True)
class Said:
    """One opinion, and what it is about: the measure as it is printed, and its place, title and department as data."""

    opinion: Opinion
    about: str
    place: tuple[Value, ...]


def build_opinions(request: ReportRequest) -> Document:
    """Return the opinions by meeting, the newest meeting first; with a fiscal year, those about it."""
    return Document(
        title=TITLE,
        subtitle=request.subject,
        parts=(opinion_part(request),),
        data=DataTable(_captions(), Lazy(partial(_data_rows, request))),
        options=request.options,
        steps=1,
        author=request.plan.plan.managed_by,
    )


def opinion_part(
    request: ReportRequest, *, level: int = 0, stamped: bool = True, bodies: frozenset[str] | None = None
) -> Part:
    """Return the list as one part; ``bodies`` narrows it down to what some bodies said."""
    meetings = _meetings(request, bodies)
    if not meetings:
        return nothing_part(TITLE, request.subject, NONE, level=level)
    return Part(
        name=TITLE,
        title=TITLE,
        grid=_GRID,
        blocks=Lazy(partial(_blocks, meetings)),
        overline=request.subject,
        stamps=request.options.stamps if stamped else (),
        landscape=False,
        level=level,
        steps=1,
        table="opinions",
        columns=tuple(one.name for one in usual_columns("opinions")),
    )


_Meeting = tuple[date | None, str]


def _meetings(request: ReportRequest, bodies: frozenset[str] | None = None) -> dict[_Meeting, list[Said]]:
    """Gather the opinions by meeting: its day and body. Those without a day come last."""
    found: defaultdict[_Meeting, list[Said]] = defaultdict(list)
    for one in request.opinions_of_plan:
        found[one.date, one.body or ""].append(Said(one, WHOLE_PLAN, _PLACE_OF_PLAN))
    for dossier in request.measures:
        for one in request.opinions_of(dossier):
            found[one.date, one.body or ""].append(_said(one, dossier))
    order = [choice.identifier for choice in OPINION_BODIES]
    kept = [one for one in found if bodies is None or one[1] in bodies]
    by_body = sorted(kept, key=lambda one: order.index(one[1]) if one[1] in order else len(order))
    return {one: found[one] for one in sorted(by_body, key=lambda one: one[0] or date.min, reverse=True)}


def _said(opinion: Opinion, dossier: MeasureDossier) -> Said:
    lines = [f"{dossier.number}　{dossier.measure.title}", department_name(dossier)]
    place = (*measure_place(dossier), dossier.measure.title, department_name(dossier))
    return Said(opinion, "\n".join(line for line in lines if line), place)


def _blocks(meetings: dict[_Meeting, list[Said]]) -> Iterator[Block]:
    total = sum(map(len, meetings.values()))
    waiting = sum(not one.opinion.response.strip() for said in meetings.values() for one in said)
    yield Paragraph(f"{KINDS['opinion'].label} {total:,}件　対応が未記入 {waiting:,}件", note=True)
    heads = Row((head(KINDS["measure"].label), head(caption("opinion", "text")), head(caption("opinion", "response"))))
    for (day, body), said in meetings.items():
        yield Heading(f"{_body(body)}　{format_date_japanese(day) if day else '日付なし'}（{len(said):,}件）")
        yield Table(tuple(map(_row, said)), (heads,))


def _body(body: str) -> str:
    return field_named("opinion", "body").choice_label(body) if body else "会議名なし"


def _row(said: Said) -> Row:
    response = said.opinion.response
    return Row((Cell(said.about), Cell(said.opinion.text), Cell(response if response.strip() else UNANSWERED)))


def _captions() -> tuple[str, ...]:
    return (
        *(caption("opinion", name) for name in ("date", "body", "fiscal_year")),
        *place_captions(),
        caption("measure", "title"),
        caption("measure", "lead_department_id"),
        caption("opinion", "text"),
        caption("opinion", "response"),
    )


def _data_rows(request: ReportRequest) -> Iterator[tuple[Value, ...]]:
    for (day, body), said in _meetings(request).items():
        for one in said:
            opinion = one.opinion
            year = Year(opinion.fiscal_year) if opinion.fiscal_year is not None else None
            yield day, _body(body) if body else "", year, *one.place, opinion.text, opinion.response
