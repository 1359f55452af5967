"""One elided line of text with a ground behind what a search found in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics

from reform_desktop.domain.text import find_hits
from reform_desktop.ui.theme import active_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPainter


def draw_marked_line(painter: QPainter, rect: QRect, text: str, words: str, font: QFont) -> None:
    """Draw one elided line, with a ground behind the hits."""
    metrics = QFontMetrics(font)
    elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    theme = active_theme()
    if words:
        kept = len(elided) if elided == text else len(elided) - 1
        for start, end in find_hits(text, words):
            if start >= kept:
                break
            left = rect.left() + metrics.horizontalAdvance(text[:start])
            width = metrics.horizontalAdvance(text[start : min(end, kept)])
            height = metrics.height()
            top = rect.top() + (rect.height() - height) // 2
            painter.fillRect(QRect(left, top, width, height), QColor(theme.hit))
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
