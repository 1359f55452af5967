"""The Tab key goes as people read: in the order in which layouts hold things, whatever order they were made in."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QLayout,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QToolBar,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def tab_as_people_read(ground: QWidget) -> None:
    """Let Tab walk through everything in ``ground`` from the top, and in a line from the left."""
    stops = list(_stops(ground))
    if len(stops) < 2 or _in_order(stops):  # noqa: PLR2004 -- one alone has no order
        return
    first, *rest = stops
    end = QWidget(ground)  # Qt takes the chain for a ring and leaves it alone when only its beginning is wrong
    end.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for stop in reversed(rest):
        QWidget.setTabOrder(first, stop)
    end.setParent(None)
    end.deleteLater()


def _in_order(stops: list[QWidget]) -> bool:
    """Whether Tab goes from the first to the last already; only stops count, wherever their window begins."""
    wanted = iter(stops)
    waiting: QWidget | None = next(wanted)
    held, window = set(stops), stops[0].window()
    step: QWidget | None = window.nextInFocusChain()
    while step is not None and step is not window and waiting is not None:
        if step in held:
            if step is not waiting:
                return False
            waiting = next(wanted, None)
        step = step.nextInFocusChain()
    return waiting is None


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """Return what can have the focus by Tab, in reading order; what is inside Qt's own widgets is theirs."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if isinstance(widget, (QAbstractItemView, QComboBox)):
        return
    for part in _parts(widget):
        yield from _stops(part)


def _parts(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QMainWindow):
        yield from widget.findChildren(QToolBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        yield widget.centralWidget()
        return
    if isinstance(widget, QTabWidget):
        yield widget.tabBar()
    if isinstance(widget, (QTabWidget, QStackedWidget, QSplitter)):
        yield from (widget.widget(place) for place in range(widget.count()))
    elif isinstance(widget, QScrollArea):
        if widget.widget() is not None:
            yield widget.widget()
    elif (layout := _layout_of(widget)) is not None:
        yield from _held(layout)


def _layout_of(widget: QWidget) -> QLayout | None:
    return widget.layout()


def _held(layout: QLayout) -> Iterator[QWidget]:
    """Return the widgets of a layout and of the layouts in it; a grid is read line by line."""
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places.sort(key=lambda place: _line_and_column(layout, place))
    for place in places:
        item = layout.itemAt(place)
        if item is None:
            continue
        held: QWidget | None = item.widget()
        below: QLayout | None = item.layout()
        if held is not None:
            yield held
        elif below is not None:
            yield from _held(below)


def _line_and_column(grid: QGridLayout, place: int) -> tuple[int, int]:
    position = cast("tuple[int, int, int, int]", grid.getItemPosition(place))
    return position[0], position[1]
