"""Saving is automatic, and this says so."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from reform_desktop.ui.icons import icon
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.tool_tips import plain_tip


class SaveState(Enum):
    """What became of the last edit: words, icon and look."""

    SAVED = ("保存済み", "check", Look.SUCCESS)
    SAVING = ("保存しています…", "history", Look.SMALL)
    READ_ONLY = ("読み取り専用", "lock", Look.SMALL)
    FAILED = ("保存できませんでした", "warning", Look.ERROR)


class SavedIndicator(QWidget):
    """保存済み, 保存中 or 読み取り専用 at the edge of the window, with the details as a tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel(self)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(active_sizes().gap, 0, active_sizes().gap, 0)
        row.setSpacing(active_sizes().tight)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row.addWidget(self._picture, alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, alignment=Qt.AlignmentFlag.AlignVCenter)
        self._shown = SaveState.SAVED
        self.show_state(SaveState.SAVED)

    @property
    def shown(self) -> SaveState:
        """What is shown now."""
        return self._shown

    def show_state(self, state: SaveState, detail: str = "") -> None:
        """Show a state; ``detail`` says who has the file, or what went wrong."""
        self._shown = state
        words, _, look = state.value
        self._words.setText(words)
        set_look(self._words, look)
        self._draw()
        self.setToolTip(plain_tip(detail))
        self._words.setAccessibleDescription(detail)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the picture anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        side = active_sizes().px(16)
        self._picture.setPixmap(icon(self._shown.value[1]).pixmap(side, side))
