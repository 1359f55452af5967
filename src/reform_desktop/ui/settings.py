"""What a PC remembers of a person: window, recent files, theme, scale, role. Nothing that was filled in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QPoint, QSettings, QStandardPaths
from PySide6.QtGui import QGuiApplication

from reform_desktop.places import portable_folder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_RECENT: Final = 10
_SCALES: Final = (0.9, 2.0)


class Settings:
    """One INI file in the user's own configuration folder, or beside a program that is carried about.

    Unreadable entries count as absent.
    """

    def __init__(self, path: Path | None = None) -> None:
        """``path`` is for tests; usually the folder that the system gives."""
        self._store = QSettings(str(path or settings_path()), QSettings.Format.IniFormat)

    @property
    def recent_files(self) -> list[Path]:
        """Files opened lately, newest first, whether or not they are still there."""
        stored = self._store.value("recent_files", [])
        names = [stored] if isinstance(stored, str) else stored
        return [Path(name) for name in names if isinstance(name, str) and name] if isinstance(names, list) else []

    def add_recent_file(self, path: Path) -> None:
        """Put a file first in the list."""
        others = [one for one in self.recent_files if one != path]
        self._store.setValue("recent_files", [str(one) for one in [path, *others][:_RECENT]])

    def forget_recent_file(self, path: Path) -> None:
        """Take a file out of the list, not off the disk."""
        self._store.setValue("recent_files", [str(one) for one in self.recent_files if one != path])

    @property
    def theme(self) -> str:
        """The name of the theme; at first ``system``, what the PC is set to."""
        return self._text("theme") or "system"

    @theme.setter
    def theme(self, name: str) -> None:
        self._store.setValue("theme", name)

    @property
    def scale(self) -> float:
        """Size of type and space; 1.0 is 100 %, always between 90 and 200 %."""
        try:
            scale = float(self._text("scale") or 1.0)
        except ValueError:
            return 1.0
        least, most = _SCALES
        return min(most, max(least, scale)) if scale == scale else 1.0  # noqa: PLR0124 -- NaN

    @scale.setter
    def scale(self, scale: float) -> None:
        self._store.setValue("scale", str(scale))

    @property
    def role(self) -> str:
        """Department or division, as chosen last; a suggestion for the next new file."""
        return self._text("role")

    @role.setter
    def role(self, role: str) -> None:
        self._store.setValue("role", role)

    @property
    def last_folder(self) -> Path | None:
        """Where a file dialog begins."""
        text = self._text("last_folder")
        return Path(text) if text and Path(text).is_dir() else None

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        self._store.setValue("last_folder", str(folder))

    def text(self, name: str) -> str:
        """Return a remembered choice of a page (open tab, chosen year), or ``""``."""
        return self._text(f"pages/{name}")

    def set_text(self, name: str, value: str) -> None:
        """Remember a choice of a page; never what somebody filled in."""
        self._store.setValue(f"pages/{name}", value)

    def save_window(self, name: str, window: QWidget) -> None:
        """Remember size and place of a window."""
        self._store.setValue(f"windows/{name}", window.saveGeometry())

    def restore_window(self, name: str, window: QWidget) -> bool:
        """Give a window its size and place back; one whose screen is gone comes to a screen that is there."""
        stored = self._store.value(f"windows/{name}")
        if not isinstance(stored, QByteArray) or not window.restoreGeometry(stored):
            return False
        _bring_into_view(window)
        return True

    def save_bytes(self, name: str, state: QByteArray) -> None:
        """Remember the state of a splitter or header."""
        self._store.setValue(f"state/{name}", state)

    def bytes(self, name: str) -> QByteArray | None:
        """Return the state of a splitter or header, or None."""
        stored = self._store.value(f"state/{name}")
        return stored if isinstance(stored, QByteArray) else None

    def flush(self) -> None:
        """Write to the disk now."""
        self._store.sync()

    def _text(self, name: str) -> str:
        stored = self._store.value(name, "")
        return stored if isinstance(stored, str) else ""


def settings_path() -> Path:
    """Return where the settings lie."""
    beside = portable_folder()
    if beside is not None:
        return beside / "settings.ini"
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(folder) / "reform-desktop" / "settings.ini"


def _bring_into_view(window: QWidget) -> None:
    """Move a window whose title bar lies on no screen onto the first one."""
    grip = QPoint(window.geometry().center().x(), window.geometry().top())
    if QGuiApplication.screenAt(grip) is None:
        room = QGuiApplication.primaryScreen().availableGeometry()
        window.resize(window.size().boundedTo(room.size()))
        window.move(room.topLeft())
