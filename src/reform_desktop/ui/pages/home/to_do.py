"""今すること: what waits for an answer, and the measures in which the input checks found something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.domain.checks import Finding, Severity
from reform_desktop.domain.numbering import measure_number
from reform_desktop.services import browsing
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.ui.pages.checks import CHECKING, NONE
from reform_desktop.ui.pages.home.task_list import TaskList
from reform_desktop.ui.session import CHECKS, Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.headings import ProseLabel, SectionHeading
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex

    from reform_desktop.services.agenda import Task
    from reform_desktop.services.findings import Checked
    from reform_desktop.ui.session import Session

_ROWS: Final = 200
"""Measures listed here; all findings stand in the panel."""

_LEAST: Final = 104
"""Pixels that the list keeps: its heading and two lines; a longer one scrolls by itself."""

_HEAD: Final = "記入を確かめる取組"


NO_TASKS: Final = {
    True: "待っている回答も、確かめる競合や意見もありません。",
    False: "推進課からの照会も、差戻しも、今はありません。",
}
"""What stands under 今すること when nothing waits: in the division's file, and in a department's."""


class MeasureTask(Struct, frozen=True):
    """One measure that wants attention, and the first thing to put right in it."""

    measure_id: str
    number: str
    title: str
    errors: int
    warnings: int
    first: Finding


class _Stack(QStackedWidget):
    """Shrinks to its least height: what it shows scrolls by itself, whatever the texts of its other states need."""

    def hasHeightForWidth(self) -> bool:
        """Answer no, so that the least height counts."""
        return False


class ToDo(QWidget):
    """``go`` carries the `Place` to which a line leads."""

    go = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.tasks = TaskList(self)
        self._no_tasks = ProseLabel(NO_TASKS[session.desk.is_division], self)
        self._measures_head = SectionHeading(_HEAD, self)
        self._all = QPushButton("入力チェックを開く", self)
        self.model = RowsModel(_columns(), lambda one: one.measure_id, self)
        self.view = RowsView(self.model, "入力チェックの指摘がある取組", self, wide=1)
        self._empty = EmptyState(NONE, "この年度に今必要な入力は、すべて済んでいます。", "", self)
        self._no_measures = self._build_no_measures()
        self._has_measures = True
        self._stack = _Stack(self)
        self._arrange()
        self.view.opened.connect(self._open)
        self.tasks.chosen.connect(self.go)
        self._all.clicked.connect(lambda *_: self.go.emit(Place(CHECKS)))

    def heightForWidth(self, width: int) -> int:
        """Return the least height at which no words are cut: a page around it would take the preferred one."""
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout is not None else -1

    def show_tasks(self, tasks: Sequence[Task]) -> None:
        """Show what waits for an answer, or say that nothing does."""
        self.tasks.show_tasks(tasks)
        self._no_tasks.setVisible(not tasks)

    def show_measure_count(self, count: int) -> None:
        """Say what comes first while there is no measure yet."""
        self._has_measures = bool(count)
        self._stack.setMinimumHeight(active_sizes().px(_LEAST) if count else 0)  # 0: as much as its words need
        if not count:
            self._stack.setCurrentWidget(self._no_measures)
        elif self._stack.currentWidget() is self._no_measures:
            self._stack.setCurrentWidget(self._empty)

    def show_checked(self, checked: Checked) -> None:
        """Show the measures with findings, and how many findings there are."""
        by_measure = checked.by_measure
        chosen = MeasureFilter(checked.fiscal_year)
        ids = list(by_measure)[:_ROWS]
        lines = {one.id: one for one in browsing.measure_lines(self._session.desk, chosen, ids)}
        tasks = []
        for measure_id in ids:
            line, found = lines.get(measure_id), by_measure[measure_id]
            if line is not None:
                errors = sum(one.severity is Severity.ERROR for one in found)
                number = measure_number(line.policy_number, line.item_number, line.number)
                tasks.append(MeasureTask(line.id, number, line.title, errors, len(found) - errors, found[0]))
        self.model.set_rows(tasks)
        self._measures_head.set_text(f"{_HEAD}　{len(by_measure):,}件" if by_measure else _HEAD)
        self._all.setText(f"入力チェック {len(checked.findings):,}件を開く")
        self._all.setVisible(bool(checked.findings))
        nothing = self._empty if self._has_measures else self._no_measures
        self._stack.setCurrentWidget(self.view if tasks else nothing)

    def _build_no_measures(self) -> EmptyState:
        if not self._session.desk.is_division:
            text = "推進課から照会ファイルが届いたら、この画面に置きます。"
            return EmptyState("取組はまだありません", text, "", self)
        text = "方針と推進項目の下に、取組を追加します。"
        made = EmptyState("取組はまだありません", text, "計画の編集を開く", self)
        made.action.connect(lambda: self.go.emit(Place("arrangement")))
        return made

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self._all, Look.LINK)
        self._all.hide()
        self._measures_head.add(self._all)
        self._no_tasks.hide()
        set_look(self._no_tasks, Look.MUTED)
        for widget in (EmptyState(CHECKING, "", "", self), self._empty, self._no_measures, self.view):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.gap)
        column.addWidget(SectionHeading("今すること", self))
        column.addWidget(self.tasks)
        column.addWidget(self._no_tasks)
        column.addWidget(self._measures_head)
        column.addWidget(self._stack, 1)

    def _open(self, index: QModelIndex) -> None:
        task = self.model.row_at(index)
        if task is not None:
            first = task.first
            self.go.emit(Place("measures", task.measure_id, first.kind, first.row_id, first.field, first.fiscal_year))


def _columns() -> tuple[Column[MeasureTask], ...]:
    return (
        Column("番号", lambda one: one.number, 88),
        Column("取組", lambda one: one.title, tool_tip=lambda one: one.first.message),
        Column("要修正", lambda one: f"{one.errors}件" if one.errors else "", 72, right=True),
        Column("確認", lambda one: f"{one.warnings}件" if one.warnings else "", 72, right=True),
    )
