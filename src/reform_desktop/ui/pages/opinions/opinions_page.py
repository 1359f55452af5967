"""意見: the list by meeting at the left; the chosen one with its answer at the right, filled in in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.domain.japanese_date import format_date_japanese
from reform_desktop.domain.numbering import measure_number
from reform_desktop.domain.records import OPINION_BODIES
from reform_desktop.services import browsing, editing, opinions
from reform_desktop.services.opinions import OpinionLine
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.ui.pages.arrangement.actions_row import ActionsRow
from reform_desktop.ui.pages.arrangement.questions import ask_delete
from reform_desktop.ui.pages.moments import short_day
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.pages.record_form import RecordForm
from reform_desktop.ui.session import UNANSWERED, Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.headings import ElidedLabel, heading
from reform_desktop.ui.widgets.page_scroll import PageScroll
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from reform_desktop.store.write import Saved
    from reform_desktop.ui.session import Session

_FIELDS: Final = ("text", "response", "measure_id", "body", "date")
_KINDS: Final = frozenset({"opinion", "measure", "item", "policy", "department"})
_ANSWERED, _OPEN = "回答済", "未回答"


class OpinionsPage(QWidget):
    """Departments answer; the division also adds, words and deletes."""

    title = "意見"
    help_topic = "opinions"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = True
        bodies = [Option(one.identifier, one.label) for one in OPINION_BODIES]
        self.body = ChoiceField(bodies, self, nothing="すべての会議")
        self.body.status.set_name("会議")
        self.only_open = QCheckBox("未回答だけ(&U)", self)
        self.model = RowsModel(self._columns(), lambda one: one.opinion.id, self)
        self.view = RowsView(self.model, "意見の一覧", self, wide=2)
        self.form = RecordForm(session, "opinion", _FIELDS, self, options={"measure_id": self._measures})
        if not session.desk.is_division:
            self.form.show_only([name for name in _FIELDS if name != "measure_id"])  # the heading says it
        self._where = ElidedLabel("", self)
        self.jump = QPushButton("取組を開く(&J)", self)
        self._side = QStackedWidget(self)
        self._stack = QStackedWidget(self)
        self._arrange()
        self._connect()

    def refresh(self) -> None:
        """Read the list anew; the chosen opinion stays."""
        self._stale = False
        session = self._session
        found = opinions.list_opinions(
            session.desk, fiscal_year=session.fiscal_year, department_id=session.desk.department_id
        )
        body = self.body.value()
        rows = [
            one
            for one in found
            if body in (None, one.opinion.body) and not (self.only_open.isChecked() and one.opinion.response)
        ]
        self.model.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._show_chosen()

    def commit_pending(self) -> None:
        """Save what is typed."""
        self.form.commit_pending()

    def print_request(self) -> PrintRequest | None:
        """Return the opinions of the year with their answers: of the file's department, or of all."""
        return PrintRequest("opinions", self._session.fiscal_year, self._session.desk.department_id)

    def show_place(self, place: Place) -> None:
        """Choose an opinion."""
        if place.words == UNANSWERED:
            self.only_open.setChecked(True)
        self.refresh()
        row = place.row if place.kind == "opinion" else ""
        if row and self.model.row_of(row) < 0:
            self.body.load_value(None)
            self.only_open.setChecked(False)
            self.refresh()
        self.view.choose(self.model.row_of(row))
        if place.field in _FIELDS:
            self.form.focus(place.field)

    def showEvent(self, event: QShowEvent) -> None:
        """Read when somebody looks."""
        super().showEvent(event)
        if self._stale:
            self.form.refresh_options()
            self.refresh()

    def add(self) -> str:
        """Add an opinion of the meeting that is shown, about the measure of the chosen one; returns its id."""
        chosen, body = self._chosen(), self.body.value()
        made = self._session.perform(
            lambda: opinions.add_opinion(
                self._session.desk,
                self._session.fiscal_year,
                measure_id=chosen.opinion.measure_id if chosen else None,
                body=body if isinstance(body, str) else (chosen.opinion.body if chosen else None),
            )
        )
        if made is None:
            return ""
        self.view.choose(self.model.row_of(made[0]))
        self.form.focus("text")
        return made[0]

    def delete(self) -> None:
        """Ask, then delete the chosen opinion."""
        chosen = self._chosen()
        if chosen is not None:
            desk, row = self._session.desk, chosen.opinion.id
            ask_delete(
                self,
                "意見",
                chosen.opinion.text,
                "対応" if chosen.opinion.response else "",
                lambda: self._session.perform(lambda: editing.delete_record(desk, "opinion", row)),
            )

    # Inner parts

    def _chosen(self) -> OpinionLine | None:
        return self.model.row_at(self.view.currentIndex())

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        self.form.show_records([chosen.opinion] if chosen else [])
        self._side.setCurrentIndex(1 if chosen else 0)
        self._where.set_text(chosen.place if chosen else "")
        self.jump.setEnabled(chosen is not None and bool(chosen.opinion.measure_id))

    def _measures(self) -> list[Option]:
        """Return the first measures of the plan; a plan too long for a list is chosen from on the sheet."""
        if not self._session.desk.is_division:
            return []
        page = browsing.list_measures(self._session.desk, MeasureFilter(self._session.fiscal_year), 0, 1000)
        return [
            Option(one.id, f"{measure_number(one.policy_number, one.item_number, one.number)} {one.title}")
            for one in page.lines
        ]

    def _columns(self) -> tuple[Column[OpinionLine], ...]:
        return (
            Column("日付", lambda one: short_day(one.opinion.date), 92, tool_tip=_day),
            Column("会議", lambda one: one.meeting, 112),
            Column("意見", lambda one: " ".join(one.opinion.text.split()), tool_tip=lambda one: one.opinion.text),
            Column("取組", lambda one: one.number or opinions.WHOLE_PLAN, 84, tool_tip=lambda one: one.place),
            Column("対応", lambda one: _ANSWERED if one.opinion.response else _OPEN, 68),
        )

    def _arrange(self) -> None:
        sizes = active_sizes()
        top = QHBoxLayout()
        top.setSpacing(sizes.px(16))
        self.body.setMinimumContentsLength(12)
        top.addWidget(self.body)
        top.addWidget(self.only_open)
        top.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(heading(self.title, Look.TITLE, self))
        head.addStretch(1)
        if self._session.desk.is_division:
            head.addWidget(self._actions())
        empty = "会議の意見を「追加」で登録すると、ここに並びます。" if self._session.desk.is_division else ""
        empty = empty or "会議の意見が推進課から届くと、ここに並びます。"
        self._stack.addWidget(self.view)
        self._stack.addWidget(EmptyState("意見はありません", empty, "", self))
        left = QVBoxLayout()
        left.setSpacing(sizes.gap)
        left.addLayout(top)
        left.addWidget(self._stack, 1)
        self._side.addWidget(EmptyState("意見を選んでください", "選ぶと、ここで対応を書けます。", "", self))
        self._side.addWidget(self._right())
        self._side.setFixedWidth(sizes.px(352))
        both = QHBoxLayout()
        both.setSpacing(sizes.wide)
        both.addLayout(left, 1)
        both.addWidget(self._side)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.px(16), sizes.wide, sizes.px(16))
        column.setSpacing(sizes.gap)
        column.addLayout(head)
        column.addLayout(both, 1)

    def _actions(self) -> ActionsRow:
        row = ActionsRow(self.view, self)
        for action in (
            row.add("意見を追加(&A)", "add", self.add, "Ins"),
            row.add("削除", "remove", self.delete, "Del"),
        ):
            action.setEnabled(not self._session.desk.read_only)
        return row

    def _right(self) -> QWidget:
        sizes = active_sizes()
        set_look(self._where, Look.SECTION)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, sizes.px(12), 0)
        column.setSpacing(sizes.px(12))
        head = QHBoxLayout()
        head.addWidget(self._where, 1)
        head.addWidget(self.jump)
        column.addLayout(head)
        column.addWidget(self.form)
        column.addStretch(1)
        return PageScroll(content, self)

    def _connect(self) -> None:
        self.body.committed.connect(lambda _value: self.refresh())
        self.only_open.toggled.connect(lambda _on: self.refresh())
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.view.opened.connect(lambda _index: self.form.focus("response"))
        self.jump.clicked.connect(self._jump)
        self._session.changed.connect(self._changed)
        self._session.fiscal_year_changed.connect(lambda _year: self.refresh())

    def _jump(self) -> None:
        chosen = self._chosen()
        if chosen is not None and chosen.opinion.measure_id:
            self._session.go_to.emit(
                Place("measures", chosen.opinion.measure_id, "opinion", chosen.opinion.id, "response")
            )

    def _changed(self, saved: Saved) -> None:
        kinds = saved.kinds
        if not kinds & _KINDS:
            return
        if not self.isVisible():
            self._stale = True
            return
        if "measure" in kinds:
            self.form.refresh_options()
        self.refresh()


def _day(line: OpinionLine) -> str:
    return format_date_japanese(line.opinion.date) if line.opinion.date else ""
