"""まとめて変更: the field, its new value, and before → after of every chosen measure before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.services.bulk_edit import BulkLine, BulkPlan, Target, apply_bulk, bulk_targets, plan_bulk
from reform_desktop.ui.session import MANY, News
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.dialog import Dialog
from reform_desktop.ui.widgets.field_widget import labeled
from reform_desktop.ui.widgets.headings import ProseLabel, heading
from reform_desktop.ui.widgets.labeled_field import LabeledField
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reform_desktop.domain.values import JsonValue
    from reform_desktop.ui.session import Session

_TITLE: Final = "まとめて変更"
_EMPTY: Final = "（空）"


class BulkEditDialog(Dialog):
    """Shows what would become of each measure while the new value is chosen."""

    help_topic = "table#まとめて変更する"

    def __init__(self, session: Session, measure_ids: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._ids = list(measure_ids)
        self._targets = bulk_targets(session.desk)
        self.plan: BulkPlan | None = None
        self.setWindowTitle(_TITLE)
        self.target = ChoiceField(
            (Option(place, _target_words(one)) for place, one in enumerate(self._targets)), self, nothing=None
        )
        self.target.status.set_name("変更する項目")
        self.value: LabeledField | None = None
        self._value_row = QVBoxLayout()
        self.model = RowsModel(_columns(), lambda line: line.measure_id, self)
        self.view = RowsView(self.model, "変更の前と後", self, wide=1)
        self.summary = ProseLabel("", self)
        self.cancel_button = QPushButton("やめる", self)
        self.apply_button = QPushButton("変更する(&A)", self)
        self._planning = QTimer(self)
        self._planning.setSingleShot(True)
        self._planning.setInterval(0)
        self._planning.timeout.connect(self._show_plan)
        self._arrange()
        self.target.activated.connect(self.target.commit_pending)
        self.target.committed.connect(lambda _place: self._choose_target())
        self.cancel_button.clicked.connect(self.reject)
        self.apply_button.clicked.connect(self.apply)
        self.target.load_value(0)
        self._choose_target()

    def choose(self, target: Target) -> None:
        """Choose the field to be changed."""
        self.target.load_value(self._targets.index(target))
        self._choose_target()

    def apply(self) -> None:
        """Write what the list shows, and offer to take it back."""
        self._commit()
        self._show_plan()
        plan, session = self.plan, self._session
        if plan is None or not plan.edits:
            return
        if len(plan.edits) > MANY:
            self._apply_beside(plan)
        elif session.perform(lambda: apply_bulk(session.desk, plan)) is not None:
            _tell_changed(session, plan)
            self.accept()

    def _apply_beside(self, plan: BulkPlan) -> None:
        """Write very many changes in a worker, so that the window does not stand still; all of them, or none."""
        session = self._session
        session.runner.run(
            f"{plan.changing:,}件の取組を変更しています",
            lambda _context: apply_bulk(session.desk, plan),
            done=lambda _saved: _tell_changed(session, plan),
            failed=session.failed.emit,
            owner=session,
        )
        self.accept()

    # Inner parts

    def _choose_target(self) -> None:
        kind, name = self._target()
        if self.value is not None:
            self.value.setParent(None)
            self.value.deleteLater()
        session = self._session
        field = KINDS[kind].fields[name]
        options = [Option(one.id, one.name) for one in session.departments if one.valid_to is None]
        context = format_fiscal_year(session.fiscal_year) if kind == "year_record" else ""
        self.value = labeled(field, self, context=context, scale=session.scale, options=options)
        self.value.field.committed.connect(lambda _value: self._planning.start())
        control = self.value.field.widget()
        if isinstance(control, ChoiceField):
            control.activated.connect(control.commit_pending)
        self._value_row.addWidget(self.value)
        self._planning.start()

    def _target(self) -> Target:
        place = self.target.value()
        return self._targets[place if isinstance(place, int) else 0]

    def _commit(self) -> None:
        self.target.commit_pending()
        if self.value is not None:
            self.value.field.commit_pending()

    def _show_plan(self) -> None:
        session = self._session
        names = {one.id: one.name for one in session.departments}
        value: JsonValue = self.value.field.value() if self.value else None  # type: ignore[assignment]  # stored JSON
        target = self._target()
        self.plan = session.perform(
            lambda: plan_bulk(session.desk, self._ids, target, value, session.fiscal_year, names)
        )
        plan = self.plan
        self.model.set_rows(plan.lines if plan else [])
        self.summary.set_text(_summary(plan, session.fiscal_year) if plan else "")
        self.apply_button.setEnabled(bool(plan and plan.edits))
        self.apply_button.setText(f"{plan.changing:,}件を変更する(&A)" if plan and plan.edits else "変更する(&A)")

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self.cancel_button, Look.QUIET)
        set_look(self.apply_button, Look.PRIMARY)
        self.apply_button.setAutoDefault(False)
        self.cancel_button.setAutoDefault(False)
        chosen = QHBoxLayout()
        chosen.setSpacing(sizes.px(16))
        chosen.addWidget(LabeledField("変更する項目", self.target, self), 1, Qt.AlignmentFlag.AlignTop)
        chosen.addLayout(self._value_row, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.apply_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[sizes.wide] * 4)
        layout.setSpacing(sizes.px(12))
        layout.addWidget(heading(f"{len(self._ids):,}件の取組を{_TITLE}", Look.HEADING, self))
        layout.addLayout(chosen)
        layout.addWidget(self.summary)
        layout.addWidget(self.view, 1)
        layout.addLayout(buttons)
        self.resize(sizes.px(860), sizes.px(600))


def _target_words(target: Target) -> str:
    kind, name = target
    return KINDS[kind].fields[name].label


def _summary(plan: BulkPlan, fiscal_year: int) -> str:
    year = f"{format_fiscal_year(fiscal_year)}の" if plan.target[0] == "year_record" else ""
    parts = [f"{year}{plan.label}：{len(plan.lines):,}件のうち{plan.changing:,}件が変わります。"]
    same = len(plan.lines) - plan.changing - plan.refused
    if same:
        parts.append(f"{same:,}件は、もう同じ内容です。")
    if plan.refused:
        parts.append(f"{plan.refused:,}件は、変更できないため、そのままにします。")
    return "".join(parts)


def _columns() -> tuple[Column[BulkLine], ...]:
    return (
        Column("番号", lambda one: one.number, 92),
        Column("取組名", lambda one: one.title),
        Column("変更前", lambda one: one.before or _EMPTY, 176),
        Column("変更後", _after, 176, tool_tip=lambda one: one.refused or one.after),
    )


def _after(line: BulkLine) -> str:
    if line.refused:
        return "変更できません"
    return f"→ {line.after or _EMPTY}" if line.changes else "（同じ）"


def _tell_changed(session: Session, plan: BulkPlan) -> None:
    words = f"{plan.changing:,}件の取組の{plan.label}を変更しました。"
    session.news.emit(News(words, "元に戻す", session.undo))
