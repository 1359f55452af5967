"""What the window asks of a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from reform_desktop.ui.session import Place


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """What 印刷 means on a page: one report of `reports.catalogue`, and what it is about.

    ``measure_ids`` narrows a report down to chosen measures, ``department_id`` to one department (default: that of
    the file). ``subject`` names the thing in the file name and in messages: 「1-(1)-①」, 「財政課」.
    ``edition`` is the number of the 確定版 that is printed from, ``None`` for the plan as it is now.
    """

    report: str
    fiscal_year: int | None = None
    department_id: str | None = None
    measure_ids: tuple[str, ...] | None = None
    subject: str = ""
    edition: int | None = None


class Page(Protocol):
    """A page is a QWidget made of a `Session`, and has these besides.

    It connects itself to ``session.changed`` and refreshes only what changed. ``title`` is the word of the
    navigation, ``help_topic`` the manual's chapter (a file name in resources/help without suffix).
    """

    title: str
    help_topic: str

    def refresh(self) -> None:
        """Read everything anew."""

    def commit_pending(self) -> None:
        """Save what is typed in the focused field and not saved yet, text in composition too."""

    def print_request(self) -> PrintRequest | None:
        """Return what printing from here means now, or ``None`` when there is nothing to print."""

    def show_place(self, place: Place) -> None:
        """Go to a place on this page; a place that is gone is passed over."""
