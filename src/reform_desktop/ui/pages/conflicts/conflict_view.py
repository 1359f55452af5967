"""One conflict in full: the former content, every side, and for texts a proposal that joins them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reform_desktop.services import conflicts
from reform_desktop.ui.pages.conflicts.marked_text import MarkedText
from reform_desktop.ui.pages.conflicts.side_card import SideCard
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import ElidedLabel, heading
from reform_desktop.ui.widgets.labeled_field import LabeledField
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from reform_desktop.services.open_points import OpenConflict
    from reform_desktop.store.write import Saved
    from reform_desktop.ui.session import Session

_OVERLAPS = "両方が書き換えた所が{count:,}か所あり、両方の文を続けて入れています。読み直して整えてください。"
_CLEAN = "両方の変更を合わせた案です。読み直してから決めてください。"


class ConflictView(QWidget):
    """``jump`` comes when the field itself is to be shown. Nothing is settled but by one of the buttons."""

    jump = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: OpenConflict | None = None
        self._narrow = False
        self._where = ElidedLabel("", self)
        self._label = heading("", Look.HEADING, self)
        self.jump_button = QPushButton("この項目を開く(&J)", self)
        self._ancestor = MarkedText("もとの内容", self)
        self._ancestor_head = QLabel("もとの内容", self)
        self._sides = QGridLayout()
        self.cards: list[SideCard] = []
        self.text = TextField(self, min_lines=2)
        self._merged = LabeledField("まとめた案", self.text, self)
        self.merge_button = QPushButton("この案にする(&D)", self)
        self._arrange()
        self.jump_button.clicked.connect(self.jump)
        self.merge_button.clicked.connect(self._take_merged)

    def show_conflict(self, one: OpenConflict | None) -> None:
        """Show a conflict, or nothing."""
        if one == self._shown:
            return
        self._shown = one
        self.setVisible(one is not None)
        for card in self.cards:
            self._sides.removeWidget(card)
            card.deleteLater()
        self.cards = []
        if one is not None:
            self._show(one)

    def commit_pending(self) -> None:
        """The proposal is not saved before it is taken; only what is in composition is kept in it."""
        self.text.commit_pending()

    def _show(self, one: OpenConflict) -> None:
        place = one.place
        self._where.set_text("　".join(part for part in (place.label, place.year_label) if part))
        self._label.setText(one.conflict.label)
        self.jump_button.setEnabled(bool(place.measure_id))
        values = one.conflict.values
        for widget in (self._ancestor_head, self._ancestor):
            widget.setVisible(one.is_text and bool(one.ancestor))
        self._ancestor.show_text(one.ancestor)
        for number, side in enumerate(values):
            other = next((each.shown for each in values if each.change != side.change), None)
            against = (one.ancestor or other) if one.is_text else None
            card = SideCard(side, number + 1, against, self, writable=not self._session.desk.read_only)
            card.taken.connect(partial(self._take, one))
            self.cards.append(card)
        self._place_cards()
        self._show_proposal(one)

    def set_narrow(self, *, narrow: bool) -> None:
        """Let the sides stand under each other where they have no room beside each other."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._place_cards()

    def _place_cards(self) -> None:
        columns = 1 if self._narrow else 2
        for place, card in enumerate(self.cards):
            self._sides.addWidget(card, place // columns, place % columns)
        self._sides.setColumnStretch(1, 0 if self._narrow else 1)

    def _show_proposal(self, one: OpenConflict) -> None:
        proposal = one.proposal
        self._merged.setVisible(proposal is not None)
        self.merge_button.setVisible(proposal is not None)
        self.merge_button.setEnabled(not self._session.desk.read_only)
        if proposal is not None:
            self.text.load_value(proposal.text)
            self.text.status.show_hint(_OVERLAPS.format(count=proposal.overlaps) if proposal.overlaps else _CLEAN)

    def _take(self, one: OpenConflict, change: str) -> None:
        self._settle(one, self._session.perform(lambda: conflicts.take_side(self._session.desk, one.conflict, change)))

    def _take_merged(self) -> None:
        one = self._shown
        if one is None:
            return
        self.text.commit_pending()
        value = self.text.value()
        self._settle(one, self._session.perform(lambda: conflicts.take_value(self._session.desk, one.conflict, value)))

    def _settle(self, one: OpenConflict, saved: Saved | None) -> None:
        if saved is not None:
            self._session.noticed.emit(f"{one.place.label}の「{one.conflict.label}」の競合を解決しました。")

    def _arrange(self) -> None:
        sizes = active_sizes()
        self.text.status.set_name("まとめた案")
        set_look(self._where, Look.MUTED)
        set_look(self._ancestor_head, Look.LABEL)
        self._sides.setSpacing(sizes.px(12))
        self._sides.setColumnStretch(0, 1)
        self._sides.setColumnStretch(1, 1)
        head = QHBoxLayout()
        head.addWidget(self._label, 1)
        head.addWidget(self.jump_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, sizes.px(12), 0)
        column.setSpacing(sizes.gap)
        column.addWidget(self._where)
        column.addLayout(head)
        for widget in (self._ancestor_head, self._ancestor):
            column.addWidget(widget)
        column.addLayout(self._sides)
        column.addSpacing(sizes.gap)
        column.addWidget(self._merged)
        column.addWidget(self.merge_button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.hide()
