"""取り込む: what each offered file would bring, keys to compare, and taking in all that can go in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from reform_desktop.ui.exchange.import_queue import ImportQueue
from reform_desktop.ui.exchange.key_panel import KeyPanel
from reform_desktop.ui.exchange.offered import Offered, Step, count_words, detail_lines, held_count, purpose_words
from reform_desktop.ui.file_dialogs import EXCHANGE_FILES, ask_for_files
from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from PySide6.QtGui import QIcon

    from reform_desktop.services.exchange.importing import ImportReport
    from reform_desktop.ui.session import Session

_WORDS: Final = "まだ何も変更していません。内容を確かめてから取り込みます。取り込んだあとも、いつでも取り消せます。"
_ASKS: Final = (Step.UNKNOWN_KEY, Step.CHANGED_KEY)


class ImportDialog(Dialog):
    """``taken`` carries the list of `ImportReport` when the dialog closes and something went in."""

    help_topic = "exchange#取り込む"

    taken = Signal(object)

    def __init__(self, session: Session, paths: Iterable[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.queue = ImportQueue(session, self)
        self._shown: Offered | None = None
        self._closing = False
        self.setWindowTitle("取り込む")
        self.model = RowsModel(_columns(), lambda one: one.path, self)
        self.view = RowsView(self.model, "取り込むファイル", self, wide=0)
        self.details = ProseLabel("", self)
        self.keys = KeyPanel(self)
        self._progress = QProgressBar(self)
        self._doing = QLabel(self)
        self.add_button = QPushButton("ファイルを追加(&A)…", self)
        self.close_button = QPushButton("やめる", self)
        self.take_button = QPushButton("取り込む(&T)", self)
        self._arrange()
        self._connect()
        self.queue.add(paths)

    def reject(self) -> None:
        """Close; work that runs is stopped first, and what it had not finished stays out."""
        if self.queue.is_busy:
            self._closing = True
            self.queue.stop()
            self._show_all()
            return
        if self.queue.taken:
            reports: list[ImportReport] = list(self.queue.taken)
            super().accept()
            self.taken.emit(reports)
        else:
            super().reject()

    def _connect(self) -> None:
        self.queue.changed.connect(self._show_all)
        self.queue.progressed.connect(self._show_progress)
        self.queue.rested.connect(self._rested)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_details())
        self.keys.accepted.connect(self._accept)
        self.keys.accepted_and_take.connect(self._accept_and_take)
        self.add_button.clicked.connect(self._ask_for_more)
        self.close_button.clicked.connect(self.reject)
        self.take_button.clicked.connect(self._take_ready)

    # What the user does

    def _take_ready(self) -> None:
        self.queue.take([one.path for one in self._ready()])

    def _accept(self) -> None:
        if self._shown is not None and self.queue.accept(self._shown.strangers):
            self.view.setFocus()

    def _accept_and_take(self) -> None:
        chosen = self._shown
        if chosen is not None and self.queue.accept(chosen.strangers):
            self.view.setFocus()
            self.queue.take([chosen.path])

    def _ask_for_more(self) -> None:
        ask_for_files(self, "取り込むファイルを追加", EXCHANGE_FILES, self.queue.add)

    # What is shown

    def _ready(self) -> list[Offered]:
        return [one for one in self.queue.offered if one.step is Step.READY]

    def _rested(self) -> None:
        everything_in = bool(self.queue.taken) and all(one.step is Step.TAKEN for one in self.queue.offered)
        if self._closing or everything_in:
            self.reject()
        elif self._shown is None or self._shown.step not in _ASKS:
            self._go_to_next_question()

    def _go_to_next_question(self) -> None:
        """Show the first file whose key is to be compared: whoever takes forty in need not look for it."""
        asking = next((place for place, one in enumerate(self.model.rows) if one.step in _ASKS), None)
        if asking is not None:
            self.view.choose(asking)

    def _show_all(self) -> None:
        self.model.set_rows(self.queue.offered)
        if self.model.rows and not self.view.currentIndex().isValid():
            self.view.choose(0)
        self._show_details()
        ready, busy = len(self._ready()), self.queue.is_busy
        self.take_button.setText(f"{ready:,}件を取り込む(&T)" if ready else "取り込む(&T)")
        self.take_button.setEnabled(ready > 0 and not busy)
        self.add_button.setEnabled(not busy)
        self.keys.setEnabled(not busy)
        self.close_button.setText("中止する" if busy else ("閉じる" if self.queue.taken else "やめる"))
        self.close_button.setEnabled(not self._closing)
        self._progress.setVisible(busy)
        self._doing.setText(self._doing_words())
        if not busy:
            self._progress.setRange(0, 0)

    def _doing_words(self) -> str:
        if self._closing:
            return "中止しています…"
        running = next((one for one in self.queue.offered if one.step in (Step.LOOKING, Step.TAKING)), None)
        if running is not None:
            return f"{running.path.name}：{running.step.value}"
        asking = sum(one.step in _ASKS for one in self.queue.offered)
        return f"鍵の確認が必要なファイルが{asking:,}件あります。行を選んで番号を確かめてください。" if asking else ""

    def _show_progress(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def _show_details(self) -> None:
        one = self.model.row_at(self.view.currentIndex())
        if one == self._shown:
            return
        self._shown = one
        self.details.set_text("\n".join(detail_lines(one)) if one else "")
        self.keys.show_keys(*(one.step, one.strangers, self._earlier(one)) if one else (Step.WAITING, (), ()))

    def _earlier(self, one: Offered) -> list[str]:
        if one.step is not Step.CHANGED_KEY:
            return []
        from reform_desktop.services.exchange import receiving  # noqa: PLC0415 -- cryptography loads late

        return [number for each in one.strangers for number in receiving.earlier_numbers(self._session.desk, each)]

    def _arrange(self) -> None:
        sizes = active_sizes()
        self.view.setIconSize(QSize(sizes.icon, sizes.icon))
        self.view.setMinimumHeight(sizes.px(160))
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("進み具合")
        self._progress.setFixedWidth(sizes.px(160))
        self._doing.setWordWrap(True)
        set_look(self._doing, Look.MUTED)
        set_look(self.take_button, Look.PRIMARY)
        set_look(self.close_button, Look.QUIET)
        self.take_button.setDefault(True)
        state = QHBoxLayout()
        state.setSpacing(sizes.px(12))
        state.addWidget(self._doing, 1)
        state.addWidget(self._progress)
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.gap)
        buttons.addWidget(self.add_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.take_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        column.setSpacing(sizes.px(12))
        column.addWidget(heading("取り込む内容を確かめる", Look.HEADING, self))
        column.addWidget(ProseLabel(_WORDS, self))
        column.addWidget(self.view, 1)
        column.addWidget(self.details)
        column.addWidget(self.keys)
        column.addLayout(state)
        column.addLayout(buttons)
        self.keys.hide()
        self.resize(sizes.px(960), sizes.px(600))


def _columns() -> tuple[Column[Offered], ...]:
    return (
        Column("ファイル", lambda one: one.path.name),
        Column("送り主", lambda one: one.report.sender if one.report else "", 132),
        Column("種類", purpose_words, 84),
        Column("新規", lambda one: count_words(one, one.report.new if one.report else 0), 64, right=True),
        Column("競合", lambda one: count_words(one, one.report.conflicts if one.report else 0), 56, right=True),
        Column("保留", lambda one: count_words(one, held_count(one)), 56, right=True),
        Column("状態", lambda one: one.step.value, 176, picture=_picture),
    )


def _picture(one: Offered) -> QIcon:
    if one.step in (Step.READY, Step.TAKEN):
        return icon("check", Ink.SUCCESS)
    if one.step in (Step.REFUSED, Step.REVOKED_KEY):
        return icon("error", Ink.ERROR)
    if one.step in _ASKS:
        return icon("warning", Ink.WARNING)
    return icon("more", Ink.MUTED)
