"""What the pages of one window share: the desk, the year that is shown, news of changes, and where to go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from reform_desktop.domain.errors import UserError
from reform_desktop.domain.grades import GradeScale, scale_of
from reform_desktop.domain.records import Department, Plan
from reform_desktop.services.checking import default_fiscal_year
from reform_desktop.services.departments import list_departments
from reform_desktop.services.desk import Desk
from reform_desktop.store.history import Operation
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.store.write import Saved
from reform_desktop.ui.tasks import TaskRunner

T = TypeVar("T")

MANY: Final = 200
"""Changes that are written before anybody notices that the window waits; 1,500 took 3.6 s."""

CHECKS: Final = "checks"
"""入力チェック as the page of a `Place`: it stands below every page."""

UNANSWERED: Final = "unanswered"
"""As words of a `Place` on 意見: the opinions without an answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is in the window: a page, and on the measures page a measure and perhaps one field.

    ``narrowed`` narrows the measures page down; ``words`` are searched there, and name a state on 提出・取りまとめ and
    on 意見; ``report`` is the one to be shown on 帳票.
    """

    page: str
    measure_id: str = ""
    kind: str = ""
    row: str = ""
    field: str = ""
    fiscal_year: int | None = None
    words: str = ""
    narrowed: MeasureFilter | None = None
    report: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """A notice with one action, such as taking back what was just done."""

    text: str
    action_text: str
    action: Callable[[], object]


class Session(QObject):
    """One window's open file. Pages get it in their constructor; nothing is global.

    ``changed`` carries a `Saved` after every change, always in the window's thread; ``go_to`` a `Place`;
    ``failed`` a `UserError` that a short action ended with; ``noticed`` a sentence for a fading notice,
    ``news`` a `News`. ``search_renewed`` comes when the search finds what files brought that were taken in.
    """

    changed = Signal(object)
    go_to = Signal(object)
    failed = Signal(object)
    noticed = Signal(str)
    news = Signal(object)
    fiscal_year_changed = Signal(int)
    layout_changed = Signal(str)
    search_renewed = Signal()
    _told = Signal(object)

    def __init__(self, desk: Desk, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.runner = runner
        self._fiscal_year = default_fiscal_year(desk)
        self._layout_id = ""
        self._reversing = False
        self._plan: Plan | None = None
        self._departments: list[Department] | None = None
        self._told.connect(self._after_change)
        self._stop_listening = desk.listen(self._told.emit)

    @property
    def fiscal_year(self) -> int:
        """The year whose grades are shown and whose results are filled in."""
        return self._fiscal_year

    def set_fiscal_year(self, year: int) -> None:
        """Show another year on every page."""
        if year != self._fiscal_year:
            self._fiscal_year = year
            self.fiscal_year_changed.emit(year)

    @property
    def layout_id(self) -> str:
        """The layout that is printed with from every page; ``""`` is the usual look."""
        return self._layout_id

    def set_layout(self, layout_id: str) -> None:
        """Print with another layout from now on."""
        if layout_id != self._layout_id:
            self._layout_id = layout_id
            self.layout_changed.emit(layout_id)

    @property
    def plan(self) -> Plan:
        """The current plan, read once and again after it changed."""
        if self._plan is None:
            self._plan = self.desk.plan()
        return self._plan

    @property
    def scale(self) -> GradeScale:
        """The plan's grade scale."""
        return scale_of(self.plan.grade_scale)

    @property
    def fiscal_years(self) -> range:
        """The plan's years."""
        first = self.plan.first_fiscal_year or self._fiscal_year
        return range(first, (self.plan.last_fiscal_year or first) + 1)

    @property
    def departments(self) -> list[Department]:
        """All departments, read once and again after they changed."""
        if self._departments is None:
            self._departments = list_departments(self.desk)
        return self._departments

    def department_name(self, department_id: str | None) -> str:
        """Return a department's name, or ``""``."""
        return next((one.name for one in self.departments if one.id == department_id), "")

    def perform(self, action: Callable[[], T]) -> T | None:
        """Do something short; what the user or the environment did wrong goes to ``failed`` and gives ``None``."""
        try:
            return action()
        except UserError as error:
            self.failed.emit(error)
            return None

    def undo(self) -> None:
        """Take back the last operation; a very large one in a worker, so that the window does not stand still."""
        self._reverse(self.desk.next_undo, self.desk.undo, "元に戻しています")

    def redo(self) -> None:
        """Do the last undone operation again, as `undo` does."""
        self._reverse(self.desk.next_redo, self.desk.redo, "やり直しています")

    def _reverse(self, find: Callable[[], Operation | None], step: Callable[[], Saved], label: str) -> None:
        from reform_desktop.services.recounting import size_of  # noqa: PLC0415 -- only when something is undone

        if self._reversing:
            return
        one = self.perform(find)
        if one is None or (self.perform(lambda: size_of(self.desk, one)) or 0) <= MANY:
            self.perform(step)
            return
        self._reversing = True
        self.runner.run(
            label, lambda _context: step(), failed=self.failed.emit, ended=lambda _task: self._rest(), owner=self
        )

    def _rest(self) -> None:
        self._reversing = False

    def close(self) -> None:
        """Stop listening, call off what was to be done soon, and let go of the file."""
        self._stop_listening()
        for timer in self.findChildren(QTimer):
            timer.stop()
        self.desk.close()

    def _after_change(self, saved: Saved) -> None:
        kinds = saved.kinds
        if "plan" in kinds:
            self._plan = None
        if "department" in kinds:
            self._departments = None
        self.changed.emit(saved)
