"""合言葉: what guards the division's key on this PC is set, changed or taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from reform_desktop.domain.errors import UserError
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.ui.session import Session

_WORDS: Final = (
    "推進課の鍵は市全体を代表するため、合言葉で守れます。照会や差戻しを作るときに尋ねます。取り込むときには要りません。\n"
    "忘れると、この鍵は使えなくなります。控えを安全な場所に保管してください。"
)


class PassphraseDialog(Dialog):
    """``protected`` says whether there is one now; it must then be given."""

    help_topic = "exchange#推進課の鍵を合言葉で守る"

    def __init__(self, session: Session, *, protected: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        title = "合言葉を変える" if protected else "合言葉を決める"
        self.setWindowTitle(title)
        self.old, self.new, self.again = (QLineEdit(self) for _field in range(3))
        self._old_label = QLabel("今の合言葉", self)
        self.message = QLabel(self)
        self.cancel_button = QPushButton("やめる", self)
        self.remove_button = QPushButton("合言葉をなくす", self)
        self.action_button = QPushButton(title, self)
        for widget in (self.old, self._old_label, self.remove_button):
            widget.setVisible(protected)
        self._arrange(title)
        self.cancel_button.clicked.connect(self.reject)
        self.remove_button.clicked.connect(lambda: self._change(""))
        self.action_button.clicked.connect(self._press)

    def _press(self) -> None:
        if not self.new.text():
            self._say("新しい合言葉を入力してください。", self.new)
        elif self.new.text() != self.again.text():
            self._say("2回の入力が違います。同じ合言葉を入力してください。", self.again)
        else:
            self._change(self.new.text())

    def _change(self, new: str) -> None:
        from reform_desktop.services.exchange import keys  # noqa: PLC0415 -- cryptography loads late

        try:
            keys.change_own_passphrase(self._session.desk, self.old.text(), new)
        except UserError as error:
            self._say(str(error), self.old if self.old.isVisible() else self.new)
            return
        done = "合言葉を変えました。次に照会や差戻しを作るときから使います。" if new else "合言葉をなくしました。"
        self._session.noticed.emit(done)
        self.accept()

    def _say(self, sentence: str, field: QLineEdit) -> None:
        self.message.setText(sentence)
        self.message.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    def _arrange(self, title: str) -> None:
        sizes = active_sizes()
        set_look(self.message, Look.ERROR)
        self.message.setWordWrap(True)
        self.message.hide()
        set_look(self.action_button, Look.PRIMARY)
        set_look(self.cancel_button, Look.QUIET)
        self.action_button.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        column.setSpacing(sizes.gap)
        column.addWidget(heading(title, Look.HEADING, self))
        column.addWidget(ProseLabel(_WORDS, self))
        labels = (self._old_label, QLabel("新しい合言葉（8文字以上）", self), QLabel("新しい合言葉（もう一度）", self))
        for label, field in zip(labels, (self.old, self.new, self.again), strict=True):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(label.text())
            label.setBuddy(field)
            set_look(label, Look.LABEL)
            column.addWidget(label)
            column.addWidget(field)
        column.addWidget(self.message)
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.gap)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.action_button)
        column.addLayout(buttons)
        self.setMinimumWidth(sizes.px(520))
