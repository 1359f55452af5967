"""What the user is typing in one field, from the first key to the saved value.

Text in composition (Japanese input method) is never interrupted: neither saved half nor overwritten by a refresh.
When the focus leaves, it is committed, not dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

PAUSE: Final = 1500
"""Milliseconds without a key after which typing is saved."""


class TypedField(Protocol):
    """What the state needs of the text widget that it serves."""

    def typed_text(self) -> str:
        """Return the content without the text in composition."""
        ...

    def show_text(self, text: str) -> None:
        """Replace the content; the cursor stays where it was, as far as the text goes."""
        ...

    def forget_own_undo(self) -> None:
        """Empty the widget's own undo steps: the program's undo knows them now."""
        ...

    def accept_typing(self, text: str, *, final: bool) -> bool:
        """Take what was typed as the new value; False when it cannot be understood (yet)."""
        ...

    def typing_withdrawn(self) -> None:
        """Note that the content is what is stored again: nothing unread stands in the field."""
        ...


def _nothing_more() -> None:
    """Stand in where nobody wants to know."""


class TypingState(QObject):
    """Decides when typing is committed and when a refresh may be shown. Owned by the field's widget."""

    def __init__(self, field: TypedField, widget: QWidget) -> None:
        super().__init__(widget)
        self._field = field
        self._widget = widget
        self._shown = ""
        self._as_typed = ""
        self._waiting: tuple[str, Callable[[], None]] | None = None
        self._preedit = ""
        self._refused = False
        self._showing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._pause)

    @property
    def composing(self) -> bool:
        """Whether the input method holds text that is not in the field yet."""
        return bool(self._preedit)

    @property
    def unsaved(self) -> bool:
        """Whether the field shows something of the user's that is not saved."""
        return self.composing or self._refused or self._field.typed_text() != self._as_typed

    @property
    def text(self) -> str:
        """The content. What nobody has touched is exactly what was shown, whatever the widget made of it."""
        typed = self._field.typed_text()
        return self._shown if typed == self._as_typed else typed

    def show(self, text: str, on_shown: Callable[[], None] = _nothing_more) -> None:
        """Show a stored text now, or when the user has finished; ``on_shown`` is called then."""
        if self.unsaved:
            self._waiting = (text, on_shown)
        else:
            self._show_now(text, on_shown)

    def load(self, text: str, on_shown: Callable[[], None] = _nothing_more) -> None:
        """Show a stored text whatever was being typed."""
        if self.composing:
            QGuiApplication.inputMethod().reset()
            self._send_to_widget(QInputMethodEvent("", []))
        self._timer.stop()
        self._refused = False
        self._preedit = ""
        self._show_now(text, on_shown)
        self._field.forget_own_undo()

    def refuse(self) -> None:
        """Keep what was typed in the field although it could not be saved."""
        self._refused = True

    def text_changed(self) -> None:
        """Note that the content changed; the pause begins anew."""
        if self._showing or self._field.typed_text() == self._as_typed:
            return
        if not self.composing:
            self._timer.start()

    def before_input_method(self, event: QInputMethodEvent) -> None:
        """Note the composition before the widget handles it, since handling changes the content."""
        self._preedit = event.preeditString()
        if self.composing:
            self._timer.stop()

    def after_input_method(self) -> None:
        """Go on where the composition stopped things."""
        if self.composing:
            return
        if self.unsaved:
            self._timer.start()
        else:
            self._show_waiting()

    def finish(self) -> None:
        """Commit everything now: the focus leaves, the window closes, or the user asks to save."""
        if self.composing:
            self._commit_composition()
        self._settle(final=True)

    def _pause(self) -> None:
        if not self.composing:
            self._settle(final=False)

    def _settle(self, *, final: bool) -> None:
        self._timer.stop()
        typed = self._field.typed_text()
        if typed == self._as_typed:
            if not self._refused:
                self._field.typing_withdrawn()
                self._show_waiting()
            return
        before = self._as_typed
        self._refused = False
        self._as_typed = self._shown = typed
        if not self._field.accept_typing(typed, final=final):
            self._as_typed = self._shown = before
            return
        self._waiting = None if not self._refused else self._waiting
        if not self._refused:
            self._field.forget_own_undo()

    def _commit_composition(self) -> None:
        """Bring the text in composition into the field.

        The platform is asked first, since it must forget its own copy. Where it drops the text (or there is no
        input method, as in tests), the field keeps what was on the screen.
        """
        preedit, before = self._preedit, self._field.typed_text()
        QGuiApplication.inputMethod().reset()
        if self._field.typed_text() != before:
            return
        ending = QInputMethodEvent("", [])
        ending.setCommitString(preedit)
        self._send_to_widget(ending)

    def _send_to_widget(self, event: QInputMethodEvent) -> None:
        QCoreApplication.sendEvent(self._widget, event)

    def _show_waiting(self) -> None:
        if self._waiting is not None:
            self._show_now(*self._waiting)

    def _show_now(self, text: str, on_shown: Callable[[], None]) -> None:
        self._waiting = None
        if text != self._shown or self._field.typed_text() != self._as_typed:
            self._showing = True
            self._field.show_text(text)
            self._showing = False
            self._shown = text
            self._as_typed = self._field.typed_text()
        on_shown()
