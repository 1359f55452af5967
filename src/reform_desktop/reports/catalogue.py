"""Every report there is: its name in the command line, its title, its builder, its formats.

A further report is one builder file and one line here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from reform_desktop.reports.attention_list import build_attention
from reform_desktop.reports.effect_summary import build_effects
from reform_desktop.reports.errata import build_errata
from reform_desktop.reports.errors import UnknownReportError
from reform_desktop.reports.grade_summary import build_summary
from reform_desktop.reports.handover_papers import build_handover
from reform_desktop.reports.indicator_list import build_indicators
from reform_desktop.reports.measure_list import build_list
from reform_desktop.reports.measure_sheet import build_sheet
from reform_desktop.reports.meeting_book import build_book
from reform_desktop.reports.model import Document
from reform_desktop.reports.opinion_list import build_opinions
from reform_desktop.reports.public_papers import build_public
from reform_desktop.reports.request import Extra, ReportRequest
from reform_desktop.reports.submission_table import build_submissions


class ReportFormat(Enum):
    """The formats, by the suffix of their files."""

    PDF = "pdf"
    EXCEL = "xlsx"
    HTML = "html"
    CSV = "csv"

    @property
    def label(self) -> str:
        """What a file dialog calls it."""
        return {"pdf": "PDF", "xlsx": "Excel ブック", "html": "ウェブページ", "csv": "CSV"}[self.value]


@dataclass(frozen=True, slots=True)
class Report:
    """One report. ``for_measures`` says that it can be made of chosen measures alone.

    ``all_years`` says that it is about all years of the plan unless a year is named; the others are about one
    year. ``extras`` is what it wants to know besides the plan.
    """

    name: str
    title: str
    build: Callable[[ReportRequest], Document]
    formats: tuple[ReportFormat, ...] = tuple(ReportFormat)
    for_measures: bool = False
    all_years: bool = False
    extras: frozenset[Extra] = frozenset()


REPORTS: Final = MappingProxyType(
    {
        report.name: report
        for report in (
            Report("sheet", "取組シート", build_sheet, for_measures=True),
            Report("list", "取組一覧", build_list, all_years=True),
            Report("summary", "総括表", build_summary, all_years=True, extras=frozenset({Extra.PREVIOUS})),
            Report("indicators", "指標一覧", build_indicators, all_years=True),
            Report("effects", "効果額集計", build_effects, all_years=True),
            Report("attention", "未達成・要確認一覧", build_attention, extras=frozenset({Extra.FINDINGS})),
            Report("opinions", "意見・対応一覧", build_opinions, all_years=True),
            Report("submissions", "提出状況表", build_submissions, extras=frozenset({Extra.STATE_DAYS})),
            Report(
                "handover",
                "引継書",
                build_handover,
                for_measures=True,
                extras=frozenset({Extra.FINDINGS, Extra.LAST_CHANGES}),
            ),
            Report("book", "会議資料", build_book, for_measures=True, extras=frozenset({Extra.PREVIOUS})),
            Report("errata", "正誤表", build_errata, extras=frozenset({Extra.CORRECTIONS})),
            Report("public", "公表資料", build_public, extras=frozenset({Extra.PREVIOUS})),
        )
    }
)


def report_named(name: str) -> Report:
    """Return the report of that name. Raises `UnknownReportError` with the names there are."""
    if name not in REPORTS:
        known = "、".join(f"{report.name}（{report.title}）" for report in REPORTS.values())
        message = f"「{name}」という帳票はありません。次のどれかを指定してください：{known}。"
        raise UnknownReportError(message)
    return REPORTS[name]


def format_named(report: Report, name: str) -> ReportFormat:
    """Return the format of that name. Raises `UnknownReportError` when the report does not come in it."""
    found = next((one for one in report.formats if one.value == name.lower()), None)
    if found is None:
        known = "、".join(one.value for one in report.formats)
        message = f"{report.title}は「{name}」では作れません。次のどれかを指定してください：{known}。"
        raise UnknownReportError(message)
    return found
