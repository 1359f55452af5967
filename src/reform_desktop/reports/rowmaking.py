"""Cells and rows that several reports are made of."""

from __future__ import annotations

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.grades import GradeScale
from reform_desktop.domain.records import Measure, YearRecord
from reform_desktop.reports.model import Align, Cell, GradeMark, Paragraph, Part, Row, RowKind, Tone, Value, Year

OUTSIDE_EVALUATION = "評価対象外"
NOT_RUNNING = "－"
PRIORITY_MARK = "◆"
GRADE_CHOICES = "達成状況"
STAGE_CHOICES = "段階"
PAGE_WIDTH = 496.0
"""The width of A4 portrait between its margins, in points: the grid of a part that is one column."""


def label(text: str, span: int = 1) -> Cell:
    """Return the cell that says what stands beside or below it."""
    return Cell(text, span=span, tone=Tone.LABEL)


def head(value: Value, span: int = 1, *, current: bool = False) -> Cell:
    """Return a column's heading; ``current`` marks the year in question."""
    return Cell(value, span=span, tone=Tone.CURRENT if current else Tone.HEAD, align=Align.CENTER)


def caption(kind: str, field: str) -> str:
    """Return a field's caption from the catalogue."""
    return field_named(kind, field).caption


def group(text: str, span: int, level: int = 0) -> Row:
    """Return the row that heads a group: level 0 a policy, level 1 an item."""
    tone = Tone.SUBGROUP if level else Tone.GROUP
    return Row((Cell(text, span=span, tone=tone, bold=not level),), RowKind.GROUP, level)


def year_heads(first: Cell, years: tuple[int | None, ...], span: int, current: int | None) -> Row:
    """Return the row of years over a table; ``None`` fills a band that has fewer."""
    cells = (
        head(Year(year) if year is not None else "", span, current=year is not None and year == current)
        for year in years
    )
    return Row((first, *cells))


def grade_value(scale: GradeScale, record: YearRecord | None) -> Value:
    """Return the grade as it is printed; a year outside the evaluation says so instead."""
    if record is None:
        return None
    if record.outside_evaluation:
        return GradeMark("", OUTSIDE_EVALUATION, Tone.GRAY)
    found = scale.find(record.grade)
    if found is None:
        return record.grade
    return GradeMark(found.symbol, found.label, tone_named(found.tone))


def measure_title(dossier: MeasureDossier) -> str:
    """Return the title with ◆ before a priority measure."""
    return marked_title(dossier.measure)


def marked_title(measure: Measure) -> str:
    """Return the title with ◆ before it when the measure is a priority."""
    return f"{PRIORITY_MARK} {measure.title}" if measure.priority else measure.title


def tone_named(name: str) -> Tone:
    """Return the ground a grade names; a scale of a newer program may name one we do not have."""
    try:
        return Tone(name)
    except ValueError:
        return Tone.PLAIN


def nothing_part(title: str, overline: str, words: str = "該当する取組はありません。", *, level: int = 0) -> Part:
    """Return the page that says that there is nothing: a report without pages is no file that a reader opens."""
    return Part(title, title, (PAGE_WIDTH,), (Paragraph(words),), overline=overline, level=level, steps=1)


def department_name(dossier: MeasureDossier) -> str:
    """Return the name of the department that leads a measure, or nothing."""
    return dossier.lead_department.name if dossier.lead_department else ""


def measure_place(dossier: MeasureDossier) -> tuple[int | None, int | None, int | None]:
    """Return the numbers of policy, item and measure, each by itself as data for machines has them."""
    policy, item = dossier.policy, dossier.item
    return policy.number if policy else None, item.number if item else None, dossier.measure.number


def place_captions() -> tuple[str, str, str]:
    """Return the headings of those numbers."""
    return "方針番号", "推進項目番号", "取組番号"


def titled_place(dossier: MeasureDossier) -> tuple[Value, ...]:
    """Return numbers and titles of policy, item and measure, whether it is 重点, and its department."""
    policy, item = dossier.policy, dossier.item
    numbers = measure_place(dossier)
    return (
        *(numbers[0], policy.title if policy else ""),
        *(numbers[1], item.title if item else ""),
        *(numbers[2], dossier.measure.title),
        "重点" if dossier.measure.priority else "",
        department_name(dossier),
    )


def titled_place_captions() -> tuple[str, ...]:
    """Return the headings of what `titled_place` returns."""
    titles = (caption(kind, "title") for kind in ("policy", "item", "measure"))
    pairs = zip(place_captions(), titles, strict=True)
    return (
        *(words for pair in pairs for words in pair),
        caption("measure", "priority"),
        caption("measure", "lead_department_id"),
    )
