"""Fields of one line: plain text, and values that are typed as text and understood."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from reform_desktop.domain.errors import UserError
from reform_desktop.ui.widgets.field_status import FieldStatus
from reform_desktop.ui.widgets.roles import set_style_flag
from reform_desktop.ui.widgets.typing_state import TypingState

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent


@dataclass(frozen=True, slots=True)
class Notation:
    """How a value is written and read. ``read`` raises UserError; ``hint`` says what was understood."""

    read: Callable[[str], object]
    show: Callable[[object], str]
    edit: Callable[[object], str]
    hint: Callable[[object], str] | None = None


class ParsedField(QLineEdit):
    """A line whose text stands for a value. A `FormField`.

    The value is shown as the program prints it, and as one types it while the field has the focus. What cannot be
    understood stays in the field with the reason, and is not committed; ``unread`` carries it and the reason.
    """

    committed = Signal(object)
    unread = Signal(str, str)
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(self, notation: Notation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notation = notation
        self._value = notation.read("")
        self._status = FieldStatus(self, self.setReadOnly)
        self._typing = TypingState(self, self)
        self.textChanged.connect(self._text_changed)
        self.textEdited.connect(self._show_understood)
        self.returnPressed.connect(self.commit_pending)

    @property
    def status(self) -> FieldStatus:
        """Name, help, lock, error and hint."""
        return self._status

    @property
    def composing(self) -> bool:
        """Whether the input method holds text that is not in the field yet."""
        return self._typing.composing

    @property
    def unsaved(self) -> bool:
        """Whether something typed is not committed yet."""
        return self._typing.unsaved

    def widget(self) -> QWidget:
        """Return the control itself."""
        return self

    def value(self) -> object:
        """Return the value as last shown or understood."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show a stored value, now or when the user has finished typing."""
        self._typing.show(self._written(value), partial(self._take, value))

    def load_value(self, value: object) -> None:
        """Show the value of another record."""
        self._status.clear_error()
        self._status.show_hint("")
        self._typing.load(self._written(value), partial(self._take, value))
        self.setCursorPosition(0)

    def commit_pending(self) -> None:
        """Commit now what has been typed, text in composition included."""
        self._typing.finish()

    def show_unread(self, typed: str, sentence: str) -> None:
        """Show again what could not be understood when it was typed, with the reason."""
        self.setText(typed)
        self._status.show_error(sentence)

    def refuse(self, sentence: str) -> None:
        """Say that what was committed could not be saved; it stays in the field."""
        self._typing.refuse()
        self._status.show_error(sentence)

    def set_hit(self, *, on: bool) -> None:
        """Mark the whole line as found by the search."""
        set_style_flag(self, "hit", on=on)

    # What `TypingState` asks of the field

    def typed_text(self) -> str:
        """Return the content."""
        return self.text()

    def show_text(self, text: str) -> None:
        """Replace the content and keep the cursor's place."""
        place = self.cursorPosition()
        self.setText(text)
        self.setCursorPosition(min(place, len(self.text())))

    def forget_own_undo(self) -> None:
        """Empty the line's own undo steps; setting the text is the only way Qt offers."""
        if self.isUndoAvailable() or self.isRedoAvailable():
            start, length = self.selectionStart(), self.selectionLength()
            self.show_text(self.text())
            if start >= 0:
                self.setSelection(start, length)

    def accept_typing(self, text: str, *, final: bool) -> bool:
        """Understand the text and hand the value on; what is not finished yet waits without reproach."""
        try:
            value = self._notation.read(text)
        except UserError as error:
            if final:
                self._status.show_hint("")
                self._status.show_error(str(error))
                self.unread.emit(text, str(error))
            return False
        self.typing_withdrawn()
        if value != self._value:
            self._value = value
            self.committed.emit(value)
        return True

    def typing_withdrawn(self) -> None:
        """Take the reason away when what could not be read was taken back; ``unread`` says so with no reason."""
        if self._status.error:
            self._status.clear_error()
            self.unread.emit("", "")

    # Qt's events

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Follow the composition."""
        if self._status.locked:
            event.ignore()
            return
        self._typing.before_input_method(event)
        super().inputMethodEvent(event)
        self._typing.after_input_method()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the value as one types it."""
        if not self._status.locked:
            self._rewrite(self._notation.edit(self._value))
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit, and show the value as it is printed."""
        super().focusOutEvent(event)
        self._typing.finish()
        self._status.show_hint("")
        self._rewrite(self._notation.show(self._value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand undo and redo on when the line has no steps of its own."""
        if event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
            self._typing.finish()
            self.undo_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable():
            self.redo_requested.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    # Inner parts

    def _take(self, value: object) -> None:
        self._value = value

    def _written(self, value: object) -> str:
        if self.hasFocus() and not self._status.locked:
            return self._notation.edit(value)
        return self._notation.show(value)

    def _rewrite(self, text: str) -> None:
        if not self._typing.unsaved and text != self.text():
            self._typing.show(text)

    def _text_changed(self) -> None:
        self._typing.text_changed()

    def _show_understood(self, text: str) -> None:
        """Say under the field what the typing means so far."""
        if self._notation.hint is None or self._typing.composing:
            return
        try:
            value = self._notation.read(text)
        except UserError:
            self._status.show_hint("")
            return
        self._status.show_hint(self._notation.hint(value))


def _one_line(text: str) -> str:
    """Return pasted text as one line: a cell copied from Excel ends with a line break."""
    return " ".join(text.splitlines()) if len(text.splitlines()) > 1 or text.endswith(("\n", "\r")) else text


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


class LineField(ParsedField):
    """Plain text of one line. A `FormField` whose value is a ``str``."""

    def __init__(self, parent: QWidget | None = None, *, read: Callable[[str], object] | None = None) -> None:
        """``read`` checks what was typed and raises UserError."""
        super().__init__(Notation(lambda text: (read or str)(_one_line(text)), _as_text, _as_text), parent)

    def value(self) -> str:
        """Return the text."""
        return _as_text(self._value)
