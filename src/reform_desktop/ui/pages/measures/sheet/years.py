"""年度別: the years of the plan side by side, the window's year open, the others folded."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.progress import Standing, standing_of
from reform_desktop.services.measures import MeasureView
from reform_desktop.ui.pages.measures.sheet.bound_field import BoundField
from reform_desktop.ui.pages.measures.sheet.context import SheetContext
from reform_desktop.ui.pages.measures.sheet.folded_year import WIDTH, FoldedYear
from reform_desktop.ui.pages.measures.sheet.open_year import OpenYear
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import SectionHeading

REPEATED = "→"
_LEAST_OPEN = 330
_NOTES = {Standing.NOT_BEGUN: "開始前", Standing.ENDED: "終了・廃止", Standing.OUTSIDE: "評価対象外"}
_SENTENCES = {
    Standing.NOT_BEGUN: "この取組はまだ始まっていない年度です。",
    Standing.ENDED: "この取組が終わったか、廃止されたあとの年度です。",
}


class YearsPart(QWidget):
    """Folded years are made for the plan's years, and for any other year that the measure has a record of."""

    help_topic = "measures#取組シートに入力する"

    def __init__(self, context: SheetContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._words = ""
        self._folded: dict[int, FoldedYear] = {}
        self.open_year = OpenYear(context, self)
        self._row = QHBoxLayout()
        self._row.setSpacing(active_sizes().gap)
        self._row.addWidget(self.open_year, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(active_sizes().gap)
        head = SectionHeading("年度別の計画と実績", self)
        head.add(self.open_year.last_year_button)
        layout.addWidget(head)
        layout.addLayout(self._row)

    @property
    def folded(self) -> dict[int, FoldedYear]:
        """The folded years by fiscal year; that of the open year is hidden."""
        return self._folded

    def tab_stops(self) -> list[QWidget]:
        """Return what Tab goes through, in reading order."""
        stops: list[QWidget] = []
        for year, folded in self._folded.items():
            if year == self.open_year.fiscal_year:
                stops.extend(self.open_year.tab_stops())
            else:
                stops.append(folded)
        return stops

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the years narrower where the open one would not have room to write."""
        super().resizeEvent(event)
        self._fold()

    def bound_fields(self) -> list[BoundField]:
        """Return the fields of the open year."""
        return self.open_year.bound_fields()

    def show_view(self, view: MeasureView) -> None:
        """Show a measure; of the one shown already only what changed."""
        year = self._context.session.fiscal_year
        self._provide(sorted({*self._context.session.fiscal_years, *view.dossier.years, year}), year)
        stages = _stages(view, list(self._folded))
        for one, folded in self._folded.items():
            standing = standing_of(view.dossier, one)
            folded.show_record(view.dossier.years.get(one), stages[one], _NOTES.get(standing, ""))
            folded.mark(self._words)
        self.open_year.show_year(view, year, _SENTENCES.get(standing_of(view.dossier, year), ""))

    def commit_pending(self) -> None:
        """Commit what is typed."""
        self.open_year.fields.commit_pending()

    def unsaved(self) -> list[str]:
        """Return the labels of fields whose typing could not be saved."""
        return self.open_year.fields.unsaved()

    def mark(self, words: str) -> None:
        """Mark what a search found; a folded year says that it holds something."""
        self._words = words
        self.open_year.fields.mark(words)
        for folded in self._folded.values():
            folded.mark(words)

    def go_to(self, place: Place) -> bool:
        """Focus the field of the open year that the place names."""
        fields = self.open_year.fields.fields
        if place.kind != "year_record":
            return False
        fields.get(place.field, fields["target"]).focus()
        return True

    def _provide(self, years: list[int], open_one: int) -> None:
        """Make and order the columns; the open year takes the place of its folded one."""
        if years != list(self._folded):
            kept = {year: self._folded.pop(year, None) for year in years}
            for gone in self._folded.values():
                self._row.removeWidget(gone)
                gone.deleteLater()
            self._folded = {year: folded or self._make(year) for year, folded in kept.items()}
            for folded in self._folded.values():
                self._row.removeWidget(folded)
                self._row.addWidget(folded)
        place = years.index(open_one)
        if self._row.indexOf(self.open_year) != place:
            self._row.removeWidget(self.open_year)
            self._row.insertWidget(place, self.open_year, 1)
        for year, folded in self._folded.items():
            folded.setVisible(year != open_one)
        self._fold()

    def _fold(self) -> None:
        sizes, others = active_sizes(), len(self._folded) - 1
        left = self.width() - others * (sizes.px(WIDTH) + self._row.spacing())
        for folded in self._folded.values():
            folded.set_narrow(on=left < sizes.px(_LEAST_OPEN))

    def _make(self, year: int) -> FoldedYear:
        folded = FoldedYear(year, self._context.session.scale, self)
        folded.clicked.connect(lambda: self._open(year))
        return folded

    def _open(self, year: int) -> None:
        self.commit_pending()
        self._context.session.set_fiscal_year(year)
        self.open_year.fields.fields["target"].focus()


def _stages(view: MeasureView, years: list[int]) -> dict[int, str]:
    """Return the stage of each year as plans print it: → where the year before has the same."""
    field = field_named("year_record", "stage")
    shown: dict[int, str] = {}
    before: str | None = None
    for year in years:
        record = view.dossier.years.get(year)
        stage = record.stage if record else None
        shown[year] = REPEATED if stage and stage == before else field.choice_label(stage)
        before = stage
    return shown
