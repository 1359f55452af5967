"""A row of buttons with their shortcuts, above a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from reform_desktop.ui.icons import icon
from reform_desktop.ui.theme import active_sizes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class ActionsRow(QWidget):
    """Buttons of actions on what is chosen in ``view``; the shortcuts work while the view has the focus."""

    def __init__(self, view: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(active_sizes().tight)
        self._row.addStretch(1)

    def add(self, text: str, picture: str, act: Callable[[], object], keys: str = "", *, words: bool = True) -> QAction:
        """Add a button; without ``words`` its picture says enough, and the words are for screen readers."""
        action = self._action(text, picture, act, keys)
        button = self._button()
        button.setDefaultAction(action)
        button.setAccessibleName(text.partition("(")[0])
        if not words:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        return action

    def add_menu(self, text: str, picture: str, entries: Sequence[tuple[str, Callable[[], object]]]) -> list[QAction]:
        """Add a button that opens a menu."""
        button = self._button()
        button.setText(text)
        button.setIcon(icon(picture))
        button.setAccessibleName(text.partition("(")[0])
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        actions = [self._action(words, "", act, "") for words, act in entries]
        for action in actions:
            menu.addAction(action)
        button.setMenu(menu)
        button.ensurePolished()
        button.setMinimumWidth(button.sizeHint().width() + active_sizes().px(16))  # Qt forgets the words' key
        return actions

    def _action(self, text: str, picture: str, act: Callable[[], object], keys: str) -> QAction:
        action = QAction(text, self._view)
        if picture:
            action.setIcon(icon(picture))
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self._view.addAction(action)
        action.setToolTip(f"{text}（{keys}）" if keys else text)
        action.triggered.connect(lambda *_: act())
        return action

    def _button(self) -> QToolButton:
        button = QToolButton(self)
        side = active_sizes().px(18)
        button.setIconSize(QSize(side, side))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._row.insertWidget(self._row.count() - 1, button)
        return button
