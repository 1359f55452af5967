"""Pictures of pages, drawn in a worker when somebody looks at them, and forgotten when nobody does."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from reform_desktop.ui.preview.pdf_pages import PdfPages
    from reform_desktop.ui.tasks import TaskRunner

_KEPT_PIXELS: Final = 40_000_000
"""About 160 MB of pictures: a dozen A4 pages at 150 %."""


class PagePictures(QObject):
    """Hands out what is drawn already and draws the rest. ``drawn`` carries a page's number, from 0."""

    drawn = Signal(int)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._pages: PdfPages | None = None
        self._before: dict[int, QImage] = {}
        self._kept: OrderedDict[tuple[int, float], QImage] = OrderedDict()
        self._wanted: list[tuple[int, float]] = []
        self._drawing = False

    @property
    def pages(self) -> PdfPages | None:
        """The document that is shown."""
        return self._pages

    def show(self, pages: PdfPages | None) -> None:
        """Change to another document; the pages of the one before stand in until the new ones are drawn."""
        self._pages = pages
        self._before = {} if pages is None else {page: picture for (page, _zoom), picture in self._kept.items()}
        self._kept.clear()
        self._wanted.clear()

    def picture(self, page: int, zoom: float) -> QImage | None:
        """Return a page's picture, or ``None`` and draw it now; what was asked for last is drawn first."""
        wanted = (page, round(zoom, 3))
        found = self._kept.get(wanted)
        if found is not None:
            self._kept.move_to_end(wanted)
            return found
        if wanted in self._wanted:
            self._wanted.remove(wanted)
        self._wanted.append(wanted)
        del self._wanted[:-24]
        self._draw_next()
        return self._nearest(page)

    def _nearest(self, page: int) -> QImage | None:
        """Return the page in another size, to be stretched until the right one is drawn."""
        found = (picture for (number, _zoom), picture in self._kept.items() if number == page)
        return next(found, self._before.get(page))

    def _draw_next(self) -> None:
        if self._drawing or not self._wanted or self._pages is None:
            return
        self._drawing = True
        pages, (page, zoom) = self._pages, self._wanted.pop()

        def keep(picture: QImage) -> None:
            if pages is self._pages:
                self._keep((page, zoom), picture)

        self._runner.run(
            "ページを描いています",
            lambda _context: pages.picture(page, zoom),
            done=keep,
            ended=lambda _task: self._drawn(),
            owner=self,
            urgent=True,
        )

    def _keep(self, key: tuple[int, float], picture: QImage) -> None:
        self._kept[key] = picture
        self._before.pop(key[0], None)
        while sum(one.width() * one.height() for one in self._kept.values()) > _KEPT_PIXELS and len(self._kept) > 1:
            self._kept.popitem(last=False)
        self.drawn.emit(key[0])

    def _drawn(self) -> None:
        self._drawing = False
        self._draw_next()
