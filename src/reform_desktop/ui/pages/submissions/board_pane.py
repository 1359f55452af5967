"""The coordinator's board: every department in a line, narrowed down by state, with what can be done beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reform_desktop.domain.records import PERIODS
from reform_desktop.services import board
from reform_desktop.services.drafts import keep_draft, read_draft
from reform_desktop.ui.icons import icon
from reform_desktop.ui.pages.check_watch import watch_of
from reform_desktop.ui.pages.submissions.answer_card import AnswerCard, Step
from reform_desktop.ui.pages.submissions.board_columns import board_columns, deadline_columns
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.page_scroll import PageScroll
from reform_desktop.ui.widgets.rows_model import RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from reform_desktop.services.board import BoardLine, Counts
    from reform_desktop.services.submissions import DepartmentAnswers
    from reform_desktop.ui.exchange.review_dialog import Comments
    from reform_desktop.ui.session import Session

_ALL: Final = "すべての状態"
_PAUSE: Final = 300
_ROOM: Final = 1080
"""Pixels that the board needs for all its columns."""
_STEPS: Final = {
    None: (Step.ASK,),
    "draft": (Step.ASK,),
    "confirmed": (Step.ASK,),
    "returned": (Step.ASK,),
    "submitted": (Step.REVIEW, Step.SEND_BACK, Step.ACCEPT),
    "accepted": (Step.REVIEW, Step.SEND_BACK),
}


class BoardPane(QWidget):
    """Left the departments, right the two answers of the one that is chosen."""

    help_topic = "submissions#取りまとめ担当のファイル"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lines: list[BoardLine] = []
        self._counts: Counts | None = None
        self._counting = False
        self._recount = False
        self._comments: dict[tuple[str, int, str], Comments] = {}
        writable = not session.desk.read_only
        self.model = RowsModel(board_columns(), lambda one: one.id, self)
        self.view = RowsView(self.model, "課ごとの提出状況", self, wide=0)
        self.cards = [
            AnswerCard(one.identifier, self, editable=False, steps=_STEPS if writable else None) for one in PERIODS
        ]
        self.state = QComboBox(self)
        self.take_button = QPushButton("取り込む(&I)…", self)
        self.ask_button = QPushButton("照会を送る(&R)…", self)
        self.remind_button = QPushButton("督促の文面をコピー(&M)", self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        for button in (self.take_button, self.ask_button):
            button.setEnabled(writable)
        self._arrange()
        self._connect()

    @property
    def lines(self) -> list[BoardLine]:
        """All departments, whatever the filter."""
        return self._lines

    def refresh(self) -> None:
        """Read the board anew; the chosen department stays, its figures follow."""
        self._lines = board.lines(self._session.desk, self._session.fiscal_year, self._counts)
        self._show_lines()
        self._count_soon()

    def chosen(self) -> DepartmentAnswers | None:
        """Return the chosen department."""
        line = self.model.row_at(self.view.currentIndex())
        return line.answers if line else None

    def choose(self, row: str) -> None:
        """Choose a department by its id or by that of one of its submissions."""
        self.state.setCurrentIndex(0)
        for place, one in enumerate(self.model.rows):
            if row in (one.id, *(each.id for each in one.answers.by_period.values())):
                self.view.choose(place)

    def narrow(self, state: str) -> None:
        """Show only the departments in a state, by its word."""
        self.state.setCurrentIndex(max(0, self.state.findText(state)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the deadlines to the card at the right where there is no room for them."""
        super().resizeEvent(event)
        tight = self.width() < active_sizes().px(_ROOM)
        for column in deadline_columns():
            self.view.setColumnHidden(column, tight)

    # Inner parts

    def _connect(self) -> None:
        watch_of(self._session).updated.connect(lambda _checked: self._count_soon())
        self._timer.timeout.connect(self._count)
        self._session.changed.connect(lambda _saved: self._count_soon())
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.state.currentIndexChanged.connect(lambda _place: self._show_lines())
        self.take_button.clicked.connect(self._take)
        self.ask_button.clicked.connect(lambda: self._ask(None))
        self.remind_button.clicked.connect(self._copy_reminder)
        for card in self.cards:
            card.step_wanted.connect(lambda step, period=card.period: self._do(step, period))

    def _show_lines(self) -> None:
        wanted = self.state.currentText()
        rows = [one for one in self._lines if self.state.currentIndex() <= 0 or one.is_in(wanted)]
        self.model.set_rows(rows)
        if rows and not self.view.currentIndex().isValid():
            self.view.choose(0)
        self.remind_button.setEnabled(any(one.is_late for one in rows))
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self.chosen()
        for card in self.cards:
            if chosen is None:
                card.show_nothing()
            else:
                card.show_submission(chosen.by_period.get(card.period))

    def _do(self, step: Step, period: str) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        if step is Step.ASK:
            self._ask(chosen, period)
        elif step is Step.ACCEPT:
            self._accept(chosen, period)
        elif step is Step.REVIEW:
            self._review(chosen, period)
        elif step is Step.SEND_BACK:
            self._send_back(chosen, period)

    def _take(self) -> None:
        from reform_desktop.ui.exchange.taking import ask_and_offer  # noqa: PLC0415 -- only when asked for

        ask_and_offer(self._session, self.window())

    def _ask(self, chosen: DepartmentAnswers | None, period: str = "") -> None:
        from reform_desktop.ui.exchange.request_dialog import RequestDialog  # noqa: PLC0415 -- only when asked for
        from reform_desktop.ui.exchange.send_dialog import tell_written  # noqa: PLC0415

        dialog = RequestDialog(self._session, self._leading(), chosen, self.window(), period=period)
        dialog.sent.connect(lambda paths: tell_written(self._session, "照会ファイル", paths))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _accept(self, chosen: DepartmentAnswers, period: str) -> None:
        from reform_desktop.services.exchange.sending import Answers, accept  # noqa: PLC0415 -- loads late

        answers = Answers(chosen.department.id, self._session.fiscal_year, period)
        if self._session.perform(lambda: accept(self._session.desk, answers)) is not None:
            self._session.noticed.emit(f"{chosen.department.name}の回答を受理しました。")

    def _review(self, chosen: DepartmentAnswers, period: str) -> None:
        from reform_desktop.ui.exchange.review_dialog import ReviewDialog  # noqa: PLC0415 -- only when asked for

        dialog = ReviewDialog(self._session, chosen, period, self._comments_on(chosen, period), self.window())
        dialog.comments_changed.connect(lambda: self._keep_comments(chosen, period))
        dialog.accept_wanted.connect(lambda: self._accept(chosen, period))
        dialog.send_back_wanted.connect(lambda: self._send_back(chosen, period))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _send_back(self, chosen: DepartmentAnswers, period: str) -> None:
        from reform_desktop.ui.exchange.return_dialog import ReturnDialog  # noqa: PLC0415 -- only when asked for
        from reform_desktop.ui.exchange.send_dialog import tell_written  # noqa: PLC0415

        comments = self._comments_on(chosen, period)

        def sent(paths: list[Path]) -> None:
            comments.clear()
            self._keep_comments(chosen, period)
            tell_written(self._session, "差戻しファイル", paths)

        dialog = ReturnDialog(self._session, chosen, period, comments, self.window())
        dialog.sent.connect(sent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _comments_on(self, chosen: DepartmentAnswers, period: str) -> Comments:
        """Return what was written about a department's answers and not sent yet, before the file was closed too."""
        key = (chosen.department.id, self._session.fiscal_year, period)
        if key not in self._comments:
            kept = self._session.perform(lambda: read_draft(self._session.desk, _draft_name(key))) or {}
            self._comments[key] = {_place_of(place): text for place, text in kept.items()}
        return self._comments[key]

    def _keep_comments(self, chosen: DepartmentAnswers, period: str) -> None:
        key = (chosen.department.id, self._session.fiscal_year, period)
        texts = {"/".join(place): text for place, text in self._comments[key].items()}
        self._session.perform(lambda: keep_draft(self._session.desk, _draft_name(key), texts))

    def _leading(self) -> list[DepartmentAnswers]:
        """Return the departments that have something to answer, or were asked already."""
        from reform_desktop.services.exchange.requests import departments_to_ask  # noqa: PLC0415 -- loads late

        asked = self._session.perform(lambda: departments_to_ask(self._session.desk)) or []
        leading = {one.id for one in asked}
        return [one.answers for one in self._lines if one.id in leading or one.answers.by_period]

    def _copy_reminder(self) -> None:
        rows = list(self.model.rows)
        QGuiApplication.clipboard().setText(board.reminder(rows, self._session.fiscal_year))
        count = sum(one.is_late for one in rows)
        self._session.noticed.emit(f"督促の文面（{count:,}課）をコピーしました。メールに貼り付けてください。")

    # Figures, counted in a worker

    def _count_soon(self) -> None:
        if self.isVisible():
            self._timer.start()

    def _count(self) -> None:
        checked = watch_of(self._session).checked
        if checked is None or checked.fiscal_year != self._session.fiscal_year:
            return
        if self._counting:
            self._recount = True
            return
        self._counting, self._recount = True, False
        desk = self._session.desk
        findings = {measure: len(found) for measure, found in checked.by_measure.items()}
        self._session.runner.run(
            "指摘と競合を数えています",
            lambda _context: board.count_open(desk, findings, more=checked.more),
            done=self._counted,
            ended=lambda _task: self._count_ended(),
            owner=self,
        )

    def _counted(self, counts: Counts) -> None:
        self._counts = counts
        self._lines = board.lines(self._session.desk, self._session.fiscal_year, counts)
        self._show_lines()

    def _count_ended(self) -> None:
        self._counting = False
        if self._recount:
            self._count_soon()

    def _arrange(self) -> None:
        sizes = active_sizes()
        self.view.setIconSize(QSize(sizes.icon, sizes.icon))
        self.state.addItems([_ALL, *board.STATES])
        self.state.setAccessibleName("状態で絞り込む")
        self.take_button.setIcon(icon("receive"))
        self.ask_button.setIcon(icon("submit"))
        self.remind_button.setIcon(icon("copy"))
        top = QHBoxLayout()
        top.setSpacing(sizes.gap)
        label = QLabel("状態(&T)", self)
        label.setBuddy(self.state)
        top.addWidget(label)
        top.addWidget(self.state)
        top.addStretch(1)
        for button in (self.remind_button, self.ask_button, self.take_button):
            top.addWidget(button)
        cards = QWidget(self)
        column = QVBoxLayout(cards)
        column.setContentsMargins(0, 0, sizes.px(12), 0)
        column.setSpacing(sizes.px(16))
        for card in self.cards:
            column.addWidget(card)
        column.addStretch(1)
        scroll = PageScroll(cards, self)
        scroll.setFixedWidth(sizes.px(300))
        both = QHBoxLayout()
        both.setSpacing(sizes.wide)
        both.addWidget(self.view, 1)
        both.addWidget(scroll)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(sizes.px(12))
        page.addLayout(top)
        page.addLayout(both, 1)


def _draft_name(key: tuple[str, int, str]) -> str:
    return f"comments/{'/'.join(map(str, key))}"


def _place_of(stored: str) -> tuple[str, str, str]:
    """Return kind, record and field as they were kept."""
    kind, row, field = (*stored.split("/", 2), "", "")[:3]
    return kind, row, field
