"""用紙: name, paper, margins, words outside the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from reform_desktop.reports.model import USUAL_CITY
from reform_desktop.ui.layouts.bound_fields import DraftField
from reform_desktop.ui.theme import active_sizes

if TYPE_CHECKING:
    from reform_desktop.ui.layouts.draft import LayoutDraft

_BY_REPORT: Final = "帳票ごと（標準）"
_MARGINS: Final = (("margin_top", "15"), ("margin_bottom", "15"), ("margin_left", "20"), ("margin_right", "15"))
_USUAL_FOOTER: Final = "市の名前、帳票名、版（標準）"


class PaperTab(QWidget):
    """The fields of the paper."""

    def __init__(self, draft: LayoutDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sizes = active_sizes()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, sizes.px(12), 0, 0)
        column.setSpacing(sizes.px(12))
        self.name = DraftField(draft, "name", self)
        self.fields = [
            self.name,
            *(DraftField(draft, name, self, _BY_REPORT) for name in ("paper", "orientation")),
            *(DraftField(draft, name, self, usual) for name, usual in _MARGINS),
            DraftField(draft, "city", self, USUAL_CITY),
            DraftField(draft, "footer", self, _USUAL_FOOTER),
        ]
        self.stops = [one.field.widget() for one in self.fields]
        column.addWidget(self.name)
        pairs = QGridLayout()
        pairs.setHorizontalSpacing(sizes.px(12))
        pairs.setVerticalSpacing(sizes.px(12))
        for place, field in enumerate(self.fields[1:7]):
            pairs.addWidget(field, place // 2, place % 2)
        column.addLayout(pairs)
        for field in self.fields[7:]:
            column.addWidget(field)
        column.addStretch(1)
