"""The sheet of one measure: its parts below each other in one scrolling page."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from reform_desktop.services.measures import MeasureView, read_measure
from reform_desktop.store.write import Saved
from reform_desktop.ui.pages.measures.sheet.bound_field import HISTORY_KEYS, BoundField
from reform_desktop.ui.pages.measures.sheet.context import FieldRef, SheetContext
from reform_desktop.ui.pages.measures.sheet.evidence.part import EvidencePart
from reform_desktop.ui.pages.measures.sheet.heading import HeadingPart
from reform_desktop.ui.pages.measures.sheet.indicators.part import IndicatorsPart
from reform_desktop.ui.pages.measures.sheet.opinions import OpinionsPart
from reform_desktop.ui.pages.measures.sheet.part import Part
from reform_desktop.ui.pages.measures.sheet.texts import HANDOVER, WHAT, TextsPart
from reform_desktop.ui.pages.measures.sheet.years import YearsPart
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.session import Place, Session
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.page_scroll import PageScroll

_RELEVANT = frozenset(
    {"measure", "item", "policy", "department", "indicator", "indicator_value", "year_record", "evidence", "opinion"}
)


class MeasureSheet(QWidget):
    """One measure, filled in in place. The widgets are made once; measures come and go as values.

    Typing is committed to the measure it was meant for before another one is shown.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._words = ""
        self._stops: list[QWidget] = []
        self._context = SheetContext(session, self)
        self.heading = HeadingPart(self._context)
        self.texts = TextsPart(self._context, "取組の内容", WHAT)
        self.indicators = IndicatorsPart(self._context)
        self.years = YearsPart(self._context)
        self.evidence = EvidencePart(self._context)
        self.opinions = OpinionsPart(self._context)
        self.handover = TextsPart(self._context, "引継ぎ事項", HANDOVER)
        self._forms = (self.heading, self.texts, self.years, self.evidence, self.opinions, self.handover)
        self.parts: tuple[Part, ...] = (
            self.heading, self.texts, self.indicators, self.years, self.evidence, self.opinions, self.handover
        )
        self._scroll = PageScroll(self._build_content(), self)
        self._empty = EmptyState(
            "取組が選ばれていません", "左の一覧から取組を選ぶと、ここに取組シートが開きます。", parent=self
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._scroll)
        session.changed.connect(self._changed)
        session.fiscal_year_changed.connect(self._year_changed)
        self._context.history_wanted.connect(self._show_history)
        self.setAcceptDrops(True)
        keys = QShortcut(QKeySequence(HISTORY_KEYS), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._history_of_focused)

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
        if measure_id == self.measure_id and measure_id is not None:
            return
        self.commit_pending()
        self._tell_unsaved()
        view = read_measure(self._session.desk, measure_id) if measure_id else None
        self._show(view)
        self._scroll.verticalScrollBar().setValue(0)

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
            any(part.go_to(place) for part in self.parts)
            self._bring_focus_into_view()

    def set_search_words(self, words: str) -> None:
        """Mark what a search found; ``""`` takes the marks away."""
        if words != self._words:
            self._words = words
            for part in self.parts:
                part.mark(words)

    def commit_pending(self) -> None:
        """Commit what is typed and not saved yet, text in composition too."""
        if self._context.view is not None:
            for part in self.parts:
                part.commit_pending()

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
        if dropped_files(event.mimeData()) and self.evidence.may_attach():
            event.acceptProposedAction()
            self.evidence.set_drop_target(on=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the mark away."""
        self.evidence.set_drop_target(on=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped."""
        self.evidence.set_drop_target(on=False)
        event.acceptProposedAction()
        self.evidence.attach(dropped_files(event.mimeData()))

    def _build_content(self) -> QWidget:
        sizes = active_sizes()
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(sizes.wide, sizes.px(16), sizes.wide, sizes.wide)
        layout.setSpacing(sizes.px(16))
        for part in self.parts:
            if isinstance(part, QWidget):
                layout.addWidget(part)
        layout.addStretch(1)
        return content

    def _show(self, view: MeasureView | None) -> None:
        self._context.view = view
        if view is None:
            self._stack.setCurrentWidget(self._empty)
            return
        self.setUpdatesEnabled(False)
        try:
            for part in self.parts:
                part.show_view(view)
        finally:
            self.setUpdatesEnabled(True)
        self._order_tabs()
        self._stack.setCurrentWidget(self._scroll)

    def _order_tabs(self) -> None:
        """Let Tab follow the paper, whatever the order in which the widgets were made."""
        stops = [stop for part in self.parts for stop in part.tab_stops()]
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)

    def _changed(self, saved: Saved) -> None:
        kinds = {kind for kind, _row in saved.rows}
        if "department" in kinds:
            self.heading.departments_changed()
        if kinds & _RELEVANT:
            self.refresh()

    def _year_changed(self, _year: int) -> None:
        self.commit_pending()
        if self._context.view is not None:
            self._show(self._context.view)

    def _tell_unsaved(self) -> None:
        """Say what could not be saved before the sheet shows something else."""
        labels = [label for part in self.parts for label in part.unsaved()]
        if labels and self._context.view is not None:
            words = "」「".join(labels)
            self._session.noticed.emit(
                f"{self.number}の「{words}」は入力を読み取れなかったため、保存前の内容に戻しました。"
            )

    def _history_of_focused(self) -> None:
        bound = self._focused()
        if bound is not None:
            bound.show_history()
        elif self.indicators.isAncestorOf(QApplication.focusWidget() or self):
            self.indicators.grid.show_history()

    def _show_history(self, ref: FieldRef) -> None:
        from reform_desktop.ui.pages.measures.sheet.history_dialog import HistoryDialog  # noqa: PLC0415 -- when asked

        dialog = HistoryDialog(self._context, ref, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _focused(self) -> BoundField | None:
        focused = QApplication.focusWidget()
        fields = [bound for part in self._forms for bound in part.bound_fields()]
        return next((bound for bound in fields if bound.control is focused), None)

    def _bring_focus_into_view(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self._scroll.widget().isAncestorOf(focused):
            margin = active_sizes().wide * 2
            self._scroll.ensureWidgetVisible(focused, 0, margin)


def dropped_files(data: QMimeData) -> list[Path]:
    """Return the files and folders that are being dragged; nothing for text and web addresses."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
