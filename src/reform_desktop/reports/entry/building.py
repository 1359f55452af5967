"""Lays the 記入用シート out: one sheet a measure, its words, its year and its indicators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.dossier import IndicatorDossier, MeasureDossier, PlanDossier
from reform_desktop.domain.fields import Field, FieldType
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.practice import mark_of
from reform_desktop.domain.records import Indicator
from reform_desktop.domain.values import JsonValue, display_value, empty_value, to_values
from reform_desktop.reports.entry.book import EntryBook, EntryCell, EntryPlace, EntryRow, EntrySheet
from reform_desktop.reports.entry.fields import (
    INDICATOR_FIELDS,
    SEASONS,
    ground,
    measure_fields,
    year_fields,
)
from reform_desktop.reports.entry.keys import EntryHeader
from reform_desktop.reports.model import Align, Cell, Tone, Value
from reform_desktop.reports.rowmaking import GRADE_CHOICES, STAGE_CHOICES, department_name, label, marked_title

TITLE: Final = "記入用シート"
WIDTHS: Final = (20.0, 8.0, 14.0, 14.0, 14.0, 14.0, 44.0)
"""Columns of a sheet in Excel's units: caption, season, and five for what is filled in."""

_VALUE_SPAN: Final = 5
_ROOM: Final = 3
"""Lines that an empty text cell has at least."""

LONGEST_CELL: Final = 16_000
"""Characters of the longest text that is put into one cell: Excel keeps 32,767 UTF-16 units."""

MOST_DIGITS: Final = 15
"""Digits that a spreadsheet's number keeps; a longer decimal is written as text."""

_GUIDE: Final = (
    "色の付いた欄だけに記入できます。黄色は計画時、青は上半期・評価時・随時に記入する欄です。",
    "「記入の時期」の列にも、いつ記入するかが書いてあります。色のない欄は変更できません。",
    "金額は千円単位の数だけを記入します（1,200 や ▲1,200）。段階と達成状況は一覧から選びます。",
    "何もなければ空欄のまま、0 であれば 0 と記入してください。",
    "記入したら保存し、このファイルのまま戻してください。行や列の追加、シート名の変更をしても取り込めます。",
)


class Exported(Protocol):
    """What is known of the rows behind the cells."""

    def parents(self, row_id: str, field: str) -> tuple[str, ...]:
        """Return the heads of a field; nothing for a row that nobody has begun."""

    def is_open(self, kind: str, field: str, measure_id: str) -> bool:
        """Whether this desk may change the field."""


@dataclass(frozen=True, slots=True)
class _Owner:
    """The row that cells belong to, and the record's stored values, which may be none yet."""

    kind: str
    row_id: str
    owner_id: str
    fiscal_year: int | None
    measure_id: str
    values: dict[str, JsonValue]


