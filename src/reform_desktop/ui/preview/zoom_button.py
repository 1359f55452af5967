"""How large pages are shown: the zoom in words, with the choices behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from reform_desktop.ui.icons import icon
from reform_desktop.ui.preview.page_view import ZOOMS, Fit
from reform_desktop.ui.theme import active_sizes

if TYPE_CHECKING:
    from reform_desktop.ui.preview.page_view import PageView


class ZoomButton(QToolButton):
    """Shows the zoom of a view, and opens the list of zooms: the width, the whole page, 50 % to 400 %."""

    def __init__(self, view: PageView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._choices = QActionGroup(self)
        menu = QMenu(self)
        for zoom in (*Fit, *ZOOMS):
            words = zoom.value if isinstance(zoom, Fit) else _percent(zoom)
            action = menu.addAction(f"{words}\tCtrl+0" if zoom is Fit.WIDTH else words)
            action.setCheckable(True)
            action.setData(zoom)
            action.triggered.connect(lambda *_, chosen=zoom: view.set_zoom(chosen))
            self._choices.addAction(action)
        menu.setAccessibleName("表示倍率")
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIcon(icon("down"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow behind the words
        self.setMinimumWidth(active_sizes().px(80))
        self.setToolTip("表示倍率を選びます。")
        view.zoom_changed.connect(lambda _zoom: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Say the zoom as it is now."""
        words = _percent(self._view.zoom) if self._view.pictures.pages is not None else "―"
        self.setText(words)
        fit = self._view.fit
        self.setAccessibleName(f"表示倍率 {words}" + (f"（{fit.value}）" if fit else ""))
        for action in self._choices.actions():
            action.setChecked(action.data() == (self._view.fit or self._view.zoom))


def _percent(zoom: float) -> str:
    return f"{round(zoom * 100)}%"
