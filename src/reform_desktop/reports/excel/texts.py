"""Values as a worksheet keeps them: real numbers and days, and text that stays text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from reform_desktop.reports.model import GradeMark, Rate, Stage, Trend, Value, Year
from reform_desktop.reports.wording import printed, shown_text

LONGEST_TEXT: Final = 32_767
"""Characters Excel keeps in a cell; it counts UTF-16 units."""

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "'")

Stored = str | int | float | Decimal | date | None


def stored(value: Value) -> Stored:
    """Return what the cell holds; a stage stays its word, since an arrow is no datum."""
    match value:
        case None | "":
            return None
        case bool():
            return printed(value)
        case int() | Decimal() | date():
            return value
        case Rate():
            return value.part / value.whole if value.whole else "－"
        case Stage():
            return shown_text(value.label)
        case GradeMark() | Year() | Trend() | str():
            return shown_text(printed(value))


def looks_like_formula(text: str) -> bool:
    """Whether a person editing the cell would turn it into a formula: it gets the mark that it is text."""
    return text.startswith(_FORMULA_STARTS)
