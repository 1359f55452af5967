"""The program's icons: line drawings of our own, coloured by the theme at the moment of painting."""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QDir, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from reform_desktop.resources import resource_path
from reform_desktop.ui.theme import active_theme

if TYPE_CHECKING:
    from reform_desktop.ui.theme import Theme

_INK: Final = "currentColor"


class Ink(Enum):
    """Which colour of the theme an icon takes."""

    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


def icon(name: str, ink: Ink = Ink.TEXT) -> QIcon:
    """Return the icon of that name; KeyError when there is no such drawing."""
    drawing(name)
    return QIcon(_Engine(name, ink))


def program_icon() -> QIcon:
    """Return the program's own icon, in colours of its own."""
    return QIcon(str(resource_path("icons/program/reform-desktop.svg")))


def register_marks() -> None:
    """Tell Qt where the style sheet finds its check mark and arrow; before `apply_theme`."""
    QDir.setSearchPaths("icons", [str(resource_path("icons"))])


@cache
def drawing(name: str) -> str:
    """Return the drawing as SVG text in ``currentColor``; KeyError when there is none of that name."""
    try:
        return resource_path(f"icons/{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise KeyError(name) from None


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(drawing(name).replace(_INK, colour).encode()))


class _Engine(QIconEngine):
    """Paints one drawing in the colour of the theme and of the button's state."""

    def __init__(self, name: str, ink: Ink) -> None:
        super().__init__()
        self._name = name
        self._ink = ink

    def clone(self) -> QIconEngine:
        """Return an engine of the same drawing."""
        return _Engine(self._name, self._ink)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Paint the drawing as large as the rectangle allows."""
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        _renderer(self._name, _colour(active_theme(), self._ink, mode)).render(painter, square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the drawing on nothing."""
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, _scale: float) -> QPixmap:
        """Return the drawing at a screen's scale; ``size`` counts its real pixels already."""
        return self.pixmap(size, mode, state)


def _colour(theme: Theme, ink: Ink, mode: QIcon.Mode) -> str:
    if mode == QIcon.Mode.Disabled:
        return theme.control
    inks = {
        Ink.TEXT: theme.text,
        Ink.MUTED: theme.muted,
        Ink.ACCENT: theme.accent,
        Ink.ON_ACCENT: theme.on_accent,
        Ink.SUCCESS: theme.success.ink,
        Ink.WARNING: theme.warning.ink,
        Ink.ERROR: theme.error.ink,
    }
    return inks[ink]
