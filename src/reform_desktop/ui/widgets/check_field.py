"""A field for yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from reform_desktop.ui.widgets.field_status import FieldStatus

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint


class CheckField(QCheckBox):
    """Yes or no, with its label beside it. A `FormField` whose value is a ``bool``."""

    committed = Signal(object)

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._status = FieldStatus(self, lambda _locked: None)
        self.clicked.connect(self._clicked)

    @property
    def status(self) -> FieldStatus:
        """Name, help, lock, error and hint."""
        return self._status

    def widget(self) -> QWidget:
        """Return the control itself."""
        return self

    def value(self) -> bool:
        """Return whether it is checked."""
        return self.isChecked()

    def set_value(self, value: object) -> None:
        """Show the stored value."""
        self.setChecked(bool(value))

    def load_value(self, value: object) -> None:
        """Show the value of another record."""
        self._status.clear_error()
        self.setChecked(bool(value))

    def commit_pending(self) -> None:
        """Nothing waits here: a click is committed at once."""

    def refuse(self, sentence: str) -> None:
        """Say that the click could not be saved, and take it back."""
        self.setChecked(not self.isChecked())
        self._status.show_error(sentence)

    def nextCheckState(self) -> None:
        """Change by click or key, unless the field is locked."""
        if not self._status.locked:
            super().nextCheckState()

    def hitButton(self, pos: QPoint) -> bool:
        """Take clicks on the whole line, also beside the words."""
        return self.rect().contains(pos)

    def _clicked(self) -> None:
        if not self._status.locked:
            self._status.clear_error()
            self.committed.emit(self.isChecked())
