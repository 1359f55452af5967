"""意見: what the meetings said about the measure, and the department's answer in place."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.japanese_date import format_date_japanese
from reform_desktop.domain.records import Opinion
from reform_desktop.domain.values import to_values
from reform_desktop.services.editing import set_values
from reform_desktop.services.measures import MeasureView
from reform_desktop.ui.pages.measures.sheet.bound_field import BoundField, Target
from reform_desktop.ui.pages.measures.sheet.context import SheetContext
from reform_desktop.ui.pages.measures.sheet.record_fields import RecordFields
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import SectionHeading, heading
from reform_desktop.ui.widgets.roles import Ground, Look, set_ground, set_look

_EMPTY = "この取組への意見はありません。"


class OpinionCard(QFrame):
    """One opinion; who said it and when stands above it."""

    def __init__(self, context: SheetContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._head = heading("", Look.LABEL, self)
        self._head.setWordWrap(True)
        self.fields = RecordFields(context, "opinion", ("text", "response"), self)
        set_ground(self, Ground.CARD)
        side = active_sizes().px(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(side, active_sizes().gap, side, side)
        layout.setSpacing(active_sizes().gap)
        layout.addWidget(self._head)
        layout.addWidget(self.fields.box("text"))
        layout.addWidget(self.fields.box("response"))

    def show_opinion(self, one: Opinion) -> None:
        """Show an opinion."""
        body = field_named("opinion", "body").choice_label(one.body)
        date = format_date_japanese(one.date) if one.date else ""
        year = f"{format_fiscal_year(one.fiscal_year)}について" if one.fiscal_year is not None else ""
        words = "　".join(part for part in (body, date, year) if part) or "意見"
        self._head.setText(words)
        desk = self._context.desk
        target = Target("opinion", one.id, lambda values: set_values(desk, "opinion", one.id, values))
        self.fields.show(target, to_values(one), context=words)


class OpinionsPart(QWidget):
    """Cards are made as they are needed and used again for the next measure."""

    help_topic = "opinions"

    def __init__(self, context: SheetContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = ""
        self._measure_id = ""
        self._cards: list[OpinionCard] = []
        self._empty = QLabel(_EMPTY, self)
        set_look(self._empty, Look.MUTED)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(active_sizes().gap)
        self._column.addWidget(SectionHeading("意見と対応", self))
        self._column.addWidget(self._empty)

    @property
    def cards(self) -> list[OpinionCard]:
        """The cards that show an opinion."""
        return [card for card in self._cards if not card.isHidden()]

    def tab_stops(self) -> list[QWidget]:
        """Return what Tab goes through, in reading order."""
        return [bound.control for bound in self.bound_fields()]

    def bound_fields(self) -> list[BoundField]:
        """Return the fields of all cards that are shown."""
        return [bound for card in self.cards for bound in card.fields.fields.values()]

    def show_view(self, view: MeasureView) -> None:
        """Show a measure's opinions; cards that show the same opinion as before only refresh."""
        opinions = view.dossier.opinions
        while len(self._cards) < len(opinions):
            card = OpinionCard(self._context, self)
            card.fields.mark(self._words)
            self._cards.append(card)
            self._column.addWidget(card)
        shown = {card.fields.row: card for card in self._cards if card.fields.row}
        free = [card for card in self._cards if card.fields.row not in {one.id for one in opinions}]
        for one in opinions:
            card = shown.get(one.id) or free.pop(0)
            card.show_opinion(one)
            card.show()
        for card in free:
            card.fields.forget()
            card.hide()
        self._empty.setVisible(not opinions)

    def commit_pending(self) -> None:
        """Commit what is typed."""
        for card in self.cards:
            card.fields.commit_pending()

    def unsaved(self) -> list[str]:
        """Return the labels of fields whose typing could not be saved."""
        return [label for card in self.cards for label in card.fields.unsaved()]

    def mark(self, words: str) -> None:
        """Mark what a search found."""
        self._words = words
        for card in self._cards:
            card.fields.mark(words)

    def go_to(self, place: Place) -> bool:
        """Focus the field that the place names, or its answer."""
        if place.kind != "opinion":
            return False
        card = next((card for card in self.cards if card.fields.row == place.row), None)
        if card is not None:
            card.fields.fields.get(place.field, card.fields.fields["response"]).focus()
        return card is not None
