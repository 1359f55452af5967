"""The columns that each list can show, by name: what a layout chooses among, and what the dialog offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from reform_desktop.domain.catalogue import KINDS, field_named, is_public
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.grades import GradeScale
from reform_desktop.domain.records import YearRecord
from reform_desktop.reports.model import Value, Year
from reform_desktop.reports.rowmaking import caption, department_name, marked_title
from reform_desktop.reports.wording import printed


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``caption`` is what usually heads it, ``""`` for several under heads of their own.

    ``width`` is in points; ``usual`` tells that it is shown without a layout, ``public`` that the public may see it.
    """

    name: str
    caption: str
    width: float
    label: str = ""
    usual: bool = True
    public: bool = True

    @property
    def title(self) -> str:
        """What the dialog calls it."""
        return self.label or self.caption


@dataclass(frozen=True, slots=True)
class MeasureColumn(Column):
    """A further column of 取組一覧: ``value`` gives its cell from a measure and its record of the year in question."""

    value: Callable[[MeasureDossier, YearRecord | None, GradeScale], Value] = lambda _one, _record, _scale: None


def _period(dossier: MeasureDossier) -> str:
    first, last = dossier.measure.first_fiscal_year, dossier.measure.last_fiscal_year
    words = [printed(Year(year, short=True)) if year is not None else "" for year in (first, last)]
    return "～".join(words) if any(words) else ""


def _of_measure(name: str) -> MeasureColumn:
    return MeasureColumn(
        name,
        caption("measure", name),
        150.0,
        usual=False,
        public=is_public("measure", name),
        value=lambda one, _record, _scale: str(getattr(one.measure, name)),
    )


def _of_year(name: str, width: float) -> MeasureColumn:
    words = caption("year_record", name)

    def value(_one: MeasureDossier, record: YearRecord | None, _scale: GradeScale) -> Value:
        found: Value = getattr(record, name) if record else None
        declared = field_named("year_record", name)
        return declared.choice_label(str(found)) if declared.choices and found else found

    return MeasureColumn(
        name, words, width, f"{words}（当年度）", usual=False, public=is_public("year_record", name), value=value
    )


MEASURE_COLUMNS: Final[tuple[Column, ...]] = (
    MeasureColumn("number", "番号", 50.0, value=lambda one, _record, _scale: one.number),
    MeasureColumn("title", caption("measure", "title"), 206.0, value=lambda one, _r, _s: marked_title(one.measure)),
    MeasureColumn(
        "lead_department",
        caption("measure", "lead_department_id"),
        64.0,
        value=lambda one, _record, _scale: department_name(one),
    ),
    Column("years", "", 48.0, "年度ごとの達成状況"),
    MeasureColumn(
        "related_departments",
        caption("measure", "related_department_ids"),
        80.0,
        usual=False,
        value=lambda one, _record, _scale: "、".join(other.name for other in one.related_departments),
    ),
    MeasureColumn("period", "実施期間", 56.0, usual=False, value=lambda one, _record, _scale: _period(one)),
    _of_measure("current_state"),
    _of_measure("issues"),
    _of_measure("approach"),
    _of_measure("overall_goal"),
    _of_measure("expected_effect"),
    _of_year("stage", 44.0),
    _of_year("target", 120.0),
    _of_year("plan", 150.0),
    _of_year("midyear", 120.0),
    _of_year("result", 150.0),
    _of_year("reason", 120.0),
    _of_year("next_step", 120.0),
    _of_year("cost_cut_actual", 62.0),
    _of_year("revenue_actual", 62.0),
    _of_year("hours_saved", 56.0),
    MeasureColumn("remarks", "備考", 80.0, "備考（手で書く欄）", usual=False),
)

_COMMON: Final = (
    Column("number", "番号", 52.0),
    Column("title", caption("measure", "title"), 120.0),
    Column("lead_department", caption("measure", "lead_department_id"), 74.0),
)

LISTS: Final = MappingProxyType(
    {
        "list": MEASURE_COLUMNS,
        "indicators": (
            Column("name", caption("indicator", "name"), 128.0),
            Column("unit", caption("indicator", "unit"), 34.0),
            Column("direction", caption("indicator", "direction"), 42.0),
            Column("baseline", caption("indicator", "baseline"), 52.0),
            Column("years", "", 37.0, "年度ごとの目標値と実績値"),
            Column("rate", "達成率", 40.0),
            Column("trend", "推移", 77.0),
        ),
        "attention": (
            *_COMMON,
            Column("grade", caption("year_record", "grade"), 100.0),
            Column("reason", caption("year_record", "reason"), 198.5),
            Column("next_step", caption("year_record", "next_step"), 198.5),
        ),
        "opinions": (
            Column("measure", KINDS["measure"].label, 124.0),
            Column("text", caption("opinion", "text"), 186.0),
            Column("response", caption("opinion", "response"), 186.0),
        ),
        "submissions": (
            Column("code", caption("department", "code"), 42.0),
            Column("department", KINDS["department"].label, 106.0),
            Column("state", caption("submission", "state"), 58.0),
            Column("deadline", caption("submission", "deadline"), 94.0),
            Column("state_day", "状態になった日", 94.0),
            Column("remark", "備考", 102.0),
        ),
    }
)
"""The columns of each list, in their usual order, by the name of the report that shows it."""


def column_named(report: str, name: str) -> Column | None:
    """Return a column, or ``None`` for one that this program does not know."""
    return next((one for one in LISTS.get(report, ()) if one.name == name), None)


def usual_columns(report: str) -> tuple[Column, ...]:
    """Return the columns that a list shows without a layout."""
    return tuple(one for one in LISTS[report] if one.usual)
