"""Pages with their list, and the bar to walk and zoom: on the reports page and wherever something is laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from reform_desktop.ui.icons import icon
from reform_desktop.ui.preview.page_list import PageList, PageListModel
from reform_desktop.ui.preview.page_view import NAME, PageView
from reform_desktop.ui.preview.zoom_button import ZoomButton
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QModelIndex

    from reform_desktop.ui.preview.pdf_pages import PdfPages
    from reform_desktop.ui.tasks import TaskRunner


class PreviewPane(QWidget):
    """Shows the pages of one written PDF."""

    help_topic = "printing#プレビューしてから印刷する"

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PageView(runner, self)
        self._pages = PageListModel(self.view.pictures, self)
        self.list = PageList(self._pages, self)
        self._place = QLabel(self)
        self._zoom = ZoomButton(self.view, self)
        self._whole = True
        self._bar: list[QWidget] = []
        self._arrange()
        self.view.page_changed.connect(self._show_place)
        self.list.selectionModel().currentChanged.connect(self._chosen)

    @property
    def stops(self) -> list[QWidget]:
        """What Tab stops at, in order."""
        return [*self._bar, self.view, self.list]

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return self._pages.rowCount()

    def show_pages(self, pages: PdfPages | None, *, whole: bool = True) -> None:
        """Show a document, or nothing; one that is not ``whole`` yet has … for the number of its pages."""
        self._whole = whole
        self.view.show_pages(pages)
        self._pages.reload()
        self._show_place(self.view.page)
        self._zoom.refresh()

    def _arrange(self) -> None:
        sizes = active_sizes()
        bar = QHBoxLayout()
        bar.setContentsMargins(sizes.gap, 0, sizes.gap, 0)
        bar.setSpacing(sizes.tight)
        self._button(bar, "up", "前のページ", lambda: self._go(-1))
        bar.addWidget(self._place)
        self._button(bar, "down", "次のページ", lambda: self._go(1))
        bar.addStretch(1)
        self._button(bar, "minus", "縮小", lambda: self.view.zoom_by(-1), "Ctrl+-")
        bar.addWidget(self._zoom)
        self._bar.append(self._zoom)
        self._button(bar, "add", "拡大", lambda: self.view.zoom_by(1), "Ctrl++")
        self._place.setMinimumWidth(sizes.px(72))
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_look(self._place, Look.SMALL)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.view, 1)
        row.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.tight)
        column.addLayout(bar)
        column.addLayout(row, 1)

    def _button(
        self, bar: QHBoxLayout, picture: str, name: str, act: Callable[[], object], keys: str = ""
    ) -> QToolButton:
        button = QToolButton(self)
        if picture:
            button.setIcon(icon(picture))
        button.setAccessibleName(name)
        button.setToolTip(f"{name}（{keys}）" if keys else name)
        button.clicked.connect(lambda *_: act())
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        bar.addWidget(button)
        self._bar.append(button)
        return button

    def _go(self, step: int) -> None:
        self.view.go_to_page(min(max(0, self.view.page + step), self.page_count - 1))

    def _chosen(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() != self.view.page:
            self.view.go_to_page(index.row())

    def _show_place(self, page: int) -> None:
        count = self.page_count
        known = str(count) if self._whole else "…"
        self._place.setText(f"{page + 1} / {known}" if count else "")
        total = f"{count}ページ中 " if self._whole else ""
        self.view.setAccessibleDescription(f"{total}{page + 1}ページ" if count else "")
        self.view.setAccessibleName(NAME)
        index = self._pages.index(page)
        if index.isValid() and self.list.currentIndex() != index:
            self.list.setCurrentIndex(index)
