"""How typed values of the report model read on paper and on a web page."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from reform_desktop.domain.fiscal_year import format_fiscal_year, format_fiscal_year_short
from reform_desktop.domain.japanese_date import format_date_japanese
from reform_desktop.domain.numerals import format_decimal
from reform_desktop.domain.text import visible_controls
from reform_desktop.reports.model import Align, Cell, Document, GradeMark, PrintOptions, Rate, Stage, Trend, Value, Year

REPEATED_STAGE = "→"
CONTINUED = "（続き）"

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printed(value: Value) -> str:  # noqa: C901, PLR0911 -- one line a type
    """Return the words of a value; amounts and counts with thousands separators, nothing for ``None``."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "○" if value else ""
        case int():
            return f"{value:,}"
        case Decimal():
            return format_decimal(value)
        case date():
            return format_date_japanese(value)
        case Year():
            shown = format_fiscal_year_short if value.short else format_fiscal_year
            return shown(value.fiscal_year)
        case GradeMark():
            return f"{value.symbol} {value.label}".strip()
        case Stage():
            return REPEATED_STAGE if value.repeated else value.label
        case Rate():
            return percentage(value)
        case Trend():
            return trend_words(value)


def percentage(rate: Rate) -> str:
    """Return a share as 67%, rounded half up; － when there is nothing to share."""
    if rate.whole == 0:
        return "－"
    return f"{(200 * rate.part + rate.whole) // (2 * rate.whole)}%"


def trend_words(trend: Trend) -> str:
    """Return how the actual values run from the first known one to the last; nothing while there are not two."""
    known = [value for value in trend.actuals if value is not None]
    if len(known) < 2:  # noqa: PLR2004
        return ""
    if known[-1] == known[0]:
        return "横ばい"
    return "上昇" if known[-1] > known[0] else "低下"


def is_number(value: Value) -> bool:
    """Whether the value stands at the right of its cell."""
    return isinstance(value, int | Decimal | Rate) and not isinstance(value, bool)


def alignment(cell: Cell) -> Align:
    """Return where the cell's text stands, `Align.AUTO` resolved by its value."""
    if cell.align is not Align.AUTO:
        return cell.align
    if is_number(cell.value):
        return Align.END
    return Align.CENTER if isinstance(cell.value, GradeMark | Stage | Trend) else Align.START


def shown_text(text: str) -> str:
    """Return text as a file of words can hold it: line breaks as LF, what XML forbids or nobody sees spelled out.

    A control character that reached the plan through an old file prints as ‹U+000B›, never silently as nothing.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return visible_controls(_UNPRINTABLE.sub(_named, lines))


def _named(found: re.Match[str]) -> str:
    return f"‹U+{ord(found[0]):04X}›"


def foot_words(document: Document) -> str:
    """Return what stands at the left of every page's foot: the layout's own words, or city and title; the edition."""
    options = document.options
    first = (options.footer,) if options.footer else (options.city, document.title)
    return "　".join(words for words in (*first, options.edition) if words)


def day_line(options: PrintOptions, called: str) -> str:
    """Return the day that stands at the foot: that of printing, as it is ``called``, or that of the edition."""
    return f"{'確定日' if options.frozen else called} {format_date_japanese(options.print_date)}"
