"""Who works at this PC: 課, 役割 and, for those who want it, 氏名; remembered on the PC and written into changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.headings import heading
from reform_desktop.ui.widgets.roles import Look
from reform_desktop.ui.windows import WHO

if TYPE_CHECKING:
    from reform_desktop.ui.settings import Settings

WHOLE_ROLE: Final = "取りまとめ担当"
ROLES: Final = ("担当者", "課長", WHOLE_ROLE)
DEPARTMENT: Final = "department"
PERSON: Final = "person"


class WhoForm(QWidget):
    """「財政課 担当者」, or 「財政課 担当者 山田」 where ``with_person`` offers a name."""

    def __init__(self, settings: Settings, parent: QWidget | None = None, *, with_person: bool = False) -> None:
        super().__init__(parent)
        self._settings = settings
        self.department = self._line("課", DEPARTMENT, "例：財政課")
        self.role = ChoiceField([Option(role, role) for role in ROLES], self, nothing=None)
        self.role.status.set_name("役割")
        self.role.load_value(settings.role if settings.role in ROLES else ROLES[0])
        self.person = self._line("氏名", PERSON, "書かなくてもかまいません") if with_person else None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(active_sizes().tight)
        for label, field in (("課", self.department), ("役割", self.role), ("氏名", self.person)):
            if field is not None:
                column.addWidget(heading(label, Look.LABEL, self))
                column.addWidget(field)
                column.addSpacing(active_sizes().px(8))

    def save(self) -> None:
        """Remember the answer on this PC."""
        self.role.commit_pending()
        department = " ".join(self.department.text().split())
        role = str(self.role.value() or ROLES[0])
        if self.person is not None:
            self._settings.set_text(PERSON, " ".join(self.person.text().split()))
        self._settings.set_text(DEPARTMENT, department)
        self._settings.role = role
        person = self._settings.text(PERSON)
        self._settings.set_text(WHO, " ".join(part for part in (department, role, person) if part))

    def _line(self, name: str, remembered: str, hint: str) -> QLineEdit:
        line = QLineEdit(self._settings.text(remembered), self)
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        line.setMaxLength(60)
        return line
