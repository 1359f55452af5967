"""提出・取りまとめ: the division's board of departments, or a department's own two answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.records import PERIODS
from reform_desktop.services import submissions
from reform_desktop.ui.pages.check_watch import watch_of
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.pages.submissions.board_pane import BoardPane
from reform_desktop.ui.pages.submissions.own_pane import OwnPane
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.headings import heading
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from reform_desktop.services.submissions import DepartmentAnswers
    from reform_desktop.store.write import Saved
    from reform_desktop.ui.pages.submissions.answer_card import AnswerCard
    from reform_desktop.ui.session import Place, Session

_KINDS: Final = frozenset({"submission", "department"})


class SubmissionsPage(QWidget):
    """Who has come how far with a year's answers, and everything that is sent to and fro."""

    title = "提出・取りまとめ"
    help_topic = "submissions"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = True
        self._summary = QLabel(self)
        self.board = BoardPane(session, self) if session.desk.is_division else None
        self.own = None if session.desk.is_division else OwnPane(session, self)
        self._stack = QStackedWidget(self)
        self._arrange()
        self._session.changed.connect(self._changed)
        self._session.fiscal_year_changed.connect(lambda _year: self.refresh())

    @property
    def cards(self) -> list[AnswerCard]:
        """The two answers that are shown."""
        pane = self.board or self.own
        return pane.cards if pane else []

    def refresh(self) -> None:
        """Read everything anew; the chosen department stays."""
        self._stale = False
        if self.board is not None:
            self.board.refresh()
            self._summary.setText(self._board_summary([one.answers for one in self.board.lines]))
            self._stack.setCurrentIndex(0 if self.board.lines else 1)
        elif self.own is not None:
            self.own.refresh()
            name = self._session.department_name(self._session.desk.department_id)
            self._summary.setText(f"{format_fiscal_year(self._session.fiscal_year)}　{name}")

    def commit_pending(self) -> None:
        """Nothing is typed here."""

    def print_request(self) -> PrintRequest | None:
        """Return the table of who has handed in, or in a department's file the list of its measures."""
        if self.board is not None:
            return PrintRequest("submissions", self._session.fiscal_year)
        return PrintRequest("list", self._session.fiscal_year, self._session.desk.department_id)

    def show_place(self, place: Place) -> None:
        """Choose the department of a submission."""
        self.refresh()
        if self.board is not None and place.row:
            self.board.choose(place.row)
        elif self.board is not None and place.words:
            self.board.narrow(place.words)

    def showEvent(self, event: QShowEvent) -> None:
        """Read when somebody looks."""
        super().showEvent(event)
        watch_of(self._session).want()
        if self._stale:
            self.refresh()

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self._summary, Look.MUTED)
        for pane in (self.board, self.own):
            if pane is not None:
                self._stack.addWidget(pane)
        self._stack.addWidget(
            EmptyState("課がまだありません", "「計画の編集」で課を登録すると、ここに並びます。", "", self)
        )
        page = QVBoxLayout(self)
        page.setContentsMargins(sizes.wide, sizes.px(16), sizes.wide, sizes.px(16))
        page.setSpacing(sizes.gap)
        page.addWidget(heading(self.title, Look.TITLE, self))
        page.addWidget(self._summary)
        page.addWidget(self._stack, 1)

    def _changed(self, saved: Saved) -> None:
        if saved.kinds & _KINDS:
            if self.isVisible():
                self.refresh()
            else:
                self._stale = True

    def _board_summary(self, rows: list[DepartmentAnswers]) -> str:
        year = format_fiscal_year(self._session.fiscal_year)
        parts = []
        for period in PERIODS:
            asked = [one.by_period[period.identifier] for one in rows if period.identifier in one.by_period]
            done = sum(one.state in submissions.HANDED_IN for one in asked)
            if asked:
                parts.append(f"{period.label} {len(asked)}課のうち{done}課が提出済み")
        return f"{year}　{'、'.join(parts) or '照会はまだありません'}"
