"""The strip below the menus: undo and redo, the year, 入力チェック, and whether everything is saved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolBar, QToolButton, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.saved_indicator import SavedIndicator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reform_desktop.ui.session import Session

_MNEMONIC: Final = re.compile(r"\(&.\)")


class ToolBar(QToolBar):
    """Always there, whatever page is shown."""

    def __init__(self, session: Session, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__("道具", parent)
        self._session = session
        self._words_need = 0
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setFloatable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        sizes = active_sizes()
        self.setIconSize(QSize(sizes.icon, sizes.icon))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for action in actions:
            self._add_action(action)
        self.year = self._build_year()
        self.saved = SavedIndicator(self)
        stretch = QWidget(self)
        stretch.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(stretch)
        label = QLabel("年度", self)
        label.setBuddy(self.year)
        self.addWidget(label)
        self.addWidget(self.year)
        self.addWidget(self.saved)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show pictures without words where there is no room for both; the words are in the tool tips."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        if self.sizeHint().width() > self.width() or (
            self.toolButtonStyle() != style and self._words_need > self.width()
        ):
            self._words_need = max(self._words_need, self.sizeHint().width())
            style = Qt.ToolButtonStyle.ToolButtonIconOnly
        if style != self.toolButtonStyle():
            self.setToolButtonStyle(style)

    def show_year(self, year: int) -> None:
        """Show the year that the pages show."""
        self.year.load_value(year)

    def refresh_years(self) -> None:
        """Offer the plan's years as they are now."""
        self.year.set_options(Option(year, format_fiscal_year(year)) for year in self._session.fiscal_years)
        self.year.load_value(self._session.fiscal_year)

    def _build_year(self) -> ChoiceField:
        year = ChoiceField((), self, nothing=None)
        year.status.set_name("年度")
        year.status.set_help("選んだ年度の達成状況を表示し、その年度の実績を入力します。")
        year.set_options(Option(one, format_fiscal_year(one)) for one in self._session.fiscal_years)
        year.load_value(self._session.fiscal_year)
        year.activated.connect(year.commit_pending)
        year.committed.connect(self._session.set_fiscal_year)
        year.setMinimumWidth(active_sizes().px(210))
        return year

    def _add_action(self, action: QAction) -> None:
        self.addAction(action)
        button = self.widgetForAction(action)
        if isinstance(button, QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(spoken(action))
            action.changed.connect(lambda: button.setAccessibleName(spoken(action)))


def spoken(action: QAction) -> str:
    """Return an action's words without the key in brackets: 「取組実績の変更を元に戻す」."""
    return _MNEMONIC.sub("", action.text()).replace("&&", "&").rstrip("…")
