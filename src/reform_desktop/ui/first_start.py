"""The first start: department and role, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.windows import WHO

if TYPE_CHECKING:
    from reform_desktop.ui.settings import Settings

ROLES: Final = ("担当者", "課長", "取りまとめ担当")
DEPARTMENT: Final = "department"
_WORDS: Final = "変更の履歴や、ほかの人への「使用中」の表示に使います。氏名は要りません。あとから変えられます。"


class FirstStartDialog(Dialog):
    """Asks who works here: 「財政課 担当者」."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setWindowTitle("課と役割")
        self.department = QLineEdit(settings.text(DEPARTMENT), self)
        self.department.setAccessibleName("課")
        self.department.setPlaceholderText("例：財政課")
        self.department.setMaxLength(60)
        self.role = ChoiceField([Option(role, role) for role in ROLES], self, nothing=None)
        self.role.status.set_name("役割")
        self.role.load_value(settings.role if settings.role in ROLES else ROLES[0])
        self.accept_button = QPushButton("はじめる", self)
        later = QPushButton("あとで", self)
        self._arrange(later)
        self.accept_button.clicked.connect(self.accept)
        later.clicked.connect(self.reject)

    def accept(self) -> None:
        """Remember the answer on this PC."""
        self.role.commit_pending()
        department = " ".join(self.department.text().split())
        role = str(self.role.value() or ROLES[0])
        self._settings.set_text(DEPARTMENT, department)
        self._settings.role = role
        self._settings.set_text(WHO, f"{department} {role}".strip())
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
        for label, field in (("課", self.department), ("役割", self.role)):
            layout.addSpacing(sizes.px(12))
            layout.addWidget(heading(label, Look.LABEL, self))
            layout.addWidget(field)
        layout.addSpacing(sizes.px(20))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(later)
        row.addWidget(self.accept_button)
        layout.addLayout(row)
