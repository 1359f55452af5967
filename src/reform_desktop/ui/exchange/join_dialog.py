"""推進課の依頼から始める: what the request says, the division's number, and where the department's file goes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from reform_desktop.domain.japanese_date import format_date_both
from reform_desktop.store.store import SUFFIX
from reform_desktop.ui.file_dialogs import REFORM_FILES, ask_where_to_save
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from pathlib import Path

    from reform_desktop.domain.errors import UserError
    from reform_desktop.services.exchange.invitation import Invitation
    from reform_desktop.ui.tasks import TaskContext, TaskRunner

_WORDS: Final = "推進課から届いた照会をもとに、あなたの課のファイルを作ります。届いたファイルは、そのまま残ります。"
_KEY: Final = "推進課の案内にある番号と見比べてください。違うときは、始める前に推進課に確かめてください。"


class JoinDialog(Dialog):
    """``decided`` carries the request's path and that of the file to be made."""

    decided = Signal(object, object)

    def __init__(self, path: Path, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._invitation: Invitation | None = None
        self.setWindowTitle("推進課の依頼から始める")
        self._facts = QVBoxLayout()
        self._shown: dict[str, str] = {}
        self.message = QLabel(self)
        self._progress = QProgressBar(self)
        self.cancel_button = QPushButton("やめる", self)
        self.action_button = QPushButton("保存先を選んで始める(&S)…", self)
        self._arrange()
        self.cancel_button.clicked.connect(self.reject)
        self.action_button.clicked.connect(self._ask_where)
        self._look(runner)

    @property
    def facts(self) -> dict[str, str]:
        """What is shown, by heading."""
        return self._shown

    def _look(self, runner: TaskRunner) -> None:
        path = self._path

        def work(_context: TaskContext) -> Invitation:
            from reform_desktop.services.exchange.invitation import read_invitation  # noqa: PLC0415 -- loads late

            return read_invitation(path)

        runner.run(
            f"「{path.name}」を確かめています",
            work,
            done=self._show,
            failed=self._refuse,
            owner=self,
        )

    def _show(self, found: Invitation) -> None:
        self._invitation = found
        self._progress.hide()
        if not found.from_division or not found.department:
            self.say("課を指定した、推進課からの照会ではありません。推進課に照会を送ってもらってください。")
            return
        day = format_date_both(date.fromisoformat(found.deadline)) if found.deadline else ""
        self._add("課", found.department)
        self._add("計画", found.plan)
        self._add("提出期限", day)
        self._add("照会文", found.message)
        self._add("推進課の鍵の番号", found.fingerprint, _KEY)
        QTimer.singleShot(0, self, self._grow)
        self.action_button.setEnabled(True)
        self.action_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, name: str, text: str, note: str = "") -> None:
        if not text:
            return
        self._shown[name] = text
        group = QVBoxLayout()
        group.setSpacing(active_sizes().tight)
        label = QLabel(name, self)
        set_look(label, Look.LABEL)
        group.addWidget(label)
        group.addWidget(ProseLabel(text, self))
        if note:
            words = ProseLabel(note, self)
            set_look(words, Look.SMALL)
            group.addWidget(words)
        self._facts.addLayout(group)

    def _grow(self) -> None:
        """Make room for the facts, once they are shown: their height follows from the width."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _refuse(self, error: UserError) -> None:
        self._progress.hide()
        self.say(str(error))

    def say(self, sentence: str) -> None:
        """Say why it cannot go on."""
        self.message.setText(sentence)
        self.message.show()

    def _ask_where(self) -> None:
        found = self._invitation
        if found is not None:
            name = f"{found.department}_実施計画{SUFFIX}"
            ask_where_to_save(self, "課のファイルの保存先", name, REFORM_FILES, self._decide)

    def _decide(self, target: Path) -> None:
        self.accept()
        self.decided.emit(self._path, target)

    def _arrange(self) -> None:
        sizes = active_sizes()
        self._facts.setSpacing(sizes.px(12))
        self.message.setWordWrap(True)
        self.message.hide()
        set_look(self.message, Look.ERROR)
        set_look(self.action_button, Look.PRIMARY)
        set_look(self.cancel_button, Look.QUIET)
        self.action_button.setDefault(True)
        self.action_button.setEnabled(False)
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("進み具合")
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.gap)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.action_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        column.setSpacing(sizes.px(12))
        column.addWidget(heading("推進課の依頼から始める", Look.HEADING, self))
        column.addWidget(ProseLabel(_WORDS, self))
        column.addWidget(self._progress)
        column.addLayout(self._facts)
        column.addWidget(self.message)
        column.addStretch(1)
        column.addLayout(buttons)
        self.setMinimumWidth(sizes.px(600))
