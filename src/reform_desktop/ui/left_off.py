"""Where a person left a file off: page, year, measure, how far down, window and splitters, for each file by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reform_desktop.services.checking import default_fiscal_year
from reform_desktop.ui.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray
    from PySide6.QtWidgets import QSplitter, QWidget

    from reform_desktop.ui.session import Session

_YEAR: Final = "year"


class LeftOff:
    """Known by the file's own id, so that a file that was moved or renamed opens where it was left, too.

    What a file does not know yet is as the last one was left. Nothing that was filled in is kept here.
    """

    def __init__(self, session: Session, settings: Settings | None = None) -> None:
        self._session = session
        self._settings = settings or Settings()
        self._id = session.desk.store.id

    def text(self, name: str) -> str:
        """Return a remembered choice, or ``""``."""
        return self._settings.text(f"{name}-{self._id}") or self._settings.text(name)

    def own_text(self, name: str) -> str:
        """Return a remembered choice that means something in this file only."""
        return self._settings.text(f"{name}-{self._id}")

    def set_text(self, name: str, value: str) -> None:
        """Remember a choice, for this file and for files that are opened for the first time."""
        self._settings.set_text(f"{name}-{self._id}", value)
        self._settings.set_text(name, value)

    def set_own_text(self, name: str, value: str) -> None:
        """Remember what means something in this file only."""
        self._settings.set_text(f"{name}-{self._id}", value)

    def restore_window(self, name: str, window: QWidget) -> bool:
        """Give the window the size and place that it had with this file, or with the last one."""
        restore = self._settings.restore_window
        return restore(f"{name}-{self._id}", window) or restore(name, window)

    def save_window(self, name: str, window: QWidget) -> None:
        """Remember size and place of the window."""
        self._settings.save_window(f"{name}-{self._id}", window)
        self._settings.save_window(name, window)

    def restore_splitter(self, name: str, splitter: QSplitter) -> bool:
        """Divide a splitter as it was, and remember from now on how it is divided."""
        splitter.splitterMoved.connect(lambda *_: self._save_splitter(name, splitter.saveState()))
        known = self._settings.bytes(f"{name}-{self._id}") or self._settings.bytes(name)
        return known is not None and splitter.restoreState(known)

    def restore_year(self) -> None:
        """Show the year that was shown, unless another year has become the one to be worked on since."""
        year, _, usual = self.own_text(_YEAR).partition("/")
        now = default_fiscal_year(self._session.desk)
        if usual == str(now) and year.isdecimal() and int(year) in self._session.fiscal_years:
            self._session.set_fiscal_year(int(year))
        self._session.fiscal_year_changed.connect(
            lambda chosen: self.set_own_text(_YEAR, f"{chosen}/{default_fiscal_year(self._session.desk)}")
        )

    def _save_splitter(self, name: str, state: QByteArray) -> None:
        self._settings.save_bytes(f"{name}-{self._id}", state)
        self._settings.save_bytes(name, state)
