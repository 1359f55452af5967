"""Which theme this PC is set to: light, dark, or high contrast."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from reform_desktop.ui.theme import DARK, HIGH_CONTRAST, LIGHT, Theme, theme_named

SYSTEM: Final = "system"
"""What the settings say when the PC's own choice is followed."""

_SCHEMES: Final = {
    LIGHT.name: Qt.ColorScheme.Light,
    DARK.name: Qt.ColorScheme.Dark,
    HIGH_CONTRAST.name: Qt.ColorScheme.Dark,
}


def theme_for(chosen: str) -> Theme:
    """Return the theme of the settings' name; `SYSTEM` asks the PC."""
    return _system_theme() if chosen == SYSTEM else theme_named(chosen)


def tell_system(chosen: str) -> None:
    """Let what the system draws (title bars, its own dialogs) be as light or dark as the program."""
    QGuiApplication.styleHints().setColorScheme(_SCHEMES.get(chosen, Qt.ColorScheme.Unknown))


def _system_theme() -> Theme:
    if _wants_high_contrast():
        return HIGH_CONTRAST
    return DARK if _wants_dark() else LIGHT


def _wants_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


if sys.platform == "win32":
    import ctypes

    _ASK: Final = 0x0042
    _ON: Final = 0x0001

    class _HighContrast(ctypes.Structure):
        _fields_ = (
            ("cbSize", ctypes.c_uint),
            ("dwFlags", ctypes.c_uint),
            ("lpszDefaultScheme", ctypes.c_wchar_p),
        )

    def _wants_high_contrast() -> bool:
        """Whether ハイコントラスト is on in the settings of Windows."""
        found = _HighContrast(ctypes.sizeof(_HighContrast))
        asked = ctypes.windll.user32.SystemParametersInfoW(_ASK, found.cbSize, ctypes.byref(found), 0)
        return bool(asked and found.dwFlags & _ON)

else:

    def _wants_high_contrast() -> bool:
        """Whether the desktop asks for high contrast; Qt 6.9 does not tell it on Linux."""
        return False
