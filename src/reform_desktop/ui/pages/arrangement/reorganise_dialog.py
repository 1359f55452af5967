"""機構改革: a name changes, departments merge, one is split; shows which measures move to whom before it is done."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from reform_desktop.domain.errors import UserError
from reform_desktop.services import reorganisation
from reform_desktop.services.reorganisation import Handover, NewDepartment
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.date_field import DateField
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.labeled_field import LabeledField
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView
from reform_desktop.ui.widgets.several_field import SeveralField
from reform_desktop.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from reform_desktop.domain.records import Department
    from reform_desktop.ui.session import Session

T = TypeVar("T")

_WORDS: Final = (
    "今の課を1つ選んで新しい名前を書くと名称変更、2つ以上選ぶと統合、新しい課を2つ以上書くと分割になります。"
    "前の課と記録は、前の課名のまま残ります。"
)
_OPEN: Final = "（未定）"


class ReorganiseDialog(Dialog):
    """Fields at the left, what would come of them at the right, kept up to date; one button carries it out."""

    help_topic = "arrangement#機構改革"

    def __init__(self, session: Session, chosen: str = "", parent: QWidget | None = None) -> None:
        """``chosen`` is the department that is ticked at the beginning."""
        super().__init__(parent)
        self._session = session
        self._heirs: dict[str, int] = {}
        self._new: list[NewDepartment] = []
        self.setWindowTitle("機構改革")
        self.ended = SeveralField([Option(one.id, one.name) for one in _going_on(session)], None)
        self.names = TextField(None)
        self.day = DateField(None)
        self.model = RowsModel(self._columns(), lambda one: one.measure.row, self)
        self.view = RowsView(self.model, "引き継ぐ取組", self, wide=1)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.heir = ChoiceField([], self, nothing="選んだ取組を引き継ぐ課…")
        self.message = QLabel(self)
        self.cancel_button = QPushButton("やめる", self)
        self.action_button = QPushButton("機構改革を行う", self)
        self._name_fields()
        self.ended.load_value([chosen] if chosen else [])
        self._arrange()
        for field in (self.ended, self.names, self.day):
            field.committed.connect(lambda _value: self.refresh())
        self.heir.activated.connect(lambda _place: self._give_to_heir())
        self.cancel_button.clicked.connect(self.reject)
        self.action_button.clicked.connect(self._carry_out)
        self.refresh()

    def refresh(self) -> None:
        """Show what would come of the fields as they stand, or what is still missing."""
        self._new = [NewDepartment(one.strip()) for one in str(self.names.value() or "").splitlines() if one.strip()]
        self._heirs = {row: place for row, place in self._heirs.items() if place < len(self._new)}
        self.heir.set_options([Option(place, one.name) for place, one in enumerate(self._new)])
        self.heir.setVisible(len(self._new) > 1)
        moved, missing = self._preview()
        self.model.set_rows(moved)
        undecided = sum(one.heir is None for one in moved)
        words = missing or (f"引き継ぐ課が決まっていない取組が{undecided:,}件あります。" if undecided else "")
        ready = bool(self._new) and not words
        done = f"{_kind(self.ended.value(), self._new)}です。取組{len(moved):,}件の担当課が変わります。"
        self.message.setText(done if ready else words)
        set_look(self.message, Look.LABEL if ready else Look.MUTED)
        self.action_button.setEnabled(ready)

    def _preview(self) -> tuple[list[Handover], str]:
        day = self.day.value()
        if not self.ended.value():
            return [], "今の課を選んでください。"
        if not self._new:
            return [], "新しい課の名前を書いてください。"
        if not day or self.day.status.error:
            return [], "いつからかを入力してください。"
        try:
            return self._asked(reorganisation.preview), ""
        except UserError as error:
            return [], str(error)

    def _carry_out(self) -> None:
        self.names.commit_pending()
        self.day.commit_pending()
        if not self.action_button.isEnabled():
            return
        outcome = self._session.perform(lambda: self._asked(reorganisation.reorganise))
        if outcome is not None:
            self._session.noticed.emit(
                f"機構改革を行いました。取組{len(outcome.measures):,}件の担当課を変えました。「元に戻す」で戻せます。"
            )
            self.accept()

    def _asked(self, do: Callable[..., T]) -> T:
        day = date.fromisoformat(str(self.day.value()))
        return do(self._session.desk, [str(one) for one in self.ended.value()], self._new, day, self._heirs)

    def _give_to_heir(self) -> None:
        """Give the chosen measures, or all when none is chosen, to the department that was picked."""
        place = self.heir.currentData()
        self.heir.load_value(None)
        if place is None:
            return
        indexes = self.view.selectionModel().selectedRows()
        rows = [one for index in indexes if (one := self.model.row_at(index)) is not None] or list(self.model.rows)
        self._heirs |= {one.measure.row: int(place) for one in rows}
        self.refresh()

    def _columns(self) -> tuple[Column[Handover], ...]:
        return (
            Column("番号", lambda one: one.measure.number, 80),
            Column("取組", lambda one: one.measure.title),
            Column("今の担当課", lambda one: one.department, 120),
            Column("引き継ぐ課", lambda one: _OPEN if one.heir is None else self._new[one.heir].name, 136),
        )

    def _name_fields(self) -> None:
        for field, name in ((self.ended, "今の課"), (self.names, "新しい課の名前"), (self.day, "いつから")):
            field.status.set_name(name)
        self.names.status.set_help("1行に1つ書きます。")
        self.heir.status.set_name("選んだ取組を引き継ぐ課")

    def _arrange(self) -> None:
        sizes = active_sizes()
        left = QVBoxLayout()
        left.setSpacing(sizes.px(12))
        left.addWidget(LabeledField("今の課", self.ended, self, required=True))
        left.addWidget(LabeledField("新しい課の名前（1行に1つ）", self.names, self, required=True))
        left.addWidget(LabeledField("いつから", self.day, self, required=True))
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(sizes.gap)
        right.addWidget(heading("引き継ぐ取組", Look.SECTION, self))
        right.addWidget(self.view, 1)
        self.heir.setMinimumContentsLength(14)
        self.heir.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        right.addWidget(self.heir)
        both = QHBoxLayout()
        both.setSpacing(sizes.wide)
        both.addLayout(left, 2)
        both.addLayout(right, 5)
        set_look(self.action_button, Look.PRIMARY)
        set_look(self.cancel_button, Look.QUIET)
        self.message.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.gap)
        buttons.addWidget(self.message, 1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.action_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.wide, sizes.wide, sizes.px(16))
        column.setSpacing(sizes.px(12))
        column.addWidget(heading("機構改革", Look.HEADING, self))
        column.addWidget(ProseLabel(_WORDS, self))
        column.addLayout(both, 1)
        column.addLayout(buttons)
        self.resize(sizes.px(940), sizes.px(560))


def _going_on(session: Session) -> list[Department]:
    return [one for one in session.departments if one.valid_to is None]


def _kind(ended: list[object], new: list[NewDepartment]) -> str:
    if len(ended) > 1:
        return "統合"
    return "分割" if len(new) > 1 else "名称変更"
