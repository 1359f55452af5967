"""A grid of stored fields: keys, clipboard and filling as people know them from spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from reform_desktop.domain.cell_block import spread
from reform_desktop.domain.errors import InputError
from reform_desktop.ui.grid.cell_editor import EDITORS, CellDelegate, CellEditor, step_of
from reform_desktop.ui.grid.cell_model import CellModel, Entry, Index
from reform_desktop.ui.grid.clipboard import clipboard_block, copy_cells
from reform_desktop.ui.icons import icon
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.history_words import HISTORY, HISTORY_KEYS

KEYS: Final = (
    "矢印キーで移動し、そのまま入力します。F2で続きから直し、EnterとTabで次の欄へ進みます。"
    "Ctrl+Dで下へ、Ctrl+Rで右へ写します。Ctrl+Tabで表から出ます。Excelの範囲をCtrl+Vで貼り付けられます。"
)
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier


class CellGrid(QTableView):
    """``said`` carries a sentence about a paste that did not fit; ``history_wanted`` the cell it is asked for."""

    said = Signal(str)
    history_wanted = Signal(object)

    def __init__(self, model: CellModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = model
        self._subject = name.removesuffix("の表")
        self._tab_from: int | None = None
        font = self.font()
        font.setPixelSize(active_sizes().small)
        self.setFont(font)
        self.setModel(model)
        self.use_delegate(CellDelegate(model.session, self))
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.horizontalHeader().setHighlightSections(False)
        self.setAccessibleName(name)
        self.setAccessibleDescription(KEYS)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)
        self._keys = self._key_table()

    def use_delegate(self, delegate: CellDelegate) -> None:
        """Let another delegate make the editors."""
        self._delegate = delegate
        self.setItemDelegate(delegate)
        delegate.moved.connect(self.step)

    def commit_pending(self) -> None:
        """Commit the cell that is being edited."""
        editor = self._open_editor()
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, CellDelegate.EndEditHint.NoHint)

    def step(self, rows: int, columns: int) -> None:
        """Move as Enter and Tab do in a spreadsheet.

        Within a chosen block they go round in it; after tabbing through a line, Enter goes to where it began.
        """
        current = self.currentIndex()
        if not current.isValid():
            return
        if len(self.selectionModel().selectedIndexes()) > 1:
            self._step_in_block(current, rows, columns)
            return
        column = current.column()
        if columns:
            self._tab_from = column if self._tab_from is None else self._tab_from
        elif self._tab_from is not None:
            column, self._tab_from = self._tab_from, None
        row = current.row() + rows
        column += columns
        if not 0 <= column < self.cells.columnCount():
            row, column = row + columns, 0 if columns > 0 else self.cells.columnCount() - 1
        if 0 <= row < self.cells.rowCount():
            self._go(self.cells.index(row, column), keep_tab=True)
        elif columns:
            self.focusNextPrevChild(columns > 0)

    def paste(self) -> None:
        """Write the clipboard's block over the chosen cells, or from the chosen cell on, as one step of undo."""
        chosen = self.chosen()
        try:
            block = clipboard_block()
        except InputError as error:
            self.said.emit(str(error))
            return
        if not block or not chosen:
            return
        rows, columns = _sides(chosen)
        entries = spread(block, rows, columns)
        if any(row >= self.cells.rowCount() or column >= self.cells.columnCount() for row, column, _typed in entries):
            wide = max(len(line) for line in block)
            self.said.emit(
                f"コピーした範囲（{len(block):,}行×{wide:,}列）が、選んだ欄から右下に収まりません。"
                "表は変更していません。貼り付け始める欄を確かめてください。"
            )
            return
        self._write(entries, "貼り付け")

    def copy(self, *, with_heads: bool = False) -> None:
        """Put the chosen cells on the clipboard as a spreadsheet takes them."""
        chosen = self.chosen()
        if chosen:
            copy_cells(self.cells, chosen, with_heads=with_heads)

    def empty(self) -> None:
        """Empty the chosen cells, as one step of undo."""
        entries = [(index.row(), index.column(), "") for index in self.chosen() if self.cells.typed(index)]
        if entries:
            self._write(entries, "消去")

    def fill_down(self) -> None:
        """Write the first chosen row into the others; with one row, the cell above into it."""
        self._fill(down=True)

    def fill_right(self) -> None:
        """Write the first chosen column into the others; with one column, the cell at the left into it."""
        self._fill(down=False)

    def show_history(self) -> None:
        """Ask for the history of the current cell."""
        index = self.currentIndex()
        if index.isValid():
            self.commit_pending()
            self.history_wanted.emit(index)

    def make_current(self, index: QModelIndex) -> None:
        """Make a cell the current one, wherever the focus is."""
        self._go(index)

    def go_to(self, index: QModelIndex) -> None:
        """Make a cell the current one and take the focus."""
        self._go(index)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen(self) -> list[QModelIndex]:
        """Return the chosen cells, line by line."""
        return sorted(self.selectionModel().selectedIndexes(), key=lambda index: (index.row(), index.column()))

    # Qt's events

    def edit(  # type: ignore[override]  # one name for three of Qt's functions
        self,
        index: Index,
        trigger: QAbstractItemView.EditTrigger = QAbstractItemView.EditTrigger.AllEditTriggers,
        event: QEvent | None = None,
    ) -> bool:
        """Open a cell: a key replaces what it holds, F2 and a double click go on at its end."""
        going_on = (QAbstractItemView.EditTrigger.EditKeyPressed, QAbstractItemView.EditTrigger.DoubleClicked)
        self._delegate.typing_over = trigger not in going_on
        wanted = trigger not in (
            QAbstractItemView.EditTrigger.CurrentChanged,
            QAbstractItemView.EditTrigger.SelectedClicked,
        )
        if wanted and event is not None and self.cells.lock_reason(index) and self._asks(trigger, event):
            self.said.emit(self.cells.lock_reason(index))
        opened = super().edit(index, trigger, event)  # type: ignore[arg-type]  # Qt takes no event, too
        editor = self._open_editor() if opened and not self._delegate.typing_over else None
        if isinstance(editor, CellEditor):
            editor.place_cursor(typing_over=False)  # after Qt has marked the whole line
        return opened

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, copy, paste, fill and empty; any other key begins to type."""
        step = step_of(event)
        act = next((act for matches, act in self._keys if matches(event)), None)
        if act is not None:
            act()
        elif step is not None:
            self.step(*step)
        else:
            if not event.text():
                self._tab_from = None
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 -- Qt's own signature
        """Leave the grid as any field is left."""
        return super().focusNextPrevChild(forward)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Say why a cell is refused when it becomes the current one."""
        super().currentChanged(current, previous)
        sentence = self.cells.sentence(current) if current.isValid() else ""
        if sentence:
            self.said.emit(sentence)

    # Inner parts

    def _key_table(self) -> tuple[tuple[Callable[[QKeyEvent], bool], Callable[[], object]], ...]:
        standard, key = QKeySequence.StandardKey, Qt.Key
        ends = ((key.Key_Up, -1, 0), (key.Key_Down, 1, 0), (key.Key_Left, 0, -1), (key.Key_Right, 0, 1))
        return (
            (lambda event: event.matches(standard.Paste), self.paste),
            (_is(key.Key_C, _CTRL | _SHIFT), lambda: self.copy(with_heads=True)),
            (lambda event: event.matches(standard.Copy), self.copy),
            (lambda event: event.matches(standard.Cut), self._cut),
            (_is(key.Key_D, _CTRL), self.fill_down),
            (_is(key.Key_R, _CTRL), self.fill_right),
            (_is(key.Key_Delete, Qt.KeyboardModifier.NoModifier), self.empty),
            (_is(key.Key_Backspace, Qt.KeyboardModifier.NoModifier), self.empty),
            (_is(key.Key_Tab, _CTRL), lambda: self.focusNextPrevChild(True)),  # noqa: FBT003 -- Qt's signature
            (_is(key.Key_Backtab, _CTRL | _SHIFT), lambda: self.focusNextPrevChild(False)),  # noqa: FBT003 -- same
            *((_is(one, _CTRL), _bound(self._go_to_end, rows, columns)) for one, rows, columns in ends),
        )

    def _go_to_end(self, rows: int, columns: int) -> None:
        current = self.currentIndex()
        last_row, last_column = self.cells.rowCount() - 1, self.cells.columnCount() - 1
        row = current.row() if not rows else (last_row if rows > 0 else 0)
        column = current.column() if not columns else (last_column if columns > 0 else 0)
        self._go(self.cells.index(row, column))

    def _step_in_block(self, current: QModelIndex, rows: int, columns: int) -> None:
        lines, places = _sides(self.chosen())
        inside = [(row, column) for row in lines for column in places]
        if rows:
            inside.sort(key=lambda cell: (cell[1], cell[0]))
        here = inside.index((current.row(), current.column())) if (current.row(), current.column()) in inside else 0
        row, column = inside[(here + rows + columns) % len(inside)]
        self.selectionModel().setCurrentIndex(self.cells.index(row, column), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.scrollTo(self.cells.index(row, column))

    def _fill(self, *, down: bool) -> None:
        chosen = self.chosen()
        if not chosen:
            return
        rows, columns = _sides(chosen)
        first, others = (rows[0], rows[1:]) if down else (columns[0], columns[1:])
        if not others:
            first, others = first - 1, [first]
        if first < 0:
            return
        typed = self.cells.typed
        if down:
            source = {column: typed(self.cells.index(first, column)) for column in columns}
            entries = [(row, column, source[column]) for row in others for column in columns]
        else:
            lines = {row: typed(self.cells.index(row, first)) for row in rows}
            entries = [(row, column, lines[row]) for row in rows for column in others]
        self._write(entries, "下へコピー" if down else "右へコピー")

    def _write(self, entries: list[Entry], what: str) -> None:
        self.commit_pending()
        self.cells.write(entries, name=f"{self._subject}の{what}")
        self._select(entries)

    def _cut(self) -> None:
        self.copy()
        self.empty()

    def _go(self, index: QModelIndex, *, keep_tab: bool = False) -> None:
        if not keep_tab:
            self._tab_from = None
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def _select(self, entries: Sequence[Entry]) -> None:
        selection = self.selectionModel().selection()
        rows, columns = [one[0] for one in entries], [one[1] for one in entries]
        selection.clear()
        selection.select(self.cells.index(min(rows), min(columns)), self.cells.index(max(rows), max(columns)))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _asks(self, trigger: QAbstractItemView.EditTrigger, event: QEvent) -> bool:
        """Whether somebody means to edit: F2, a double click, or a key that writes."""
        if trigger == QAbstractItemView.EditTrigger.AnyKeyPressed and isinstance(event, QKeyEvent):
            return bool(event.text().strip()) and not event.modifiers() & _CTRL
        return trigger in (
            QAbstractItemView.EditTrigger.EditKeyPressed,
            QAbstractItemView.EditTrigger.DoubleClicked,
        )

    def _open_editor(self) -> QWidget | None:
        if self.state() != QAbstractItemView.State.EditingState:
            return None
        return next((one for one in self.viewport().findChildren(QWidget) if isinstance(one, EDITORS)), None)

    def _show_menu(self, place: QPoint) -> None:
        self.menu().popup(self.viewport().mapToGlobal(place))

    def menu(self) -> QMenu:
        """Return the grid's menu; it deletes itself when it closes."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        standard = QKeySequence.StandardKey
        menu.addAction(icon("copy"), "コピー(&C)", QKeySequence(standard.Copy), self.copy)
        menu.addAction("見出しを付けてコピー(&K)", QKeySequence("Ctrl+Shift+C"), lambda: self.copy(with_heads=True))
        menu.addAction("貼り付け(&P)", QKeySequence(standard.Paste), self.paste)
        menu.addAction("下へコピー(&D)", QKeySequence("Ctrl+D"), self.fill_down)
        menu.addAction("右へコピー(&R)", QKeySequence("Ctrl+R"), self.fill_right)
        menu.addAction("消去(&E)", QKeySequence(standard.Delete), self.empty)
        menu.addSeparator()
        menu.addAction(icon("history"), HISTORY, QKeySequence(HISTORY_KEYS), self.show_history)
        return menu


def _sides(chosen: Sequence[QModelIndex]) -> tuple[list[int], list[int]]:
    """Return the rows and the columns of a block."""
    return sorted({index.row() for index in chosen}), sorted({index.column() for index in chosen})


def _is(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Callable[[QKeyEvent], bool]:
    wanted = modifiers
    return lambda event: event.key() == key and (event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier) == wanted


def _bound(act: Callable[[int, int], None], rows: int, columns: int) -> Callable[[], None]:
    return lambda: act(rows, columns)
