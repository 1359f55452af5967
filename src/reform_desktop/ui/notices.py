"""Short news that ask nothing and go away by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.announcing import announce
from reform_desktop.ui.widgets.roles import Look, Strip, set_look, set_style_property

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QEnterEvent

_STAYS: Final = 6000
_STAYS_WITH_ACTION: Final = 15_000
_PICTURES: Final = {
    Strip.INFORMATION: ("information", Ink.ACCENT),
    Strip.SUCCESS: ("check", Ink.SUCCESS),
    Strip.WARNING: ("warning", Ink.WARNING),
    Strip.ERROR: ("error", Ink.ERROR),
}


class NoticeBar(QFrame):
    """One line of news at the edge of a window, perhaps with one action (「元に戻す」).

    It goes after a few seconds, but not while the pointer or the focus is on it; warnings and errors stay until
    they are closed. A newer notice replaces an older one.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel(self)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._button = QPushButton("開く", self)
        self._close = QToolButton(self)
        self._close.setIcon(icon("close"))
        self._close.setAccessibleName("お知らせを閉じる")
        self._close.setToolTip("お知らせを閉じる")
        self._act: Callable[[], object] | None = None
        self._strip = Strip.INFORMATION
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._expire)
        self._button.clicked.connect(self._run)
        self._close.clicked.connect(self.dismiss)
        set_look(self._button, Look.LINK)
        self._arrange()
        self.hide()

    @property
    def text(self) -> str:
        """The news shown now, or ``""``."""
        return "" if self.isHidden() else self._words.text()

    def show_notice(
        self,
        text: str,
        strip: Strip = Strip.INFORMATION,
        *,
        action_text: str = "",
        action: Callable[[], object] | None = None,
    ) -> None:
        """Show a sentence and read it out. ``action`` is called when its button is pressed."""
        self._strip = strip
        self._act = action
        self._words.setText(text)
        self._button.setText(action_text)
        self._button.setVisible(bool(action_text and action))
        set_style_property(self, "strip", strip.value)
        self._draw()
        self.show()
        urgent = strip in (Strip.WARNING, Strip.ERROR)
        self._timer.stop()
        if not urgent:
            self._timer.start(_STAYS_WITH_ACTION if action else _STAYS)
        announce(self, text)

    def dismiss(self) -> None:
        """Take the notice away."""
        self._timer.stop()
        self._act = None
        self.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Give time to read."""
        super().enterEvent(event)
        if self._timer.isActive():
            self._timer.start(_STAYS)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the picture anew in another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _arrange(self) -> None:
        sizes = active_sizes()
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.px(12), sizes.tight, sizes.tight, sizes.tight)
        row.setSpacing(sizes.gap)
        row.addWidget(self._picture)
        row.addWidget(self._words, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)

    def _draw(self) -> None:
        side = active_sizes().icon
        self._picture.setPixmap(icon(*_PICTURES[self._strip]).pixmap(side, side))

    def _expire(self) -> None:
        if self.underMouse() or self._button.hasFocus() or self._close.hasFocus():
            self._timer.start(_STAYS)
        else:
            self.dismiss()

    def _run(self) -> None:
        act = self._act
        self.dismiss()
        if act is not None:
            act()
