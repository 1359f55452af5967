"""The shipped typefaces: BIZ UDPGothic, and behind it a face for the names that it lacks (𠮷)."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from reform_desktop.resources import resource_path

FAMILY: Final = "BIZ UDPGothic"
_FACES: Final = ("BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf")
_FALLBACK: Final = "ReformDesktopFallback-Regular.ttf"


def load_fonts() -> None:
    """Register BIZ UDPGothic; a few milliseconds, so it stands before the first window."""
    for face in _FACES:
        _register(face)


def load_fallback_font() -> None:
    """Register the fallback face and put it behind BIZ UDPGothic; call it after the first paint."""
    for family in _register(_FALLBACK):
        QFont.insertSubstitution(FAMILY, family)


def body_font(pixels: int) -> QFont:
    """Return the program's font.."""
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return font


def _register(face: str) -> list[str]:
    """Register one file and return its families. A face that cannot be read leaves the system's own.

    On Windows its bytes are handed over: drawing off screen, Qt gives FreeType the path in the system's old code
    page, which finds nothing below a folder such as 「𠮷田」.
    """
    path = resource_path(f"fonts/{face}")
    if sys.platform == "win32":
        number = QFontDatabase.addApplicationFontFromData(path.read_bytes())
    else:
        number = QFontDatabase.addApplicationFont(str(path))
    return [] if number < 0 else QFontDatabase.applicationFontFamilies(number)
