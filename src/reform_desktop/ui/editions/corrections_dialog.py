"""訂正: what differs from an edition now, and the reason that the coordinator gives for what was an error."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.domain.catalogue import field_named
from reform_desktop.services import corrections
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.field_widget import labeled
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from reform_desktop.domain.errors import UserError
    from reform_desktop.services.corrections import Candidate
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import TaskContext

_WORDS: Final = (
    "確定版と今の内容の違いです（対象年度までの、公表する項目）。"
    "誤りだったものを選び、理由を書いて登録すると、正誤表に載ります。登録しないものは載りません。"
)


class CorrectionsDialog(Dialog):
    """The differences of one edition; what is chosen is registered with its reason, or taken off again."""

    help_topic = "editions#訂正する（正誤表）"

    def __init__(self, session: Session, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._number = number
        self.setWindowTitle(f"第{number}版の訂正")
        self.model = RowsModel(_columns(), lambda one: one.key, self)
        self.view = RowsView(self.model, "確定版との違い", self, wide=0)
        self.both = ProseLabel("", self)
        self.reason = labeled(field_named("correction", "reason"), self)
        self.day = labeled(field_named("correction", "date"), self)
        self.message = QLabel(self)
        self.correct_button = QPushButton("訂正として登録する(&R)", self)
        self.delete_button = QPushButton("登録を取り消す(&D)", self)
        self._close = QPushButton("閉じる", self)
        self._stack = QStackedWidget(self)
        self._form = QWidget(self)
        self._arrange()
        self.day.field.load_value(date.today().isoformat())
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.correct_button.clicked.connect(lambda *_: self._correct())
        self.delete_button.clicked.connect(lambda *_: self._delete())
        self._close.clicked.connect(self.reject)
        self.refresh()

    @property
    def chosen(self) -> Candidate | None:
        """The difference that is chosen."""
        return self.model.row_at(self.view.currentIndex())

    def refresh(self) -> None:
        """Compare anew, in a worker: a large plan takes a second."""
        desk, number = self._session.desk, self._number

        def work(_context: TaskContext) -> list[Candidate]:
            return corrections.candidates(desk, number)

        self._session.runner.run(
            "確定版との違いを調べています", work, done=self._show, failed=self._say_failed, owner=self
        )

    def _show(self, found: list[Candidate]) -> None:
        self.model.set_rows(found)
        self._stack.setCurrentIndex(1 if found else 2)
        self._form.setVisible(bool(found))
        if found and not self.view.currentIndex().isValid():
            self.view.choose(0)
        self._show_chosen()

    def _say_failed(self, error: UserError) -> None:
        self.message.setText(str(error))

    def _show_chosen(self) -> None:
        one = self.chosen
        self.correct_button.setEnabled(one is not None)
        self.delete_button.setEnabled(one is not None and one.correction_id is not None)
        if one is None:
            return
        self.both.set_text(f"{one.place}\n誤：{one.wrong}\n正：{one.right}")
        self.reason.field.load_value(one.reason)
        self.correct_button.setText("訂正を書き直す(&R)" if one.correction_id else "訂正として登録する(&R)")
        self.message.setText(
            "登録したあとで、もう一度変わっています。書き直すと、正誤表も直ります。" if one.stale else ""
        )

    def _correct(self) -> None:
        one = self.chosen
        for made in (self.reason, self.day):
            made.field.commit_pending()
        day = self.day.field.value()
        if one is None or self.day.field.status.error:
            return
        desk, number, reason = self._session.desk, self._number, str(self.reason.field.value() or "")
        when = date.fromisoformat(day) if isinstance(day, str) and day else date.today()
        if not reason.strip():
            self.message.setText("理由を書いてください。まだ登録していません。")
            self.reason.field.widget().setFocus()
            return
        if self._session.perform(lambda: corrections.correct(desk, number, one.key, reason=reason, day=when)):
            self.message.setText("")
            self.refresh()

    def _delete(self) -> None:
        one = self.chosen
        if one is None or one.correction_id is None:
            return
        desk, correction = self._session.desk, one.correction_id
        if self._session.perform(lambda: corrections.delete_correction(desk, correction)) is not None:
            self.refresh()

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self.correct_button, Look.PRIMARY)
        set_look(self.delete_button, Look.QUIET)
        set_look(self._close, Look.QUIET)
        self.message.setWordWrap(True)
        self._stack.addWidget(EmptyState("違いを調べています…", "", "", self))
        self._stack.addWidget(self.view)
        self._stack.addWidget(EmptyState("違いはありません", "今の内容は、この確定版と同じです。", "", self))
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(sizes.px(12))
        for widget in (self.both, self.reason, self.day):
            form.addWidget(widget)
        self._form.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.gap)
        buttons.addWidget(self.correct_button)
        buttons.addWidget(self.delete_button)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        column.setSpacing(sizes.px(12))
        column.addWidget(heading(f"第{self._number}版の訂正", Look.HEADING, self))
        column.addWidget(ProseLabel(_WORDS, self))
        column.addWidget(self._stack, 1)
        column.addWidget(self._form)
        column.addWidget(self.message)
        column.addLayout(buttons)
        self.resize(sizes.px(860), sizes.px(640))


def _columns() -> tuple[Column[Candidate], ...]:
    return (
        Column("箇所", lambda one: one.place),
        Column("誤", lambda one: one.wrong, 150),
        Column("正", lambda one: one.right, 150),
        Column("状態", _state, 120),
    )


def _state(one: Candidate) -> str:
    if one.correction_id is None:
        return "未登録"
    return "その後に変更" if one.stale else "登録済み"
