"""The columns of the grid: the indicator's own fields, then 目標 and 実績 of every year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.fields import Field, FieldType
from reform_desktop.domain.fiscal_year import format_fiscal_year, format_fiscal_year_short

_OWN = ("name", "unit", "direction", "baseline_fiscal_year", "baseline")
_BY_YEAR = (("target", "目標"), ("actual", "実績"))
_NARROW = {"baseline_fiscal_year": "基準\n年度"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``fiscal_year`` is ``None`` for the indicator's own fields."""

    field: str
    fiscal_year: int | None
    head: str

    @property
    def kind(self) -> str:
        """The kind of record behind its cells."""
        return "indicator" if self.fiscal_year is None else "indicator_value"

    @property
    def declared(self) -> Field:
        """The field's declaration."""
        return field_named(self.kind, self.field)

    @property
    def spoken(self) -> str:
        """The whole heading, for tool tips and screen readers."""
        label = self.declared.label
        return label if self.fiscal_year is None else f"{format_fiscal_year(self.fiscal_year)} {label}"

    @property
    def is_number(self) -> bool:
        """Whether its cells stand at the right."""
        return self.declared.type is FieldType.DECIMAL


def grid_columns(years: Sequence[int]) -> tuple[Column, ...]:
    """Return the columns for these years."""
    own = [Column(name, None, _NARROW.get(name, field_named("indicator", name).label)) for name in _OWN]
    by_year = [
        Column(name, year, f"{format_fiscal_year_short(year)}\n{word}") for year in years for name, word in _BY_YEAR
    ]
    return (*own, *by_year)
