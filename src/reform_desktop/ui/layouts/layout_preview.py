"""The right side of the dialog: a report as it will print with the draft, made anew with every change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reform_desktop.reports.catalogue import REPORTS
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.preview.preview_maker import PreviewMaker
from reform_desktop.ui.preview.preview_pane import PreviewPane
from reform_desktop.ui.printing import build_requested
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.headings import ProseLabel
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.domain.errors import UserError
    from reform_desktop.ui.layouts.draft import LayoutDraft
    from reform_desktop.ui.preview.pdf_pages import PdfPages
    from reform_desktop.ui.session import Session

_PAUSE: Final = 60
"""Milliseconds: changes that come together make one preview."""

_PAGES: Final = 12
"""A preview of a layout shows so many pages: enough to judge it, and there at once however long the plan is."""


_ONLY_FIRST: Final = f"見本は{_PAGES}ページまでです。印刷・保存するときは、すべてのページが出ます。"


class LayoutPreview(QWidget):
    """Shows the first pages of one report. It never holds the dialog up: pages are made in a worker."""

    def __init__(self, session: Session, draft: LayoutDraft, request: PrintRequest, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._draft = draft
        self._request = request
        self.report = ChoiceField([Option(one.name, one.title) for one in REPORTS.values()], nothing=None)
        self.report.status.set_name("見本にする帳票")
        self.report.load_value(request.report)
        self.report.activated.connect(self.report.commit_pending)
        self.report.committed.connect(lambda _value: self.look_again())
        self.pane = PreviewPane(session.runner, self)
        self.maker = PreviewMaker(session.runner, self)
        self.maker.made.connect(self._show)
        self.maker.warned.connect(self._warn)
        self.maker.failed.connect(self._fail)
        self.warning = ProseLabel("", self)
        self.warning.hide()
        self.only_first = ProseLabel(_ONLY_FIRST, self)
        self.only_first.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._make)
        draft.changed.connect(self.look_again)
        draft.loaded.connect(self.look_again)
        self._arrange()

    def show_report(self, name: str) -> None:
        """Show another report."""
        if self.report.value() != name:
            self.report.load_value(name)
            self.pane.view.go_to_page(0)
            self.look_again()

    def look_again(self) -> None:
        """Make the pages anew, soon."""
        self._timer.start()

    def stop(self) -> None:
        """Make no more pages: nobody looks."""
        self._timer.stop()
        self.maker.stop()

    def _make(self) -> None:
        name = str(self.report.value())
        measures = self._request.measure_ids if REPORTS[name].for_measures else None
        request = replace(self._request, report=name, measure_ids=measures)
        desk, settings = self._session.desk, self._draft.settings
        self.maker.make(lambda: build_requested(desk, request, settings), most=_PAGES)

    def _show(self, pages: PdfPages) -> None:
        whole = len(pages) < _PAGES
        self.pane.show_pages(pages, whole=whole)
        self.only_first.setHidden(whole)

    def _warn(self, sentences: tuple[str, ...]) -> None:
        self.warning.set_text("\n".join(sentences))
        self.warning.setVisible(bool(sentences))

    def _fail(self, error: UserError) -> None:
        self._warn((str(error),))

    def _arrange(self) -> None:
        sizes = active_sizes()
        top = QHBoxLayout()
        top.setSpacing(sizes.gap)
        label = QLabel("見本にする帳票", self)
        label.setBuddy(self.report)
        set_look(label, Look.LABEL)
        top.addWidget(label)
        top.addWidget(self.report, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.gap)
        column.addLayout(top)
        column.addWidget(self.warning)
        column.addWidget(self.only_first)
        column.addWidget(self.pane, 1)
