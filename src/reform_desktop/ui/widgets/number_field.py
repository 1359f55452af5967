"""Fields for amounts, counts and indicator values."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from reform_desktop.domain.numerals import canonical_decimal, format_decimal
from reform_desktop.ui.widgets.line_field import Notation, ParsedField

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class NumberField(ParsedField):
    """A number, right-aligned; thousands separators while nobody is typing. A `FormField`.

    The value is what ``read`` returns: a whole number, a decimal as `Decimal` or in its stored text form, or None
    for blank. ``read`` raises UserError, and full-width digits are its business.
    """

    def __init__(self, read: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(Notation(read, _separated, _plain), parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _number(value: object) -> Decimal | None:
    try:
        return Decimal(value) if isinstance(value, (int, str, Decimal)) else None
    except InvalidOperation:
        return None


def _separated(value: object) -> str:
    """Return 1,234.50; a stored value of a newer program that is no number is shown as it is."""
    number = _number(value)
    if number is None:
        return "" if value is None else str(value)
    return format_decimal(number)


def _plain(value: object) -> str:
    number = _number(value)
    if number is None:
        return "" if value is None else str(value)
    return canonical_decimal(number)
