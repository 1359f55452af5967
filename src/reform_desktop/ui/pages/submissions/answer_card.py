"""One period's answers of one department: state, deadline, what was asked, why it came back."""

from __future__ import annotations

from datetime import date
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reform_desktop.domain.japanese_date import days_left_words, format_date_japanese
from reform_desktop.services import submissions
from reform_desktop.ui.icons import Ink
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.picture_label import PictureLabel
from reform_desktop.ui.widgets.roles import Ground, Look, set_ground, set_look

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reform_desktop.domain.records import Submission

CONFIRM = "課長確認を記録(&K)"
TAKE_BACK = "作成中に戻す(&R)"
STATE_PICTURES = {
    "draft": ("edit", Ink.MUTED),
    "confirmed": ("check", Ink.ACCENT),
    "submitted": ("submit", Ink.ACCENT),
    "accepted": ("check", Ink.SUCCESS),
    "returned": ("undo", Ink.ERROR),
}


class Step(Enum):
    """What can be done with a period's answers besides recording the manager's confirmation."""

    ASK = "照会を送る…"
    SUBMIT = "提出する…"
    REVIEW = "変更点を確かめる…"
    SEND_BACK = "差し戻す…"
    ACCEPT = "受理する"


class AnswerCard(QFrame):
    """``state_wanted`` carries the state that the department records, ``step_wanted`` a `Step`.

    ``steps`` says which of them each state offers, the usual one first; nothing is offered in a file that cannot be
    changed. What is offered for answers that were accepted already is no next step, and looks like none.
    """

    state_wanted = Signal(str)
    step_wanted = Signal(object)

    def __init__(
        self,
        period: str,
        parent: QWidget | None = None,
        *,
        editable: bool,
        steps: Mapping[str | None, Sequence[Step]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.period = period
        self._editable = editable
        self._steps = dict(steps or {})
        self.step_buttons = {one: QPushButton(one.value, self) for one in self._offered()}
        for step, button in self.step_buttons.items():
            button.clicked.connect(partial(self._want, step))
        self._picture = PictureLabel(active_sizes().icon, self)
        self._state = heading("", Look.SECTION, self)
        self._deadline = QLabel(self)
        self._message_head = QLabel("照会文", self)
        self._message = ProseLabel("", self)
        self._reason_head = QLabel("差戻しの理由", self)
        self._reason = ProseLabel("", self)
        self._findings = QLabel(self)
        self.button = QPushButton(CONFIRM, self)
        self.button.clicked.connect(self._press)
        self._next = submissions.CONFIRMED
        self._arrange()

    @property
    def state(self) -> str:
        """The state in words."""
        return self._state.text()

    def show_submission(self, submission: Submission | None) -> None:
        """Show what the file holds."""
        words = submissions.state_label(submission)
        self._state.setText(words)
        name, ink = STATE_PICTURES.get(submission.state or "" if submission else "", ("information", Ink.MUTED))
        self._picture.show_icon(name, ink)
        self._deadline.setText(_deadline_words(submission))
        self._show_text(self._message_head, self._message, submission.message if submission else "")
        self._show_text(self._reason_head, self._reason, submission.return_reason if submission else "")
        self._show_button(submission)
        self._show_steps(submission)

    def show_nothing(self) -> None:
        """Show that no department is chosen."""
        self.show_submission(None)
        for button in self.step_buttons.values():
            button.hide()

    def show_findings(self, count: int) -> None:
        """Say how many findings there still are; they do not hinder the confirmation."""
        self._findings.setText(f"入力チェックの指摘が{count:,}件残っています。" if count else "")
        self._findings.setVisible(bool(count) and self.button.isVisibleTo(self))

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_ground(self, Ground.CARD)
        set_look(self._deadline, Look.MUTED)
        set_look(self._findings, Look.ERROR)
        for label in (self._deadline, self._findings):
            label.setWordWrap(True)
        for label in (self._message_head, self._reason_head):
            set_look(label, Look.LABEL)
        head = QHBoxLayout()
        head.setSpacing(sizes.gap)
        head.addWidget(self._picture)
        head.addWidget(self._state)
        head.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.px(16), sizes.px(16), sizes.px(16), sizes.px(16))
        column.setSpacing(sizes.gap)
        column.addWidget(heading(submissions.period_label(self.period), Look.HEADING, self))
        column.addLayout(head)
        for widget in (self._deadline, self._reason_head, self._reason, self._message_head, self._message):
            column.addWidget(widget)
        column.addWidget(self._findings)
        column.addLayout(row)
        for button in self.step_buttons.values():
            column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        self._findings.hide()

    def _show_text(self, head: QLabel, prose: ProseLabel, text: str) -> None:
        prose.set_text(text)
        head.setVisible(bool(text))
        prose.setVisible(bool(text))

    def _show_button(self, submission: Submission | None) -> None:
        state = submission.state if submission else submissions.DRAFT
        confirmed = state == submissions.CONFIRMED
        self._next = submissions.DRAFT if confirmed else submissions.CONFIRMED
        self.button.setText(TAKE_BACK if confirmed else CONFIRM)
        self.button.setVisible(self._editable and state not in submissions.HANDED_IN)

    def _offered(self) -> list[Step]:
        return [one for one in Step if any(one in steps for steps in self._steps.values())]

    def _show_steps(self, submission: Submission | None) -> None:
        offered = self._steps.get(submission.state if submission else None, ())
        for step, button in self.step_buttons.items():
            button.setVisible(step in offered)
            next_step = step in offered[:1] and (submission is None or submission.state != submissions.ACCEPTED)
            set_look(button, Look.PRIMARY if next_step else Look.LINK)
            button.setAccessibleName(f"{submissions.period_label(self.period)}：{step.value.rstrip('…')}")

    def _want(self, step: Step, *_clicked: object) -> None:
        self.step_wanted.emit(step)

    def _press(self) -> None:
        self.state_wanted.emit(self._next)


def _deadline_words(submission: Submission | None) -> str:
    if submission is None:
        return "推進課からの照会は、まだありません。"
    if submission.deadline is None:
        return "提出期限は決まっていません。"
    day = format_date_japanese(submission.deadline)
    if submission.state in submissions.HANDED_IN:
        return f"提出期限 {day}"
    return f"提出期限 {day}（{days_left_words((submission.deadline - date.today()).days)}）"
