"""The columns of the coordinator's board."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reform_desktop.domain.japanese_date import days_left_words
from reform_desktop.domain.records import PERIODS
from reform_desktop.services import submissions
from reform_desktop.ui.icons import icon
from reform_desktop.ui.pages.moments import short_day
from reform_desktop.ui.pages.submissions.answer_card import STATE_PICTURES
from reform_desktop.ui.widgets.rows_model import Column

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from reform_desktop.domain.records import Submission
    from reform_desktop.services.board import BoardLine


def board_columns() -> tuple[Column[BoardLine], ...]:
    """Return department, state and deadline of each period, days left, findings and conflicts."""
    columns: list[Column[BoardLine]] = [Column("課", lambda one: one.name)]
    for period in PERIODS:
        columns += _period_columns(period.identifier, period.label)
    columns.append(Column("残り日数", _days_left, 104))
    columns.append(Column("指摘", _findings, 76, right=True))
    columns.append(Column("競合", lambda one: f"{one.conflicts:,}", 52, right=True))
    return tuple(columns)


def _findings(line: BoardLine) -> str:
    if line.findings is None:
        return "…"
    return f"{line.findings:,}以上" if line.more else f"{line.findings:,}"


def deadline_columns() -> tuple[int, ...]:
    """Return which of the columns are the deadlines of the periods."""
    return tuple(2 + 2 * place for place in range(len(PERIODS)))


def _period_columns(period: str, label: str) -> list[Column[BoardLine]]:
    def of(line: BoardLine) -> Submission | None:
        return line.answers.by_period.get(period)

    def picture(line: BoardLine) -> QIcon | None:
        found = of(line)
        return icon(*STATE_PICTURES[found.state]) if found and found.state in STATE_PICTURES else None

    def deadline(line: BoardLine) -> str:
        found = of(line)
        return short_day(found.deadline) if found else ""

    return [
        Column(label, lambda line: submissions.state_label(of(line)), 104, picture=picture),
        Column("期限", deadline, 96),
    ]


def _days_left(line: BoardLine) -> str:
    days = line.days_left(date.today())
    if days is None:
        return ""
    return f"{-days:,}日超過" if days < 0 else days_left_words(days)
