"""What every dialog can do: be no larger than its screen, be walked through with Tab, and answer F1."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from reform_desktop.ui.widgets.reading_order import tab_as_people_read
from reform_desktop.ui.widgets.room_scroll import RoomScroll, needed_size

_FRAME = QSize(16, 48)
"""What the window manager's frame takes of the screen."""


class Dialog(QDialog):
    """A dialog of the program. One that does not fit on its screen scrolls; its words are never cut."""

    help_topic: ClassVar[str] = "index"
    """The manual's place about this dialog: a chapter, or 「chapter#heading」."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scroll: RoomScroll | None = None
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), self, self._show_help)

    def commit_pending(self) -> None:
        """Keep what is typed and not saved or sent yet: the window is about to close."""

    def showEvent(self, event: QShowEvent) -> None:
        """Come up within the screen, with Tab going as people read."""
        self._fit()
        tab_as_people_read(self)
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        """Stay within the screen when something is added to the dialog while it is open."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fit()
            tab_as_people_read(self)
        return done

    def _fit(self) -> None:
        room = room_on_screen(self)
        content = self._scroll.widget() if self._scroll else self
        needed = needed_size(content, min(max(self.width(), content.minimumSizeHint().width()), room.width()))
        if self._scroll is None and (needed.width() > room.width() or needed.height() > room.height()):
            self._make_scroll()
        wanted = self.size().expandedTo(needed).boundedTo(room)
        if wanted != self.size():
            self.resize(wanted)

    def _make_scroll(self) -> None:
        """Put everything that is in the dialog onto a ground that scrolls."""
        held = self.layout()
        if held is None:
            return
        focused = self.focusWidget()
        ground = QWidget()
        ground.setLayout(held)
        self._scroll = RoomScroll(ground, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self.setMinimumSize(0, 0)
        if focused is not None:
            focused.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_help(self) -> None:
        from reform_desktop.ui.help_window import show_help  # noqa: PLC0415 -- only when asked for

        focused: QWidget | None = self.focusWidget()
        show_help(self if focused is None else focused)


def room_on_screen(window: QWidget) -> QSize:
    """Return the largest size that a window can have on its screen."""
    return window.screen().availableGeometry().size() - _FRAME
