"""変更点を確かめる: field by field what a department changed, remarks on it, then accept or send back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.services import submissions
from reform_desktop.ui.exchange.review_lines import FOUND, ReviewLine, review_columns, review_lines
from reform_desktop.ui.pages.conflicts.marked_text import MarkedText
from reform_desktop.ui.pages.moments import shown_time
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.headings import ElidedLabel, ProseLabel, heading
from reform_desktop.ui.widgets.labeled_field import LabeledField
from reform_desktop.ui.widgets.page_scroll import PageScroll
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView
from reform_desktop.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from reform_desktop.domain.checks import Finding
    from reform_desktop.services.exchange.review import Review
    from reform_desktop.services.submissions import DepartmentAnswers
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import TaskContext

Comments = dict[tuple[str, str, str], str]
"""What was written about fields, by record kind, record and field."""

_NOTHING: Final = "前回から変わった項目も、入力チェックの指摘もありません。"


class ReviewDialog(Dialog):
    """``comments`` is shared with whoever opened the dialog, so that what was written survives closing it."""

    help_topic = "exchange#推進課：届いた回答を確かめる"

    comments_changed = Signal()
    accept_wanted = Signal()
    send_back_wanted = Signal()

    def __init__(
        self,
        session: Session,
        answers: DepartmentAnswers,
        period: str,
        comments: Comments,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._answers = answers
        self._comments = comments
        self._shown: ReviewLine | None = None
        self.setWindowTitle(f"{answers.department.name}の回答を確かめる")
        self._about = ProseLabel("", self)
        self.model = RowsModel(review_columns(self._comment_on), lambda one: (one.what, one.key, one.note), self)
        self.view = RowsView(self.model, "変更点と指摘", self, wide=1)
        self._where = ElidedLabel("", self)
        self._before_head = QLabel("前の内容", self)
        self.before = MarkedText("前の内容", self)
        self._after_head = QLabel("届いた内容", self)
        self.after = MarkedText("届いた内容", self)
        self.comment = TextField(self, min_lines=3)
        self._comment_box = LabeledField("この項目へのコメント", self.comment, self)
        self._stack = QStackedWidget(self)
        self.close_button = QPushButton("閉じる", self)
        self.back_button = QPushButton("差し戻す(&B)…", self)
        self.accept_button = QPushButton("受理する(&A)", self)
        self._arrange(answers.department.name, period)
        self._connect()
        submission = answers.by_period.get(period)
        accepted = submission is not None and submission.state == "accepted"
        writable = not session.desk.read_only
        self.accept_button.setEnabled(writable and not accepted)
        self.back_button.setEnabled(writable)
        self._read()

    def commit_pending(self) -> None:
        """Keep the comment that is being typed."""
        self.comment.commit_pending()

    def done(self, result: int) -> None:
        """Keep what is being typed."""
        self.comment.commit_pending()
        super().done(result)

    def _read(self) -> None:
        desk, department, year = self._session.desk, self._answers.department.id, self._session.fiscal_year

        def work(_context: TaskContext) -> tuple[Review, tuple[Finding, ...]]:
            from reform_desktop.services.exchange.review import findings_of, review  # noqa: PLC0415 -- loads late

            return review(desk, department), findings_of(desk, department, year)

        self._session.runner.run("変更点を調べています", work, done=self._show, owner=self)

    def _show(self, found: tuple[Review, tuple[Finding, ...]]) -> None:
        review, findings = found
        lines = review_lines(review.changes, findings)
        self.model.set_rows(lines)
        self._about.set_text(_about(review, len(findings)))
        self._stack.setCurrentIndex(0 if lines else 1)
        if lines:
            self.view.choose(0)
            self.view.setFocus()

    def _show_chosen(self) -> None:
        one = self.model.row_at(self.view.currentIndex())
        if one == self._shown:
            return
        self.comment.commit_pending()
        self._shown = one
        self._comment_box.setEnabled(one is not None)
        if one is None:
            return
        year = format_fiscal_year(one.fiscal_year) if one.fiscal_year else ""
        self._where.set_text("　".join(part for part in (one.place, year, one.label) if part))
        self._before_head.setVisible(one.what != FOUND)
        self.before.setVisible(one.what != FOUND)
        self._after_head.setText("指摘" if one.what == FOUND else "届いた内容")
        self.before.show_text(one.before)
        self.after.show_text(one.note if one.what == FOUND else one.after, None if one.what == FOUND else one.before)
        self.comment.status.set_name(f"{one.label}へのコメント")
        self.comment.load_value(self._comments.get(one.key, ""))

    def _comment_on(self, one: ReviewLine) -> str:
        return " ".join(self._comments.get(one.key, "").split())

    def _keep_comment(self, text: object) -> None:
        one = self._shown
        if one is None:
            return
        if str(text).strip():
            self._comments[one.key] = str(text)
        else:
            self._comments.pop(one.key, None)
        self.comments_changed.emit()
        self.view.viewport().update()

    def _connect(self) -> None:
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.comment.committed.connect(self._keep_comment)
        self.close_button.clicked.connect(self.reject)
        self.accept_button.clicked.connect(self._accept)
        self.back_button.clicked.connect(self._send_back)

    def _accept(self) -> None:
        self.accept()
        self.accept_wanted.emit()

    def _send_back(self) -> None:
        self.accept()
        self.send_back_wanted.emit()

    def _arrange(self, name: str, period: str) -> None:
        sizes = active_sizes()
        self.view.setIconSize(QSize(sizes.icon, sizes.icon))
        set_look(self._where, Look.SECTION)
        for label in (self._before_head, self._after_head):
            set_look(label, Look.LABEL)
        for button, look in (
            (self.accept_button, Look.PRIMARY),
            (self.back_button, Look.DANGER),
            (self.close_button, Look.QUIET),
        ):
            set_look(button, look)
            button.setAutoDefault(False)
        texts = QWidget(self)
        column = QVBoxLayout(texts)
        column.setContentsMargins(0, 0, sizes.px(12), 0)
        column.setSpacing(sizes.gap)
        for widget in (self._where, self._before_head, self.before, self._after_head, self.after, self._comment_box):
            column.addWidget(widget)
        column.addStretch(1)
        body = QWidget(self)
        both = QHBoxLayout(body)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(sizes.wide)
        both.addWidget(self.view, 3)
        both.addWidget(PageScroll(texts, self), 2)
        self._stack.addWidget(body)
        self._stack.addWidget(EmptyState("変更点はありません", _NOTHING, "", self))
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.gap)
        buttons.addWidget(self.close_button)
        buttons.addStretch(1)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.accept_button)
        year = format_fiscal_year(self._session.fiscal_year)
        page = QVBoxLayout(self)
        page.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        page.setSpacing(sizes.px(12))
        title = f"{name}　{year}　{submissions.period_label(period)}の回答を確かめる"
        page.addWidget(heading(title, Look.HEADING, self))
        page.addWidget(self._about)
        page.addWidget(self._stack, 1)
        page.addLayout(buttons)
        self.resize(sizes.px(1080), sizes.px(640))


def _about(review: Review, findings: int) -> str:
    if not review.file:
        return f"この課の提出ファイルは、まだ取り込んでいません。入力チェックの指摘は{findings:,}件です。"
    before = f"前回は{shown_time(review.previous)}" if review.previous else "はじめての提出"
    file = f"「{review.file}」（{shown_time(review.at)}に取り込み、{before}）"
    what = f"{file}で変わった項目は{len(review.changes):,}件です。"
    said = f"\n課からの連絡：{review.message}" if review.message else ""
    return f"{what}入力チェックの指摘は{findings:,}件です。{said}"
