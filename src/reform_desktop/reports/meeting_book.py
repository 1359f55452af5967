"""会議資料: the book for 推進会議 and 審議会.

Cover, contents with page numbers, 総括表, then policy by policy the list and the sheets, and the annexes. Every part
is made when it is written, so that a book of any length takes the memory of one sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.grouping import by_policy
from reform_desktop.domain.japanese_date import format_date_japanese
from reform_desktop.reports.effect_summary import effect_parts
from reform_desktop.reports.grade_summary import group_name, summary_parts
from reform_desktop.reports.indicator_list import indicator_part
from reform_desktop.reports.measure_list import TITLE as LIST_TITLE
from reform_desktop.reports.measure_list import list_part
from reform_desktop.reports.measure_sheet import sheet_data, sheet_part
from reform_desktop.reports.model import Contents, ContentsEntry, Cover, Document, Lazy, Part
from reform_desktop.reports.opinion_list import opinion_part
from reform_desktop.reports.request import ReportRequest
from reform_desktop.reports.rowmaking import PAGE_WIDTH

TITLE: Final = "会議資料"
CONTENTS: Final = "目次"
_COVER: Final = "表紙"
_PASSES: Final = 2
"""Each measure is printed twice: in its policy's list and as its sheet."""


def build_book(request: ReportRequest) -> Document:
    """Return the whole book about the year in question."""
    measures = request.measures
    return Document(
        title=TITLE,
        subtitle=request.subject,
        parts=Lazy(partial(_parts, request)),
        data=sheet_data(request, measures),
        options=request.options,
        steps=max(1, _PASSES * len(measures)),
        author=request.plan.plan.managed_by,
        with_index=True,
    )


def cover_part(request: ReportRequest, title: str) -> Part:
    """Return the title page: the plan, what this is and of which year, edition, day and who made it."""
    options = request.options
    year = request.year_in_question
    words = f"{title}（{format_fiscal_year(year)}）" if year is not None else title
    lines = (options.edition, format_date_japanese(options.print_date), options.city, request.plan.plan.managed_by)
    cover = Cover(request.subject, words, tuple(line for line in lines if line))
    return Part(name=_COVER, title="", grid=(PAGE_WIDTH,), blocks=(cover,), landscape=False)


def contents_part(request: ReportRequest, chapters: Lazy[Part]) -> Part:
    """Return the contents of the parts that follow."""
    entries = Lazy(lambda: (ContentsEntry(part.name, part.level) for part in chapters))
    return Part(
        name=CONTENTS,
        title=CONTENTS,
        grid=(PAGE_WIDTH,),
        blocks=(Contents(entries),),
        overline=request.subject,
        landscape=False,
    )


def _parts(request: ReportRequest) -> Iterator[Part]:
    yield cover_part(request, TITLE)
    yield contents_part(request, Lazy(partial(_chapters, request)))
    yield from _chapters(request)


def _chapters(request: ReportRequest) -> Iterator[Part]:
    yield from summary_parts(request, stamped=False)
    for group in by_policy(request.narrowed):
        if group.measures:
            title = f"{LIST_TITLE}　{group_name(group)}"
            yield list_part(request, group.measures, title=title, stamped=False)
            yield from (sheet_part(request, one, level=1, stamped=False) for one in group.measures)
    yield indicator_part(request, stamped=False)
    yield from effect_parts(request, stamped=False)
    yield opinion_part(request, stamped=False)
