"""取込みの一覧: every import with its undo and redo, at any later time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.ui.pages.moments import shown_time
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from reform_desktop.domain.errors import UserError
    from reform_desktop.services.exchange.receiving import ShownImport
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import TaskContext

_PAUSE: Final = 150
_WORDS: Final = (
    "取込みは、いつでも取り消せます。取り消すと、その取込みがなかったときと同じ内容になります。"
    "あとで、もう一度適用することもできます。"
)


def held_words(held: int) -> str:
    """Return what undoing would do to later edits."""
    if not held:
        return "この取込みを取り消しても、あとからの入力はそのまま残ります。"
    return (
        f"この取込みを取り消すと、その内容をもとにした、あとからの入力{held:,}件が保留になります。"
        "消えることはなく、もう一度適用すると戻ります。"
    )


class ImportsDialog(Dialog):
    """The list, the newest first; the consequence of undoing stands under it before it is done."""

    help_topic = "exchange#取込みを取り消す"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._look_ahead)
        self.setWindowTitle("取込みの一覧")
        self.model = RowsModel(_columns(), lambda one: one.number, self)
        self.view = RowsView(self.model, "取込みの一覧", self, wide=1)
        self.consequence = QLabel(self)
        self.undo_button = QPushButton("取り消す(&U)", self)
        self.redo_button = QPushButton("もう一度適用する(&R)", self)
        self._close = QPushButton("閉じる", self)
        self._stack = QStackedWidget(self)
        self._arrange()
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.undo_button.clicked.connect(lambda: self._change(undo=True))
        self.redo_button.clicked.connect(lambda: self._change(undo=False))
        self._close.clicked.connect(self.reject)
        self.refresh()

    def refresh(self) -> None:
        """Read the list anew; the chosen line stays."""
        from reform_desktop.services.exchange import receiving  # noqa: PLC0415 -- cryptography loads late

        self.model.set_rows(self._session.perform(lambda: receiving.shown_imports(self._session.desk)) or [])
        self._stack.setCurrentIndex(0 if self.model.rows else 1)
        if self.model.rows and not self.view.currentIndex().isValid():
            self.view.choose(0)
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self.model.row_at(self.view.currentIndex())
        writable = chosen is not None and not self._session.desk.read_only and not self._busy
        self.undo_button.setEnabled(writable and chosen is not None and not chosen.retracted)
        self.redo_button.setEnabled(writable and chosen is not None and chosen.retracted)
        if chosen is None or self._busy:
            self.consequence.setText("")
        elif chosen.retracted:
            self.consequence.setText("この取込みは取り消されています。もう一度適用すると、内容が戻ります。")
        elif writable:
            self.consequence.setText("取り消したときの影響を調べています…")
            self._timer.start()

    def _look_ahead(self) -> None:
        """Find out in a worker what undoing the chosen import would hold; a later choice overtakes an earlier one."""
        chosen = self.model.row_at(self.view.currentIndex())
        if chosen is None or chosen.retracted or self._busy:
            return
        desk = self._session.desk

        def work(_context: TaskContext) -> int:
            from reform_desktop.services.exchange import receiving  # noqa: PLC0415 -- cryptography loads late

            return receiving.waiting_after_undo(desk, [chosen.number])

        def done(held: int) -> None:
            if not self._busy and self.model.row_at(self.view.currentIndex()) == chosen:
                self.consequence.setText(held_words(held))

        self._session.runner.run("取込みの影響を調べています", work, done=done, failed=self._say, owner=self)

    def _say(self, error: UserError) -> None:
        self.consequence.setText(str(error))

    def _change(self, *, undo: bool) -> None:
        chosen = self.model.row_at(self.view.currentIndex())
        if chosen is None:
            return
        desk, number = self._session.desk, chosen.number

        def work(_context: TaskContext) -> None:
            from reform_desktop.services.exchange import receiving  # noqa: PLC0415 -- cryptography loads late

            (receiving.undo_imports if undo else receiving.redo_imports)(desk, [number])

        self._busy = True
        self._show_chosen()
        self.consequence.setText("取り消しています…" if undo else "もう一度適用しています…")
        label = "取込みを取り消しています" if undo else "取込みをもう一度適用しています"
        self._session.runner.run(
            label, work, failed=self._say, ended=lambda _task: self._ended(), owner=self
        )

    def _ended(self) -> None:
        self._busy = False
        self.refresh()
        self.view.setFocus()

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self.undo_button, Look.DANGER)
        set_look(self._close, Look.QUIET)
        self.consequence.setWordWrap(True)
        self.consequence.setMinimumHeight(sizes.px(48))
        self._close.setDefault(True)
        self._stack.addWidget(self.view)
        self._stack.addWidget(EmptyState("取込みはまだありません", "取り込んだファイルが、ここに並びます。", "", self))
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.gap)
        buttons.addWidget(self.undo_button)
        buttons.addWidget(self.redo_button)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        column.setSpacing(sizes.px(12))
        column.addWidget(heading("取込みの一覧", Look.HEADING, self))
        column.addWidget(ProseLabel(_WORDS, self))
        column.addWidget(self._stack, 1)
        column.addWidget(self.consequence)
        column.addLayout(buttons)
        self.resize(sizes.px(820), sizes.px(520))


def _columns() -> tuple[Column[ShownImport], ...]:
    return (
        Column("日時", lambda one: shown_time(one.at), 132),
        Column("ファイル", lambda one: one.file),
        Column("送り主", lambda one: one.sender, 160),
        Column("種類", lambda one: one.purpose, 88),
        Column("状態", lambda one: "取り消しました" if one.retracted else "適用中", 120),
    )
