"""取組を提案する: a department adds a measure of its own, to be filled in and handed in like the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.errors import UserError
from reform_desktop.services import planning, proposals
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.field_widget import labeled
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.labeled_field import LabeledField
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.ui.session import Session

_WORDS: Final = (
    "この課の新しい取組を提案します。提案した取組は、ほかの取組と同じように入力し、次の提出で推進課に届きます。"
    "番号は仮のもので、推進課が付け直します。"
)


class ProposeDialog(Dialog):
    """``proposed`` carries the new measure's id."""

    help_topic = "measures#取組を提案する（課のファイル）"

    proposed = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle("取組を提案する")
        places = [Option(one.id, one.label) for one in planning.item_headings(session.desk)]
        self.item = ChoiceField(places, None)
        self.item.status.set_name("推進項目")
        self.item.setMinimumContentsLength(36)
        self.title = labeled(field_named("measure", "title"), self)
        self.approach = labeled(field_named("measure", "approach"), self)
        self.message = QLabel(self)
        self.cancel_button = QPushButton("やめる", self)
        self.action_button = QPushButton("提案する", self)
        self._arrange()
        self.cancel_button.clicked.connect(self.reject)
        self.action_button.clicked.connect(self._propose)

    def _propose(self) -> None:
        for field in (self.item, self.title.field, self.approach.field):
            field.commit_pending()
        item, title, text = self.item.value(), self.title.field.value(), self.approach.field.value()
        try:
            row, _saved = proposals.propose_measure(
                self._session.desk, str(item or ""), str(title or ""), str(text or "")
            )
        except UserError as error:
            self.message.setText(str(error))
            self.message.show()
            return
        self.accept()
        self.proposed.emit(row)

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self.message, Look.ERROR)
        self.message.setWordWrap(True)
        self.message.hide()
        set_look(self.action_button, Look.PRIMARY)
        set_look(self.cancel_button, Look.QUIET)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        column.setSpacing(sizes.px(12))
        column.addWidget(heading("取組を提案する", Look.HEADING, self))
        column.addWidget(ProseLabel(_WORDS, self))
        for field in (LabeledField("推進項目", self.item, self, required=True), self.title, self.approach):
            column.addWidget(field)
        column.addStretch(1)
        column.addWidget(self.message)
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.gap)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.action_button)
        column.addLayout(buttons)
        self.setMinimumWidth(sizes.px(600))
