"""What the sheet asks of each of its parts."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

from reform_desktop.services.measures import MeasureView
from reform_desktop.ui.session import Place


class Part(Protocol):
    """A part of the sheet: heading, texts, indicators, years, evidence, opinions."""

    def show_view(self, view: MeasureView) -> None:
        """Show a measure; of the one shown already only what changed."""

    def commit_pending(self) -> None:
        """Commit what is typed."""

    def unsaved(self) -> list[str]:
        """Return the labels of fields whose typing could not be saved."""

    def mark(self, words: str) -> None:
        """Mark what a search found; ``""`` takes the marks away."""

    def tab_stops(self) -> list[QWidget]:
        """Return what Tab goes through, in reading order; hidden widgets may be among them."""

    def go_to(self, place: Place) -> bool:
        """Focus the field that the place names; False when it is not in this part."""
