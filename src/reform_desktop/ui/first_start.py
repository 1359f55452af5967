"""The first start: department and role, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.who_form import WhoForm
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.ui.settings import Settings

_WORDS: Final = "変更の履歴や、ほかの人への「使用中」の表示に使います。氏名は要りません。あとから変えられます。"


class FirstStartDialog(Dialog):
    """Asks who works here: 「財政課 担当者」."""

    help_topic = "start"

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("課と役割")
        self.form = WhoForm(settings, self)
        self.department, self.role = self.form.department, self.form.role
        self.accept_button = QPushButton("はじめる", self)
        later = QPushButton("あとで", self)
        self._arrange(later)
        self.accept_button.clicked.connect(self.accept)
        later.clicked.connect(self.reject)

    def accept(self) -> None:
        """Remember the answer on this PC."""
        self.form.save()
        super().accept()

    def _arrange(self, later: QPushButton) -> None:
        sizes = active_sizes()
        set_look(self.accept_button, Look.PRIMARY)
        set_look(later, Look.QUIET)
        self.accept_button.setDefault(True)
        words = ProseLabel(_WORDS, self)
        words.setMinimumWidth(sizes.px(420))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        layout.setSpacing(sizes.tight)
        layout.addWidget(heading("課と役割を教えてください", Look.HEADING, self))
        layout.addSpacing(sizes.gap)
        layout.addWidget(words)
        layout.addSpacing(sizes.px(12))
        layout.addWidget(self.form)
        layout.addSpacing(sizes.px(12))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(later)
        row.addWidget(self.accept_button)
        layout.addLayout(row)
