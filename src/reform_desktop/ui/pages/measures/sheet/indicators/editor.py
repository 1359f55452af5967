"""Editing one cell of the grid: nothing typed is lost, text in composition included."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from reform_desktop.domain.fields import FieldType
from reform_desktop.ui.pages.measures.sheet.indicators.model import IndicatorModel
from reform_desktop.ui.theme import active_sizes, active_theme

Index = QModelIndex | QPersistentModelIndex
_STEPS = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}


def step_of(event: QKeyEvent) -> tuple[int, int] | None:
    """Return where a key moves to as (rows, columns), as in a spreadsheet; ``None`` for other keys."""
    key = Qt.Key(event.key())
    if key not in _STEPS or event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        return None
    rows, columns = _STEPS[key]
    back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and key is not Qt.Key.Key_Backtab
    return (-rows, -columns) if back else (rows, columns)


class CellEditor(QLineEdit):
    """The line in a cell."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = active_theme()
        self.setStyleSheet(f"padding: 0 3px; border-radius: 0; border: 2px solid {theme.focus};")
        self._preedit = ""
        self.loaded: str | None = None

    @property
    def untouched(self) -> bool:
        """Whether the user has not typed anything yet."""
        return not self._preedit and self.text() == (self.loaded or "")

    def load(self, text: str) -> None:
        """Show the cell's content unless something was typed over it."""
        if self.loaded is None or self.untouched:
            self.loaded = text
            self.setText(text)

    def whole_text(self) -> str:
        """Return what is typed; text in composition is committed first, or taken as it stands."""
        if self._preedit:
            preedit, before = self._preedit, self.text()
            QGuiApplication.inputMethod().commit()
            self._preedit = ""
            if self.text() == before:
                place = self.cursorPosition()
                return before[:place] + preedit + before[place:]
        return self.text()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Follow the composition."""
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)


EDITORS = (CellEditor, QComboBox)
"""What stands in a cell while it is edited."""


class CellDelegate(QStyledItemDelegate):
    """Makes the editors. ``moved`` asks the grid to go on to another cell after one was committed."""

    moved = Signal(int, int)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a list for choices, a line for everything else."""
        model = cast("IndicatorModel", index.model())
        declared = model.column(index).declared
        name = f"{model.indicators[index.row()].indicator.name} {model.column(index).spoken}"
        if declared.type is not FieldType.CHOICE:
            editor = CellEditor(parent)
            editor.setAccessibleName(name)
            editor.setAccessibleDescription(declared.help)
            return editor
        box = QComboBox(parent)
        box.setAccessibleName(name)
        box.addItems(["", *(choice.label for choice in declared.choices)])
        box.setStyleSheet("padding: 0 3px; border-radius: 0;")
        box.activated.connect(lambda _place: self._finish(box))
        return box

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for a name of several lines; the style sheet's padding is not in Qt's own reckoning."""
        size = super().sizeHint(option, index)
        grid = self.parent()
        if index.column() or not isinstance(grid, QTableView):
            return size
        width = grid.columnWidth(0) - active_sizes().px(16)
        wrap = Qt.TextFlag.TextWrapAnywhere | Qt.TextFlag.TextWordWrap
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        needed = grid.fontMetrics().boundingRect(0, 0, width, 10_000, wrap.value, text).height()
        return QSize(size.width(), max(size.height(), needed + active_sizes().px(14)))

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell's content; a refresh from elsewhere never overwrites typing."""
        typed = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, CellEditor):
            editor.load(typed)
        elif isinstance(editor, QComboBox):
            editor.setCurrentText(typed)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Save what was typed."""
        if isinstance(editor, CellEditor):
            typed = editor.whole_text()
            if typed != editor.loaded:
                model.setData(index, typed)
        elif isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Fill the cell."""
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]  # missing from PySide's stubs

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Let Enter and Tab commit and move on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(editor, QWidget):
            step = step_of(cast("QKeyEvent", event))
            if step is not None:
                self._finish(editor)
                self.moved.emit(*step)
                return True
        return super().eventFilter(editor, event)

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
