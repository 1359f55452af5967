"""Paints a row of the tree or of the hits: grade symbol, number, title with the hits marked, count."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reform_desktop.domain.grades import Grade
from reform_desktop.store.outline import MeasureLine
from reform_desktop.ui.icons import icon
from reform_desktop.ui.pages.measures.line_words import Role, shown, shown_below_item
from reform_desktop.ui.theme import active_sizes, active_theme
from reform_desktop.ui.widgets.grade_badge import paint_grade_symbol
from reform_desktop.ui.widgets.marked_line import draw_marked_line
from reform_desktop.ui.widgets.style_option import Index, StyleOption


class RowDelegate(QStyledItemDelegate):
    """One look for branches and measures, so that tree and list are read alike."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return one line with room to breathe."""
        return QSize(cast("StyleOption", option).rect.width(), active_sizes().px(32))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row over the view's own ground."""
        known = cast("StyleOption", option)
        if known.widget is not None:
            ground = QStyle.PrimitiveElement.PE_PanelItemViewItem
            known.widget.style().drawPrimitive(ground, option, painter, known.widget)
        painter.save()
        line = index.data(Role.LINE)
        if isinstance(line, MeasureLine):
            self._paint_measure(painter, known, index, line)
        else:
            self._paint_branch(painter, known, index)
        painter.restore()
        self._paint_focus(painter, known)

    def _paint_measure(self, painter: QPainter, option: StyleOption, index: Index, line: MeasureLine) -> None:
        sizes = active_sizes()
        rect = option.rect.adjusted(0, 0, -sizes.gap, 0)
        symbol = QRect(rect.left(), rect.top(), sizes.px(28), rect.height())
        grade = index.data(Role.GRADE)
        if isinstance(grade, Grade):
            paint_grade_symbol(painter, symbol, grade)
        words = rect.adjusted(sizes.px(30), 0, 0, 0)
        if line.disputed:
            mark = QRect(words.right() - sizes.px(18), words.top(), sizes.px(18), words.height())
            icon("warning").paint(painter, mark)
            words.setRight(mark.left() - sizes.tight)
        text = shown_below_item(line) if index.parent().isValid() else shown(line)
        draw_marked_line(painter, words, text, str(index.data(Role.WORDS) or ""), option.font)

    def _paint_branch(self, painter: QPainter, option: StyleOption, index: Index) -> None:
        sizes, theme = active_sizes(), active_theme()
        rect = option.rect.adjusted(sizes.tight, 0, -sizes.gap, 0)
        count = index.data(Role.COUNT)
        number = f"{count:,}" if isinstance(count, int) else ""
        room = QFontMetrics(option.font).horizontalAdvance(number) + sizes.gap
        painter.setFont(option.font)
        painter.setPen(QColor(theme.muted))
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
        font = QFont(option.font)
        font.setBold(not index.parent().isValid())
        draw_marked_line(painter, rect.adjusted(0, 0, -room, 0), str(index.data() or ""), "", font)

    def _paint_focus(self, painter: QPainter, option: StyleOption) -> None:
        if not option.state & QStyle.StateFlag.State_HasFocus:
            return
        painter.save()
        painter.setPen(QColor(active_theme().focus))
        painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()
