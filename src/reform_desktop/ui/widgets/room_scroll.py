"""Room for what does not fit: a ground that shrinks with its window as far as its words allow, and then scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from reform_desktop.ui.widgets.reading_order import tab_as_people_read


class RoomScroll(QScrollArea):
    """Gives its content the window's size, but never less than its words need; then there are scroll bars.

    Qt's own resizable scroll area asks for the preferred height of wrapped texts and so scrolls pages that could
    still shrink; a plain layout squeezes words until they are cut.
    """

    def __init__(self, content: QWidget, parent: QWidget | None = None, *, as_wide_as_content: bool = False) -> None:
        """``as_wide_as_content`` is for a strip at an edge: it scrolls up and down only."""
        super().__init__(parent)
        self._as_wide_as_content = as_wide_as_content
        if as_wide_as_content:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        for ground in (content, self.viewport()):
            ground.setAutoFillBackground(False)  # the window paints it, and `FirstPaint` waits for that
        self.setFocusProxy(content)
        content.installEventFilter(self)
        self._ordering = QTimer(self)
        self._ordering.setSingleShot(True)
        self._ordering.setInterval(0)
        self._ordering.timeout.connect(lambda: tab_as_people_read(content))
        self._ordering.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the content anew when what it needs has changed; what was added to it takes its place in Tab's way."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
            self._ordering.start()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the content to the window."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return what the content would like."""
        return self.widget().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return nothing: there is always room, since it scrolls."""
        return QSize(0, 0)

    def _fit(self) -> None:
        content, room = self.widget(), self.maximumViewportSize()
        needed = needed_size(content, room.width())
        down = needed.height() > room.height()
        if self._as_wide_as_content:
            bar = self.verticalScrollBar().sizeHint().width() if down else 0
            self.setFixedWidth(needed_size(content, 0).width() + bar)
            room.setWidth(self.width() - bar)
        elif down:
            room.setWidth(room.width() - self.verticalScrollBar().sizeHint().width())
            needed = needed_size(content, room.width())
        if needed.width() > room.width():
            room.setHeight(room.height() - self.horizontalScrollBar().sizeHint().height())
        content.resize(needed.expandedTo(room))


def needed_size(content: QWidget, width: int) -> QSize:
    """Return the least size at which no words are cut, when ``width`` or more is given."""
    layout = content.layout()
    if layout is None:
        return content.minimumSizeHint().expandedTo(content.minimumSize())
    least = layout.totalMinimumSize().expandedTo(content.minimumSize())
    if layout.hasHeightForWidth():
        height = layout.totalMinimumHeightForWidth(max(width, least.width()))
        least.setHeight(max(least.height(), height))
    return least
