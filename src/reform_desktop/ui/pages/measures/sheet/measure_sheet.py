"""The sheet of one measure in one scrolling page: which measure is shown, and what the rest of the window asks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from reform_desktop.services.measures import MeasureView, read_measure
from reform_desktop.store.write import Saved
from reform_desktop.ui.pages.measures.sheet.context import FieldRef, SheetContext
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.session import Place, Session
from reform_desktop.ui.terms.tips import TERM_KEYS
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.history_words import HISTORY_KEYS
from reform_desktop.ui.widgets.page_scroll import PageScroll

if TYPE_CHECKING:
    from reform_desktop.ui.pages.measures.sheet.body import SheetBody

_RELEVANT = frozenset(
    {"measure", "item", "policy", "department", "indicator", "indicator_value", "year_record", "evidence", "opinion"}
)
_SETTLED = 60
"""Milliseconds in which the texts of a sheet that was just shown have broken their lines."""


class MeasureSheet(QWidget):
    """One measure, filled in in place. The fields are made once; measures come and go as values.

    Typing is committed to the measure and year it was meant for before another one is shown.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._words = ""
        self._switching = False
        self._wanted_down = ("", 0)
        self._body: SheetBody | None = None
        self._scroll: PageScroll | None = None
        self._context = SheetContext(session, self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(
            EmptyState("取組が選ばれていません", "左の一覧から取組を選ぶと、ここに取組シートが開きます。", parent=self)
        )
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED)
        self._settled.timeout.connect(self._scroll_to_focused)
        session.changed.connect(self._changed)
        session.fiscal_year_changed.connect(self._year_changed)
        self._context.history_wanted.connect(self._show_history)
        self.setAcceptDrops(True)
        keys = QShortcut(QKeySequence(HISTORY_KEYS), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._history_of_focused)
        terms = QShortcut(QKeySequence(TERM_KEYS), self)
        terms.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        terms.activated.connect(self._explain_focused)

    @property
    def body(self) -> SheetBody:
        """The parts of the sheet; a window that shows no measure yet starts without them."""
        if self._body is None:
            from reform_desktop.ui.pages.measures.sheet.body import SheetBody  # noqa: PLC0415 -- when first shown

            self._body = SheetBody(self._context)
            self._scroll = PageScroll(self._body, self)
            self._stack.addWidget(self._scroll)
            self._body.mark(self._words)
        return self._body

    @property
    def measure_id(self) -> str | None:
        """The measure that is shown."""
        return self._context.view.id if self._context.view else None

    @property
    def number(self) -> str:
        """The printed number of the measure that is shown, or ``""``."""
        return self._context.view.dossier.number if self._context.view else ""

    def show_measure(self, measure_id: str | None) -> None:
        """Show another measure, or the empty sheet; one that is gone is the empty sheet too."""
        if measure_id == self.measure_id:
            self.refresh()
            return
        self.commit_pending()
        self._tell_unsaved()
        self._show(read_measure(self._session.desk, measure_id) if measure_id else None)
        if self._scroll is not None:
            self._scroll.verticalScrollBar().setValue(0)
            if self._wanted_down[0] == measure_id:
                self._settled.start()
            else:
                self._wanted_down = ("", 0)

    @property
    def down(self) -> int:
        """How far down the sheet is scrolled, in pixels at the present size of type."""
        return self._scroll.verticalScrollBar().value() if self._scroll is not None else 0

    def scroll_to(self, measure_id: str, down: int) -> None:
        """Scroll down a measure that is shown soon, once its texts have broken their lines."""
        self._wanted_down = (measure_id, down)

    def refresh(self) -> None:
        """Read the measure anew; typing is not disturbed."""
        if self.measure_id is not None:
            self._show(read_measure(self._session.desk, self.measure_id))

    def show_place(self, place: Place) -> None:
        """Show the place's measure and year, and focus its field; what is gone is passed over."""
        if place.measure_id:
            self.show_measure(place.measure_id)
        if place.fiscal_year is not None and place.kind != "indicator":
            self._session.set_fiscal_year(place.fiscal_year)
        if place.words:
            self.set_search_words(place.words)
        if self._context.view is not None and place.kind:
            self.body.go_to(place)
            self._bring_focus_into_view()

    def set_search_words(self, words: str) -> None:
        """Mark what a search found; ``""`` takes the marks away."""
        if words != self._words:
            self._words = words
            if self._body is not None:
                self._body.mark(words)

    def commit_pending(self) -> None:
        """Commit what is typed and not saved yet, text in composition too."""
        if self._body is not None and self._context.view is not None:
            self._body.commit_pending()

    def print_request(self) -> PrintRequest | None:
        """Return the sheet of this measure as what printing means here."""
        if self.measure_id is None:
            return None
        return PrintRequest(
            "sheet",
            fiscal_year=self._session.fiscal_year,
            measure_ids=(self.measure_id,),
            subject=self.number,
        )

    # Files dropped anywhere on the sheet are evidence of the open year

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, and show where they will go."""
        if self.measure_id is not None and dropped_files(event.mimeData()) and self.body.evidence.may_attach():
            event.acceptProposedAction()
            self.body.evidence.set_drop_target(on=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the mark away."""
        self.body.evidence.set_drop_target(on=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped."""
        self.body.evidence.set_drop_target(on=False)
        event.acceptProposedAction()
        self.body.evidence.attach(dropped_files(event.mimeData()))

    # Inner parts

    def _show(self, view: MeasureView | None) -> None:
        self._context.view = view
        if view is None:
            self._stack.setCurrentIndex(0)
        else:
            self.body.show_view(view)
            self._stack.setCurrentIndex(1)

    def _changed(self, saved: Saved) -> None:
        kinds = saved.kinds
        if "department" in kinds and self._body is not None:
            self._body.heading.departments_changed()
        if kinds & _RELEVANT and not self._switching:
            self.refresh()

    def _year_changed(self, _year: int) -> None:
        """Show the other year; what is typed is committed first, while the fields still stand for the old one."""
        self._switching = True
        try:
            self.commit_pending()
        finally:
            self._switching = False
        self._tell_unsaved()
        self.refresh()

    def _tell_unsaved(self) -> None:
        """Say what could not be saved before the sheet shows something else."""
        if self._body is None or self._context.view is None:
            return
        labels = self._body.unsaved()
        if labels:
            words = "」「".join(labels)
            self._session.noticed.emit(
                f"{self.number}の「{words}」は読み取れないため、まだ保存していません。入力した文字は残してあり、この取組を開くと直せます。"
            )

    def _explain_focused(self) -> None:
        if self._body is not None:
            self._body.explain_focused()

    def _history_of_focused(self) -> None:
        if self._body is not None:
            self._body.show_history_of_focused()

    def _show_history(self, ref: FieldRef) -> None:
        from reform_desktop.ui.pages.measures.sheet.history_dialog import HistoryDialog  # noqa: PLC0415 -- when asked

        dialog = HistoryDialog(self._context, ref, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _bring_focus_into_view(self) -> None:
        """Scroll to the focused field, now and when the lines of a sheet just shown have found their heights."""
        self._scroll_to_focused()
        self._settled.start()

    def _scroll_to_focused(self) -> None:
        scroll = self._scroll
        measure, down = self._wanted_down
        if scroll is not None and measure and measure == self.measure_id:
            self._wanted_down = ("", 0)
            scroll.verticalScrollBar().setValue(down)
            return
        focused: QWidget | None = self.window().focusWidget()
        if scroll is not None and focused is not None and scroll.widget().isAncestorOf(focused):
            scroll.ensureWidgetVisible(focused, 0, active_sizes().wide * 2)


def dropped_files(data: QMimeData) -> list[Path]:
    """Return the files and folders that are being dragged; nothing for text and web addresses."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
