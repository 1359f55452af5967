"""One year of many measures as a Qt model: lines come 1,000 at a time, their values 200 at a time when looked at."""

from __future__ import annotations

import unicodedata
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from reform_desktop.domain.catalogue import field_named
from reform_desktop.domain.fiscal_year import format_fiscal_year
from reform_desktop.domain.values import JsonValue
from reform_desktop.services import browsing
from reform_desktop.services.cells import CellPlace
from reform_desktop.services.kept_entries import KeptEntry
from reform_desktop.services.permissions import why_locked
from reform_desktop.services.year_table import YearCells, measures_of_years, read_year
from reform_desktop.store.outline import MeasureFilter, MeasureLine
from reform_desktop.store.write import Saved
from reform_desktop.ui.grid.cell_model import CellModel
from reform_desktop.ui.pages.measures.line_words import shown
from reform_desktop.ui.pages.measures.year_grid.columns import VIEWS, head_of
from reform_desktop.ui.session import Session
from reform_desktop.ui.widgets.tool_tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_LINES: Final = 1_000
_PAGE: Final = browsing.PAGE
_TITLE_WIDTH: Final = 17
_TITLE_LINES: Final = 2
_NARROW: Final = 0.6
"""Width of a Latin letter beside that of a full-width character, on the safe side."""


class YearGridModel(CellModel):
    """Rows are the measures that a filter gives, columns fields of the session's year."""

    words_stand = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self._chosen: MeasureFilter | None = None
        self._year = session.fiscal_year
        self._fields = VIEWS[0].fields
        self._lines: list[MeasureLine] = []
        self._more = False
        self._total: int | None = 0
        self._cells: dict[str, YearCells] = {}

    @property
    def lines(self) -> list[MeasureLine]:
        """The measures that are read."""
        return self._lines

    @property
    def count_words(self) -> str:
        """How many there are: 「36件」."""
        if self._total is not None:
            return f"{self._total:,}件"
        return f"{len(self._lines):,}件以上" if self._more else f"{len(self._lines):,}件"

    def show(self, chosen: MeasureFilter, fields: tuple[str, ...]) -> None:
        """Show the measures of a filter with these fields of its year."""
        page = browsing.list_measures(self.session.desk, chosen, 0, _LINES)
        self.beginResetModel()
        self._chosen, self._year, self._fields = chosen, chosen.fiscal_year, fields
        self._lines, self._more, self._total = list(page.lines), page.more, page.total
        self._cells.clear()
        self.reread_kept()
        self.endResetModel()

    def after_change(self, saved: Saved) -> None:
        """Show what an operation changed in the rows that are here."""
        touched = measures_of_years(saved.rows, self._cells, self._year)
        touched |= {row for kind, row in saved.rows if kind == "measure"}
        for measure in touched:
            self._cells.pop(measure, None)
        rows = [place for place, line in enumerate(self._lines) if line.id in touched]
        if rows:
            lines = {line.id: line for line in self._read_lines(rows)}
            for row in rows:
                self._lines[row] = lines.get(self._lines[row].id, self._lines[row])
            self.dataChanged.emit(self.index(rows[0], 0), self.index(rows[-1], len(self._fields) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, rows[0], rows[-1])

    def row_of(self, measure_id: str) -> int:
        """Return where a measure stands, or -1."""
        return next((place for place, line in enumerate(self._lines) if line.id == measure_id), -1)

    def field(self, column: int) -> str:
        """Return the field of a column."""
        return self._fields[column]

    def column_of(self, field: str) -> int:
        """Return where a field stands, or -1."""
        return self._fields.index(field) if field in self._fields else -1

    # What Qt asks

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return how many measures are read."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Return how many fields are shown."""
        return 0 if parent.isValid() else len(self._fields)

    def canFetchMore(self, parent: Index) -> bool:
        """Return whether there are more measures."""
        return not parent.isValid() and self._more

    def fetchMore(self, _parent: Index) -> None:
        """Read the next measures."""
        if self._chosen is None or not self._more:
            return
        page = browsing.list_measures(self.session.desk, self._chosen, len(self._lines), _LINES)
        self._more = page.more
        if page.lines:
            first = len(self._lines)
            self.beginInsertRows(_NONE, first, first + len(page.lines) - 1)
            self._lines.extend(page.lines)
            self.endInsertRows()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the heading of a column; at the left number and title of a measure."""
        down = orientation is Qt.Orientation.Vertical
        if role == Qt.ItemDataRole.DisplayRole:
            return self._head(section) if down else head_of(self._fields[section])
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._title(section)) if down else self._help(section)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._title(section) if down else field_named("year_record", self._fields[section]).caption
        if role == Qt.ItemDataRole.TextAlignmentRole and down:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    # What every grid asks

    def place(self, index: Index) -> CellPlace:
        """Return the stored field behind a cell."""
        return CellPlace("year_record", self._lines[index.row()].id, self._fields[index.column()], self._year)

    def stored(self, index: Index) -> JsonValue:
        """Return what the file holds of it."""
        return self._of(index.row()).values[self._fields[index.column()]]

    def lock_reason(self, index: Index) -> str:
        """Return why a cell cannot be edited, or ``""``."""
        owners = self._of(index.row()).owners
        return why_locked(self.session.desk, "year_record", self._fields[index.column()], owners) or ""

    def row_name(self, index: Index) -> str:
        """Return number and title of the measure."""
        return self._title(index.row())

    def column_name(self, index: Index) -> str:
        """Return year and label of the field."""
        return f"{format_fiscal_year(self._year)} {field_named('year_record', self._fields[index.column()]).label}"

    def measure_of(self, index: Index) -> str:
        """Return the row's measure."""
        return self._lines[index.row()].id

    def display(self, index: Index, value: JsonValue) -> str:
        """Return a value in the table's words: what is not ticked is left blank."""
        return "" if value is False else super().display(index, value)

    # Inner parts

    def _of(self, row: int) -> YearCells:
        """Return a row's values; those of its page are read together."""
        measure = self._lines[row].id
        if measure not in self._cells:
            first = row - row % _PAGE
            wanted = [line.id for line in self._lines[first : first + _PAGE] if line.id not in self._cells]
            self._cells |= read_year(self.session.desk, wanted, self._year)
        return self._cells[measure]

    def _read_lines(self, rows: list[int]) -> list[MeasureLine]:
        if self._chosen is None:
            return []
        return browsing.measure_lines(self.session.desk, self._chosen, [self._lines[row].id for row in rows])

    def _head(self, row: int) -> str:
        """Return number and title in as many lines as the row's head holds."""
        number, _, title = shown(self._lines[row]).partition(" ")
        return "\n".join((number, *in_lines(title, _TITLE_WIDTH, _TITLE_LINES)))

    def _title(self, row: int) -> str:
        return shown(self._lines[row])

    def _help(self, section: int) -> str:
        field = field_named("year_record", self._fields[section])
        return plain_tip("\n".join(part for part in (field.caption, field.help) if part))

    def _is_mine(self, entry: KeptEntry) -> bool:
        return entry.kind == "year_record" and entry.fiscal_year == self._year


def in_lines(text: str, width: int, most: int) -> list[str]:
    """Return a text in at most so many lines of ``width`` full-width characters; … where it goes on."""
    lines, line, used = [], "", 0.0
    for sign in text:
        wide = 1.0 if unicodedata.east_asian_width(sign) in "WFA" else _NARROW
        if used + wide > width:
            lines.append(line)
            line, used = "", 0.0
        line += sign
        used += wide
    lines.append(line)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-1]}…"]
