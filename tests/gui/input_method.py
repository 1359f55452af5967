"""Plays a Japanese input method: composition and commit, as Qt's platforms send them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def compose(widget: QWidget, preedit: str) -> None:
    """Show text in composition, not committed yet."""
    QCoreApplication.sendEvent(widget, QInputMethodEvent(preedit, []))


def commit(widget: QWidget, text: str) -> None:
    """End the composition with this text."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QCoreApplication.sendEvent(widget, event)


def cancel(widget: QWidget) -> None:
    """End the composition without text (Escape)."""
    compose(widget, "")
