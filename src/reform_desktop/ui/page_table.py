"""The pages of a window by name: word, icon, and where the page is made when it is first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from reform_desktop.ui.pages.page import Page
    from reform_desktop.ui.session import Session


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One entry of the navigation; ``division_only`` pages exist in the coordinator's file alone."""

    name: str
    title: str
    icon: str
    module: str
    page_class: str
    division_only: bool = False

    def make(self, session: Session) -> tuple[QWidget, Page]:
        """Import the page's module and make the page: the same object as a widget and as a page."""
        made = getattr(import_module(f"reform_desktop.ui.pages.{self.module}"), self.page_class)(session)
        if not isinstance(made, QWidget):
            raise TypeError(self.page_class)
        return made, cast("Page", made)


PAGES: Final = (
    PageEntry("home", "ホーム", "home", "home", "HomePage"),
    PageEntry("measures", "取組", "measures", "measures.measures_page", "MeasuresPage"),
    PageEntry("submissions", "提出・取りまとめ", "submit", "submissions", "SubmissionsPage"),
    PageEntry("conflicts", "競合・保留", "conflict", "conflicts", "ConflictsPage"),
    PageEntry("opinions", "意見", "opinions", "opinions", "OpinionsPage"),
    PageEntry("reports", "帳票", "reports", "reports", "ReportsPage"),
    PageEntry("history", "履歴", "history", "history", "HistoryPage"),
    PageEntry("handover", "引継ぎ", "department", "handover", "HandoverPage"),
    PageEntry("arrangement", "計画の編集", "edit", "arrangement", "ArrangementPage", division_only=True),
)

FIRST_PAGE: Final = "measures"
"""Shown when nothing is remembered: the work itself."""


def pages_for(session: Session) -> tuple[PageEntry, ...]:
    """Return the pages of a file, in the order of the navigation."""
    return tuple(page for page in PAGES if session.desk.is_division or not page.division_only)
