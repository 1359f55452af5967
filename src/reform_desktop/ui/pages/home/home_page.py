"""ホーム: what is to be done and what changed lately at the left, the year's figures at the right."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reform_desktop.services import agenda, overview
from reform_desktop.ui.pages.check_watch import watch_of
from reform_desktop.ui.pages.home.figures import Figures
from reform_desktop.ui.pages.home.print_strip import PrintStrip
from reform_desktop.ui.pages.home.to_do import ToDo
from reform_desktop.ui.pages.moments import shown_time
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import ElidedLabel, ProseLabel, SectionHeading, heading
from reform_desktop.ui.widgets.page_scroll import PageScroll
from reform_desktop.ui.widgets.roles import Look, set_look
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QShowEvent

    from reform_desktop.services.agenda import Task
    from reform_desktop.services.desk import Desk
    from reform_desktop.services.overview import EffectYear, PolicyColumn, RecentChange, YearColumn
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import TaskContext

_PAUSE: Final = 400


class Overview(Struct, frozen=True):
    """All that the page shows of one year."""

    columns: list[YearColumn]
    policies: list[PolicyColumn]
    effects: list[EffectYear]
    tasks: list[Task]
    recent: list[RecentChange]


class HomePage(QWidget):
    """Everything is read in a worker; the page is there before its figures are."""

    title = "ホーム"
    help_topic = "home"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._reading = False
        self._again = True
        self._subject = ElidedLabel("", self)
        self.to_do = ToDo(session, self)
        self.print_strip = PrintStrip(session, self)
        self.figures = Figures(session, self)
        self.recent = RowsModel(_recent_columns(), lambda one: (one.place.row, one.field), self)
        self.recent_view = RowsView(self.recent, "最近の変更", self, wide=1)
        self._recent_stack = QStackedWidget(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._arrange()
        self._connect()
        self._show_subject()

    def refresh(self) -> None:
        """Read everything anew."""
        self._show_subject()
        self._read_soon()
        self._watch.check_anew()

    def commit_pending(self) -> None:
        """Nothing is typed here."""

    def print_request(self) -> PrintRequest | None:
        """Return the list of measures with their grades."""
        return PrintRequest("list", self._session.fiscal_year, self._session.desk.department_id)

    def show_place(self, place: Place) -> None:
        """There is only one place here."""

    def showEvent(self, event: QShowEvent) -> None:
        """Read when somebody looks."""
        super().showEvent(event)
        self._watch.want()
        if self._again:
            self._timer.start(0)

    def _arrange(self) -> None:
        sizes = active_sizes()
        set_look(self._subject, Look.MUTED)
        nothing = ProseLabel("まだ変更はありません。入力した内容は自動で保存され、ここに並びます。", self)
        nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        set_look(nothing, Look.MUTED)
        self._recent_stack.addWidget(nothing)
        self._recent_stack.addWidget(self.recent_view)
        left = QVBoxLayout()
        left.setSpacing(sizes.gap)
        left.addWidget(self.to_do, 3)
        left.addWidget(SectionHeading("最近の変更", self))
        left.addWidget(self._recent_stack, 2)
        grid = QGridLayout()
        grid.setHorizontalSpacing(sizes.px(32))
        grid.addLayout(left, 0, 0)
        grid.addWidget(PageScroll(self.figures, self), 0, 1)
        grid.setColumnStretch(0, 11)
        grid.setColumnStretch(1, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.wide, sizes.px(16), sizes.wide, sizes.gap)
        column.setSpacing(sizes.tight)
        head = QHBoxLayout()
        head.addWidget(heading(self.title, Look.TITLE, self))
        head.addStretch(1)
        head.addWidget(self.print_strip)
        column.addLayout(head)
        column.addWidget(self._subject)
        column.addLayout(grid, 1)

    def _connect(self) -> None:
        self._watch = watch_of(self._session)
        self._watch.updated.connect(self.to_do.show_checked)
        if self._watch.checked is not None:
            self.to_do.show_checked(self._watch.checked)
        for leading in (self.to_do.go, self.figures.chosen, self.print_strip.chosen):
            leading.connect(self._session.go_to.emit)
        self.recent_view.opened.connect(self._open)
        self._session.changed.connect(lambda _saved: self._read_soon())
        self._session.fiscal_year_changed.connect(lambda _year: self.refresh())
        self._timer.timeout.connect(self._read)

    def _show_subject(self) -> None:
        desk, plan = self._session.desk, self._session.plan
        department = self._session.department_name(desk.department_id)
        self._subject.set_text("　".join(one for one in (plan.name, department) if one))
        self.figures.show_year()

    def _read_soon(self) -> None:
        self._again = True
        if self.isVisible():
            self._timer.start(_PAUSE)

    def _read(self) -> None:
        if self._reading:
            return
        self._reading, self._again = True, False
        desk, year = self._session.desk, self._session.fiscal_year

        def work(_context: TaskContext) -> Overview:
            return read_overview(desk, year)

        self._session.runner.run(
            "ホームの内容を読み込んでいます", work, done=self._show, ended=lambda _task: self._ended(), owner=self
        )

    def _ended(self) -> None:
        self._reading = False
        if self._again:
            self._read_soon()

    def _show(self, found: Overview) -> None:
        self.to_do.show_tasks(found.tasks)
        if found.columns:
            self.to_do.show_measure_count(found.columns[-1].counts.total)
        self.figures.show_columns(found.columns)
        self.figures.show_policies(found.policies)
        self.figures.show_effects(found.effects)
        self.recent.set_rows(found.recent)
        self._recent_stack.setCurrentIndex(1 if found.recent else 0)

    def _open(self, index: QModelIndex) -> None:
        change = self.recent.row_at(index)
        if change is None:
            return
        place = change.place
        if place.measure_id:
            self._session.go_to.emit(
                Place("measures", place.measure_id, place.kind, place.row, change.field, place.fiscal_year)
            )
        else:
            self._session.go_to.emit(Place("history"))


def read_overview(desk: Desk, year: int) -> Overview:
    """Read all that the page shows; for a worker."""
    return Overview(
        overview.year_columns(desk, year),
        overview.policy_columns(desk, year),
        overview.effect_years(desk, year),
        agenda.tasks(desk, year, date.today()),
        overview.recent_changes(desk),
    )


def _recent_columns() -> tuple[Column[RecentChange], ...]:
    return (
        Column("項目", lambda one: one.label, 120),
        Column("場所", lambda one: one.place.label),
        Column("日時", lambda one: shown_time(one.at), 128),
    )
