"""The list of evidence: as high as its rows, Enter opens, Delete removes."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from reform_desktop.domain.records import Evidence
from reform_desktop.ui.pages.measures.sheet.evidence.model import KIND, PLACE, SIZE, TITLE, YEAR, EvidenceModel
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.rows_view import show_whole_rows

_WIDTHS = {YEAR: 52, KIND: 84, SIZE: 80}


class EvidenceList(QTableView):
    """``chosen`` comes when another piece, or none, is the current one."""

    chosen = Signal()
    open_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, model: EvidenceModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pieces = model
        self.setModel(model)
        show_whole_rows(self)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setDefaultSectionSize(active_sizes().px(34))
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setAccessibleName("証拠資料の一覧")
        self.setAccessibleDescription("Enterで開き、Deleteで削除します。")
        for change in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            change.connect(self._rows_changed)
        self.selectionModel().currentRowChanged.connect(lambda _now, _before: self.chosen.emit())
        self.doubleClicked.connect(lambda _index: self.open_wanted.emit())
        self._rows_changed()

    @property
    def current(self) -> Evidence | None:
        """The piece that is chosen."""
        index = self.currentIndex()
        return self._pieces.rows[index.row()] if index.isValid() and index.row() < len(self._pieces.rows) else None

    def choose(self, evidence_id: str) -> bool:
        """Make a piece the current one; False when it is not in the list."""
        for row, one in enumerate(self._pieces.rows):
            if one.id == evidence_id:
                self.selectRow(row)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open and remove by key."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width: title and place take what the others leave."""
        super().resizeEvent(event)
        sizes = active_sizes()
        rest = self.viewport().width()
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, sizes.px(width))
            rest -= sizes.px(width)
        self.setColumnWidth(TITLE, max(60, rest * 11 // 20))
        self.setColumnWidth(PLACE, max(60, rest - rest * 11 // 20))

    def _rows_changed(self) -> None:
        rows = self._pieces.rowCount() * self.verticalHeader().defaultSectionSize()
        frame = self.contentsMargins()
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + frame.top() + frame.bottom())
        self.setVisible(bool(self._pieces.rowCount()))
        self.chosen.emit()

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """All rows are in view; the page scrolls, not the list."""
