"""The audit: what a screen reader would not be able to say, or a keyboard not reach, of a window.

Works on Qt's own accessibility tree inside the process, which is what the platform's bridge (UIA, AT-SPI) hands out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTextEdit,
    QTreeView,
    QWidget,
)
from shiboken6 import isValid

from reform_desktop.ui.preview.page_view import PageView
from reform_desktop.ui.widgets.naming import unnamed_controls

Role = QAccessible.Role
_NO_ROLES = (Role.NoRole, Role.Client, Role.Pane)
"""Roles that say nothing. The pages of a preview keep theirs: Qt has none for a picture that scrolls, so name and
description say what it is and on which page one is."""


def unheard(window: QWidget) -> list[str]:
    """Return a line for whatever is silent, or reached in the wrong order, or not at all."""
    stops = tab_stops(window)
    found = [f"no name: {line}" for line in unnamed_controls(window)]
    for stop in stops:
        found += [f"{place_of(stop)}: {what}" for what in (*_named(stop), *_valued(stop), *_cells(stop))]
    found += _out_of_order(stops)
    return found


def tab_stops(window: QWidget) -> list[QWidget]:
    """Return what the Tab key stops at, in its order."""
    stops = list[QWidget]()
    step: QWidget | None = window.nextInFocusChain()
    while step is not None and step is not window:
        reached = bool(step.focusPolicy() & Qt.FocusPolicy.TabFocus) and step.isEnabled()
        if reached and step.isVisible() and step.window() is window and step.focusProxy() is None:
            stops.append(step)
        step = step.nextInFocusChain()
    return stops


def without_visible_focus(window: QWidget, seen: set[tuple[str, object]]) -> list[str]:
    """Return the stops that look the same with and without the keyboard; one of each class and look is looked at."""
    window.activateWindow()
    if not QTest.qWaitForWindowActive(window):
        return ["cannot be brought to the front"]
    found = []
    for stop in tab_stops(window):
        kind = type(stop).__name__, stop.property("look")
        if kind in seen or not isValid(stop):
            continue
        seen.add(kind)
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if not stop.hasFocus():
            continue
        shown = stop.grab().toImage()
        window.setFocus(Qt.FocusReason.OtherFocusReason)
        stop.clearFocus()
        QApplication.processEvents()
        if isValid(stop) and shown == stop.grab().toImage():
            found.append(f"{place_of(stop)}: looks the same with the keyboard as without")
    return found


def place_of(widget: QWidget) -> str:
    """Return the way to a widget by classes, and its name."""
    steps = list[str]()
    step: QWidget | None = widget
    while step is not None and not step.isWindow() and len(steps) < 4:
        steps.append(type(step).__name__)
        step = step.parentWidget()
    return f"{' < '.join(steps)} 「{_interface(widget).text(QAccessible.Text.Name)[:30]}」"


def _interface(widget: QWidget) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(widget)


def _named(stop: QWidget) -> Iterator[str]:
    face = _interface(stop)
    if not face.text(QAccessible.Text.Name).strip():
        yield "has no name"
    if isinstance(stop, QLineEdit) and not stop.accessibleName() and not face.relations(QAccessible.RelationFlag.Label):
        yield "has its gray hint as its only name"
    if isinstance(stop, QComboBox) and not stop.accessibleName() and not face.relations(QAccessible.RelationFlag.Label):
        yield "has its value as its only name"  # on Linux Qt gives the value for the name, so ours is looked at
    if face.role() in _NO_ROLES and not isinstance(stop, PageView):
        yield f"has the role {face.role().name}"
    if not _state(face).focusable:
        yield "does not say that it can have the focus"


def _valued(stop: QWidget) -> Iterator[str]:
    face = _interface(stop)
    if isinstance(stop, QLineEdit) and stop.echoMode() == QLineEdit.EchoMode.Normal:
        yield from _differs(face.text(QAccessible.Text.Value), stop.text())
    elif isinstance(stop, (QTextEdit, QPlainTextEdit)):
        yield from _differs(face.text(QAccessible.Text.Value), stop.toPlainText())
    elif isinstance(stop, QComboBox):
        yield from _differs(face.text(QAccessible.Text.Value), stop.currentText())
    elif isinstance(stop, QAbstractButton) and stop.isCheckable() and not _says_tick(face, stop):
        yield "does not say whether it is ticked"
    if hasattr(stop, "isReadOnly") and stop.isReadOnly() and not _state(face).readOnly:
        yield "does not say that it cannot be changed"


def _says_tick(face: QAccessibleInterface, button: QAbstractButton) -> bool:
    return bool(_state(face).checkable) and bool(_state(face).checked) == button.isChecked()


def _state(face: QAccessibleInterface) -> Any:  # noqa: ANN401 -- its bits are missing in PySide's stubs
    return face.state()


def _differs(heard: str, shown: str) -> Iterator[str]:
    if heard.replace("\u2029", "\n") != shown:
        yield f"is heard as 「{heard[:20]}」 and shows 「{shown[:20]}」"


def _cells(stop: QWidget) -> Iterator[str]:
    """Hold the table as it is heard against its model: each cell and heading of the first rows is there by name."""
    if not isinstance(stop, (QTableView, QTreeView)):
        return
    face, model = _interface(stop), stop.model()
    children = [face.child(place) for place in range(min(face.childCount(), 80))]
    names = [one.text(QAccessible.Text.Name) for one in children]
    header = stop.horizontalHeader() if isinstance(stop, QTableView) else stop.header()
    if header.isVisible():
        for column in range(model.columnCount()):
            roles = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole
            said = (model.headerData(column, Qt.Orientation.Horizontal, role) for role in roles)
            words = next((str(one) for one in said if one), "")
            if words and not header.isSectionHidden(column) and words not in names[:60]:
                yield f"does not tell its heading 「{words}」 among {names[: model.columnCount() + 1]}"
    if model.rowCount() and not any(one.role() in (Role.Cell, Role.TreeItem) for one in children):
        yield "has no cells to be heard"


def _out_of_order(stops: list[QWidget]) -> Iterator[str]:
    """Follow the Tab key: among stops that lie in one widget it must not go back up, nor to the left in a line."""
    for one, following in itertools.pairwise(stops):
        if one.parentWidget() is not following.parentWidget():
            continue
        first, second = one.geometry(), following.geometry()
        above = second.bottom() <= first.top() and second.left() < first.right()
        before = second.right() <= first.left() and second.top() < first.bottom() and second.bottom() > first.top()
        if above or before:
            yield f"Tab goes back from {place_of(one)} to {place_of(following)}"
    yield from _torn(stops)


def _torn(stops: list[QWidget]) -> Iterator[str]:
    """Hold each group together: once Tab has left a widget, it must not come back into it."""
    left, inside = set[QWidget](), list[QWidget]()
    for stop in stops:
        around = _around(stop)
        for group in inside:
            if group not in around:
                left.add(group)
        for group in around:
            if group in left:
                yield f"Tab comes back into {place_of(group)} for {place_of(stop)}"
        inside = [group for group in around if group not in left]


def _around(stop: QWidget) -> list[QWidget]:
    groups = list[QWidget]()
    step: QWidget | None = stop.parentWidget()
    while step is not None and not step.isWindow():
        groups.append(step)
        step = step.parentWidget()
    return groups
