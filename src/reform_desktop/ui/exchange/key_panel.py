"""Comparing the number of a key before what it signed is taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from reform_desktop.ui.exchange.offered import Step
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.roles import Ground, Look, set_ground, set_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reform_desktop.services.exchange.source import Signer

_UNKNOWN: Final = "はじめての鍵です。送り主に電話などで尋ね、下の番号が同じか確かめてください。"
_CHANGED: Final = (
    "前に確かめた鍵と違います。PCの入れ替えなど、鍵が変わった理由を送り主に直接確かめてください。\n"
    "心当たりがないと言われたときは、取り込まないでください。"
)
_REVOKED: Final = "この鍵は使わないことになっています。送り主に、今の鍵で作り直してもらってください。"
_HEADS: Final = {Step.CHANGED_KEY: Step.CHANGED_KEY.value, Step.REVOKED_KEY: Step.REVOKED_KEY.value}


class KeyPanel(QFrame):
    """``accepted`` comes when the number was compared; ``accepted_and_take`` when the file is to go in at once.

    A changed key is only accepted here: taking the file in stays a step of its own.
    """

    accepted = Signal()
    accepted_and_take = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._changed = False
        self._head = heading("", Look.SECTION, self)
        self._words = ProseLabel("", self)
        self.number = QLabel(self)
        self.earlier = QLabel(self)
        self.compared = QCheckBox("", self)
        self.button = QPushButton("", self)
        self._arrange()
        self.compared.toggled.connect(self.button.setEnabled)
        self.button.clicked.connect(self._press)

    def show_keys(self, step: Step, signers: Sequence[Signer], earlier: Sequence[str]) -> None:
        """Show the numbers of the keys that nobody has compared; hidden when there are none."""
        asks = step in (Step.UNKNOWN_KEY, Step.CHANGED_KEY)
        self.setVisible(bool(signers) and (asks or step is Step.REVOKED_KEY))
        self._changed = step is Step.CHANGED_KEY
        self._head.setText(_HEADS.get(step, "鍵の確認"))
        self._words.set_text({Step.CHANGED_KEY: _CHANGED, Step.REVOKED_KEY: _REVOKED}.get(step, _UNKNOWN))
        self.number.setText("\n".join(f"{one.name}　{one.fingerprint}" for one in signers))
        self.earlier.setText("前に確かめた番号　" + "\n".join(earlier) if earlier and self._changed else "")
        self.earlier.setVisible(bool(self.earlier.text()))
        self.compared.setText(
            "鍵が変わった理由と新しい番号を、送り主に確かめました(&V)"
            if self._changed
            else "電話などで番号を確かめました(&V)"
        )
        self.compared.setChecked(False)
        self.button.setText("新しい鍵を受け入れる(&K)" if self._changed else "鍵を受け入れて取り込む(&K)")
        set_look(self.button, Look.DANGER if self._changed else Look.PRIMARY)
        self.button.setEnabled(False)
        for widget in (self.compared, self.button):
            widget.setVisible(asks)

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_ground(self, Ground.CARD)
        for label in (self.number, self.earlier):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        set_look(self.number, Look.SECTION)
        set_look(self.earlier, Look.MUTED)
        self.number.setAccessibleDescription("鍵の番号")
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.px(16), sizes.px(12), sizes.px(16), sizes.px(12))
        column.setSpacing(sizes.gap)
        for widget in (self._head, self._words, self.number, self.earlier, self.compared):
            column.addWidget(widget)
        column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)

    def _press(self) -> None:
        (self.accepted if self._changed else self.accepted_and_take).emit()
