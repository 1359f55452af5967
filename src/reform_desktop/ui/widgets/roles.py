"""How a widget is told what it is, so that the style sheet can dress it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFrame, QLabel, QPushButton


class Look(StrEnum):
    """Looks of labels and buttons; the names are those of the style sheet."""

    TITLE = "title"
    HEADING = "heading"
    SECTION = "section"
    LABEL = "label"
    SMALL = "small"
    MUTED = "muted"
    REQUIRED = "required"
    ERROR = "error"
    SUCCESS = "success"
    PRIMARY = "primary"
    DANGER = "danger"
    QUIET = "quiet"
    LINK = "link"


class Ground(StrEnum):
    """Grounds of frames."""

    SUNKEN = "sunken"
    PLAN = "plan"
    RESULT = "result"
    CARD = "card"
    RULE = "rule"


class Strip(StrEnum):
    """What a strip has to say."""

    INFORMATION = "information"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


def set_look(widget: QLabel | QPushButton, look: Look) -> None:
    """Dress a label or button."""
    set_style_property(widget, "look", look.value)


def set_ground(frame: QFrame, ground: Ground) -> None:
    """Give a frame its ground."""
    set_style_property(frame, "ground", ground.value)


def set_style_property(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet selects by, and dress the widget anew when it has changed."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # never dressed yet: the first time it will be dressed right
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    QWidget.update(widget)  # by name: item views have an update of another signature


def set_style_flag(widget: QWidget, name: str, *, on: bool) -> None:
    """Set a yes-or-no property; unset is the same as no, so that fresh widgets are not dressed twice."""
    if on or widget.property(name) is not None:
        set_style_property(widget, name, "true" if on else "false")
