"""A department's own two answers: confirmation, handing in, and what came back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reform_desktop.domain.records import PERIODS
from reform_desktop.services import submissions
from reform_desktop.ui.pages.check_watch import watch_of
from reform_desktop.ui.pages.submissions.answer_card import AnswerCard, Step
from reform_desktop.ui.pages.submissions.remarks_list import RemarksList
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.page_scroll import PageScroll
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from reform_desktop.services.exchange.review import Remark
    from reform_desktop.services.findings import Checked
    from reform_desktop.services.submissions import DepartmentAnswers
    from reform_desktop.ui.exchange.unsent_dialog import UnsentDialog
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import TaskContext

_PAUSE: Final = 200
_STEPS: Final = dict.fromkeys((None, "draft", "confirmed", "returned", "submitted"), (Step.SUBMIT,))


class OwnPane(QWidget):
    """One card a period."""

    help_topic = "submissions#課のファイル"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._own: DepartmentAnswers | None = None
        writable = not session.desk.read_only
        self.cards = [
            AnswerCard(one.identifier, self, editable=writable, steps=_STEPS if writable else None) for one in PERIODS
        ]
        self.changes_button = QPushButton("前回の提出からの変更を見る(&V)…", self)
        set_look(self.changes_button, Look.QUIET)
        self.changes_button.clicked.connect(self.show_changes)
        self.remarks = RemarksList(session, self)
        self._reading = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._read_remarks)
        self._arrange()
        session.changed.connect(lambda _saved: self._timer.start())
        watch_of(session).updated.connect(self._show_findings)
        for card in self.cards:
            card.state_wanted.connect(lambda state, period=card.period: self._record(period, state))
            card.step_wanted.connect(lambda _step, period=card.period: self._submit(period))

    @property
    def own(self) -> DepartmentAnswers | None:
        """The department's answers of the session's year."""
        return self._own

    def refresh(self) -> None:
        """Read the answers anew."""
        rows = submissions.board(self._session.desk, self._session.fiscal_year)
        self._own = rows[0] if rows else None
        for card in self.cards:
            card.show_submission(self._own.by_period.get(card.period) if self._own else None)
        checked = watch_of(self._session).checked
        if checked is not None:
            self._show_findings(checked)
        self._timer.start()

    def show_changes(self) -> UnsentDialog:
        """Show beside the window what would go out now and did not before."""
        from reform_desktop.ui.exchange.unsent_dialog import UnsentDialog  # noqa: PLC0415 -- only when asked for

        dialog = UnsentDialog(self._session, self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()
        return dialog

    def showEvent(self, event: QShowEvent) -> None:
        """Let the checks run when somebody looks."""
        super().showEvent(event)
        watch_of(self._session).want()

    def _show_findings(self, checked: Checked) -> None:
        for card in self.cards:
            card.show_findings(len(checked.findings))

    def _read_remarks(self) -> None:
        """Read in a worker what came back; read once more when something changed meanwhile."""
        if self._reading or not self.isVisible():
            return
        self._reading = True
        desk = self._session.desk

        def work(_context: TaskContext) -> list[Remark]:
            from reform_desktop.services.exchange.review import remarks  # noqa: PLC0415 -- cryptography loads late

            return remarks(desk)[1]

        self._session.runner.run(
            "差戻しのコメントを読み込んでいます",
            work,
            done=self.remarks.show_remarks,
            ended=lambda _task: self._ended(),
            owner=self,
        )

    def _ended(self) -> None:
        self._reading = False

    def _record(self, period: str, state: str) -> None:
        desk, year, own = self._session.desk, self._session.fiscal_year, self._own
        if own is not None:
            self._session.perform(lambda: submissions.record_state(desk, own.department.id, year, period, state))

    def _submit(self, period: str) -> None:
        from reform_desktop.ui.exchange.send_dialog import tell_written  # noqa: PLC0415 -- only when asked for
        from reform_desktop.ui.exchange.submit_dialog import SubmitDialog  # noqa: PLC0415

        checked = watch_of(self._session).checked
        findings = len(checked.findings) if checked else 0
        submission = self._own.by_period.get(period) if self._own else None
        dialog = SubmitDialog(self._session, period, submission, findings, self.window())
        dialog.sent.connect(lambda paths: tell_written(self._session, "提出ファイル", paths))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _arrange(self) -> None:
        sizes = active_sizes()
        cards = QWidget(self)
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, sizes.px(12), 0)
        column.setSpacing(sizes.px(16))
        for card in self.cards:
            column.addWidget(card)
        column.addWidget(self.changes_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.remarks.hide()
        scroll = PageScroll(cards, self)
        scroll.setMaximumWidth(sizes.px(720))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.wide)
        row.addWidget(scroll, 2)
        row.addWidget(self.remarks, 3)
