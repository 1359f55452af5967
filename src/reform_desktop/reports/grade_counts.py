"""Counts per grade and year, as the outline's 図表-2 lays them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.grades import Grade, GradeScale
from reform_desktop.domain.progress import Counts, counts_by_year
from reform_desktop.reports.model import Align, Cell, GradeMark, Rate, Row, Series, StackedBars, Value, Year
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
    return rows_of_counts(counts_by_year(measures, scale, years), scale)


def rows_of_counts(columns: Sequence[Counts], scale: GradeScale) -> tuple[Row, ...]:
    """Return the same rows of figures that are known already, one column of them a year."""
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


def share_rows(columns: Sequence[Counts], scale: GradeScale) -> tuple[Row, ...]:
    """Return each grade's share of the graded measures, then those of the two sides."""
    rows = [
        Row((_mark_cell(grade), *_shares(columns, partial(_count_of, grade=grade.grade)))) for grade in scale.grades
    ]
    for words, part in (("一部以上達成", lambda one: one.achieved), ("未達成", lambda one: one.not_achieved)):
        rows.append(Row((label(words, _WORDS_SPAN), *_shares(columns, part))))
    return tuple(rows)


def bars_of(title: str, named: Sequence[tuple[str, Counts]], scale: GradeScale) -> StackedBars:
    """Return counts per grade as bars, in the order given."""
    series = tuple(
        Series(mark_of(grade), tuple(counts.count_of(grade.grade) for _, counts in named)) for grade in scale.grades
    )
    return StackedBars(title, tuple(name for name, _ in named), series)


def mark_of(grade: Grade) -> GradeMark:
    """Return a grade as it is printed."""
    return GradeMark(grade.symbol, grade.label, tone_named(grade.tone))


def _count_of(counts: Counts, grade: str) -> int:
    return counts.count_of(grade)


def _shares(columns: Sequence[Counts], part: Callable[[Counts], int]) -> Iterator[Cell]:
    for counts in columns:
        yield Cell(Rate(part(counts), counts.evaluated) if counts.evaluated else None, align=Align.END)


def _mark_cell(grade: Grade) -> Cell:
    return Cell(mark_of(grade), span=_WORDS_SPAN, align=Align.START)


def _grade_row(grade: Grade, columns: Sequence[Counts]) -> Row:
    cells = (Cell(counts.count_of(grade.grade) if counts.evaluated else None, align=Align.END) for counts in columns)
    return Row((_mark_cell(grade), *cells))


def _graded_row(words: str, columns: Sequence[Counts], figure: Callable[[Counts], Value]) -> Row:
    return _words_row(words, [figure(counts) if counts.evaluated else None for counts in columns])


def _words_row(words: str, values: Sequence[Value]) -> Row:
    cells = (Cell(value, align=Align.END) for value in values)
    return Row((label(words, _WORDS_SPAN), *cells))
