"""The pages of a report one below the other, as on a table."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QAbstractScrollArea

from reform_desktop.ui.preview.page_pictures import PagePictures
from reform_desktop.ui.preview.pdf_pages import DOTS_PER_POINT
from reform_desktop.ui.theme import active_sizes, active_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from reform_desktop.ui.preview.pdf_pages import PdfPages
    from reform_desktop.ui.tasks import TaskRunner

ZOOMS: Final = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_LEAST: Final = 0.1


class Fit(Enum):
    """How large pages are while no zoom is chosen."""

    WIDTH = "幅に合わせる"
    PAGE = "ページ全体"


_ZOOM_KEYS: Final = {
    Qt.Key.Key_Plus: 1,
    Qt.Key.Key_Semicolon: 1,
    Qt.Key.Key_Equal: 1,
    Qt.Key.Key_Minus: -1,
    Qt.Key.Key_0: 0,
}
NAME: Final = "帳票のプレビュー"


class PageView(QAbstractScrollArea):
    """Scrolls through pages; Ctrl with the wheel or with + and - zooms, Ctrl+0 fits the width.

    ``page_changed`` carries the number of the page in the middle, from 0; ``zoom_changed`` the zoom.
    """

    page_changed = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures = PagePictures(runner, self)
        self._zoom: float | Fit = Fit.WIDTH
        self._page = 0
        self._rects: list[QRect] = []
        self.setAccessibleName(NAME)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.viewport().setAutoFillBackground(True)
        self.pictures.drawn.connect(lambda _page: self.viewport().update())
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def page(self) -> int:
        """The page that is looked at, from 0."""
        return self._page

    @property
    def zoom(self) -> float:
        """1.0 is 96 dots an inch; the zoom that fits the view while none was chosen."""
        return self._fitting(self._zoom) if isinstance(self._zoom, Fit) else self._zoom

    @property
    def fit(self) -> Fit | None:
        """Whether pages follow the size of the view, and how."""
        return self._zoom if isinstance(self._zoom, Fit) else None

    def show_pages(self, pages: PdfPages | None) -> None:
        """Show a document; the place in it stays as far as it goes."""
        top = self.verticalScrollBar().value()
        self.pictures.show(pages)
        self._lay_out()
        if pages is not None and self._page < len(pages):
            self.verticalScrollBar().setValue(top)
            self._scrolled()
        else:
            self.go_to_page(max(0, len(pages) - 1 if pages else 0))

    def go_to_page(self, page: int) -> None:
        """Scroll to the top of a page, from 0."""
        if 0 <= page < len(self._rects):
            self.verticalScrollBar().setValue(self._rects[page].top() - active_sizes().gap)
            self._tell_page(page)

    def set_zoom(self, zoom: float | Fit) -> None:
        """Show pages in a size, or fitting the view."""
        page = self._page
        self._zoom = zoom
        self._lay_out()
        self.go_to_page(page)
        self.zoom_changed.emit(self.zoom)

    def zoom_by(self, steps: int) -> None:
        """Zoom in or out."""
        if steps > 0:
            self.set_zoom(next((one for one in ZOOMS if one > self.zoom + 0.01), ZOOMS[-1]))
        elif steps < 0:
            self.set_zoom(next((one for one in reversed(ZOOMS) if one < self.zoom - 0.01), ZOOMS[0]))

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in view; those not drawn yet are white sheets."""
        pages = self.pictures.pages
        if pages is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        offset = QPoint(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        for page, rect in enumerate(self._rects):
            shown = rect.translated(offset)
            if shown.intersects(event.rect()):
                self._paint_page(painter, page, shown)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the pages out anew."""
        super().resizeEvent(event)
        page = self._page
        self._lay_out()
        if self.fit is not None:
            self.go_to_page(page)
            self.zoom_changed.emit(self.zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep the zoom keys: the window uses the same ones for the size of its type."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _zoom_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the pages with the keys."""
        key, bar = event.key(), self.verticalScrollBar()
        if key == Qt.Key.Key_Home:
            self.go_to_page(0)
        elif key == Qt.Key.Key_End:
            self.go_to_page(len(self._rects) - 1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            bar.setValue(bar.value() + bar.pageStep() * 9 // 10)
        elif key == Qt.Key.Key_PageUp:
            bar.setValue(bar.value() - bar.pageStep() * 9 // 10)
        elif (steps := _zoom_key(event)) is not None:
            self.set_zoom(Fit.WIDTH) if steps == 0 else self.zoom_by(steps)
        else:
            super().keyPressEvent(event)

    # Inner parts

    def _paint_page(self, painter: QPainter, page: int, rect: QRect) -> None:
        painter.fillRect(rect, QColor("white"))
        picture = self.pictures.picture(page, self.zoom * self.devicePixelRatioF())
        if picture is not None and not picture.isNull():
            painter.drawImage(rect, picture)
        painter.setPen(QColor(active_theme().line))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _fitting(self, fit: Fit) -> float:
        pages = self.pictures.pages
        if pages is None or not len(pages):
            return 1.0
        widest = max(width for width, _height in pages.sizes)
        edges = 2 * active_sizes().px(16)
        zoom = (self.viewport().width() - edges) / (widest * DOTS_PER_POINT)
        if fit is Fit.PAGE:
            highest = max(height for _width, height in pages.sizes)
            zoom = min(zoom, (self.viewport().height() - edges) / (highest * DOTS_PER_POINT))
        return min(ZOOMS[-1], max(_LEAST, zoom))

    def _lay_out(self) -> None:
        pages, gap, zoom = self.pictures.pages, active_sizes().px(16), self.zoom
        sizes = [] if pages is None else pages.sizes
        boxes = [(round(w * zoom * DOTS_PER_POINT), round(h * zoom * DOTS_PER_POINT)) for w, h in sizes]
        width = max([self.viewport().width(), *(w + 2 * gap for w, _h in boxes)])
        self._rects = []
        top = gap
        for box_width, box_height in boxes:
            self._rects.append(QRect((width - box_width) // 2, top, box_width, box_height))
            top += box_height + gap
        view = self.viewport().size()
        for bar, whole, seen in (
            (self.verticalScrollBar(), top, view.height()),
            (self.horizontalScrollBar(), width, view.width()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(active_sizes().px(40))
        self.viewport().update()

    def _scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        found = next((page for page, rect in enumerate(self._rects) if rect.bottom() >= middle), len(self._rects) - 1)
        self._tell_page(max(0, found))

    def _tell_page(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)


def _zoom_key(event: QKeyEvent) -> int | None:
    """Return the step that a key asks for, 0 for the fitting zoom, ``None`` for any other key."""
    if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return None
    return _ZOOM_KEYS.get(Qt.Key(event.key()))
