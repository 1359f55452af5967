"""The left edge of the window: icon and word for each page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from reform_desktop.ui.icons import icon
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.roles import Ground, set_ground

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reform_desktop.ui.page_table import PageEntry


class Navigation(QFrame):
    """One button a page; ↑ and ↓ walk through them. ``chosen`` carries the page's name."""

    chosen = Signal(str)

    def __init__(self, pages: Iterable[PageEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("ページ")
        self._buttons: dict[str, QToolButton] = {}
        self._titles: dict[str, str] = {}
        self._group = QButtonGroup(self)
        sizes = active_sizes()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(sizes.gap, sizes.px(12), sizes.gap, sizes.px(12))
        layout.setSpacing(sizes.tight)
        for place, page in enumerate(pages, start=1):
            layout.addWidget(self._button(page, place))
        layout.addStretch(1)
        set_ground(self, Ground.SUNKEN)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_chosen(self, name: str) -> None:
        """Mark the page that is shown."""
        self._buttons[name].setChecked(True)

    def show_count(self, name: str, count: int) -> None:
        """Show beside a page's name how much there is to do on it; nothing for 0."""
        button, title = self._buttons[name], self._titles[name]
        button.setText(f"{title}　{count:,}" if count else title)
        button.setAccessibleName(f"{title} {count:,}件" if count else title)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the buttons with ↑ and ↓."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        buttons = list(self._buttons.values())
        focused = next((place for place, one in enumerate(buttons) if one.hasFocus()), None)
        if not step or focused is None:
            super().keyPressEvent(event)
            return
        buttons[(focused + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def _button(self, page: PageEntry, place: int) -> QToolButton:
        sizes = active_sizes()
        button = QToolButton(self)
        button.setText(page.title)
        button.setIcon(icon(page.icon))
        button.setIconSize(QSize(sizes.icon, sizes.icon))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setCheckable(True)
        button.setAccessibleName(page.title)
        button.setToolTip(f"{page.title}（Ctrl+{place}）")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setMinimumHeight(sizes.px(40))
        button.clicked.connect(lambda: self.chosen.emit(page.name))
        self._buttons[page.name] = button
        self._titles[page.name] = page.title
        self._group.addButton(button)
        button.ensurePolished()
        button.setMinimumWidth(max(sizes.px(144), button.sizeHint().width()))
        return button
