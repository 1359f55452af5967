"""How much of the printed sheet a text takes, asked while it is written."""

from __future__ import annotations

from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.reports.pdf.sheet_space import SpaceUse, measure_space, year_space

__all__ = ["SpaceUse", "space_words", "text_space"]


def text_space(
    dossier: MeasureDossier, plan_years: range, kind: str, field: str, fiscal_year: int, text: str
) -> SpaceUse | None:
    """Return what a text takes in its place on 取組シート; ``None`` for what the sheet does not print."""
    if kind == "measure":
        return measure_space(dossier, plan_years, field, text)
    return year_space(dossier, plan_years, field, fiscal_year, text) if kind == "year_record" else None


def space_words(use: SpaceUse) -> str:
    """Return what is said below the field: 「紙面で 3 行はみ出します」."""
    if use.over:
        return f"紙面で {use.over:,} 行はみ出します"
    return f"紙面 {use.lines:,}／{use.room:,} 行"
