"""鍵の番号: the number of this PC's key, to be read over the telephone, and the keys that this file accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reform_desktop.ui.exchange.passphrase_dialog import PassphraseDialog
from reform_desktop.ui.pages.moments import shown_time
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from reform_desktop.services.exchange.receiving import ShownKey
    from reform_desktop.ui.session import Session

_WORDS: Final = (
    "送ったファイルが本当にこの課のものだと確かめるための番号です。相手から電話で尋ねられたら、この番号を読み上げてください。"
)


class KeysDialog(Dialog):
    """Nothing of the plan is changed here."""

    help_topic = "exchange#鍵の番号を確かめる"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("鍵の番号")
        self.number = QLabel(self)
        self.model = RowsModel(_columns(), lambda one: one.number, self)
        self.view = RowsView(self.model, "受け入れた鍵", self, wide=0)
        self._session = session
        self.passphrase_button = QPushButton("合言葉…", self)
        self.passphrase_button.setVisible(session.desk.is_division and not session.desk.read_only)
        self._close = QPushButton("閉じる", self)
        self._arrange()
        self.passphrase_button.clicked.connect(self.ask_passphrase)
        self._close.clicked.connect(self.reject)
        self._fill(session)

    def ask_passphrase(self) -> PassphraseDialog | None:
        """Set, change or take away what guards the division's key; `None` when the key cannot be read."""
        from reform_desktop.services.exchange import keys  # noqa: PLC0415 -- cryptography loads late

        protected = self._session.perform(lambda: keys.own_key_has_passphrase(self._session.desk))
        if protected is None:
            return None
        dialog = PassphraseDialog(self._session, protected=protected, parent=self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _fill(self, session: Session) -> None:
        from reform_desktop.services.exchange import receiving  # noqa: PLC0415 -- cryptography loads late

        self.number.setText(session.perform(lambda: receiving.own_number(session.desk)) or "")
        self.model.set_rows(session.perform(lambda: receiving.shown_keys(session.desk)) or [])

    def _arrange(self) -> None:
        sizes = active_sizes()
        self.number.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        set_look(self.number, Look.HEADING)
        self._close.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.passphrase_button)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        column.setSpacing(sizes.px(12))
        column.addWidget(heading("このPCの鍵の番号", Look.HEADING, self))
        column.addWidget(ProseLabel(_WORDS, self))
        column.addWidget(self.number)
        column.addSpacing(sizes.gap)
        column.addWidget(heading("受け入れた鍵", Look.SECTION, self))
        column.addWidget(self.view, 1)
        column.addLayout(buttons)
        self.resize(sizes.px(760), sizes.px(480))


def _columns() -> tuple[Column[ShownKey], ...]:
    return (
        Column("課", lambda one: one.name),
        Column("番号", lambda one: one.number, 384),
        Column("受け入れた日時", lambda one: shown_time(one.at), 144),
    )
