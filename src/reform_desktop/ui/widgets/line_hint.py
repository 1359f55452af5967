"""The gray hint in an empty field, with room for all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reform_desktop.ui.theme import active_sizes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

_SIDES: Final = 72
"""Pixels at 100 % for the frame and the two small buttons inside, for searching and clearing."""


def show_whole_hint(line: QLineEdit, hint: str) -> None:
    """Show a hint in the field while it is empty, and keep the field wide enough for it."""
    line.setPlaceholderText(hint)
    line.ensurePolished()
    line.setMinimumWidth(line.fontMetrics().horizontalAdvance(hint) + active_sizes().px(_SIDES))
