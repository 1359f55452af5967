"""取組: the tree at the left, the measure as the paper sheet at the right; or one year of many measures as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from reform_desktop.services import browsing
from reform_desktop.ui.left_off import LeftOff
from reform_desktop.ui.pages.measures.navigator import Navigator
from reform_desktop.ui.pages.measures.sheet.measure_sheet import MeasureSheet
from reform_desktop.ui.pages.page import PrintRequest
from reform_desktop.ui.theme import active_sizes

if TYPE_CHECKING:
    from reform_desktop.store.outline import MeasureFilter
    from reform_desktop.store.write import Saved
    from reform_desktop.ui.pages.measures.propose_dialog import ProposeDialog
    from reform_desktop.ui.pages.measures.year_grid.pane import YearGridPane
    from reform_desktop.ui.session import Place, Session

_SPLITTER = "measures-splitter"
_TABLE = "measures-table"
_MEASURE = "measure"
_DOWN = "measure-down"


class MeasuresPage(QWidget):
    """Find a measure, fill it in."""

    title = "取組"
    help_topic = "measures"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._left_off = LeftOff(session)
        self.navigator = Navigator(session, self)
        self.sheet = MeasureSheet(session, self)
        self.table: YearGridPane | None = None
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._modes = QStackedWidget(self)
        self._arrange()
        self.navigator.measure_chosen.connect(self._show)
        self.navigator.table_button.clicked.connect(self.show_table)
        self.navigator.propose_button.clicked.connect(self.propose)
        self.navigator.words_searched.connect(self.sheet.set_search_words)
        session.changed.connect(self._after_change)
        session.fiscal_year_changed.connect(lambda _year: self._after_year())
        self._choose_remembered()
        if self._left_off.text(_TABLE):
            self.show_table()

    @property
    def in_table(self) -> bool:
        """Whether the table is shown instead of tree and sheet."""
        return self.table is not None and self._modes.currentWidget() is self.table

    @property
    def chosen_measure(self) -> str:
        """The measure that one is at, in the sheet or in the table; ``""`` when there is none."""
        if self.table is not None and self.in_table:
            return self.table.current_measure
        return self.navigator.chosen_id

    def show_table(self) -> None:
        """Show one year of the measures that the tree shows, to be filled in like a spreadsheet."""
        from reform_desktop.ui.pages.measures.year_grid.pane import YearGridPane  # noqa: PLC0415 -- only when asked for

        self.sheet.commit_pending()
        if self.table is None:
            self.table = YearGridPane(self._session, self)
            self.table.left.connect(self.show_sheet)
            self._modes.addWidget(self.table)
        self._modes.setCurrentWidget(self.table)
        self.table.begin(self.navigator.filter, self.navigator.chosen_id)
        self.setFocusProxy(self.table)
        self.help_topic = "table"
        self._left_off.set_text(_TABLE, "1")

    def show_sheet(self, measure_id: str) -> None:
        """Show tree and sheet, of this measure when there is one."""
        self.commit_pending()
        self._modes.setCurrentWidget(self._splitter)
        self.setFocusProxy(self.navigator)
        self.help_topic = "measures"
        self._left_off.set_text(_TABLE, "")
        self.navigator.refresh()
        if measure_id:
            self.navigator.choose(measure_id)
            self._show(measure_id)
        self.sheet.refresh()
        self.navigator.setFocus(Qt.FocusReason.OtherFocusReason)

    def propose(self) -> ProposeDialog:
        """Let a department propose a measure; its sheet is shown at once, to be filled in."""
        from reform_desktop.ui.pages.measures.propose_dialog import ProposeDialog  # noqa: PLC0415 -- only when asked for

        self.commit_pending()
        dialog = ProposeDialog(self._session, self)
        dialog.proposed.connect(self.show_sheet)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def toggle_table(self) -> None:
        """Go from the sheet to the table, or back."""
        if self.table is not None and self.in_table:
            self.table.back_button.click()
        else:
            self.show_table()

    def refresh(self) -> None:
        """Read tree, sheet and table anew."""
        self.navigator.refresh()
        if self.table is not None and self.in_table:
            self.table.show_year()
        self.sheet.show_measure(self.navigator.chosen_id or None)

    def commit_pending(self) -> None:
        """Save what is typed in the sheet or the table."""
        self.sheet.commit_pending()
        if self.table is not None and self.in_table:
            self.table.commit_pending()

    def print_request(self) -> PrintRequest | None:
        """Return the sheet that is shown; from the table the list of measures."""
        if self.table is not None and self.in_table:
            return PrintRequest("list", department_id=self.table.filter.chosen().department_id)
        return self.sheet.print_request()

    def show_place(self, place: Place) -> None:
        """Show a measure, and the field of it that is meant; or the hits of words."""
        if place.narrowed is not None:
            self._narrow(place.narrowed)
        if not place.measure_id:
            if place.words:
                if self.in_table:
                    self.show_sheet("")
                self.navigator.search_for(place.words)
            return
        if place.fiscal_year is not None:
            self._session.set_fiscal_year(place.fiscal_year)
        if self.table is not None and self.in_table:
            if self.table.show_place(place):
                return
            self.show_sheet(place.measure_id)
        self.navigator.choose(place.measure_id)
        self._show(place.measure_id)
        if place.field or place.row:
            self.sheet.show_place(place)

    def _narrow(self, wanted: MeasureFilter) -> None:
        if self.table is not None and self.in_table:
            self.show_sheet("")
        self._session.set_fiscal_year(wanted.fiscal_year)
        self.navigator.narrow(wanted)
        self.navigator.setFocus(Qt.FocusReason.OtherFocusReason)

    def remember(self) -> None:
        """Keep which measure one is at, and how far down in its sheet, for the next opening of the file."""
        self._left_off.set_own_text(_MEASURE, self.chosen_measure)
        self._left_off.set_own_text(_DOWN, f"{self.sheet.measure_id}/{self.sheet.down}" if self.sheet.down else "")

    def focus_search(self) -> None:
        """Go to the search box with its words marked (Ctrl+F)."""
        bar = self.table.filter if self.table is not None and self.in_table else self.navigator.filter
        bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        bar.search.selectAll()

    def _arrange(self) -> None:
        sizes = active_sizes()
        self._splitter.addWidget(self.navigator)
        self._splitter.addWidget(self.sheet)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(sizes.px(3))
        if not self._left_off.restore_splitter(_SPLITTER, self._splitter):
            self._splitter.setSizes([sizes.px(320), sizes.px(900)])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._modes)
        self._modes.addWidget(self._splitter)
        self.setFocusProxy(self.navigator)

    def _show(self, measure_id: str) -> None:
        if not self.navigator.searching and measure_id != self.sheet.measure_id:
            self.sheet.set_search_words("")  # the marks were about the measure that was found
        self.sheet.show_measure(measure_id or None)
        self._left_off.set_own_text(_MEASURE, measure_id)

    def _after_change(self, saved: Saved) -> None:
        self.navigator.after_change(saved)
        if self.table is not None and self.in_table:
            self.table.after_change(saved)

    def _after_year(self) -> None:
        self.navigator.refresh()
        if self.table is not None and self.in_table:
            self.table.commit_pending()
            self.table.show_year()

    def _choose_remembered(self) -> None:
        remembered = self._left_off.own_text(_MEASURE)
        if remembered and browsing.measure_lines(self._session.desk, self.navigator.filter.chosen(), [remembered]):
            self.navigator.choose(remembered)
            measure, _, down = self._left_off.own_text(_DOWN).partition("/")
            if measure == remembered and down.isdecimal():
                self.sheet.scroll_to(remembered, int(down))