class BookBuilder:
    """Builds the workbook of some measures of a plan in one year."""

    def __init__(self, plan: PlanDossier, header: EntryHeader, exported: Exported) -> None:
        self._plan = plan
        self._header = header
        self._exported = exported
        self._year = header.fiscal_year
        self._mark = mark_of(plan.plan)

    def build(self) -> EntryBook:
        """Return the workbook of every measure that runs in the year."""
        scale = self._plan.scale
        stages = KINDS["year_record"].fields["stage"].choices
        return EntryBook(
            title=f"{self._mark}{TITLE}　{format_fiscal_year(self._year)}",
            subject=self._plan.plan.name,
            header=self._header,
            guide=_GUIDE,
            choices={
                GRADE_CHOICES: tuple(scale.mark(one.grade) for one in scale.grades),
                STAGE_CHOICES: tuple(one.label for one in stages),
            },
            sheets=tuple(self._sheet(one) for one in self._plan.measures if one.runs_in(self._year)),
        )

    def _sheet(self, dossier: MeasureDossier) -> EntrySheet:
        return EntrySheet(
            name=f"{dossier.number} {dossier.measure.title}",
            overline=f"{self._mark}{self._plan.plan.name}　{TITLE}　{department_name(dossier)}".strip(),
            title=f"{dossier.number}　{marked_title(dossier.measure)}",
            rows=tuple(self._rows(dossier)),
        )

    def _rows(self, dossier: MeasureDossier) -> Iterator[EntryRow]:
        yield _legend()
        yield _band("取組の内容")
        measure = dossier.measure
        owner = _Owner("measure", measure.id, measure.id, None, measure.id, to_values(measure))
        yield from (self._field_row(owner, field) for field in measure_fields())
        yield _band(format_fiscal_year(self._year))
        year = self._year_owner(dossier)
        yield from (self._field_row(year, field) for field in year_fields())
        if dossier.indicators:
            yield _band(KINDS["indicator"].label)
            yield _indicator_head()
            yield from (self._indicator_row(dossier, one) for one in dossier.indicators)

    def _year_owner(self, dossier: MeasureDossier) -> _Owner:
        record = dossier.years.get(self._year)
        measure = dossier.measure.id
        row = child_row_id(KINDS["year_record"], measure, (self._year,)) if record is None else record.id
        return _Owner("year_record", row, measure, self._year, measure, {} if record is None else to_values(record))

    def _field_row(self, owner: _Owner, field: Field) -> EntryRow:
        caption = EntryCell(label(field.label))
        season = EntryCell(Cell(SEASONS[field.phase], tone=Tone.LABEL, align=Align.CENTER))
        if field.type in (FieldType.TEXT, FieldType.LINE):
            entry = self._entry(owner, field, _VALUE_SPAN)
            return EntryRow((caption, season, entry), least=_ROOM if field.type is FieldType.TEXT else 1)
        entry = self._entry(owner, field, 2)
        words = "　".join(part for part in (field.unit, field.help) if part)
        return EntryRow((caption, season, entry, EntryCell(Cell(words, span=3))))

    def _indicator_row(self, dossier: MeasureDossier, one: IndicatorDossier) -> EntryRow:
        indicator = one.indicator
        value = one.values.get(self._year)
        kind = KINDS["indicator_value"]
        row = child_row_id(kind, indicator.id, (self._year,)) if value is None else value.id
        values = {} if value is None else to_values(value)
        owner = _Owner(kind.name, row, indicator.id, self._year, dossier.measure.id, values)
        entries = (self._entry(owner, kind.fields[name], 1) for name in INDICATOR_FIELDS)
        return EntryRow(
            (
                EntryCell(label(indicator.name)),
                EntryCell(Cell(indicator.unit, tone=Tone.LABEL, align=Align.CENTER)),
                EntryCell(Cell(_direction(indicator))),
                EntryCell(Cell(indicator.baseline, align=Align.END)),
                *entries,
                EntryCell(Cell(_baseline_year(indicator))),
            )
        )

    def _entry(self, owner: _Owner, field: Field, span: int) -> EntryCell:
        """Return the cell of a field: open where this desk may change it and a cell can hold it."""
        value = owner.values.get(field.identifier, empty_value(field))
        shown = self._shown(field, value)
        too_long = isinstance(shown, str) and len(shown) > LONGEST_CELL
        if too_long or not self._exported.is_open(owner.kind, field.identifier, owner.measure_id):
            words = f"{shown[:LONGEST_CELL]}…（続きは行革デスクで）" if isinstance(shown, str) and too_long else shown
            return EntryCell(Cell(words, span=span, align=_align(field)))
        place = EntryPlace(
            owner.kind,
            owner.row_id,
            owner.owner_id,
            field.identifier,
            owner.fiscal_year,
            self._exported.parents(owner.row_id, field.identifier),
            value,
        )
        cell = Cell(shown, span=span, tone=ground(field), align=_align(field), choices=_choices(field))
        return EntryCell(cell, place)

    def _shown(self, field: Field, value: JsonValue) -> Value:
        """Return what the cell shows: real numbers where a spreadsheet keeps all their digits."""
        if value is None:
            return None
        if field.type is FieldType.AMOUNT and isinstance(value, int):
            return value
        if field.type is FieldType.INTEGER and isinstance(value, int):
            return value
        if field.type is FieldType.DECIMAL and isinstance(value, str):
            number = Decimal(value)
            return number if len(number.as_tuple().digits) <= MOST_DIGITS else value
        return display_value(field, value, scale=self._plan.scale)


def _legend() -> EntryRow:
    return EntryRow(
        (
            EntryCell(label("項目（色の見方 →）")),
            EntryCell(Cell("記入の\n時期", tone=Tone.LABEL, align=Align.CENTER)),
            EntryCell(Cell("計画時に記入する欄", span=2, tone=Tone.ENTRY_PLAN, align=Align.CENTER)),
            EntryCell(Cell("上半期・評価時・随時に記入する欄", span=2, tone=Tone.ENTRY_RESULT, align=Align.CENTER)),
            EntryCell(Cell("色のない欄は変更できません")),
        )
    )


def _band(words: str) -> EntryRow:
    return EntryRow((EntryCell(Cell(words, span=len(WIDTHS), tone=Tone.GROUP, bold=True)),))


def _indicator_head() -> EntryRow:
    fields = KINDS["indicator_value"].fields
    entries = (f"{fields[name].label}\n（{SEASONS[fields[name].phase]}）" for name in INDICATOR_FIELDS)
    words = ("指標名", "単位", "方向", "基準値", *entries, "基準年度")
    heads = (EntryCell(Cell(one, tone=Tone.HEAD, align=Align.CENTER)) for one in words)
    return EntryRow(tuple(heads))


def _direction(indicator: Indicator) -> str:
    return KINDS["indicator"].fields["direction"].choice_label(indicator.direction)


def _baseline_year(indicator: Indicator) -> str:
    year = indicator.baseline_fiscal_year
    return "" if year is None else format_fiscal_year(year)


def _align(field: Field) -> Align:
    if field.is_text:
        return Align.START
    return Align.END if field.type in (FieldType.AMOUNT, FieldType.INTEGER, FieldType.DECIMAL) else Align.CENTER


def _choices(field: Field) -> str:
    if field.type is FieldType.GRADE:
        return GRADE_CHOICES
    return STAGE_CHOICES if field.identifier == "stage" else ""
