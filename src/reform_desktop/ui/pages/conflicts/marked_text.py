"""A text with what differs from another one marked: underlined or struck through, never by colour alone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from reform_desktop.domain.three_way import Mark, differences
from reform_desktop.ui.theme import active_theme

if TYPE_CHECKING:
    from reform_desktop.domain.three_way import Piece

EMPTY = "（空）"


class MarkedText(QLabel):
    """Text to read and to copy; additions are underlined, removals struck through."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_text(self, text: str, against: str | None = None) -> None:
        """Show a text; ``against`` is the one whose difference is marked."""
        pieces = differences(against, text) if against is not None else ()
        inner = "".join(map(_html, pieces)) if pieces else escape(text or EMPTY).replace("\n", "<br>")
        self.setText(f'<p style="line-height:160%; margin:0">{inner}</p>')
        self.setAccessibleName(f"{self._name} {text or EMPTY}")


def _html(piece: Piece) -> str:
    words = escape(piece.text).replace("\n", "<br>")
    theme = active_theme()
    if piece.mark is Mark.ADDED:
        return f'<u style="background-color:{theme.success.ground}; color:{theme.success.ink}">{words}</u>'
    if piece.mark is Mark.REMOVED:
        return f'<s style="background-color:{theme.error.ground}; color:{theme.error.ink}">{words}</s>'
    return words
