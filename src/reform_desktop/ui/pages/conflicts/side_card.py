"""One side of a conflict: what it says, who wrote it, from where, and the button that takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from reform_desktop.ui.pages.conflicts.marked_text import MarkedText
from reform_desktop.ui.pages.moments import shown_time
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Ground, Look, set_ground, set_look

if TYPE_CHECKING:
    from reform_desktop.services.conflicts import ConflictValue


class SideCard(QFrame):
    """``taken`` carries the id of the change whose value is to stand."""

    taken = Signal(str)

    def __init__(
        self, side: ConflictValue, place: int, against: str | None, parent: QWidget | None = None, *, writable: bool
    ) -> None:
        super().__init__(parent)
        sizes = active_sizes()
        set_ground(self, Ground.CARD)
        name = f"{side.unit}の内容" if not side.deletes else f"{side.unit}の削除"
        self.text = MarkedText(name, self)
        self.text.show_text(side.shown, against)
        who = side.who if side.who and side.who != side.unit else ""
        where = ProseLabel(f"{shown_time(side.at)}　{who}\n{side.source}", self)
        set_look(where, Look.SMALL)
        self.button = QPushButton(f"{name}にする(&{place})" if not side.deletes else f"削除する(&{place})", self)
        self.button.setEnabled(writable)
        self.button.clicked.connect(lambda: self.taken.emit(side.change))
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.px(16), sizes.px(12), sizes.px(16), sizes.px(12))
        column.setSpacing(sizes.gap)
        column.addWidget(heading(side.unit, Look.SECTION, self))
        column.addWidget(where)
        column.addWidget(self.text, 1)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
