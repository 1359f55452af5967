"""What is to be printed: report, year, department, measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.japanese_date import format_date_japanese
from reform_desktop.reports.catalogue import REPORTS, Report
from reform_desktop.services import browsing
from reform_desktop.services.editions import list_editions
from reform_desktop.services.layouts import USUAL, list_layouts
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.pages.reports.measure_picker import MeasurePicker, PickModel
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.choice_field import ChoiceField, Option
from reform_desktop.ui.widgets.labeled_field import LabeledField

if TYPE_CHECKING:
    from reform_desktop.domain.records import Edition
    from reform_desktop.ui.session import Session

EVERY_DEPARTMENT = "すべての課"
NOW = "今の内容"
ALL, PICKED = "all", "picked"


class ReportChoices(QFrame):
    """The left column of the page. ``changed`` comes after every choice."""

    help_topic = "printing#帳票の画面"

    changed = Signal()
    edit_layouts = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        names = [Option(report.name, report.title) for report in REPORTS.values()]
        self.report = self._field(names, "帳票", next(iter(REPORTS)))
        self.year = self._field([], "年度", session.fiscal_year)
        own = session.desk.department_id
        self.department = ChoiceField([], self, nothing=None if own else EVERY_DEPARTMENT)
        self.edition = ChoiceField([], self, nothing=NOW)
        self.edition.status.set_name("内容")
        self.scope = self._field([Option(ALL, "すべての取組"), Option(PICKED, "選んだ取組だけ")], "取組", ALL)
        self.layout_choice = ChoiceField([], self, nothing=USUAL)
        self.layout_choice.status.set_name("レイアウト")
        self.layout_choice.status.set_help("列、決裁欄、用紙などの形です。どのページから印刷するときにも使います。")
        self.edit_button = QPushButton("編集(&L)…", self)
        self.edit_button.setAccessibleName("レイアウトを作る、直す")
        self.edit_button.clicked.connect(lambda *_: self.edit_layouts.emit())
        self._years_of_editions: dict[int | None, int | None] = {}
        self._shown_edition: int | None = None
        self.picks = PickModel(session, self)
        self.picker = MeasurePicker(self.picks, self)
        self._arrange()
        self.department.load_value(own)
        self.refresh_options()
        self._shown_department = own
        for field in (self.report, self.edition, self.year, self.department, self.scope):
            field.activated.connect(field.commit_pending)
            field.committed.connect(self._changed)
        self.layout_choice.activated.connect(self.layout_choice.commit_pending)
        self.layout_choice.committed.connect(lambda value: session.set_layout(str(value or "")))
        session.layout_changed.connect(self.show_layout)
        self.picks.picked_changed.connect(self.changed)
        self._show_scope()

    @property
    def chosen(self) -> Report:
        """The report that is chosen."""
        return REPORTS[str(self.report.value())]

    @property
    def fiscal_year(self) -> int:
        """The year that is chosen."""
        year = self.year.value()
        return year if isinstance(year, int) else self._session.fiscal_year

    @property
    def department_id(self) -> str | None:
        """The department that is chosen; ``None`` for all."""
        chosen = self.department.value()
        return chosen if isinstance(chosen, str) else None

    @property
    def edition_number(self) -> int | None:
        """The edition that is printed from; ``None`` for the plan as it is now."""
        number = self.edition.value()
        return number if isinstance(number, int) else None

    def show_edition(self, number: int | None) -> None:
        """Print from an edition, in its own year."""
        self.refresh_editions()
        self.edition.load_value(number)
        self._changed(number)

    @property
    def measure_count(self) -> int:
        """How many measures the report will be about."""
        if self._picks_measures:
            return len(self.picks.picked)
        chosen = MeasureFilter(self.fiscal_year, department_id=self.department_id)
        return browsing.list_measures(self._session.desk, chosen, 0, 1).total or 0

    def request(self) -> PrintRequest | None:
        """Return what was chosen; ``None`` while no measure is ticked."""
        if self._picks_measures and not self.picks.picked:
            return None
        picked = self.picks.picked if self._picks_measures else None
        edition = f"第{self.edition_number}版" if self.edition_number else ""
        subject = "_".join(filter(None, (self._session.department_name(self.department_id), edition)))
        return PrintRequest(
            self.chosen.name, self.fiscal_year, self.department_id, picked, subject, self.edition_number
        )

    def pick_measure(self, measure_id: str) -> None:
        """Choose the sheet of one measure."""
        self.report.load_value("sheet")
        self.scope.load_value(PICKED)
        self.picks.pick((measure_id,))
        self._show_scope()

    def show_request(self, request: PrintRequest) -> None:
        """Choose what a request asks for."""
        self.report.load_value(request.report)
        self.edition.load_value(request.edition)
        self._shown_edition = request.edition
        self.year.load_value(request.fiscal_year or self._session.fiscal_year)
        if not self.department.status.locked:
            self.department.load_value(request.department_id)
            self._shown_department = self.department_id
            self.picks.show(self.department_id)
        self.scope.load_value(PICKED if request.measure_ids is not None else ALL)
        if request.measure_ids is not None:
            self.picks.pick(request.measure_ids)
        self._show_scope()

    def refresh_options(self) -> None:
        """Read years and departments anew; what is chosen stays."""
        years = self._session.fiscal_years
        self.year.set_options([Option(one, format_fiscal_year(one)) for one in years])
        self.department.set_options([Option(one.id, one.name) for one in self._session.departments])
        self.picks.show(self.department_id)
        self.refresh_layouts()
        self.refresh_editions()

    def refresh_editions(self) -> None:
        """Read the editions anew; without any there is nothing to choose."""
        found = {one.number: one for one in list_editions(self._session.desk) if one.number is not None}
        self._years_of_editions = {number: one.fiscal_year for number, one in found.items()}
        self.edition.set_options([Option(number, _edition_words(one)) for number, one in found.items()])
        if self.edition_number not in self._years_of_editions:
            self.edition.load_value(None)
        holder = self.edition.parentWidget()
        if holder is not None and holder is not self:
            holder.setVisible(bool(found))

    def refresh_layouts(self) -> None:
        """Read the layouts anew; one that is gone gives way to the usual look."""
        layouts = list_layouts(self._session.desk)
        self.layout_choice.set_options([Option(one.id, one.name) for one in layouts])
        chosen = self._session.layout_id
        if chosen and all(one.id != chosen for one in layouts):
            self._session.set_layout("")
        self.layout_choice.load_value(self._session.layout_id or None)

    def show_layout(self, layout_id: str) -> None:
        """Follow the layout of the window."""
        self.layout_choice.load_value(layout_id or None)
        self.changed.emit()

    def show_year(self, year: int) -> None:
        """Follow the year of the window."""
        self.year.load_value(year)
        self.changed.emit()

    def commit_pending(self) -> None:
        """Take what was chosen with the keys."""
        for field in (self.report, self.edition, self.year, self.department, self.scope, self.layout_choice):
            field.commit_pending()

    @property
    def _picks_measures(self) -> bool:
        return self.chosen.for_measures and self.scope.value() == PICKED

    def _field(self, options: list[Option], name: str, value: object) -> ChoiceField:
        field = ChoiceField(options, self, nothing=None)
        field.status.set_name(name)
        field.load_value(value)
        return field

    def _arrange(self) -> None:
        sizes = active_sizes()
        self.department.status.set_name("課")
        if self._session.desk.department_id:
            self.department.status.lock("課のファイルでは、自分の課の帳票を作ります。")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.px(12))
        for label, field in (
            ("帳票", self.report),
            ("内容", self.edition),
            ("年度", self.year),
            ("課", self.department),
            ("取組", self.scope),
        ):
            column.addWidget(LabeledField(label, field, self))
        column.addWidget(self._layout_row())
        column.addWidget(self.picker, 1)
        column.addStretch(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def _layout_row(self) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(active_sizes().gap)
        line.addWidget(LabeledField("レイアウト", self.layout_choice, row), 1)
        line.addWidget(self.edit_button, alignment=Qt.AlignmentFlag.AlignBottom)
        return row

    def _changed(self, _value: object) -> None:
        if self.edition_number != self._shown_edition:
            self._shown_edition = self.edition_number
            year = self._years_of_editions.get(self.edition_number)
            if year is not None:
                self.year.load_value(year)
        if self.department_id != self._shown_department:
            self._shown_department = self.department_id
            self.picks.show(self.department_id)
        self._show_scope()
        self.changed.emit()

    def _show_scope(self) -> None:
        for_measures = self.chosen.for_measures
        holder = self.scope.parentWidget()
        if holder is not None:
            holder.setVisible(for_measures)
        self.picker.setVisible(self._picks_measures)


def _edition_words(edition: Edition) -> str:
    """Return an edition as one short entry: number and day; the meeting would not fit."""
    day = f"（{format_date_japanese(edition.date)}）" if edition.date else ""
    return f"第{edition.number}版{day}"
