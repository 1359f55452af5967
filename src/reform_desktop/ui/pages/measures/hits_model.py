"""The flat list of measures that words or a number find, 200 at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from reform_desktop.services import browsing
from reform_desktop.ui.pages.measures.line_words import LineWords, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QObject

    from reform_desktop.store.outline import MeasureFilter, MeasureLine
    from reform_desktop.ui.session import Session

Index = QModelIndex | QPersistentModelIndex


class HitsModel(QAbstractListModel):
    """Hits of one search, in printed order."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._line_words = LineWords(session)
        self._chosen: MeasureFilter | None = None
        self._marked = ""
        self._lines: list[MeasureLine] = []
        self._more = False

    @property
    def count_words(self) -> str:
        """How many there are: 「36件」, 「200件以上」."""
        return f"{len(self._lines)}件以上" if self._more else f"{len(self._lines)}件"

    def search(self, chosen: MeasureFilter | None, marked: str) -> None:
        """Show what a filter gives, with ``marked`` words marked in the titles; ``None`` gives nothing."""
        page = browsing.list_measures(self._session.desk, chosen, 0) if chosen else None
        self.beginResetModel()
        self._chosen, self._marked = chosen, marked
        self._lines = list(page.lines) if page else []
        self._more = page.more if page else False
        self.endResetModel()

    def update_lines(self, lines: Iterable[MeasureLine]) -> None:
        """Show measures anew where they stand; nothing comes or goes while somebody looks."""
        rows = {line.id: row for row, line in enumerate(self._lines)}
        for line in lines:
            row = rows.get(line.id)
            if row is not None:
                self._lines[row] = line
                self.dataChanged.emit(self.index(row), self.index(row))

    def index_of(self, measure_id: str) -> QModelIndex:
        """Return where a measure stands, if it was read."""
        row = next((row for row, line in enumerate(self._lines) if line.id == measure_id), -1)
        return self.index(row) if row >= 0 else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        """Return how many hits are read."""
        return 0 if parent.isValid() else len(self._lines)

    def canFetchMore(self, parent: Index) -> bool:
        """Return whether there are more hits."""
        return not parent.isValid() and self._more

    def fetchMore(self, _parent: Index) -> None:
        """Read the next hits."""
        if self._chosen is None or not self._more:
            return
        page = browsing.list_measures(self._session.desk, self._chosen, len(self._lines))
        self._more = page.more
        if page.lines:
            first = len(self._lines)
            self.beginInsertRows(QModelIndex(), first, first + len(page.lines) - 1)
            self._lines.extend(page.lines)
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words and marks of a hit."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        if role == Role.WORDS:
            return self._marked
        return self._line_words.data(self._lines[index.row()], role)
