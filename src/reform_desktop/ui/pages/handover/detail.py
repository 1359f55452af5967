"""One measure as the successor meets it: what it is, how it went, what is open, what to know and whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.handover import CHECKED, UNANSWERED
from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.pages.record_form import RecordForm
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.grade_badge import NOT_GRADED
from reform_desktop.ui.widgets.headings import ProseLabel, SectionHeading, heading
from reform_desktop.ui.widgets.link_list import LinkLine, LinkList
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.domain.handover import OpenPoint
    from reform_desktop.services.handover import HandedOver, YearLine
    from reform_desktop.ui.session import Session

FIELDS: Final = ("handover", "contact")
NOTHING_OPEN: Final = "残っていることはありません。"
NO_YEARS: Final = "年度別の記録はまだありません。"
_LONGEST: Final = 160
"""Characters of what was done in a year: enough to recognise it; the rest stands on the sheet."""

_PICTURES: Final = {UNANSWERED: ("opinions", Ink.WARNING), CHECKED: ("checklist", Ink.WARNING)}


class HandoverDetail(QWidget):
    """``go`` carries the `Place` to which a line or button leads."""

    go = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: HandedOver | None = None
        self._title = heading("", Look.HEADING, self)
        self._where = QLabel(self)
        self.open_button = QPushButton("取組を開く(&J)", self)
        self.print_button = QPushButton("この取組の引継書を印刷(&U)", self)
        self._what = ProseLabel("", self)
        self._goal = ProseLabel("", self)
        self.years = LinkList(self)
        self._no_years = ProseLabel(NO_YEARS, self)
        self.points = LinkList(self)
        self._no_points = ProseLabel(NOTHING_OPEN, self)
        self.form = RecordForm(session, "measure", FIELDS, self)
        self._arrange()
        self.open_button.clicked.connect(lambda *_: self._open(Place("measures", self._id)))
        self.print_button.clicked.connect(lambda *_: self._print())
        for lines in (self.years, self.points):
            lines.chosen.connect(self._open)

    def show_measure(self, one: HandedOver) -> None:
        """Show a measure; of the one shown already only what changed."""
        self._shown = one
        measure = one.measure
        self._title.setText(f"{one.number}　{measure.title}")
        related = f"関係課 {one.related}" if one.related else ""
        evidence = f"証拠資料 {one.evidence:,}件" if one.evidence else "証拠資料はありません"
        self._where.setText("　".join(part for part in (related, evidence) if part))
        self._what.set_text(measure.approach.strip() or "取組内容は書かれていません。")
        goal = measure.overall_goal.strip()
        self._goal.set_text(f"目標：{goal}" if goal else "")
        self._goal.setVisible(bool(goal))
        self.years.show_lines([self._year_line(year) for year in reversed(one.years)])
        self._no_years.setVisible(not one.years)
        self.points.show_lines([self._point_line(point) for point in one.points])
        self._no_points.setVisible(not one.points)
        self.form.show_records([measure])

    def commit_pending(self) -> None:
        """Save what is typed."""
        self.form.commit_pending()

    @property
    def _id(self) -> str:
        return self._shown.id if self._shown else ""

    def _open(self, place: object) -> None:
        if self._shown is not None:
            self.go.emit(place)

    def _print(self) -> None:
        self._open(Place("reports", self._id, report="handover", fiscal_year=self._session.fiscal_year))

    def _year_line(self, year: YearLine) -> LinkLine:
        grade = f"{year.grade.symbol} {year.grade.label}" if year.grade else NOT_GRADED
        words = "　".join(part for part in (format_fiscal_year(year.fiscal_year), year.stage, grade) if part)
        place = Place("measures", self._id, "year_record", "", "result", year.fiscal_year)
        return LinkLine(words, _shortened(year.words), "calendar", Ink.MUTED, place)

    def _point_line(self, point: OpenPoint) -> LinkLine:
        year = format_fiscal_year(point.fiscal_year) if point.fiscal_year is not None else ""
        words = "　".join(part for part in (point.label, point.note, year) if part)
        picture, ink = _PICTURES.get(point.label, ("edit", Ink.ACCENT))
        page = "opinions" if point.kind == "opinion" else "measures"
        place = Place(page, self._id, point.kind, point.row, point.field, point.fiscal_year)
        return LinkLine(words, _shortened(point.words), picture, ink, place)

    def _arrange(self) -> None:
        sizes = active_sizes()
        self._title.setWordWrap(True)
        self._where.setWordWrap(True)
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        set_look(self._where, Look.MUTED)
        self.open_button.setIcon(icon("measures", Ink.ACCENT))
        self.print_button.setIcon(icon("print", Ink.ACCENT))
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.gap)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.print_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, sizes.px(12), sizes.wide)
        column.setSpacing(sizes.gap)
        column.addWidget(self._title)
        column.addWidget(self._where)
        column.addLayout(buttons)
        for words, widgets in (
            ("何をする取組か", (self._what, self._goal)),
            ("残っていること", (self.points, self._no_points)),
            ("引継ぎ事項と連絡先", (self.form,)),
            ("これまでの状況", (self.years, self._no_years)),
        ):
            column.addWidget(SectionHeading(words, self))
            for widget in widgets:
                column.addWidget(widget)
        column.addStretch(1)


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
