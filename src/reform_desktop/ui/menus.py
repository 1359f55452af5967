"""The menu bar as a table: words, shortcut, icon, and what happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from reform_desktop.ui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu. ``name`` is how the window finds the action again; an empty ``text`` is a separator.

    ``short`` are the words of the tool bar's button.
    """

    name: str = ""
    text: str = ""
    act: Callable[[], object] | None = None
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    short: str = ""


SEPARATOR = Entry()


class Menus:
    """The actions of a window by name, in menus."""

    def __init__(self, bar: QMenuBar, owner: QWidget) -> None:
        self._bar = bar
        self._owner = owner
        self._actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}

    def add(self, title: str, entries: Sequence[Entry]) -> QMenu:
        """Add a menu; its entries get their shortcuts in the whole window."""
        menu = self._bar.addMenu(title)
        self.fill(menu, entries)
        return menu

    def fill(self, menu: QMenu, entries: Sequence[Entry]) -> None:
        """Add entries to a menu."""
        for entry in entries:
            if entry.text:
                menu.addAction(self._action(entry))
            else:
                menu.addSeparator()

    def submenu(self, menu: QMenu, name: str, title: str) -> QMenu:
        """Add a menu inside a menu, to be filled when it opens."""
        below = menu.addMenu(title)
        self._menus[name] = below
        return below

    def action(self, name: str) -> QAction:
        """Return an action by its name."""
        return self._actions[name]

    def _action(self, entry: Entry) -> QAction:
        action = QAction(entry.text, self._owner)
        action.setObjectName(entry.name)
        action.setShortcuts([QKeySequence(keys) for keys in entry.keys])
        action.setCheckable(entry.checkable)
        action.setMenuRole(QAction.MenuRole.NoRole)
        if entry.short:
            action.setIconText(entry.short)
        if entry.icon:
            action.setIcon(icon(entry.icon))
        if entry.act is not None:
            act = entry.act
            action.triggered.connect(lambda *_: act())
        if entry.name:
            self._actions[entry.name] = action
        return action
