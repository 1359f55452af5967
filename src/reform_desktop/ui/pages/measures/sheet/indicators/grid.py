"""The grid of indicators: keys, clipboard and widths as people know them from spreadsheets."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QMenu, QTableView, QWidget

from reform_desktop.ui.icons import icon
from reform_desktop.ui.pages.measures.sheet.bound_field import HISTORY
from reform_desktop.ui.pages.measures.sheet.context import HISTORY_KEYS, SheetContext
from reform_desktop.ui.pages.measures.sheet.indicators.block import read_block, write_block
from reform_desktop.ui.pages.measures.sheet.indicators.editor import EDITORS, CellDelegate, Index, step_of
from reform_desktop.ui.pages.measures.sheet.indicators.model import IndicatorModel
from reform_desktop.ui.theme import active_sizes

_LEAST_NAME = 124
_LEAST_FIGURE = 43
_MOST_FIGURE = 160
_KEYS = (
    "矢印キーで移動し、そのまま入力します。EnterとTabで次の欄へ進みます。"
    "Ctrl+Tabで表から出ます。Excelの範囲をCtrl+Vで貼り付けられます。"
)


class IndicatorGrid(QTableView):
    """Shows all rows; the page scrolls. ``said`` carries a sentence about a paste that did not fit."""

    said = Signal(str)

    def __init__(self, context: SheetContext, model: IndicatorModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._cells = model
        self._tab_from: int | None = None
        font = self.font()
        font.setPixelSize(active_sizes().small)
        self.setFont(font)
        self.setModel(model)
        self._delegate = CellDelegate(self)
        self.setItemDelegate(self._delegate)
        self._delegate.moved.connect(self.step)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(active_sizes().px(24))
        self.setAccessibleName("指標の表")
        self.setAccessibleDescription(_KEYS)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self.fit)
        for change in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.dataChanged):
            change.connect(self._fitting.start)

    def commit_pending(self) -> None:
        """Commit the cell that is being edited."""
        editor = self._open_editor()
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, CellDelegate.EndEditHint.NoHint)

    def step(self, rows: int, columns: int) -> None:
        """Move as Enter and Tab do in a spreadsheet: after tabbing through a line, Enter goes to where it began."""
        current = self.currentIndex()
        if not current.isValid():
            return
        column = current.column()
        if columns:
            self._tab_from = column if self._tab_from is None else self._tab_from
        elif self._tab_from is not None:
            column, self._tab_from = self._tab_from, None
        row = current.row() + rows
        column += columns
        if not 0 <= column < self._cells.columnCount():
            row, column = row + columns, 0 if columns > 0 else self._cells.columnCount() - 1
        if 0 <= row < self._cells.rowCount():
            self._go(self._cells.index(row, column), keep_tab=True)
        elif columns:
            self.focusNextPrevChild(columns > 0)

    def paste(self) -> None:
        """Write the clipboard's block from the selected cell on, as one step of undo."""
        block = read_block(QApplication.clipboard().text())
        chosen = self._chosen()
        if not block or not chosen:
            return
        if len(block) == len(block[0]) == 1:
            cells = [(index.row(), index.column(), block[0][0]) for index in chosen]
        else:
            top, left = chosen[0].row(), chosen[0].column()
            cells = [(top + i, left + j, typed) for i, line in enumerate(block) for j, typed in enumerate(line)]
        if any(row >= self._cells.rowCount() or column >= self._cells.columnCount() for row, column, _typed in cells):
            wide = max(len(line) for line in block)
            self.said.emit(
                f"コピーした範囲（{len(block)}行×{wide}列）が、選んだ欄から右下に収まりません。"
                "表は変更していません。貼り付け始める欄を確かめてください。"
            )
            return
        if self._cells.write(cells, name="指標の貼り付け"):
            self._select(cells)

    def copy(self) -> None:
        """Put the selected cells on the clipboard as a spreadsheet takes them."""
        chosen = self._chosen()
        if chosen:
            lines: dict[int, list[str]] = {}
            for index in chosen:
                lines.setdefault(index.row(), []).append(self._cells.typed(index))
            QApplication.clipboard().setText(write_block(list(lines.values())))

    def empty(self) -> None:
        """Empty the selected cells, as one step of undo."""
        chosen = [index for index in self._chosen() if self._cells.typed(index)]
        if chosen:
            self._cells.write([(index.row(), index.column(), "") for index in chosen], name="指標の消去")

    def show_history(self) -> None:
        """Ask for the history of the current cell."""
        index = self.currentIndex()
        if index.isValid():
            self.commit_pending()
            self._context.history_wanted.emit(self._cells.ref(index))

    def go_to(self, index: QModelIndex) -> None:
        """Make a cell the current one and take the focus."""
        self._go(index)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self) -> None:
        """Give every column what it needs, the name the rest, and the grid the height of its rows."""
        model, sizes = self._cells, active_sizes()
        if not model.columnCount():
            return
        for column in range(1, model.columnCount()):
            self.setColumnWidth(column, self._needed_width(column))
        others = sum(self.columnWidth(column) for column in range(1, model.columnCount()))
        width = max(sizes.px(_LEAST_NAME), self.viewport().width() - others)
        self.setColumnWidth(0, width)
        self.resizeRowsToContents()
        rows = sum(self.rowHeight(row) for row in range(model.rowCount()))
        too_wide = width + others > self.viewport().width()
        below = self.horizontalScrollBar().sizeHint().height() if too_wide else 0
        frame = self.contentsMargins()
        height = self.horizontalHeader().sizeHint().height() + rows + below + frame.top() + frame.bottom()
        if height != self.height():
            self.setFixedHeight(height)

    def _needed_width(self, column: int) -> int:
        """Return the width of a column's heading and figures with the style sheet's padding."""
        sizes, model = active_sizes(), self._cells
        bold = self.font()
        bold.setBold(True)
        heads = model.columns[column].head.split("\n")
        head = max(QFontMetrics(bold).horizontalAdvance(line) for line in heads) + sizes.px(17)
        cells = (model.shown(model.index(row, column)) for row in range(model.rowCount()))
        cell = max((self.fontMetrics().horizontalAdvance(text) for text in cells), default=0) + sizes.px(19)
        return max(sizes.px(_LEAST_FIGURE), head, min(cell, sizes.px(_MOST_FIGURE)))

    # Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, copy, paste and empty; any other key begins to type."""
        step = step_of(event)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.copy()
            self.empty()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.empty()
        elif step is not None:
            self.step(*step)
        elif event.key() == Qt.Key.Key_Tab and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.focusNextPrevChild(True)  # noqa: FBT003 -- Qt's own signature
        elif event.key() == Qt.Key.Key_Backtab and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.focusNextPrevChild(False)  # noqa: FBT003 -- Qt's own signature
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 -- Qt's own signature
        """Leave the grid as any field is left."""
        return super().focusNextPrevChild(forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fitting.start()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say why a cell is refused when it becomes the current one."""
        super().currentChanged(current, previous)
        sentence = self._cells.sentence(current) if current.isValid() else ""
        if sentence:
            self.said.emit(sentence)

    # Inner parts

    def _go(self, index: QModelIndex, *, keep_tab: bool = False) -> None:
        if not keep_tab:
            self._tab_from = None
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def _chosen(self) -> list[QModelIndex]:
        return sorted(self.selectionModel().selectedIndexes(), key=lambda index: (index.row(), index.column()))

    def _select(self, cells: list[tuple[int, int, str]]) -> None:
        self.clearSelection()
        for row, column, _typed in cells:
            self.selectionModel().select(self._cells.index(row, column), QItemSelectionModel.SelectionFlag.Select)

    def _open_editor(self) -> QWidget | None:
        if self.state() != QAbstractItemView.State.EditingState:
            return None
        return next((one for one in self.viewport().findChildren(QWidget) if isinstance(one, EDITORS)), None)

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon("copy"), "コピー(&C)", QKeySequence(QKeySequence.StandardKey.Copy), self.copy)
        menu.addAction("貼り付け(&P)", QKeySequence(QKeySequence.StandardKey.Paste), self.paste)
        menu.addAction("消去(&D)", QKeySequence(QKeySequence.StandardKey.Delete), self.empty)
        menu.addSeparator()
        menu.addAction(icon("history"), HISTORY, QKeySequence(HISTORY_KEYS), self.show_history)
        menu.popup(self.viewport().mapToGlobal(place))
