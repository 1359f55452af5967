"""Counts per grade and year, as the outline's 図表-2 lays them out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.grades import Grade, GradeScale
from reform_desktop.reports.model import Align, Cell, GradeMark, Rate, Row, Value, Year
from reform_desktop.reports.rowmaking import OUTSIDE_EVALUATION, caption, head, label, tone_named

_WORDS_SPAN: Final = 3
_NONE_YET: Final = "未入力"


def counts_head(years: Sequence[int], current: int | None) -> Row:
    """Return the head of the counts: the grade, and one column a year."""
    marks = (head(Year(year, short=True), current=year == current) for year in years)
    return Row((head(caption("year_record", "grade"), _WORDS_SPAN), *marks))


def count_rows(measures: Sequence[MeasureDossier], scale: GradeScale, years: Sequence[int]) -> tuple[Row, ...]:
    """Return a row for each grade, then 一部以上達成 with its rate, and what is counted apart."""
    tallies = [_Tally(measures, scale, year) for year in years]
    rows = [_grade_row(grade, tallies) for grade in scale.grades]
    rows += [
        _words_row("評価した取組", [tally.evaluated for tally in tallies], bold=True),
        _words_row("一部以上達成", [tally.achieved for tally in tallies]),
        _words_row("一部以上達成の割合", [Rate(tally.achieved, tally.evaluated) for tally in tallies]),
        _words_row(_NONE_YET, [tally.ungraded for tally in tallies]),
        _words_row(OUTSIDE_EVALUATION, [tally.outside for tally in tallies]),
    ]
    return tuple(rows)


class _Tally:
    """The counts of one year over the measures that run in it."""

    def __init__(self, measures: Sequence[MeasureDossier], scale: GradeScale, year: int) -> None:
        self.grades = dict.fromkeys((grade.grade for grade in scale.grades), 0)
        self.ungraded = self.outside = self.achieved = 0
        for dossier in measures:
            record = dossier.years.get(year)
            grade = record.grade if record else None
            if record is not None and record.outside_evaluation:
                self.outside += 1
            elif not dossier.runs_in(year) and grade is None:
                continue
            elif grade is None:
                self.ungraded += 1
            else:
                self.grades[grade] = self.grades.get(grade, 0) + 1
                self.achieved += scale.is_achieved(grade)

    @property
    def evaluated(self) -> int:
        """Measures with a grade, also one that the plan's scale does not know."""
        return sum(self.grades.values())


def _grade_row(grade: Grade, tallies: Sequence[_Tally]) -> Row:
    mark = GradeMark(grade.symbol, grade.label, tone_named(grade.tone))
    counts = (Cell(tally.grades[grade.grade], align=Align.END) for tally in tallies)
    return Row((Cell(mark, span=_WORDS_SPAN, align=Align.START), *counts))


def _words_row(words: str, values: Sequence[Value], *, bold: bool = False) -> Row:
    cells = (Cell(value, align=Align.END, bold=bold) for value in values)
    return Row((label(words, _WORDS_SPAN), *cells))
