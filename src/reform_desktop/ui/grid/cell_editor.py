"""Editing one cell of a grid: nothing typed is lost, text in composition included."""

from __future__ import annotations

from typing import Final, cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QPainter, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from reform_desktop.domain.fields import Field, FieldType
from reform_desktop.ui.grid.cell_model import CellModel, Index
from reform_desktop.ui.icons import icon
from reform_desktop.ui.session import Session
from reform_desktop.ui.theme import active_sizes, active_theme

_STEPS: Final = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}
_CHOSEN: Final = (FieldType.CHOICE, FieldType.GRADE, FieldType.BOOLEAN)
_LEAST_TEXT: Final = (320, 140)
_LOCK: Final = 11


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

    def place_cursor(self, *, typing_over: bool) -> None:
        """Mark everything when a key replaces the content, else go to its end."""
        if not typing_over:
            self.deselect()
            self.end(False)  # noqa: FBT003 -- Qt's own signature

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Follow the composition."""
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)


class TextCellEditor(QPlainTextEdit):
    """Several lines in a cell; Alt+Enter begins a new one, as in Excel. Larger than its cell where there is room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        theme = active_theme()
        self.setStyleSheet(f"padding: 0 3px; border-radius: 0; border: 2px solid {theme.focus};")
        self.setTabChangesFocus(False)
        self._preedit = ""
        self.loaded: str | None = None

    @property
    def untouched(self) -> bool:
        """Whether the user has not typed anything yet."""
        return not self._preedit and self.toPlainText() == (self.loaded or "")

    def load(self, text: str) -> None:
        """Show the cell's content unless something was typed over it."""
        if self.loaded is None or self.untouched:
            self.loaded = text
            self.setPlainText(text)

    def whole_text(self) -> str:
        """Return what is typed; text in composition is committed first, or taken as it stands."""
        if self._preedit:
            preedit, before = self._preedit, self.toPlainText()
            QGuiApplication.inputMethod().commit()
            self._preedit = ""
            if self.toPlainText() == before:
                self.insertPlainText(preedit)
        text = self.toPlainText()
        return self.loaded if self.loaded is not None and text == self.loaded.replace("\r\n", "\n") else text

    def place_cursor(self, *, typing_over: bool) -> None:
        """Mark everything when a key replaces the content, else go to its end."""
        if typing_over:
            self.selectAll()
        else:
            self.moveCursor(QTextCursor.MoveOperation.End)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Follow the composition."""
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)


EDITORS: Final = (CellEditor, TextCellEditor, QComboBox)
"""What stands in a cell while it is edited."""


class CellDelegate(QStyledItemDelegate):
    """Makes the editors and paints the lock. ``moved`` asks the grid to go on to another cell after a commit."""

    moved = Signal(int, int)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.typing_over = False

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the cell, with a lock in the corner of one that cannot be changed."""
        super().paint(painter, option, index)
        model = cast("CellModel", index.model())
        if model.lock_reason(index):
            side = active_sizes().px(_LOCK)
            rect: QRect = option.rect  # type: ignore[attr-defined]  # missing from PySide's stubs
            left = rect.left() + 2 if model.is_number(index) else rect.right() - side - 1
            icon("lock").paint(painter, QRect(left, rect.top() + 2, side, side))

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a list for choices, a text for texts, a line for everything else."""
        model = cast("CellModel", index.model())
        declared = model.place(index).declared
        name = f"{model.row_name(index)} {model.column_name(index)}"
        editor = self._make(declared, parent)
        editor.setAccessibleName(name)
        editor.setAccessibleDescription(declared.help)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell's content; a refresh from elsewhere never overwrites typing."""
        typed = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, CellEditor | TextCellEditor):
            first = editor.loaded is None
            editor.load(typed)
            if first:
                editor.place_cursor(typing_over=self.typing_over)
        elif isinstance(editor, QComboBox):
            editor.setCurrentText(typed)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Save what was typed."""
        if isinstance(editor, CellEditor | TextCellEditor):
            typed = editor.whole_text()
            if typed != editor.loaded:
                model.setData(index, typed)
        elif isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Fill the cell; a text takes the room it needs to be written in, within the grid."""
        rect = QRect(option.rect)  # type: ignore[attr-defined]  # missing from PySide's stubs
        if isinstance(editor, TextCellEditor):
            sizes, ground = active_sizes(), cast("QWidget", editor.parentWidget()).rect()
            least = QSize(*map(sizes.px, _LEAST_TEXT)).boundedTo(ground.size())
            rect.setSize(rect.size().expandedTo(least))
            rect.moveRight(min(rect.right(), ground.right()))
            rect.moveBottom(min(rect.bottom(), ground.bottom()))
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Let Enter and Tab commit and move on; Alt+Enter begins a line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(editor, QWidget):
            key = cast("QKeyEvent", event)
            if isinstance(editor, TextCellEditor) and _begins_line(key):
                editor.insertPlainText("\n")
                return True
            step = step_of(key)
            if step is not None:
                self._finish(editor)
                self.moved.emit(*step)
                return True
        return super().eventFilter(editor, event)

    def _make(self, declared: Field, parent: QWidget) -> QWidget:
        if declared.type is FieldType.TEXT:
            return TextCellEditor(parent)
        if declared.type not in _CHOSEN:
            return CellEditor(parent)
        box = QComboBox(parent)
        box.addItems(["", *self._words(declared)])
        box.setStyleSheet("padding: 0 3px; border-radius: 0;")
        box.activated.connect(lambda _place: self._finish(box))
        return box

    def _words(self, declared: Field) -> list[str]:
        if declared.type is FieldType.GRADE:
            return [self._session.scale.mark(one.grade) for one in self._session.scale.grades]
        if declared.type is FieldType.BOOLEAN:
            return ["はい", "いいえ"]
        return [choice.label for choice in declared.choices]

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)


def _begins_line(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
