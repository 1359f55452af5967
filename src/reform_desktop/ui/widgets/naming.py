"""Which controls have no name for a screen reader. The tests walk every page with this."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
    QTableView,
    QTextEdit,
    QTreeView,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTROLS: Final = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTextEdit,
)
_ROWS: Final = 30
"""Rows of a view that are looked at: the first screenful."""


def unnamed_controls(root: QWidget) -> list[str]:
    """Return a line for each control, and each column and cell of a view, that a screen reader cannot name."""
    found: list[str] = []
    for widget in (root, *root.findChildren(QWidget)):
        if not _is_control(widget):
            continue
        if not _accessible_name(widget):
            found.append(_place(widget, root))
        if isinstance(widget, QAbstractItemView):
            found.extend(f"{_place(widget, root)}: {what}" for what in _unnamed_parts(widget))
    return found


def _is_control(widget: QWidget) -> bool:
    """Whether the widget can be operated; the inner parts of Qt's own widgets have their outer one's name."""
    if not isinstance(widget, _CONTROLS) or isinstance(widget, QHeaderView):
        return False
    holder = widget.parentWidget()
    if isinstance(holder, (QComboBox, QAbstractSpinBox, QTabBar, QAbstractItemView)):
        return False
    if isinstance(holder, QFrame) and isinstance(holder.parentWidget(), QComboBox):  # the list that drops down
        return False
    return not widget.objectName().startswith("qt_")


def _accessible_name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def _place(widget: QWidget, root: QWidget) -> str:
    """Return the way from the root to the widget, by class and object name."""
    steps: list[str] = []
    step: QWidget | None = widget
    while step is not None:
        steps.append(type(step).__name__ + (f"#{step.objectName()}" if step.objectName() else ""))
        step = step.parentWidget() if step is not root else None
    return " > ".join(reversed(steps))


def _unnamed_parts(view: QAbstractItemView) -> Iterator[str]:
    model: QAbstractItemModel | None = view.model()
    if model is None:
        return
    if isinstance(view, (QTableView, QTreeView)) and _header_is_shown(view):
        for column in range(model.columnCount()):
            if not _any_text(model.headerData(column, Qt.Orientation.Horizontal, role) for role in _text_roles()):
                yield f"column {column} has no heading"
    for row in range(min(model.rowCount(), _ROWS)):
        for column in range(_columns(model)):
            if _is_silent(model, model.index(row, column)):
                yield f"cell {row}, {column} shows something and says nothing"


def _columns(model: QAbstractItemModel) -> int:
    """Return how many columns there are; a list has one, and PySide does not let it be asked."""
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount()


def _header_is_shown(view: QTableView | QTreeView) -> bool:
    header = view.horizontalHeader() if isinstance(view, QTableView) else view.header()
    return not header.isHidden()


def _is_silent(model: QAbstractItemModel, index: QModelIndex) -> bool:
    """Whether a cell shows a picture, a colour or a box without any words."""
    roles = Qt.ItemDataRole
    shows = (roles.DecorationRole, roles.CheckStateRole, roles.BackgroundRole)
    if all(model.data(index, role) is None for role in shows):
        return False
    return not _any_text(model.data(index, role) for role in _text_roles())


def _text_roles() -> tuple[Qt.ItemDataRole, Qt.ItemDataRole]:
    return Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole


def _any_text(values: Iterator[object]) -> bool:
    return any(value is not None and str(value).strip() for value in values)
