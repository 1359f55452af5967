"""The evidence of a measure as a Qt model: the open year first, then the other years, the newest first."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

from reform_desktop.domain.fiscal_year import format_fiscal_year_short
from reform_desktop.domain.records import Evidence
from reform_desktop.domain.text import find_hits
from reform_desktop.services.measures import MeasureView
from reform_desktop.ui.icons import icon
from reform_desktop.ui.pages.measures.sheet.rows import follow
from reform_desktop.ui.theme import active_theme
from reform_desktop.ui.widgets.tool_tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
COLUMNS = ("年度", "資料名", "種類", "ファイル名・場所", "大きさ")
YEAR, TITLE, KIND, PLACE, SIZE = range(5)
_KILO = 1024
_PICTURES = {"ファイル": "file", "アドレス": "link", "紙": "folder"}


class EvidenceModel(QAbstractTableModel):
    """One row a piece of evidence, read-only; its fields are filled in below the list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Evidence] = []
        self._words = ""

    @property
    def rows(self) -> list[Evidence]:
        """The evidence in the order shown."""
        return self._rows

    def show_view(self, view: MeasureView, fiscal_year: int) -> None:
        """Show a measure's evidence."""
        rows = sorted(view.dossier.evidence, key=lambda one: (one.fiscal_year != fiscal_year, -(one.fiscal_year or 0)))
        if not follow(self, self._rows, rows, lambda one: one.id):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def mark(self, words: str) -> None:
        """Mark what a search found."""
        self._words = words
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(COLUMNS) - 1))

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return the number of pieces."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the heading of a column."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return COLUMNS[section] if orientation is Qt.Orientation.Horizontal else str(section + 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows and says."""
        one, column = self._rows[index.row()], index.column()
        answer: object = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                answer = _shown(one, column)
            case Qt.ItemDataRole.DecorationRole if column == TITLE:
                answer = icon(_PICTURES[kind_of(one)])
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column == SIZE else Qt.AlignmentFlag.AlignLeft
                answer = int(side | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.BackgroundRole:
                answer = self._ground(one, column)
            case Qt.ItemDataRole.ToolTipRole:
                answer = plain_tip(one.note or _shown(one, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                answer = f"{COLUMNS[column]}　{_shown(one, column) or '空'}"
        return answer

    def _ground(self, one: Evidence, column: int) -> QBrush | None:
        if not self._words or column not in (TITLE, PLACE):
            return None
        found = find_hits(_shown(one, column), self._words)
        return QBrush(QColor(active_theme().hit)) if found else None


def kind_of(one: Evidence) -> str:
    """Return what the evidence is: ファイル, アドレス or 紙."""
    if one.file_sha256:
        return "ファイル"
    return "アドレス" if one.address else "紙"


def shown_size(size: int | None) -> str:
    """Return 12 KB, 3.4 MB."""
    if size is None:
        return ""
    if size < _KILO * _KILO:
        return f"{max(1, round(size / _KILO)):,} KB"
    return f"{size / _KILO / _KILO:,.1f} MB"


def _shown(one: Evidence, column: int) -> str:
    match column:
        case 0:
            return format_fiscal_year_short(one.fiscal_year) if one.fiscal_year is not None else ""
        case 1:
            return one.title
        case 2:
            return kind_of(one)
        case 3:
            return one.file_name or one.address or one.paper_location
        case _:
            return shown_size(one.file_size) if one.file_sha256 else ""
