"""The parts of the sheet below each other, made when the first measure is shown."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from reform_desktop.services.measures import MeasureView
from reform_desktop.ui.pages.measures.sheet.bound_field import BoundField
from reform_desktop.ui.pages.measures.sheet.context import SheetContext
from reform_desktop.ui.pages.measures.sheet.evidence.part import EvidencePart
from reform_desktop.ui.pages.measures.sheet.heading import HeadingPart
from reform_desktop.ui.pages.measures.sheet.indicators.part import IndicatorsPart
from reform_desktop.ui.pages.measures.sheet.opinions import OpinionsPart
from reform_desktop.ui.pages.measures.sheet.part import Part
from reform_desktop.ui.pages.measures.sheet.texts import HANDOVER, WHAT, TextsPart
from reform_desktop.ui.pages.measures.sheet.years import YearsPart
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes


class SheetBody(QWidget):
    """Heading, texts, indicators, years, evidence, opinions and handover, in the order of the paper."""

    def __init__(self, context: SheetContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stops: list[QWidget] = []
        self.heading = HeadingPart(context, self)
        self.texts = TextsPart(context, "取組の内容", WHAT, self)
        self.indicators = IndicatorsPart(context, self)
        self.years = YearsPart(context, self)
        self.evidence = EvidencePart(context, self)
        self.opinions = OpinionsPart(context, self)
        self.handover = TextsPart(context, "引継ぎ", HANDOVER, self)
        self._forms = (self.heading, self.texts, self.years, self.evidence, self.opinions, self.handover)
        parts = (
            self.heading, self.texts, self.indicators, self.years, self.evidence, self.opinions, self.handover
        )
        self.parts: tuple[Part, ...] = parts
        sizes = active_sizes()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(sizes.wide, sizes.px(16), sizes.wide, sizes.wide)
        layout.setSpacing(sizes.px(16))
        for part in parts:
            layout.addWidget(part)
        layout.addStretch(1)

    def show_view(self, view: MeasureView) -> None:
        """Show a measure; of the one shown already only what changed."""
        self.setUpdatesEnabled(False)
        try:
            for part in self.parts:
                part.show_view(view)
        finally:
            self.setUpdatesEnabled(True)
        self._order_tabs()

    def commit_pending(self) -> None:
        """Commit what is typed in any part."""
        for part in self.parts:
            part.commit_pending()

    def unsaved(self) -> list[str]:
        """Return the labels of fields whose typing could not be saved."""
        return [label for part in self.parts for label in part.unsaved()]

    def mark(self, words: str) -> None:
        """Mark what a search found."""
        for part in self.parts:
            part.mark(words)

    def go_to(self, place: Place) -> None:
        """Focus the field that the place names; one that is gone is passed over."""
        any(part.go_to(place) for part in self.parts)

    def show_history_of_focused(self) -> None:
        """Ask for the history of the field or cell that has the focus."""
        focused = QApplication.focusWidget()
        bound = self._bound(focused)
        if bound is not None:
            bound.show_history()
        elif focused is not None and self.indicators.isAncestorOf(focused):
            self.indicators.grid.show_history()

    def explain_focused(self) -> None:
        """Explain the terms of the field that has the focus."""
        bound = self._bound(QApplication.focusWidget())
        if bound is not None:
            bound.explain_terms()

    def _bound(self, control: QWidget | None) -> BoundField | None:
        fields = [bound for part in self._forms for bound in part.bound_fields()]
        return next((bound for bound in fields if bound.control is control), None)

    def _order_tabs(self) -> None:
        """Let Tab follow the paper, whatever the order in which the widgets were made."""
        stops = [stop for part in self.parts for stop in part.tab_stops()]
        if stops != self._stops:
            self._stops = stops
            for before, after in pairwise(stops):
                QWidget.setTabOrder(before, after)
