"""引継ぎ: the department's measures at the left, the chosen one for its successor at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.pages.handover.detail import HandoverDetail
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.empty_state import EmptyState
from reform_desktop.ui.widgets.grade_badge import NOT_GRADED
from reform_desktop.ui.widgets.headings import heading
from reform_desktop.ui.widgets.page_scroll import PageScroll
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from reform_desktop.services.handover import HandedOver
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import TaskContext

_PAUSE: Final = 400
_CHOOSE: Final = "課を選ぶ"


class HandoverPage(QWidget):
    """Read in a worker. In the division's file a department is chosen first."""

    title = "引継ぎ"
    help_topic = "handover"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reading = False
        self._again = True
        self._wanted = ""
        self._summary = QLabel(self)
        self.department = ChoiceField((), self, nothing=_CHOOSE)
        self.department.status.set_name("課")
        self.print_button = QPushButton("引継書を印刷(&K)", self)
        self.model = RowsModel(_columns(), lambda one: one.id, self)
        self.view = RowsView(self.model, "引き継ぐ取組", self, wide=1)
        self.detail = HandoverDetail(session, self)
        self._stack = QStackedWidget(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._arrange()
        self._connect()

    @property
    def department_id(self) -> str | None:
        """The department whose measures are shown."""
        chosen = self._session.desk.department_id or self.department.value()
        return chosen if isinstance(chosen, str) else None

    def refresh(self) -> None:
        """Read everything anew."""
        self.department.set_options(Option(one.id, one.name) for one in self._session.departments)
        self._read_soon(0)

    def commit_pending(self) -> None:
        """Save what is typed."""
        self.detail.commit_pending()

    def print_request(self) -> PrintRequest | None:
        """Return the 引継書 of the department, or of all while none is chosen."""
        return PrintRequest("handover", self._session.fiscal_year, self.department_id)

    def show_place(self, place: Place) -> None:
        """Choose a measure."""
        self._wanted = place.measure_id
        self._choose()

    def showEvent(self, event: QShowEvent) -> None:
        """Read when somebody looks."""
        super().showEvent(event)
        if self._again:
            self._timer.start(0)

    # Inner parts

    def _connect(self) -> None:
        self._session.changed.connect(lambda _saved: self._read_soon())
        self._session.fiscal_year_changed.connect(lambda _year: self._read_soon(0))
        self._timer.timeout.connect(self._read)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.view.opened.connect(lambda _index: self.detail.open_button.click())
        self.detail.go.connect(self._session.go_to.emit)
        self.department.activated.connect(self.department.commit_pending)
        self.department.committed.connect(lambda _value: self._read_soon(0))
        self.print_button.clicked.connect(lambda *_: self._print())
        self.department.set_options(Option(one.id, one.name) for one in self._session.departments)

    def _read_soon(self, pause: int = _PAUSE) -> None:
        self._again = True
        if self.isVisible():
            self._timer.start(pause)

    def _read(self) -> None:
        if self._reading:
            return
        department = self.department_id
        self._again = False
        self.print_button.setEnabled(department is not None)
        if department is None:
            self._summary.setText(format_fiscal_year(self._session.fiscal_year))
            self._stack.setCurrentIndex(2)
            return
        self._reading = True
        desk, year = self._session.desk, self._session.fiscal_year

        def work(_context: TaskContext) -> list[HandedOver]:
            from reform_desktop.services.handover import handed_over  # noqa: PLC0415 -- only when somebody looks

            return handed_over(desk, department, year)

        self._session.runner.run(
            "引継ぎの内容を読み込んでいます", work, done=self._show, ended=lambda _task: self._ended(), owner=self
        )

    def _ended(self) -> None:
        self._reading = False
        if self._again:
            self._read_soon()

    def _show(self, found: list[HandedOver]) -> None:
        self.model.set_rows(found)
        points = sum(len(one.points) for one in found)
        unwritten = sum(not one.is_written for one in found)
        name = self._session.department_name(self.department_id)
        parts = [
            format_fiscal_year(self._session.fiscal_year),
            name,
            f"取組 {len(found):,}件",
            f"残っていること {points:,}件",
            f"引継ぎ事項が書かれていない取組 {unwritten:,}件" if unwritten else "",
        ]
        self._summary.setText("　".join(part for part in parts if part))
        self._stack.setCurrentIndex(0 if found else 1)
        self._choose()
        self._show_chosen()

    def _choose(self) -> None:
        """Choose the measure that was asked for, else the first."""
        row = self.model.row_of(self._wanted) if self._wanted else -1
        if row >= 0:
            self._wanted = ""
            self.view.choose(row)
        elif not self.view.currentIndex().isValid():
            self.view.choose(0)

    def _show_chosen(self) -> None:
        one = self.model.row_at(self.view.currentIndex())
        if one is not None:
            self.detail.show_measure(one)

    def _print(self) -> None:
        if self.department_id is not None:
            place = Place("reports", report="handover", fiscal_year=self._session.fiscal_year, row=self.department_id)
            self._session.go_to.emit(place)

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self._summary, Look.MUTED)
        self._summary.setWordWrap(True)
        self.print_button.setIcon(icon("print", Ink.ACCENT))
        self.department.setVisible(self._session.desk.is_division)
        head = QHBoxLayout()
        head.setSpacing(sizes.gap)
        head.addWidget(heading(self.title, Look.TITLE, self))
        head.addStretch(1)
        head.addWidget(self.department)
        head.addWidget(self.print_button)
        self.view.setMinimumWidth(sizes.px(480))
        both = QWidget(self)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.wide)
        row.addWidget(self.view, 11)
        side = PageScroll(self.detail, both)
        side.setMinimumWidth(sizes.px(380))
        row.addWidget(side, 10)
        self._stack.addWidget(both)
        for title, text in (
            ("引き継ぐ取組はまだありません", "推進課から届いた取組が、ここに並びます。"),
            ("課を選んでください", "右上で課を選ぶと、その課の取組の引継ぎを表示します。"),
        ):
            self._stack.addWidget(EmptyState(title, text, "", self))
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.px(16), sizes.wide, sizes.px(16))
        column.setSpacing(sizes.gap)
        column.addLayout(head)
        column.addWidget(self._summary)
        column.addWidget(self._stack, 1)


def _columns() -> tuple[Column[HandedOver], ...]:
    return (
        Column("番号", lambda one: one.number, 92),
        Column("取組", lambda one: one.measure.title),
        Column("達成状況", _grade, 140),
        Column("残り", lambda one: f"{len(one.points):,}件" if one.points else "", 56, right=True),
        Column("引継ぎ", lambda one: "あり" if one.is_written else "未記入", 92),
    )


def _grade(one: HandedOver) -> str:
    return f"{one.grade.symbol} {one.grade.label}" if one.grade else NOT_GRADED
