"""Which fields of a year stand side by side, and how wide."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Final

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.fields import FieldType
from reform_desktop.ui.pages.measures.sheet.open_year import PLAN, RESULT

_LAST: Final = "outside_evaluation"
_PLAN: Final = tuple(name for name in chain(*PLAN) if name != _LAST)
_RESULT: Final = tuple(chain(*RESULT))
_FIGURES: Final = ("stage", "grade", "cost_cut_planned", "cost_cut_actual", "revenue_planned", "revenue_actual")


@dataclass(frozen=True, slots=True)
class View:
    """A choice of columns, as the list above the table names it."""

    name: str
    label: str
    fields: tuple[str, ...]


VIEWS: Final = (
    View("all", "すべての欄", (*_PLAN, *_RESULT, _LAST)),
    View("plan", "計画の欄", (*_PLAN, _LAST)),
    View("result", "実績の欄", _RESULT),
    View("figures", "段階・達成状況・金額・時間", (*_FIGURES, "hours_saved")),
)

_WIDTHS: Final = {FieldType.TEXT: 236, FieldType.GRADE: 136, FieldType.CHOICE: 76, FieldType.BOOLEAN: 92}
_NUMBER: Final = 104


def width_of(name: str) -> int:
    """Return the width of a field's column in pixels at 100 %."""
    return _WIDTHS.get(field_named("year_record", name).type, _NUMBER)


def head_of(name: str) -> str:
    """Return the heading of a field's column, its unit on a line of its own."""
    field = field_named("year_record", name)
    label, _, rest = field.label.partition("（")
    below = "　".join(part for part in (rest.removesuffix("）"), field.unit) if part)
    return f"{label}\n（{below}）" if below else label
