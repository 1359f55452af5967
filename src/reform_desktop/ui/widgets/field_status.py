"""What a field says about itself beside its value: name, help, lock with reason, error, hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reform_desktop.ui.widgets.announcing import announce
from reform_desktop.ui.widgets.roles import set_style_flag
from reform_desktop.ui.widgets.tool_tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class FieldStatus(QObject):
    """State of one field. Whoever shows the field (`LabeledField`) listens to ``changed``.

    The accessible description is help, lock reason and error together, so a screen reader hears what others see.
    """

    changed = Signal()

    def __init__(self, widget: QWidget, apply_lock: Callable[[bool], None]) -> None:
        """``apply_lock`` makes the widget itself refuse or accept input."""
        super().__init__(widget)
        self._widget = widget
        self._apply_lock = apply_lock
        self._help = ""
        self._lock_reason = ""
        self._error = ""
        self._hint = ""

    @property
    def locked(self) -> bool:
        """Whether the field can only be read."""
        return bool(self._lock_reason)

    @property
    def lock_reason(self) -> str:
        """Why the field is locked, as a sentence, or ``""``."""
        return self._lock_reason

    @property
    def error(self) -> str:
        """The sentence shown at the field, or ``""``."""
        return self._error

    @property
    def hint(self) -> str:
        """What was understood of the typing so far, or how far it may still go."""
        return self._hint

    def set_name(self, name: str) -> None:
        """Set the accessible name: the label with its context, 「令和7(2025)年度 取組実績」."""
        self._widget.setAccessibleName(name)

    def set_help(self, text: str) -> None:
        """Set the explanation: tool tip, What's This and accessible description."""
        self._help = text
        self._widget.setWhatsThis(text)
        self._tell()

    def lock(self, reason: str) -> None:
        """Make the field read-only; it can still be focused, selected and read out. ``reason`` is a sentence."""
        if reason != self._lock_reason:
            self._lock_reason = reason
            self._apply_lock(bool(reason))
            set_style_flag(self._widget, "locked", on=bool(reason))
            self._tell()

    def unlock(self) -> None:
        """Let the field be filled in again."""
        self.lock("")

    def show_error(self, sentence: str) -> None:
        """Mark the field and say what is wrong; the content is not touched."""
        if sentence == self._error:
            return
        self._error = sentence
        set_style_flag(self._widget, "error", on=bool(sentence))
        self._tell()
        announce(self._widget, sentence)

    def clear_error(self) -> None:
        """Take the mark away."""
        self.show_error("")

    def show_hint(self, text: str) -> None:
        """Show a quiet line under the field; ``""`` takes it away."""
        if text != self._hint:
            self._hint = text
            self.changed.emit()

    def _tell(self) -> None:
        parts = [self._help, self._lock_reason, self._error]
        self._widget.setToolTip(plain_tip("\n".join(part for part in parts if part)))
        self._widget.setAccessibleDescription(" ".join(part for part in parts if part))
        self.changed.emit()
