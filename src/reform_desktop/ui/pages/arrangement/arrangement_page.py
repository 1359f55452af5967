"""計画の編集: two tabs, the plan's outline and the departments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from reform_desktop.ui.pages.arrangement.departments_editor import DepartmentsEditor
from reform_desktop.ui.pages.arrangement.outline_editor import OutlineEditor
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import heading
from reform_desktop.ui.widgets.roles import Look

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from reform_desktop.store.write import Saved
    from reform_desktop.ui.session import Place, Session


class ArrangementPage(QWidget):
    """The plan as the coordinator lays it out."""

    title = "計画の編集"
    help_topic = "arrangement"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = False
        self.outline = OutlineEditor(session, self)
        self.departments = DepartmentsEditor(session, self)
        self.tabs = QTabWidget(self)
        self.tabs.addTab(self.outline, "方針・推進項目・取組(&1)")
        self.tabs.addTab(self.departments, "課の一覧(&2)")
        sizes = active_sizes()
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.px(16), sizes.wide, sizes.px(16))
        column.setSpacing(sizes.gap)
        column.addWidget(heading(self.title, Look.TITLE, self))
        column.addWidget(self.tabs, 1)
        session.changed.connect(self._after_change)

    def refresh(self) -> None:
        """Read everything anew."""
        self.outline.refresh()
        self.departments.refresh()

    def commit_pending(self) -> None:
        """Save what is typed."""
        self.outline.commit_pending()
        self.departments.commit_pending()

    def print_request(self) -> PrintRequest | None:
        """Return the list of all measures: the plan on paper."""
        return PrintRequest("list", self._session.fiscal_year)

    def show_place(self, place: Place) -> None:
        """Choose a policy, item, measure or department."""
        if self._stale:
            self._stale = False
            self.refresh()
        if place.kind == "department":
            self.tabs.setCurrentWidget(self.departments)
            self.departments.choose(place.row, place.field)
        elif place.kind in self.outline.forms:
            self.tabs.setCurrentWidget(self.outline)
            self.outline.choose(place.kind, place.row, place.field)

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew what changed while another page was shown."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()

    def _after_change(self, saved: Saved) -> None:
        if not self.isVisible():
            self._stale = True
            return
        self.outline.after_change(saved)
        self.departments.after_change(saved)
