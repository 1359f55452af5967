"""The list of departments: add, rename, merge and end them; history stays under the old name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.domain.records import Department
from reform_desktop.services import arrangement, editing, planning
from reform_desktop.ui.pages.arrangement.actions_row import ActionsRow
from reform_desktop.ui.pages.arrangement.questions import ask_delete
from reform_desktop.ui.pages.arrangement.reorganise_dialog import ReorganiseDialog
from reform_desktop.ui.pages.moments import short_day
from reform_desktop.ui.pages.record_form import RecordForm
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import Option
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.page_scroll import PageScroll
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from reform_desktop.store.write import Saved
    from reform_desktop.ui.session import Session

_FIELDS: Final = ("code", "name", "bureau", "valid_from", "valid_to", "successor_ids")
_NEW: Final = "新しい課"


class DepartmentsEditor(QWidget):
    """The list at the left, one department's fields at the right."""

    help_topic = "arrangement#課の一覧"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = RowsModel(self._columns(), lambda one: one.id, self)
        self.view = RowsView(self.model, "課の一覧", self, wide=1)
        self.form = RecordForm(session, "department", _FIELDS, self, options={"successor_ids": self._options})
        self._side = QStackedWidget(self)
        self._arrange()
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.view.opened.connect(lambda _index: self.form.focus("name"))
        self.refresh()

    def after_change(self, saved: Saved) -> None:
        """Show what changed."""
        if "department" in saved.kinds:
            self.refresh()

    def refresh(self) -> None:
        """Read the list anew; the chosen department stays."""
        self.model.set_rows(self._session.departments)
        self.form.refresh_options()
        self._show_chosen()

    def commit_pending(self) -> None:
        """Save what is typed."""
        self.form.commit_pending()

    def choose(self, row: str, field: str = "") -> None:
        """Choose a department, and perhaps go to one of its fields."""
        self.view.choose(self.model.row_of(row))
        if field in _FIELDS:
            self.form.focus(field)

    def add(self) -> str:
        """Add a department, and let its name be typed at once; returns its id."""
        made = self._session.perform(lambda: editing.create(self._session.desk, "department", {"name": _NEW}))
        if made is None:
            return ""
        self.choose(made[0], "name")
        return made[0]

    def reorganise(self) -> ReorganiseDialog:
        """Rename, merge or split departments; the chosen one is ticked."""
        self.commit_pending()
        chosen = self._chosen()
        dialog = ReorganiseDialog(self._session, chosen.id if chosen and chosen.valid_to is None else "", self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def delete(self) -> None:
        """Ask, saying what still hangs on the department, then delete it."""
        chosen = self._chosen()
        if chosen is None:
            return
        desk = self._session.desk
        deletion = self._session.perform(lambda: arrangement.plan_deletion(desk, "department", chosen.id))
        if deletion is None:
            return
        led = planning.count_led(desk, chosen.id)
        warning = f"担当課がこの課の取組 {led}件は、担当課の選び直しが必要になります" if led else ""
        parts = "。".join(part for part in (deletion.summary, warning) if part)
        ask_delete(
            self,
            "課",
            chosen.name,
            parts,
            lambda: self._session.perform(lambda: arrangement.delete_with_parts(desk, deletion)),
        )

    def _chosen(self) -> Department | None:
        return self.model.row_at(self.view.currentIndex())

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        self.form.show_records([chosen] if chosen else [])
        self._side.setCurrentIndex(1 if chosen else 0)

    def _options(self) -> list[Option]:
        return [Option(one.id, one.name) for one in self._session.departments]

    def _columns(self) -> tuple[Column[Department], ...]:
        return (
            Column("コード", lambda one: one.code, 80),
            Column("課名", lambda one: one.name),
            Column("部", lambda one: one.bureau, 112),
            Column("廃止日", lambda one: short_day(one.valid_to), 88),
            Column("引継ぎ先", self._successors, 128),
        )

    def _successors(self, department: Department) -> str:
        return "、".join(self._session.department_name(one) for one in department.successor_ids)

    def _arrange(self) -> None:
        sizes = active_sizes()
        row = ActionsRow(self.view, self)
        actions = [
            row.add("課を追加(&A)", "add", self.add, "Ins"),
            row.add("機構改革(&R)…", "department", self.reorganise),
            row.add("削除", "remove", self.delete, "Del"),
        ]
        for action in actions:
            action.setEnabled(not self._session.desk.read_only)
        left = QVBoxLayout()
        left.setSpacing(sizes.gap)
        left.addWidget(row)
        left.addWidget(self.view, 1)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, sizes.px(12), 0)
        column.addWidget(self.form)
        column.addStretch(1)
        self._side.addWidget(EmptyState("課を選んでください", "左で選ぶと、ここで内容を変えられます。", "", self))
        self._side.addWidget(PageScroll(content, self))
        self._side.setFixedWidth(sizes.px(320))
        both = QHBoxLayout(self)
        both.setContentsMargins(0, sizes.gap, 0, 0)
        both.setSpacing(sizes.wide)
        both.addLayout(left, 1)
        both.addWidget(self._side)
