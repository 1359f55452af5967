"""An icon beside words, drawn anew when the theme changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QWidget

from reform_desktop.ui.icons import Ink, icon

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon


class PictureLabel(QLabel):
    """Shows one icon; the words beside it say the same, so screen readers pass it over."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        """``side`` is in pixels of the present scale."""
        super().__init__(parent)
        self._side = side
        self._icon: QIcon | None = None

    def show_icon(self, name: str, ink: Ink = Ink.TEXT) -> None:
        """Show another icon."""
        self._icon = icon(name, ink)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        if self._icon is not None:
            self.setPixmap(self._icon.pixmap(self._side, self._side))
