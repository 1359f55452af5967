"""効果額集計: planned and actual 千円 by kind, policy, department and year, with totals that add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Final

from reform_desktop.domain.effects import Amounts, Effects, effects_by_year, has_effects
from reform_desktop.domain.grouping import Group, by_department, by_policy
from reform_desktop.reports.grade_summary import group_name
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
    Tone,
    Value,
    Year,
)
from reform_desktop.reports.request import ReportRequest
from reform_desktop.reports.rowmaking import caption, group, head, label, nothing_part
from reform_desktop.reports.sections import BREAKDOWNS, sections

TITLE: Final = "効果額集計"
NONE: Final = "効果額と削減時間の入力はありません。"
_LABEL_WIDTH: Final = 107.0
_WIDTH: Final = 743.0
_MOST_YEARS: Final = 5
_NOTE: Final = (
    "単位は千円です（削減時間は時間）。空欄は入力がないことを示し、0とは異なります。"
    "実績が未入力の件数は、計画額があるのに実績額が入力されていないものです。"
)

_KINDS: Final = MappingProxyType[str, Callable[[Effects], Amounts]](
    {"cost_cut": lambda one: one.cost_cut, "revenue": lambda one: one.revenue, "total": lambda one: one.total}
)
_ROWS: Final = (*_KINDS, "hours_saved", "missing")


def build_effects(request: ReportRequest) -> Document:
    """Return the summed effects; with a fiscal year, the years up to that one."""
    parts = effect_parts(request)
    return Document(
        title=TITLE,
        subtitle=request.subject,
        parts=parts,
        data=DataTable(_captions(), Lazy(partial(_data_rows, request))),
        options=request.options,
        steps=len(parts),
        landscape=True,
        author=request.plan.plan.managed_by,
    )


def effect_parts(request: ReportRequest, *, level: int = 0, stamped: bool = True) -> tuple[Part, ...]:
    """Return the pages: by policy, then by department."""
    if not has_effects(request.measures, request.years):
        return (nothing_part(TITLE, request.subject, NONE, level=level),)
    among = BREAKDOWNS if request.department is None else ("by_policy",)
    parts: list[Part] = []
    for name, words in sections(request.options.layout, "effects", among).items():
        found = by_policy(request.narrowed) if name == "by_policy" else by_department(request.narrowed)
        parts.append(_part(request, words, found, level, request.options.stamps if stamped and not parts else ()))
    return tuple(parts)


def _part(request: ReportRequest, words: str, groups: Sequence[Group], level: int, stamps: tuple[str, ...]) -> Part:
    columns = 2 * (min(_MOST_YEARS, len(request.years)) + 1)
    return Part(
        name=f"{TITLE}（{words}）",
        title=f"{TITLE}　{words}",
        grid=(_LABEL_WIDTH, *([(_WIDTH - _LABEL_WIDTH) / columns] * columns)),
        blocks=Lazy(partial(_blocks, request, groups)),
        overline=request.subject,
        stamps=stamps,
        landscape=True,
        level=level,
        steps=1,
    )


def _blocks(request: ReportRequest, groups: Sequence[Group]) -> Iterator[Block]:
    yield Paragraph(_NOTE, note=True)
    years = request.years
    bands = [years[start : start + _MOST_YEARS] for start in range(0, len(years), _MOST_YEARS)]
    for place, band in enumerate(bands):
        if len(bands) > 1:
            yield Heading(f"{place + 1}／{len(bands)}")
        yield Table(Lazy(partial(_rows, request, groups, band)), _heads(request, band))


def _heads(request: ReportRequest, band: Sequence[int]) -> tuple[Row, Row]:
    """Return the years over 計画 and 実績; the last pair is the total of all years."""
    years = [head(Year(year), 2, current=year == request.fiscal_year) for year in band]
    blank = 2 * (min(_MOST_YEARS, len(request.years)) - len(band))
    filler = (head("", blank),) if blank else ()
    halves = [head(words) for _ in band for words in ("計画", "実績")]
    return (
        Row((head("区分"), *years, *filler, head("計", 2))),
        Row((head(""), *halves, *filler, head("計画"), head("実績"))),
    )


def _rows(request: ReportRequest, groups: Sequence[Group], band: Sequence[int]) -> Iterator[Row]:
    columns = 3 + 2 * min(_MOST_YEARS, len(request.years))
    total = Group("", "", "合計", request.narrowed.measures)
    shown = sections(request.options.layout, "effects", _ROWS)
    for one in (*groups, total):
        by_year = effects_by_year(one.measures, request.years)
        whole = sum(by_year.values(), start=Effects())
        if whole == Effects() and one is not total:
            continue
        rows = list(_effect_rows([by_year[year] for year in band], whole, columns, shown))
        yield replace(group(group_name(one), columns), together=len(rows))
        yield from rows


def _effect_rows(
    effects: Sequence[Effects], whole: Effects, columns: int, shown: Mapping[str, str]
) -> Iterator[Row]:
    """Yield the amounts by kind, their total, the hours, and how many actual amounts are still missing."""
    for name, words in shown.items():
        if name == "hours_saved":
            hours = [(None, one.hours_saved) for one in effects]
            yield _row(words, hours, Amounts(actual=whole.hours_saved), columns)
        elif name == "missing":
            if whole.total.missing:
                missing = [(None, one.total.missing or None) for one in effects]
                yield _row(words, missing, Amounts(actual=whole.total.missing), columns)
        else:
            amounts = _KINDS[name]
            pairs = [(amounts(one).planned, amounts(one).actual) for one in effects]
            yield _row(words, pairs, amounts(whole), columns, bold=name == "total")


def _row(words: str, pairs: Sequence[tuple[Value, Value]], whole: Amounts, columns: int, *, bold: bool = False) -> Row:
    cells = [Cell(value, bold=bold) for pair in pairs for value in pair]
    blank = columns - 3 - len(cells)
    filler = (Cell(None, blank, Tone.GRAY),) if blank else ()
    return Row((label(words), *cells, *filler, Cell(whole.planned, bold=bold), Cell(whole.actual, bold=bold)))


def _captions() -> tuple[str, ...]:
    fields = ("cost_cut_planned", "cost_cut_actual", "revenue_planned", "revenue_actual", "hours_saved")
    return (
        "区分",
        "名称",
        caption("year_record", "fiscal_year"),
        *(caption("year_record", name) for name in fields),
        "実績が未入力（件）",
    )


def _data_rows(request: ReportRequest) -> Iterator[tuple[Value, ...]]:
    """Yield one row for each group and year; a total of rows is left to whoever reads them."""
    plan = request.narrowed
    whole = (Group("", "", "", plan.measures),)
    for words, groups in (("計画全体", whole), ("方針", by_policy(plan)), ("課", by_department(plan))):
        for one in groups:
            for year, effects in effects_by_year(one.measures, request.years).items():
                cut, revenue = effects.cost_cut, effects.revenue
                amounts = (cut.planned, cut.actual, revenue.planned, revenue.actual, effects.hours_saved)
                yield words, one.title, Year(year), *amounts, effects.total.missing
