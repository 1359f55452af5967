"""What every field of a form can do, whatever it looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QWidget

    from reform_desktop.ui.widgets.field_status import FieldStatus


class FormField(Protocol):
    """A control that holds one value of a record.

    ``committed`` carries the new value after the user has changed it: when the focus leaves, after a pause in the
    typing, or when `commit_pending` is called; never while text is in composition.
    """

    @property
    def committed(self) -> SignalInstance:
        """The signal ``committed(value)``."""
        ...

    @property
    def status(self) -> FieldStatus:
        """Name, help, lock, error and hint."""
        ...

    def value(self) -> object:
        """Return the value as last shown or committed."""
        ...

    def set_value(self, value: object) -> None:
        """Show the stored value. While the user is typing it waits, and is dropped when the typing is committed."""
        ...

    def load_value(self, value: object) -> None:
        """Show the value of another record: typing not yet committed, errors and own undo steps are forgotten."""
        ...

    def commit_pending(self) -> None:
        """Commit now what has been typed, text in composition included (before closing, printing, Ctrl+S)."""
        ...

    def refuse(self, sentence: str) -> None:
        """Say that what was committed could not be saved; what was typed stays in the field."""
        ...

    def widget(self) -> QWidget:
        """Return the control itself, for layouts and focus."""
        ...
