"""What the dialogs that write bundles share: a form, where to, and the notice with the folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reform_desktop.services.drafts import keep_draft, read_draft
from reform_desktop.ui.session import News
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from reform_desktop.domain.errors import UserError
    from reform_desktop.services.exchange.exporting import WithEvidence
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import Task, TaskContext
    from reform_desktop.ui.widgets.form_field import FormField

_KEY_WORDS: Final = "合言葉"
_ONLY_MISSING: Final = (
    "送り先から届いたファイルで、持っていると分かっている変更と証拠資料を入れません。ファイルが小さくなります。\n"
    "送り先がファイルを作り直したときや、別のPCで受け取るときは、印を付けずに送ってください。"
)


class SendDialog(Dialog):
    """A form with one button that writes. ``sent`` carries the paths written, when the dialog closes.

    Subclasses put their fields into ``form`` and ask where to in ``choose_target``. ``only_missing`` is theirs to
    place.
    """

    help_topic = "exchange"

    sent = Signal(object)

    def __init__(self, session: Session, title: str, words: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._task: Task[list[Path]] | None = None
        self._draft = ""
        self._drafted: dict[str, FormField] = {}
        self.setWindowTitle(title)
        self.form = QVBoxLayout()
        self.words = ProseLabel(words, self)
        self.message = QLabel(self)
        self.only_missing = QCheckBox("送り先が持っている分は省く(&O)", self)
        self.passphrase = QLineEdit(self)
        self._passphrase_label = QLabel(_KEY_WORDS, self)
        self.cancel_button = QPushButton("やめる", self)
        self.action_button = QPushButton(action, self)
        self._arrange(title)
        self.cancel_button.clicked.connect(self.reject)
        self.action_button.clicked.connect(self._press)

    def choose_target(self) -> None:
        """Ask where to write and then call `write`; the fields are committed already."""
        raise NotImplementedError

    def say(self, sentence: str) -> None:
        """Say what is missing or went wrong; nothing was written."""
        self.message.setText(sentence)
        self.message.setVisible(bool(sentence))

    def given_passphrase(self) -> str | None:
        """Return the passphrase of the division's key, where one was asked for."""
        return self.passphrase.text() or None

    def chosen_evidence(self, *, wanted: bool) -> WithEvidence:
        """Return which evidence travels: what is ``wanted`` at all, less what the recipient has."""
        from reform_desktop.services.exchange.exporting import WithEvidence  # noqa: PLC0415 -- cryptography loads late

        if not wanted:
            return WithEvidence.NONE
        return WithEvidence.MISSING if self.only_missing.isChecked() else WithEvidence.ALL

    def write(self, label: str, work: Callable[[TaskContext], list[Path]]) -> None:
        """Write in a worker while the window can be used; the strip below it shows how far that is, with 「中止」.

        What goes wrong is said here: the form comes back as it was, also after 「中止」.
        """
        self.say("")
        self._task = self.session.runner.run(
            label, work, done=self._written, failed=self._failed, ended=lambda _task: self._ended(), owner=self
        )
        self.hide()

    def commit_fields(self) -> None:
        """Commit what is typed, text in composition too."""

    def take_up_draft(self, name: str, fields: Mapping[str, FormField]) -> None:
        """Show what was written here when the window was closed, and keep it when it is closed again."""
        self._draft, self._drafted = name, dict(fields)
        for key, text in (self.session.perform(lambda: read_draft(self.session.desk, name)) or {}).items():
            if key in fields:
                fields[key].load_value(text)

    def commit_pending(self) -> None:
        """Keep what is written in the file, to be gone on with when the dialog is opened again."""
        self.commit_fields()
        if self._draft:
            texts = {key: str(field.value() or "") for key, field in self._drafted.items()}
            keep_draft(self.session.desk, self._draft, texts)

    def done(self, result: int) -> None:
        """Let go of what was kept: it was sent, or given up."""
        if self._draft:
            self.session.perform(lambda: keep_draft(self.session.desk, self._draft, {}))
        super().done(result)

    def _press(self) -> None:
        self.commit_fields()
        self.choose_target()

    def _written(self, paths: list[Path]) -> None:
        self._task = None
        self.done(Dialog.DialogCode.Accepted)
        self.sent.emit(paths)

    def _failed(self, error: UserError) -> None:
        from reform_desktop.bundle.keys import PassphraseError  # noqa: PLC0415 -- cryptography loads late

        if isinstance(error, PassphraseError):
            self.passphrase.show()
            self._passphrase_label.show()
            self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
        self.say(str(error))

    def _ended(self) -> None:
        if self._task is not None:  # it failed or was called off
            self._task = None
            self.open()

    def _arrange(self, title: str) -> None:
        sizes = active_sizes()
        self.form.setSpacing(sizes.px(12))
        self.message.setWordWrap(True)
        self.message.hide()
        set_look(self.message, Look.ERROR)
        self.only_missing.setToolTip(_ONLY_MISSING)
        self.only_missing.setAccessibleDescription(_ONLY_MISSING)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName(_KEY_WORDS)
        self._passphrase_label.setBuddy(self.passphrase)
        set_look(self._passphrase_label, Look.LABEL)
        self.passphrase.hide()
        self._passphrase_label.hide()
        set_look(self.action_button, Look.PRIMARY)
        set_look(self.cancel_button, Look.QUIET)
        self.action_button.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.gap)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.action_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        column.setSpacing(sizes.px(12))
        column.addWidget(heading(title, Look.HEADING, self))
        column.addWidget(self.words)
        column.addLayout(self.form)
        column.addStretch(1)
        for widget in (self._passphrase_label, self.passphrase, self.message):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.setMinimumWidth(sizes.px(560))


def tell_written(session: Session, what: str, paths: Sequence[Path]) -> None:
    """Say where the files are, with the way to their folder."""
    folder = paths[0].parent
    where = f"「{paths[0].name}」" if len(paths) == 1 else f"{len(paths):,}個のファイル"
    text = f"{what}{where}を「{folder}」に書き出しました。"
    session.news.emit(News(text, "フォルダーを開く", lambda: open_folder(folder)))


def open_folder(folder: Path) -> None:
    """Show a folder in the desktop's own file browser."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
