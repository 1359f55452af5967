"""Asking for an address, or for where the paper lies."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.field_widget import labeled
from reform_desktop.ui.widgets.roles import Look, set_look

ADDRESS = "address"
PAPER = "paper_location"
_TITLES = {ADDRESS: "アドレスを追加", PAPER: "紙の保管場所を追加"}


class PlaceDialog(Dialog):
    """A small form; ``given`` carries the values. It closes when they were saved (`accept`), not before."""

    help_topic = "evidence#登録する"

    given = Signal(dict)

    def __init__(self, kind: str, year_words: str, parent: QWidget | None = None) -> None:
        """``kind`` is `ADDRESS` or `PAPER`, ``year_words`` the year it is evidence of."""
        super().__init__(parent)
        self.setWindowTitle(f"{_TITLES[kind]}（{year_words}）")
        self._kind = kind
        declared = KINDS["evidence"].fields
        self.fields = {name: labeled(declared[name], self) for name in ("title", kind, "note")}
        cancel = QPushButton("やめる", self)
        cancel.clicked.connect(self.reject)
        add = QPushButton("追加", self)
        add.setDefault(True)
        set_look(add, Look.PRIMARY)
        add.clicked.connect(self._give)
        sizes = active_sizes()
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(sizes.wide, sizes.px(16), sizes.wide, sizes.px(16))
        layout.setSpacing(sizes.px(12))
        for box in self.fields.values():
            layout.addWidget(box)
        layout.addLayout(buttons)
        self.resize(sizes.px(520), self.sizeHint().height())

    def refuse(self, sentence: str) -> None:
        """Say why it could not be saved; what was typed stays."""
        self.fields["title"].field.status.show_error(sentence)

    def _give(self) -> None:
        for box in self.fields.values():
            box.field.commit_pending()
        wrong = [box for box in self.fields.values() if box.field.status.error]
        missing = [name for name in ("title", self._kind) if not self.fields[name].field.value()]
        for name in missing:
            label = KINDS["evidence"].fields[name].label
            self.fields[name].field.status.show_error(f"{label}を入力してください。")
        if missing or wrong:
            (wrong[0] if wrong else self.fields[missing[0]]).field.widget().setFocus()
            return
        self.given.emit({name: box.field.value() for name, box in self.fields.items()})
