"""A grade as every screen shows it: symbol and word on a pale ground, never the colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from reform_desktop.ui.theme import active_sizes, active_theme
from reform_desktop.ui.widgets.roles import set_style_property

if TYPE_CHECKING:
    from reform_desktop.domain.grades import Grade

NOT_GRADED = "未評価"


class GradeBadge(QLabel):
    """A grade, or 「未評価」."""

    def __init__(self, grade: Grade | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_grade(grade)

    def set_grade(self, grade: Grade | None) -> None:
        """Show another grade."""
        self.setText(f"{grade.symbol} {grade.label}" if grade else NOT_GRADED)
        set_style_property(self, "grade", _known_tone(grade))


def paint_grade_symbol(painter: QPainter, cell: QRect, grade: Grade) -> None:
    """Paint a grade's symbol on its ground in the middle of a cell; for delegates of trees and tables.

    The word belongs to the cell's accessible text and tool tip, which the model gives.
    """
    tone = active_theme().tone(grade.tone)
    side = active_sizes().px(22)
    ground = QRect(0, 0, side, side)
    ground.moveCenter(cell.center())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone.ground))
    painter.drawRoundedRect(ground, 4, 4)
    painter.setPen(QColor(tone.ink))
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, grade.symbol)
    painter.restore()


def _known_tone(grade: Grade | None) -> str:
    return grade.tone if grade and grade.tone in active_theme().grades else "gray"
