"""What delegates are handed by Qt, in types that PySide's stubs leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QStyle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

Index = QModelIndex | QPersistentModelIndex


class StyleOption(Protocol):
    """What Qt's style option holds."""

    rect: QRect
    font: QFont
    state: QStyle.StateFlag
    widget: QWidget | None
