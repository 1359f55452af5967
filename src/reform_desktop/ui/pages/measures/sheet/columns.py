"""Fields in two columns where there is room, in one where there is not."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.check_field import CheckField
from reform_desktop.ui.widgets.labeled_field import LabeledField


class Columns(QWidget):
    """Lays its widgets out in reading order, row by row, in as many columns as fit."""

    def __init__(self, parent: QWidget | None = None, *, least: int = 340, most: int = 2) -> None:
        """``least`` is the smallest width of a column in pixels at 100 %, ``most`` the number of columns."""
        super().__init__(parent)
        self._least = least
        self._most = most
        self._count = 0
        self._widgets: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(active_sizes().px(16))
        self._grid.setVerticalSpacing(active_sizes().px(12))

    def add(self, widget: QWidget) -> None:
        """Put a widget after the others."""
        self._widgets.append(widget)
        self._arrange(max(1, self._count))

    def set_most(self, most: int) -> None:
        """Lay out in at most so many columns from now on."""
        if most != self._most:
            for column in range(self._most):
                self._grid.setColumnStretch(column, 0)
            self._most = most
            self._arrange(max(1, self._fitting(self.width())))

    def rearrange(self) -> None:
        """Close the gaps that hidden widgets leave; call it after showing or hiding some."""
        self._arrange(max(1, self._count))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew when another number of columns fits."""
        super().resizeEvent(event)
        count = self._fitting(event.size().width())
        if count != self._count:
            self._arrange(count)

    def _fitting(self, width: int) -> int:
        spacing = self._grid.horizontalSpacing()
        fits = (width + spacing) // (active_sizes().px(self._least) + spacing)
        return max(1, min(self._most, fits, len(self._widgets)))

    def _arrange(self, count: int) -> None:
        self._count = count
        for widget in self._widgets:
            self._grid.removeWidget(widget)
        for place, widget in enumerate(widget for widget in self._widgets if not widget.isHidden()):
            at_bottom = isinstance(widget, LabeledField) and isinstance(widget.field, CheckField)
            edge = Qt.AlignmentFlag.AlignBottom if at_bottom else Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(widget, place // count, place % count, edge)
        for column in range(self._most):
            self._grid.setColumnStretch(column, 1 if column < count else 0)
