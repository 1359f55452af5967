"""Paints a find in two lines: where it is, and the text around the hit, with the hits marked in both."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reform_desktop.services.finding import Group, Line
from reform_desktop.ui.finder.finds_model import Role, heading_of
from reform_desktop.ui.theme import active_sizes, active_theme
from reform_desktop.ui.widgets.marked_line import draw_marked_line
from reform_desktop.ui.widgets.style_option import Index, StyleOption


class FindsDelegate(QStyledItemDelegate):
    """Headings in small bold type, finds below them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return two lines with room to breathe, one for a heading."""
        known = cast("StyleOption", option)
        one = index.data(Role.LINE)
        lines = 2 if isinstance(one, Line) and one.excerpt else 1
        height = QFontMetrics(known.font).height() * lines + active_sizes().px(14)
        return QSize(known.rect.width(), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row over the view's own ground."""
        known, one = cast("StyleOption", option), index.data(Role.LINE)
        if known.widget is not None and isinstance(one, Line):
            ground = QStyle.PrimitiveElement.PE_PanelItemViewItem
            known.widget.style().drawPrimitive(ground, option, painter, known.widget)
        painter.save()
        if isinstance(one, Group):
            _paint_heading(painter, known, one)
        elif isinstance(one, Line):
            _paint_line(painter, known, one, str(index.data(Role.WORDS) or ""))
        painter.restore()


def _paint_heading(painter: QPainter, option: StyleOption, group: Group) -> None:
    sizes = active_sizes()
    font = QFont(option.font)
    font.setBold(True)
    rect = option.rect.adjusted(sizes.gap, 0, -sizes.gap, 0)
    draw_marked_line(painter, rect, heading_of(group), "", font)
    painter.setPen(QColor(active_theme().line))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())


def _paint_line(painter: QPainter, option: StyleOption, one: Line, words: str) -> None:
    sizes, theme = active_sizes(), active_theme()
    height = QFontMetrics(option.font).height()
    rect = option.rect.adjusted(sizes.px(16), 0, -sizes.gap, 0)
    top = rect.top() + (sizes.px(6) if one.excerpt else (rect.height() - height) // 2)
    first = QRect(rect.left(), top, rect.width(), height)
    painter.setFont(option.font)
    painter.setPen(QColor(theme.muted))
    room = min(QFontMetrics(option.font).horizontalAdvance(one.label) + sizes.gap, rect.width() // 2)
    label = QRect(first.right() - room, top, room, height)
    elided = QFontMetrics(option.font).elidedText(one.label, Qt.TextElideMode.ElideRight, room)
    painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, elided)
    marked = words if one.field or one.excerpt else ""
    draw_marked_line(painter, first.adjusted(0, 0, -room - sizes.gap, 0), one.place, marked, option.font)
    if one.excerpt:
        second = first.translated(0, height + sizes.px(2))
        draw_marked_line(painter, second, " ".join(one.excerpt.split()), words, option.font)
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QColor(theme.focus))
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
