"""A field for text of several lines that grows with what is written."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeySequence,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

from reform_desktop.domain.errors import UserError
from reform_desktop.ui.theme import active_theme
from reform_desktop.ui.widgets.field_status import FieldStatus
from reform_desktop.ui.widgets.typing_state import TypingState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QResizeEvent, QWheelEvent

_LINE_HEIGHT: Final = 155
"""Percent of the font's own height: BIZ UDPGothic has no leading, and look.md asks for 1.5 to 1.7."""

_LINE_BREAKS: Final = str.maketrans({"\u2029": "\n", "\u2028": "\n", "\ufdd0": "\n", "\ufdd1": "\n"})


class TextField(QTextEdit):
    """Plain text of several lines. A `FormField` whose value is a ``str``.

    A QTextEdit and not a QPlainTextEdit, since only it can set the height of a line. Tab leaves the field,
    Ctrl+Tab writes a tab. ``undo_requested`` and ``redo_requested`` come when the field's own steps are used up.
    """

    committed = Signal(object)
    unread = Signal(str, str)
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        min_lines: int = 2,
        max_lines: int = 14,
        read: Callable[[str], object] | None = None,
    ) -> None:
        """Beyond ``max_lines`` the field scrolls. ``read`` checks what was typed and raises UserError."""
        super().__init__(parent)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(4)
        self._lines = (min_lines, max_lines)
        self._read = read
        self._hits: tuple[tuple[int, int], ...] = ()
        self._terms: tuple[tuple[int, int], ...] = ()
        self._status = FieldStatus(self, self._apply_lock)
        self._typing = TypingState(self, self)
        self._space_lines()
        self.textChanged.connect(self._text_changed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

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

    def value(self) -> str:
        """Return the text as shown or typed; no-break spaces stay what they are."""
        return self._typing.text

    def set_value(self, value: object) -> None:
        """Show a stored text, now or when the user has finished typing."""
        self._typing.show(_as_text(value))

    def load_value(self, value: object) -> None:
        """Show the text of another record."""
        self._status.clear_error()
        self._typing.load(_as_text(value))
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def commit_pending(self) -> None:
        """Commit now what has been typed, text in composition included."""
        self._typing.finish()

    def show_unread(self, typed: str, sentence: str) -> None:
        """Show again what was refused when it was typed, with the reason."""
        self.setPlainText(typed)
        self._space_lines()
        self._status.show_error(sentence)

    def refuse(self, sentence: str) -> None:
        """Say that what was committed could not be saved; it stays in the field."""
        self._typing.refuse()
        self._status.show_error(sentence)

    def set_hits(self, spans: Sequence[tuple[int, int]]) -> None:
        """Mark what a search found, as (start, end) in characters of the value."""
        self._hits = tuple(spans)
        self._mark_hits()

    def set_terms(self, spans: Sequence[tuple[int, int]]) -> None:
        """Mark terms that are explained with dots below them, as (start, end) in characters of the value."""
        if self._terms != tuple(spans):
            self._terms = tuple(spans)
            self._mark_hits()

    # What `TypingState` asks of the field

    def typed_text(self) -> str:
        """Return the content with every line break as LF and everything else as it was typed."""
        return self.document().toRawText().translate(_LINE_BREAKS)

    def show_text(self, text: str) -> None:
        """Replace the content and keep the cursor's place."""
        place = self.textCursor().position()
        self.setPlainText(text)
        self._space_lines()
        cursor = self.textCursor()
        cursor.setPosition(min(place, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self._mark_hits()

    def forget_own_undo(self) -> None:
        """Empty the field's own undo steps."""
        self.document().clearUndoRedoStacks()

    def accept_typing(self, text: str, *, final: bool) -> bool:  # noqa: ARG002 -- a text is as finished as it gets
        """Hand the text on; one that is refused stays in the field with the reason."""
        try:
            value = self._read(text) if self._read else text
        except UserError as error:
            self._status.show_error(str(error))
            self.unread.emit(text, str(error))
            return False
        self.typing_withdrawn()
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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit, text in composition included."""
        super().focusOutEvent(event)
        self._typing.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand undo and redo on when the field has no steps of its own, and write a tab on Ctrl+Tab."""
        if event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable():
            self._typing.finish()
            self.undo_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Redo) and not self.document().isRedoAvailable():
            self.redo_requested.emit()
        elif event.key() == Qt.Key.Key_Tab and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.insert_typed("\t")
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def insert_typed(self, text: str) -> None:
        """Write at the cursor as if typed, unless the field is locked."""
        if not self._status.locked:
            self.textCursor().insertText(text)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as plain text, and only text: a dropped file is not its address."""
        if source.hasText() and not (source.hasUrls() and any(url.isLocalFile() for url in source.urls())):
            self.insert_typed(source.text())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Leave dropped files to the page (evidence)."""
        return source.hasText() and not source.hasUrls()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the field only when it has the focus and more to show; else the page scrolls."""
        if self.hasFocus() and self.verticalScrollBar().maximum() > 0:
            super().wheelEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow when the lines break anew."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return a size of as many lines as there are, within the limits."""
        return QSize(super().sizeHint().width(), self._fitting_height())

    def minimumSizeHint(self) -> QSize:
        """Return the same height: the field never shrinks below its text."""
        return QSize(120, self._fitting_height())

    # Inner parts

    def _apply_lock(self, locked: bool) -> None:  # noqa: FBT001 -- the signature that FieldStatus calls
        self.setReadOnly(locked)
        if locked:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )

    def _text_changed(self) -> None:
        if self._hits and not self._typing.composing:
            self._mark_hits()
        self._typing.text_changed()

    def _space_lines(self) -> None:
        """Set the height of every line; new lines inherit it. Not a step that can be undone."""
        document = self.document()
        document.setUndoRedoEnabled(False)
        spacing = QTextBlockFormat()
        spacing.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(spacing)
        document.setUndoRedoEnabled(True)

    def _fitting_height(self) -> int:
        line = self.fontMetrics().height() * _LINE_HEIGHT / 100
        margins = self.document().documentMargin() * 2
        least, most = (line * lines + margins for lines in self._lines)
        content = self.document().size().height()
        frame = self.contentsMargins()  # the viewport's own size lags behind while lines break anew
        return ceil(max(least, min(content, most))) + max(4, frame.top() + frame.bottom())

    def _fit(self) -> None:
        height = self._fitting_height()
        if height != self.minimumHeight() or height != self.maximumHeight():
            self.setFixedHeight(height)

    def _mark_hits(self) -> None:
        """Lay a ground under the hits and dots under the terms; positions count UTF-16 units in Qt."""
        hit, term = QTextCharFormat(), QTextCharFormat()
        hit.setBackground(QColor(active_theme().hit))
        term.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        term.setUnderlineColor(QColor(active_theme().control))
        text = self.typed_text()
        marks = [(span, term) for span in self._terms] + [(span, hit) for span in self._hits]
        self.setExtraSelections([self._marked(text, *mark) for mark in marks if mark[0][1] <= len(text)])

    def _marked(self, text: str, span: tuple[int, int], form: QTextCharFormat) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(_utf16_units(text[: span[0]]))
        cursor.setPosition(_utf16_units(text[: span[1]]), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor  # type: ignore[attr-defined]  # missing from PySide's stubs
        selection.format = form  # type: ignore[attr-defined]  # missing from PySide's stubs
        return selection


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def _utf16_units(text: str) -> int:
    return len(text) + sum(sign > "\uffff" for sign in text)
