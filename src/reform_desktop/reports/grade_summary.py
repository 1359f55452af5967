"""総括表 (大綱 図表-2): grades by years as counts and shares, for the plan, each policy and each department.

The closed plan before this one stands beside it where its grades are the same, so that the trend shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.dossier import PlanDossier
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.grades import GradeScale
from reform_desktop.domain.grouping import Group, by_department, by_policy
from reform_desktop.domain.progress import Counts, counts_by_year, counts_of, table_of
from reform_desktop.reports.grade_counts import bars_of, counts_head, mark_of, rows_of_counts, share_rows
from reform_desktop.reports.model import (
    Align,
    Block,
    Cell,
    DataTable,
    Document,
    Heading,
    Lazy,
    Paragraph,
    Part,
    Rate,
    Row,
    Table,
    Tone,
    Value,
    Year,
)
from reform_desktop.reports.request import ReportRequest
from reform_desktop.reports.rowmaking import OUTSIDE_EVALUATION, caption, group, head, nothing_part
from reform_desktop.reports.sections import BREAKDOWNS, sections

TITLE: Final = "総括表"
_WORDS_WIDTH: Final = 46.0
_WORDS_COLUMNS: Final = 3
_WIDTH: Final = 496.0
_MOST_YEARS: Final = 10
"""Years side by side on A4 portrait; a longer row of years goes on in a further table."""

_WIDEST_YEAR: Final = 72.0
_YEAR_WIDTH: Final = 94.0
_FIGURES: Final[tuple[tuple[str, Callable[[Counts], Value]], ...]] = (
    ("評価した取組", lambda one: one.evaluated),
    ("一部以上達成", lambda one: one.achieved),
    ("一部以上達成の割合", lambda one: Rate(one.achieved, one.evaluated)),
    ("未入力", lambda one: one.ungraded),
    ("実施期間外", lambda one: one.not_begun + one.ended),
    (OUTSIDE_EVALUATION, lambda one: one.outside),
)
"""What follows the grades in a line of figures; the first `_GRADED` stay blank until something is graded."""

_GRADED: Final = 3
_NOTE: Final = (
    "割合は、評価した取組に対するものです（小数点以下を四捨五入）。"
    "実施期間外・評価対象外・未入力の取組は、割合に入れていません。"
)


@dataclass(frozen=True, slots=True)
class _Column:
    """The figures of one year, and the plan they are of."""

    plan: str
    counts: Counts


def build_summary(request: ReportRequest) -> Document:
    """Return the summary of the measures asked for; with a fiscal year, the years up to that one."""
    parts = summary_parts(request)
    return Document(
        title=TITLE,
        subtitle=request.subject,
        parts=parts,
        data=DataTable(_captions(), Lazy(partial(_data_rows, request))),
        options=request.options,
        steps=len(parts),
        author=request.plan.plan.managed_by,
    )


def summary_parts(
    request: ReportRequest, *, level: int = 0, stamped: bool = True, breakdowns: Sequence[str] = BREAKDOWNS
) -> tuple[Part, ...]:
    """Return the pages of the summary; ``level`` is that of their bookmarks, the groups' one below."""
    if not request.measures:
        return (nothing_part(TITLE, request.subject, level=level),)
    shown = sections(request.options.layout, "summary")
    whole = whole_part(request, level=level, stamped=stamped)
    groups = []
    for name, words in shown.items():
        if name == "by_policy" and name in breakdowns:
            groups.append((words, by_policy(request.narrowed)))
        elif name == "by_department" and name in breakdowns and request.department is None:
            groups.append((words, by_department(request.narrowed)))
    parts = tuple(_group_part(request, words, found, level + 1) for words, found in groups)
    return parts if parts and not shown.keys() - set(BREAKDOWNS) else (whole, *parts)


def whole_part(request: ReportRequest, *, level: int = 0, stamped: bool = True) -> Part:
    """Return the page about the plan as a whole."""
    columns = _columns(request)
    return Part(
        name=TITLE,
        title=TITLE if request.department else f"{TITLE}　計画全体",
        grid=_grid(len(columns)),
        blocks=tuple(_whole_blocks(request, columns)),
        overline=request.subject,
        stamps=request.options.stamps if stamped else (),
        landscape=False,
        level=level,
        steps=1,
    )


def _grid(years: int) -> tuple[float, ...]:
    """Return the columns: the words, and a year each."""
    count = max(1, min(years, _MOST_YEARS))
    words = _WORDS_WIDTH * _WORDS_COLUMNS
    return (*([_WORDS_WIDTH] * _WORDS_COLUMNS), *([min(_WIDEST_YEAR, (_WIDTH - words) / count)] * count))


def _columns(request: ReportRequest) -> list[_Column]:
    plan, previous = request.narrowed, request.previous
    columns = []
    if previous is not None and request.is_whole and previous.scale == plan.scale:
        columns = [_Column(previous.plan.name, counts) for counts in table_of(previous).columns]
    return [*columns, *(_Column(plan.plan.name, counts) for counts in table_of(plan, request.years).columns)]


