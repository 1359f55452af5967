"""The explanations of a field's terms, for those who work with the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reform_desktop.domain.glossary import Term
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look

_TITLE: Final = "用語の説明"
_NONE: Final = "この欄には、説明のある用語がありません。"


class TermsDialog(Dialog):
    """Names each term with its explanation; Esc closes it, and the cursor is where it was."""

    help_topic = "glossary"

    def __init__(self, terms: Sequence[Term], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sizes = active_sizes()
        self.setWindowTitle(_TITLE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[sizes.wide] * 4)
        layout.setSpacing(sizes.px(12))
        for one in terms:
            layout.addWidget(heading(one.term, Look.SECTION, self))
            layout.addWidget(ProseLabel(one.text, self))
        if not terms:
            layout.addWidget(ProseLabel(_NONE, self))
        self.setAccessibleDescription("　".join(f"{one.term}：{one.text}" for one in terms) or _NONE)
        close = QPushButton("閉じる", self)
        close.setShortcut(QKeySequence("Esc"))
        set_look(close, Look.QUIET)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        layout.addLayout(row)
        self.setMinimumWidth(sizes.px(480))
        close.setFocus()
