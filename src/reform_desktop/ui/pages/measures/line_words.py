"""How the tree and the list of hits word one measure."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.numbering import circled, measure_number
from reform_desktop.ui.widgets.grade_badge import NOT_GRADED
from reform_desktop.ui.widgets.tool_tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from reform_desktop.domain.grades import Grade
    from reform_desktop.store.outline import MeasureLine
    from reform_desktop.ui.session import Session

PRIORITY = "◆"
DISPUTED = "内容が食い違っています"


class Role(IntEnum):
    """What the delegate asks the models for, beside the words."""

    LINE = Qt.ItemDataRole.UserRole + 1
    GRADE = Qt.ItemDataRole.UserRole + 2
    COUNT = Qt.ItemDataRole.UserRole + 3
    WORDS = Qt.ItemDataRole.UserRole + 4
    ID = Qt.ItemDataRole.UserRole + 5


class LineWords:
    """Words for lines, by the session's grade scale, year and departments."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._answers: dict[int, Callable[[MeasureLine], object]] = {
            Qt.ItemDataRole.DisplayRole: shown,
            Qt.ItemDataRole.AccessibleTextRole: self.spoken,
            Qt.ItemDataRole.ToolTipRole: lambda line: plain_tip(self._tool_tip(line)),
            Role.GRADE: self.grade,
            Role.LINE: lambda line: line,
            Role.ID: lambda line: line.id,
        }

    def grade(self, line: MeasureLine) -> Grade | None:
        """Return the grade of the year shown."""
        return self._session.scale.find(line.grade)

    def data(self, line: MeasureLine, role: int) -> object:
        """Return what a model's ``data`` gives for a measure."""
        answer = self._answers.get(role)
        return answer(line) if answer else None

    def spoken(self, line: MeasureLine) -> str:
        """Return the line for a screen reader: number, title, grade in words."""
        words = [number_of(line), line.title]
        if line.priority:
            words.append("重点")
        words.append(self._grade_word(line))
        if line.disputed:
            words.append(DISPUTED)
        return " ".join(words)

    def _tool_tip(self, line: MeasureLine) -> str:
        found = self.grade(line)
        grade = f"{found.symbol} {found.label}" if found else self._grade_word(line)
        parts = [
            f"{shown(line)}",
            f"担当課：{self._session.department_name(line.lead_department_id) or '未定'}",
            f"{format_fiscal_year(self._session.fiscal_year)}：{grade}",
        ]
        if line.disputed:
            parts.append(DISPUTED)
        return "\n".join(parts)

    def _grade_word(self, line: MeasureLine) -> str:
        return self._session.scale.label(line.grade) or NOT_GRADED


def number_of(line: MeasureLine) -> str:
    """Return the printed number."""
    return measure_number(line.policy_number, line.item_number, line.number)


def shown(line: MeasureLine) -> str:
    """Return the line as the list of hits paints it: ``1-(1)-① ◆ title``."""
    return f"{number_of(line)} {_titled(line)}"


def shown_below_item(line: MeasureLine) -> str:
    """Return the line as the tree paints it, where the item's number stands above: ``① ◆ title``."""
    return f"{'?' if line.number is None else circled(line.number)} {_titled(line)}"


def _titled(line: MeasureLine) -> str:
    return f"{PRIORITY} {line.title}" if line.priority else line.title
