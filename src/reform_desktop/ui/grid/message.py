"""The sentence under a grid: what was refused, and that the rest was saved."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from reform_desktop.ui.widgets.announcing import announce
from reform_desktop.ui.widgets.roles import Look, set_look


class GridMessage(QLabel):
    """Hidden while there is nothing to say; screen readers hear what is new."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        set_look(self, Look.ERROR)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence; ``""`` takes it away."""
        words = f"⚠ {sentence}" if sentence else ""
        news = words and words != self.text()
        self.setText(words)
        self.setVisible(bool(words))
        if news and self.isVisible():
            announce(self, sentence)
