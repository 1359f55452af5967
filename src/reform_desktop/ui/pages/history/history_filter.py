"""What narrows the history down: words, department, person, kind, period, and one measure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.fiscal_year import fiscal_year_end, fiscal_year_of, fiscal_year_start
from reform_desktop.services.histories import DIVISION_NAME
from reform_desktop.store.log_pages import Wanted
from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.headings import ElidedLabel
from reform_desktop.ui.widgets.line_hint import show_whole_hint
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reform_desktop.ui.session import Session

_PAUSE: Final = 300
_KINDS: Final = {
    "取組": ("measure",),
    "年度別の計画・実績": ("year_record",),
    "指標": ("indicator", "indicator_value"),
    "証拠資料": ("evidence",),
    "意見": ("opinion",),
    "提出": ("submission",),
    "計画・方針・推進項目": ("plan", "policy", "item", "plan_count"),
    "課": ("department",),
    "確定版・訂正": ("edition", "correction"),
    "レイアウト": ("layout",),
}


class HistoryFilter(QWidget):
    """``changed`` comes when something else is wanted; words after a short pause.

    ``with_outline`` is the page's to place.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._people: set[str] = set()
        self.measure_id = ""
        self.words = QLineEdit(self)
        self.unit = self._choice("課", "課：すべて")
        self.person = self._choice("人", "人：すべて")
        self.kind = self._choice("種類", "種類：すべて")
        self.period = self._choice("期間", "期間：すべて")
        self.with_outline = QCheckBox("最初の内容も表示する(&O)", self)
        self._measure = ElidedLabel("", self)
        self.everything = QPushButton("すべての履歴を表示", self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.changed)
        self.words.textChanged.connect(lambda _text: self._timer.start())
        self.with_outline.toggled.connect(lambda _on: self.changed.emit())
        self.everything.clicked.connect(lambda: self.show_measure("", ""))
        self._arrange()
        self.refresh_options()

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words.text().strip() or self.measure_id or self.wanted() != Wanted())

    def wanted(self) -> Wanted:
        """Return what is chosen, words and measure aside."""
        since, until = _period(str(self.period.value() or ""))
        return Wanted(
            kinds=frozenset(_KINDS.get(str(self.kind.value()), ())),
            unit=str(self.unit.value() or ""),
            who=str(self.person.value() or ""),
            since=since,
            until=until,
        )

    def show_measure(self, measure_id: str, label: str) -> None:
        """Tell of one measure only, or of everything again."""
        self.measure_id = measure_id
        self._measure.set_text(f"「{label}」の履歴だけを表示しています。" if measure_id else "")
        self._measure.setVisible(bool(measure_id))
        self.everything.setVisible(bool(measure_id))
        self.changed.emit()

    def refresh_options(self) -> None:
        """Offer the departments that there are now."""
        units = [Option(DIVISION, DIVISION_NAME), *(Option(one.id, one.name) for one in self._session.departments)]
        self.unit.set_options(units)
        self.kind.set_options(Option(name, name) for name in _KINDS)
        self.period.set_options(Option(name, name) for name in _PERIODS)

    def add_people(self, names: Iterable[str]) -> None:
        """Offer people who were met in the history."""
        found = self._people | {one for one in names if one}
        if found != self._people:
            self._people = found
            self.person.set_options(Option(one, one) for one in sorted(found))

    def _choice(self, name: str, nothing: str) -> ChoiceField:
        choice = ChoiceField((), self, nothing=nothing)
        choice.status.set_name(f"{name}で絞り込む")
        choice.activated.connect(choice.commit_pending)
        choice.committed.connect(lambda _value: self.changed.emit())
        return choice

    def _arrange(self) -> None:
        sizes = active_sizes()
        show_whole_hint(self.words, "取組名、項目名、内容、人で絞り込む")
        self.words.setAccessibleName("履歴の絞り込み")
        self.words.setClearButtonEnabled(True)
        self.words.addAction(icon("search", Ink.MUTED), QLineEdit.ActionPosition.LeadingPosition)
        for button, name in zip(self.words.findChildren(QToolButton), ("検索", "絞り込みを消す"), strict=False):
            button.setAccessibleName(name)
        self.with_outline.setToolTip("ひな形から作ったときに入った内容も並べます。")
        set_look(self._measure, Look.LABEL)
        set_look(self.everything, Look.LINK)
        self._measure.hide()
        self.everything.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.gap)
        for row in (
            (self._measure, self.everything),
            (self.words, self.period),
            (self.unit, self.person, self.kind),
        ):
            line = QHBoxLayout()
            line.setSpacing(sizes.gap)
            for widget in row:
                line.addWidget(widget, 0 if widget is self.everything else 1)
            column.addLayout(line)


def _days_back(days: int) -> tuple[str, str]:
    return (date.today() - timedelta(days=days)).isoformat(), ""


def _of_fiscal_year(back: int) -> tuple[str, str]:
    year = fiscal_year_of(date.today()) - back
    return fiscal_year_start(year).isoformat(), fiscal_year_end(year).isoformat()


_PERIODS: Final = {
    "今日": lambda: _days_back(0),
    "昨日から": lambda: _days_back(1),
    "この7日": lambda: _days_back(6),
    "この30日": lambda: _days_back(29),
    "今年度": lambda: _of_fiscal_year(0),
    "前年度": lambda: _of_fiscal_year(1),
}


def _period(name: str) -> tuple[str, str]:
    """Return the first and the last day of a period, ISO; empty where it is open."""
    return _PERIODS[name]() if name in _PERIODS else ("", "")
