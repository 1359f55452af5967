"""A field under its label, with what there is to say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.ui.widgets.form_field import FormField


class LabeledField(QWidget):
    """Label, 必須 mark, unit and lock above; the field; then error or hint below it."""

    def __init__(
        self,
        label: str,
        field: FormField,
        parent: QWidget | None = None,
        *,
        unit: str = "",
        required: bool = False,
        show_label: bool = True,
    ) -> None:
        """``show_label`` is off where a column head already says it, and for check boxes, which carry their own."""
        super().__init__(parent)
        self.field = field
        self._lock: QLabel | None = None
        self._message: _Message | None = None
        self._head = QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(active_sizes().tight)
        if show_label:
            self._write_head(label, unit, required=required)
            self._column.addLayout(self._head)
        self._column.addWidget(field.widget())
        field.status.changed.connect(self._refresh)
        self._refresh()

    def add_to_head(self, widget: QWidget) -> None:
        """Put something at the right of the label; nothing where there is no label."""
        if self._head.count():
            self._head.addWidget(widget)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the lock anew in another theme or scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._refresh()

    def _write_head(self, label: str, unit: str, *, required: bool) -> None:
        self._head.setSpacing(active_sizes().gap)
        caption = QLabel(label, self)
        caption.setTextFormat(Qt.TextFormat.PlainText)
        caption.setBuddy(self.field.widget())
        caption.setMinimumHeight(active_sizes().px(18))  # as high as the lock, so that rows of fields keep level
        set_look(caption, Look.LABEL)
        self._head.addWidget(caption)
        for text, look in ((f"（{unit}）" if unit else "", Look.SMALL), ("必須" if required else "", Look.REQUIRED)):
            if text:
                extra = QLabel(text, self)
                set_look(extra, look)
                self._head.addWidget(extra)
        self._head.addStretch(1)

    def _refresh(self) -> None:
        status = self.field.status
        self._refresh_lock(status.lock_reason)
        text = status.error or status.hint
        if text and self._message is None:
            self._message = _Message(self)
            self._column.addWidget(self._message)
        if self._message is not None:
            self._message.say(text, is_error=bool(status.error))

    def _refresh_lock(self, reason: str) -> None:
        """Draw the lock beside the label; most fields never have one, so it is made when it is needed."""
        if reason and self._lock is None and self._head.count():
            self._lock = QLabel(self)
            self._head.insertWidget(self._head.count() - 1, self._lock)
        if self._lock is None:
            return
        self._lock.setVisible(bool(reason))
        self._lock.setToolTip(reason)
        if reason:
            side = active_sizes().px(16)
            self._lock.setPixmap(icon("lock").pixmap(side, side))
            self._lock.setAccessibleName(f"編集できません。{reason}")


class _Message(QWidget):
    """The line below a field: an error with its sign, or a quiet hint."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sign = QLabel(self)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(active_sizes().tight)
        row.addWidget(self._sign, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    def say(self, text: str, *, is_error: bool) -> None:
        """Show a sentence, or nothing for ``""``."""
        set_look(self._words, Look.ERROR if is_error else Look.SMALL)
        self._words.setText(text)
        self._sign.setVisible(is_error)
        if is_error:
            side = active_sizes().px(16)
            self._sign.setPixmap(icon("error", Ink.ERROR).pixmap(side, side))
        self.setVisible(bool(text))
