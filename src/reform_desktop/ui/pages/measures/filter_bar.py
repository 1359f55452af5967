"""What narrows the measures down: words or a number, department, policy, grade, stage, and what is not filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.records import STAGES
from reform_desktop.services import browsing
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.ui.icons import icon
from reform_desktop.ui.pages.measures.saved_filter_button import SavedFilterButton
from reform_desktop.ui.pages.measures.saved_filters import LONGEST, SavedFilter
from reform_desktop.ui.pages.measures.statuses import status_of, statuses, with_status
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.announcing import announce
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.line_hint import show_whole_hint
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.ui.session import Session

SEARCH_HINT = "取組を探す（例：窓口、1-1-2）"
_MAY_BE_EMPTY = ("plan", "midyear", "result", "grade", "reason", "next_step")
"""Fields of the year that are asked about: what somebody still has to write."""


class FilterBar(QWidget):
    """``words_changed`` comes once per turn of the event loop while somebody types; ``choice_changed`` at once."""

    words_changed = Signal()
    choice_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None, *, wide: bool = False) -> None:
        """``wide`` puts everything into one line, for a page of full width."""
        super().__init__(parent)
        self._session = session
        self.search = QLineEdit(self)
        show_whole_hint(self.search, SEARCH_HINT)
        self.search.setAccessibleName("取組を探す")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        _name_buttons(self.search)
        self.department = self._choice("担当課", "課：すべて")
        self.policy = self._choice("方針", "方針：すべて")
        self.grade = self._choice("達成状況", "状況：すべて")
        self.stage = self._choice("段階", "段階：すべて")
        self.empty_field = self._choice("未記入の項目", "未記入：―")
        self.saved = SavedFilterButton(self._now, self)
        self.saved.taken.connect(self.take)
        self.count = QLabel(self)
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.clear = QPushButton("絞り込みを解除", self)
        self.clear.clicked.connect(self.reset)
        set_look(self.count, Look.SMALL)
        set_look(self.clear, Look.LINK)
        (self._arrange_wide if wide else self._arrange)()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(0)
        self._typing.timeout.connect(self.words_changed)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.refresh_options()
        if session.desk.department_id is not None:
            self.department.load_value(session.desk.department_id)
        self._tell()

    @property
    def words(self) -> str:
        """What is typed into the search box."""
        return self.search.text().strip()

    def chosen(self) -> MeasureFilter:
        """Return the filter without the words."""
        now = self._now()
        chosen = MeasureFilter(
            self._session.fiscal_year,
            department_id=now.department_id,
            policy_id=now.policy_id,
            stage=now.stage,
            empty_field=now.empty_field or "",
        )
        return chosen if now.grade is None else with_status(chosen, now.grade, self._session.scale)

    def load(self, wanted: MeasureFilter) -> None:
        """Narrow down as somebody asked who counted: words aside, each choice as in ``wanted``."""
        status = status_of(wanted, self._session.scale)
        self.take(SavedFilter("", "", wanted.department_id, wanted.policy_id, status, wanted.stage, wanted.empty_field))

    def show_count(self, words: str) -> None:
        """Say how many measures are shown."""
        if words != self.count.text():
            self.count.setText(words)
            if self.isAncestorOf(self.focusWidget()):
                announce(self.count, words)

    def reset(self) -> None:
        """Show everything again."""
        self.take(SavedFilter(""))

    def take(self, wanted: SavedFilter) -> None:
        """Narrow down as something kept says; what this file does not have is passed over."""
        self.search.setText(wanted.words)
        for choice, value in zip(self._choices, _values(wanted), strict=True):
            choice.load_value(value if choice.findData(value) >= 0 else None)
        self._changed()

    def refresh_options(self) -> None:
        """Offer the departments, policies and grades that there are now."""
        session = self._session
        self.department.set_options(Option(one.id, one.name) for one in session.departments)
        self.policy.set_options(
            Option(one.id, f"方針{one.number or '?'} {one.title}") for one in browsing.list_policies(session.desk)
        )
        self.grade.set_options(Option(name, words) for name, words in statuses(session.scale))
        self.stage.set_options(Option(one.identifier, one.label) for one in STAGES)
        self.empty_field.set_options(
            Option(name, f"{field_named('year_record', name).label}が未記入") for name in _MAY_BE_EMPTY
        )

    @property
    def _choices(self) -> tuple[ChoiceField, ...]:
        return self.department, self.policy, self.grade, self.stage, self.empty_field

    def _now(self) -> SavedFilter:
        """What is chosen, under the name that it suggests."""
        chosen = [one for one in self._choices if one.value() is not None]
        parts = [self.words, *(one.currentText().partition("：")[2] or one.currentText() for one in chosen)]
        values = [value if isinstance(value := one.value(), str) else None for one in self._choices]
        return SavedFilter("・".join(filter(None, parts))[:LONGEST], self.words, *values)

    def _choice(self, name: str, nothing: str) -> ChoiceField:
        choice = ChoiceField((), self, nothing=nothing)
        choice.status.set_name(f"{name}で絞り込む")
        choice.activated.connect(choice.commit_pending)
        choice.committed.connect(lambda _value: self._changed())
        return choice

    def _changed(self) -> None:
        self._tell()
        self.choice_changed.emit()

    def take_over(self, other: FilterBar) -> None:
        """Narrow down as another bar does."""
        self.search.setText(other.search.text())
        for own, its in zip(self._choices, other._choices, strict=True):
            own.load_value(its.value())
        self._tell()

    def _tell(self) -> None:
        """Offer to take the filter away only when there is one."""
        self.clear.setVisible(self.chosen().narrows)

    def _arrange(self) -> None:
        sizes = active_sizes()
        grid = QGridLayout(self)
        grid.setContentsMargins(sizes.px(12), sizes.px(12), sizes.px(12), sizes.tight)
        grid.setSpacing(sizes.gap)
        grid.addWidget(self.search, 0, 0, 1, 2)
        grid.addWidget(self.department, 1, 0)
        grid.addWidget(self.grade, 1, 1)
        grid.addWidget(self.policy, 2, 0)
        grid.addWidget(self.stage, 2, 1)
        grid.addWidget(self.empty_field, 3, 0)
        grid.addWidget(self.saved, 3, 1)
        grid.addWidget(self.count, 4, 0)
        grid.addWidget(self.clear, 4, 1)
        grid.setRowMinimumHeight(4, sizes.px(28))
        for column in (0, 1):
            grid.setColumnStretch(column, 1)


    def _arrange_wide(self) -> None:
        gap = active_sizes().gap
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(gap)
        first.addWidget(self.search, 1)
        for widget in (self.saved, self.count, self.clear):
            first.addWidget(widget)
        for choice in self._choices:
            second.addWidget(choice, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        column.addLayout(first)
        column.addLayout(second)


def _values(one: SavedFilter) -> tuple[str | None, ...]:
    """What is kept of the choices, in the order of the bar."""
    return one.department_id, one.policy_id, one.grade, one.stage, one.empty_field


def _name_buttons(search: QLineEdit) -> None:
    """Give the buttons inside the box their names: the glass that stands for it, and the cross that empties it."""
    for button in search.findChildren(QToolButton):
        clears = button.defaultAction().objectName() == "_q_qlineeditclearaction"
        button.setAccessibleName("言葉を消す" if clears else "取組を探す")
