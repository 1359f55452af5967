"""How the plan's tree and the form beside it look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from reform_desktop.ui.pages.arrangement.outline_model import Column, Index, OutlineModel
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.page_scroll import PageScroll

if TYPE_CHECKING:
    from reform_desktop.ui.pages.record_form import RecordForm


def outline_tree(model: OutlineModel, parent: QWidget) -> QTreeView:
    """Return the view of the plan: several rows can be chosen, titles are typed in place with F2."""
    tree = QTreeView(parent)
    tree.setModel(model)
    tree.setAccessibleName("計画の構成")
    tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    tree.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
    tree.setItemDelegate(TallRows(tree))
    tree.setUniformRowHeights(True)
    tree.setIndentation(active_sizes().px(16))
    header = tree.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Stretch)
    header.resizeSection(Column.DEPARTMENT, active_sizes().px(144))
    header.resizeSection(Column.RETIRED, active_sizes().px(72))
    return tree


class TallRows(QStyledItemDelegate):
    """Rows with room to breathe, and for the field in which a title is typed."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return one line of 32 px."""
        return QSize(super().sizeHint(option, index).width(), active_sizes().px(32))


def scrolled(form: RecordForm) -> PageScroll:
    """Return the form in a scrolling ground, with its fields at the top."""
    content = QWidget()
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, active_sizes().px(12), 0)
    column.addWidget(form)
    column.addStretch(1)
    scroll = PageScroll(content)
    scroll.setAlignment(Qt.AlignmentFlag.AlignTop)
    return scroll