def _whole_blocks(request: ReportRequest, columns: Sequence[_Column]) -> Iterator[Block]:
    scale = request.plan.scale
    yield Paragraph(f"取組 {len(request.measures):,}件\n{_NOTE}", note=True)
    named = [(format_fiscal_year(one.counts.fiscal_year), one.counts) for one in columns if one.counts.evaluated]
    for name, words in sections(request.options.layout, "summary", ("counts", "shares", "bars")).items():
        if name == "bars":
            if named:
                yield Heading(words)
                yield bars_of(f"{request.subject}の達成状況の推移", named, scale)
            continue
        yield Heading(words)
        rows = rows_of_counts if name == "counts" else share_rows
        for band in _bands(columns):
            heads = (_plan_head(band), counts_head([one.counts.fiscal_year for one in band], request.fiscal_year))
            yield Table(rows([one.counts for one in band], scale), heads, together=True)


def _bands(columns: Sequence[_Column]) -> Iterator[Sequence[_Column]]:
    for start in range(0, len(columns), _MOST_YEARS):
        yield columns[start : start + _MOST_YEARS]


def _plan_head(band: Sequence[_Column]) -> Row:
    """Return the row that says which plan the years below belong to."""
    names = list(dict.fromkeys(one.plan for one in band))
    spans = [sum(one.plan == name for one in band) for name in names]
    return Row((head("", _WORDS_COLUMNS), *(head(name, span) for name, span in zip(names, spans, strict=True))))


def _group_part(request: ReportRequest, words: str, groups: Sequence[Group], level: int) -> Part:
    figures = len(request.plan.scale.grades) + len(_FIGURES)
    return Part(
        name=f"{TITLE}（{words}）",
        title=f"{TITLE}　{words}",
        grid=(_YEAR_WIDTH, *([(_WIDTH - _YEAR_WIDTH) / figures] * figures)),
        blocks=Lazy(partial(_group_blocks, request, words, groups)),
        overline=request.subject,
        landscape=False,
        level=level,
        steps=1,
    )


def _group_blocks(request: ReportRequest, words: str, groups: Sequence[Group]) -> Iterator[Block]:
    """Yield the year in question as bars, then a line of figures for each group and year."""
    scale: GradeScale = request.plan.scale
    held = [group for group in groups if group.measures]
    year = request.year_in_question
    if year is not None:
        named = [(group_name(one), counts_of(one.measures, scale, year)) for one in held]
        yield Heading(f"{format_fiscal_year(year)}の達成状況")
        yield bars_of(f"{format_fiscal_year(year)}の{words}の達成状況", named, scale)
    yield Heading("件数と割合")
    marks = (Cell(mark_of(grade), tone=Tone.HEAD, align=Align.CENTER) for grade in scale.grades)
    heads = Row((head(caption("year_record", "fiscal_year")), *marks, *(head(name) for name, _ in _FIGURES)))
    yield Table(Lazy(partial(_group_rows, request, held)), (heads,))


def _years_with_figures(request: ReportRequest) -> tuple[int, ...]:
    """Return the years in which anything is graded, and the year in question: blank lines would only fill pages."""
    graded = {year for one in request.measures for year, record in one.years.items() if record.grade}
    in_question = request.year_in_question
    return tuple(year for year in request.years if year in graded or year == in_question)


def _group_rows(request: ReportRequest, groups: Sequence[Group]) -> Iterator[Row]:
    scale = request.plan.scale
    columns = 1 + len(scale.grades) + len(_FIGURES)
    years = _years_with_figures(request)
    for one in (*groups, Group("", "", "合計", request.measures)):
        yield group(f"{group_name(one)}（{len(one.measures):,}件）", columns)
        for counts in counts_by_year(one.measures, scale, years):
            year = counts.fiscal_year
            values = [*(each.count for each in counts.by_grade), *(figure(counts) for _, figure in _FIGURES[:_GRADED])]
            shown = values if counts.evaluated else [None] * len(values)
            apart = [figure(counts) for _, figure in _FIGURES[_GRADED:]]
            tone = Tone.CURRENT if year == request.fiscal_year else Tone.LABEL
            yield Row((Cell(Year(year), tone=tone), *(Cell(value, align=Align.END) for value in (*shown, *apart))))


def group_name(found: Group) -> str:
    """Return 「方針1　…」 for a policy, the name alone for a department."""
    is_policy = any(one.policy is not None and one.policy.id == found.id for one in found.measures)
    return f"{KINDS['policy'].label}{found.number}　{found.title}" if is_policy and found.number else found.title


def _captions() -> tuple[str, ...]:
    return (
        KINDS["plan"].label,
        "区分",
        "名称",
        caption("year_record", "fiscal_year"),
        caption("year_record", "grade"),
        "件数（件）",
        "評価した取組に対する割合",
    )


def _data_rows(request: ReportRequest) -> Iterator[tuple[Value, ...]]:
    """Yield one row for each group, year and grade."""
    plan: PlanDossier = request.narrowed
    for column in _columns(request):
        yield from _figures((column.plan, "計画全体", ""), column.counts)
    for words, groups in (("方針", by_policy(plan)), ("課", by_department(plan))):
        for one in groups:
            for counts in counts_by_year(one.measures, plan.scale, request.years):
                yield from _figures((plan.plan.name, words, one.title), counts)


def _figures(place: tuple[str, str, str], counts: Counts) -> Iterator[tuple[Value, ...]]:
    for one in counts.by_grade:
        yield *place, counts.fiscal_year, one.grade.label, one.count, Rate(one.count, counts.evaluated)
    apart = (("未入力", counts.ungraded), ("実施期間外", counts.not_begun + counts.ended))
    for words, count in (*apart, (OUTSIDE_EVALUATION, counts.outside)):
        yield *place, counts.fiscal_year, words, count, None
