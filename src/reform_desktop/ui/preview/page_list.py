"""The pages of a report as small pictures with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QListView

from reform_desktop.ui.theme import active_sizes, active_theme

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from reform_desktop.ui.preview.page_pictures import PagePictures

Index = QModelIndex | QPersistentModelIndex


class PageListModel(QAbstractListModel):
    """One row a page; the small picture is drawn when the row is looked at."""

    def __init__(self, pictures: PagePictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._count = 0
        pictures.drawn.connect(self._drawn)

    def reload(self) -> None:
        """Show the pages of the document that is shown now."""
        self.beginResetModel()
        self._count = len(self._pictures.pages) if self._pictures.pages else 0
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        """Return how many pages there are."""
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return number and picture of a page."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{index.row() + 1}ページ"
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(index.row())
        return None

    def _picture(self, page: int) -> QPixmap | None:
        pages = self._pictures.pages
        if pages is None or page >= len(pages):
            return None
        box = active_sizes().px(88)
        longest = max(pages.sizes[page])
        shown = QPixmap(*(round(side * box / longest) for side in pages.sizes[page]))
        shown.fill(QColor("white"))
        painter = QPainter(shown)
        picture = self._pictures.picture(page, box / longest)
        if picture is not None and not picture.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(shown.rect(), picture)
        painter.setPen(QColor(active_theme().control))
        painter.drawRect(shown.rect().adjusted(0, 0, -1, -1))
        painter.end()
        return shown

    def _drawn(self, page: int) -> None:
        if page < self._count:
            self.dataChanged.emit(self.index(page), self.index(page))


class PageList(QListView):
    """Small pictures in a column; the chosen one is the page that is shown."""

    def __init__(self, model: PageListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sizes = active_sizes()
        self.setModel(model)
        self.setAccessibleName("ページの一覧")
        self.setIconSize(QSize(sizes.px(88), sizes.px(88)))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setFixedWidth(sizes.px(160))
