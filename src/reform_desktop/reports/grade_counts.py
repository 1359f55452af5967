"""Counts per grade and year, as the outline's 図表-2 lays them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.grades import Grade, GradeScale
from reform_desktop.domain.progress import Counts, counts_of
from reform_desktop.reports.model import Align, Cell, GradeMark, Rate, Row, Value, Year
from reform_desktop.reports.rowmaking import OUTSIDE_EVALUATION, caption, head, label, tone_named

_WORDS_SPAN: Final = 3


def counts_head(years: Sequence[int], current: int | None) -> Row:
    """Return the head of the counts: the grade, and one column a year."""
    marks = (head(Year(year, short=True), current=year == current) for year in years)
    return Row((head(caption("year_record", "grade"), _WORDS_SPAN), *marks))


def count_rows(measures: Sequence[MeasureDossier], scale: GradeScale, years: Sequence[int]) -> tuple[Row, ...]:
    """Return a row for each grade, then 一部以上達成 with its rate, and what is counted apart.

    A year in which nothing was graded yet stays blank rather than full of zeros.
    """
    columns = [counts_of(measures, scale, year) for year in years]
    rows = [_grade_row(grade, columns) for grade in scale.grades]
    rows += [
        _graded_row("評価した取組", columns, lambda counts: counts.evaluated),
        _graded_row("一部以上達成", columns, lambda counts: counts.achieved),
        _graded_row("一部以上達成の割合", columns, lambda counts: Rate(counts.achieved, counts.evaluated)),
        _words_row("未入力", [counts.ungraded for counts in columns]),
        _words_row("実施期間外", [counts.not_begun + counts.ended for counts in columns]),
        _words_row(OUTSIDE_EVALUATION, [counts.outside for counts in columns]),
    ]
    return tuple(rows)


def _grade_row(grade: Grade, columns: Sequence[Counts]) -> Row:
    mark = GradeMark(grade.symbol, grade.label, tone_named(grade.tone))
    cells = (Cell(counts.count_of(grade.grade) if counts.evaluated else None, align=Align.END) for counts in columns)
    return Row((Cell(mark, span=_WORDS_SPAN, align=Align.START), *cells))


def _graded_row(words: str, columns: Sequence[Counts], figure: Callable[[Counts], Value]) -> Row:
    return _words_row(words, [figure(counts) if counts.evaluated else None for counts in columns])


def _words_row(words: str, values: Sequence[Value]) -> Row:
    cells = (Cell(value, align=Align.END) for value in values)
    return Row((label(words, _WORDS_SPAN), *cells))
