"""提出・取りまとめ: the division's board of departments, or a department's own two answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.records import PERIODS
from reform_desktop.services import submissions
from reform_desktop.services.submissions import DepartmentAnswers
from reform_desktop.ui.icons import icon
from reform_desktop.ui.pages.check_watch import watch_of
from reform_desktop.ui.pages.moments import short_day
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.pages.submissions.answer_card import STATE_PICTURES, AnswerCard
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.headings import heading
from reform_desktop.ui.widgets.page_scroll import PageScroll
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon, QShowEvent

    from reform_desktop.domain.records import Submission
    from reform_desktop.services.findings import Checked
    from reform_desktop.store.write import Saved
    from reform_desktop.ui.session import Place, Session

_KINDS: Final = frozenset({"submission", "department"})


class SubmissionsPage(QWidget):
    """What the file holds about a year's answers. A department records its manager's confirmation here."""

    title = "提出・取りまとめ"
    help_topic = "submissions"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = True
        self._summary = QLabel(self)
        self.model = RowsModel(_columns(), lambda one: one.department.id, self)
        self.view = RowsView(self.model, "課ごとの提出状況", self, wide=0)
        own = session.desk.department_id is not None and not session.desk.read_only
        self.cards = [AnswerCard(one.identifier, self, editable=own) for one in PERIODS]
        self._stack = QStackedWidget(self)
        self._arrange()
        self._connect()

    def refresh(self) -> None:
        """Read the board anew; the chosen department stays."""
        self._stale = False
        rows = submissions.board(self._session.desk, self._session.fiscal_year)
        self.model.set_rows(rows)
        if rows and not self.view.currentIndex().isValid():
            self.view.choose(0)
        self._summary.setText(self._summary_of(rows))
        self._stack.setCurrentIndex(0 if rows else 1)
        self._show_chosen()

    def commit_pending(self) -> None:
        """Nothing is typed here."""

    def print_request(self) -> PrintRequest | None:
        """Return the list of the chosen department's measures."""
        chosen = self._chosen()
        if chosen is None:
            return None
        return PrintRequest("list", self._session.fiscal_year, chosen.department.id, subject=chosen.department.name)

    def show_place(self, place: Place) -> None:
        """Choose the department of a submission."""
        self.refresh()
        for row, one in enumerate(self.model.rows):
            if place.row in (one.department.id, *(each.id for each in one.by_period.values())):
                self.view.choose(row)

    def showEvent(self, event: QShowEvent) -> None:
        """Read when somebody looks."""
        super().showEvent(event)
        if self._session.desk.department_id:
            watch_of(self._session).want()
        if self._stale:
            self.refresh()

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self._summary, Look.MUTED)
        self.view.setIconSize(QSize(sizes.icon, sizes.icon))
        cards = QWidget(self)
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, sizes.px(12), 0)
        column.setSpacing(sizes.px(16))
        for card in self.cards:
            column.addWidget(card)
        column.addStretch(1)
        scroll = PageScroll(cards, self)
        body = QWidget(self)
        both = QHBoxLayout(body)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(sizes.wide)
        if self._session.desk.is_division:
            both.addWidget(self.view, 1)
            scroll.setFixedWidth(sizes.px(288))
            both.addWidget(scroll)
        else:
            self.view.hide()
            cards.setMaximumWidth(sizes.px(720))
            both.addWidget(scroll, 1)
        self._stack.addWidget(body)
        self._stack.addWidget(
            EmptyState("課がまだありません", "「計画の編集」で課を登録すると、ここに並びます。", "", self)
        )
        page = QVBoxLayout(self)
        page.setContentsMargins(sizes.wide, sizes.px(16), sizes.wide, sizes.px(16))
        page.setSpacing(sizes.gap)
        page.addWidget(heading(self.title, Look.TITLE, self))
        page.addWidget(self._summary)
        page.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self._session.changed.connect(self._changed)
        self._session.fiscal_year_changed.connect(lambda _year: self.refresh())
        for card in self.cards:
            card.state_wanted.connect(lambda state, period=card.period: self._record(period, state))
        if self._session.desk.department_id:
            watch_of(self._session).updated.connect(self._show_findings)

    def _chosen(self) -> DepartmentAnswers | None:
        if self._session.desk.department_id:
            return self.model.rows[0] if self.model.rows else None
        return self.model.row_at(self.view.currentIndex())

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        for card in self.cards:
            card.show_submission(chosen.by_period.get(card.period) if chosen else None)
        checked = watch_of(self._session).checked
        if checked is not None:
            self._show_findings(checked)

    def _show_findings(self, checked: Checked) -> None:
        if self._session.desk.department_id:
            for card in self.cards:
                card.show_findings(len(checked.findings))

    def _record(self, period: str, state: str) -> None:
        chosen, session = self._chosen(), self._session
        if chosen is not None:
            session.perform(
                lambda: submissions.record_state(session.desk, chosen.department.id, session.fiscal_year, period, state)
            )

    def _changed(self, saved: Saved) -> None:
        if {kind for kind, _row in saved.rows} & _KINDS:
            if self.isVisible():
                self.refresh()
            else:
                self._stale = True

    def _summary_of(self, rows: list[DepartmentAnswers]) -> str:
        year = format_fiscal_year(self._session.fiscal_year)
        if self._session.desk.department_id:
            return f"{year}　{rows[0].department.name if rows else ''}"
        parts = []
        for period in PERIODS:
            asked = [one.by_period[period.identifier] for one in rows if period.identifier in one.by_period]
            done = sum(one.state in submissions.HANDED_IN for one in asked)
            if asked:
                parts.append(f"{period.label} {len(asked)}課のうち{done}課が提出済み")
        return f"{year}　{'、'.join(parts) or '照会はまだありません'}"


def _columns() -> tuple[Column[DepartmentAnswers], ...]:
    columns: list[Column[DepartmentAnswers]] = [Column("課", lambda one: one.department.name)]
    for period in PERIODS:
        columns += _period_columns(period.identifier, period.label)
    return tuple(columns)


def _period_columns(period: str, label: str) -> list[Column[DepartmentAnswers]]:
    def of(row: DepartmentAnswers) -> Submission | None:
        return row.by_period.get(period)

    def picture(row: DepartmentAnswers) -> QIcon | None:
        found = of(row)
        return icon(*STATE_PICTURES[found.state]) if found and found.state in STATE_PICTURES else None

    def deadline(row: DepartmentAnswers) -> str:
        found = of(row)
        return short_day(found.deadline) if found else ""

    return [
        Column(label, lambda row: submissions.state_label(of(row)), 112, picture=picture),
        Column("期限", deadline, 92),
    ]
