"""Fields for days and fiscal years, typed freely in 和暦 or 西暦; what was understood is shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reform_desktop.domain.fiscal_year import format_fiscal_year, parse_fiscal_year
from reform_desktop.domain.japanese_date import format_date_both, parse_date
from reform_desktop.ui.widgets.line_field import Notation, ParsedField

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class DateField(ParsedField):
    """A day. A `FormField` whose value is the stored text (``2025-04-01``), or None for blank."""

    def __init__(self, parent: QWidget | None = None, *, read: Callable[[str], object] | None = None) -> None:
        """``read`` raises UserError; without it any day is accepted."""
        super().__init__(Notation(read or _read_date, written_date, written_date, _understood_date), parent)
        self.setPlaceholderText("例: R7.4.1")


class FiscalYearField(ParsedField):
    """A fiscal year. A `FormField` whose value is the calendar year in which it begins, or None for blank."""

    def __init__(self, parent: QWidget | None = None, *, read: Callable[[str], object] | None = None) -> None:
        """``read`` raises UserError; without it any fiscal year is accepted."""
        super().__init__(Notation(read or _read_year, written_year, written_year, _understood_year), parent)
        self.setPlaceholderText("例: R7")


def written_date(value: object) -> str:
    """Return 令和7(2025)年4月1日 for a date or its stored text; what is no date is shown as it is."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return str(value)
    return format_date_both(value) if isinstance(value, date) else ""


def written_year(value: object) -> str:
    """Return 令和7(2025)年度."""
    return format_fiscal_year(value) if isinstance(value, int) else ""


def _read_date(text: str) -> str | None:
    return parse_date(text).isoformat() if text.strip() else None


def _read_year(text: str) -> int | None:
    return parse_fiscal_year(text) if text.strip() else None


def _understood_date(value: object) -> str:
    return f"→ {written_date(value)}" if value is not None else ""


def _understood_year(value: object) -> str:
    return f"→ {written_year(value)}" if value is not None else ""
