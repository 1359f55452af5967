"""The columns of one list as a table: ticked when printed, with caption and width to be filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from reform_desktop.domain.errors import InputError, UserError
from reform_desktop.domain.layouts import LONGEST_CAPTION, NARROWEST, WIDEST
from reform_desktop.domain.numerals import parse_whole_number
from reform_desktop.domain.text import clean_input
from reform_desktop.services.layout_columns import ColumnChoice, column_choices, with_columns
from reform_desktop.ui.theme import active_theme

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from reform_desktop.ui.layouts.draft import LayoutDraft

Index = QModelIndex | QPersistentModelIndex
NAME, CAPTION, WIDTH = range(3)
_HEADS: Final = ("印刷するもの", "見出し", "幅(mm)")
_LAST: Final = "1つ以上は印刷します。ほかのものに印を付けてから外してください。"


class ColumnsModel(QAbstractTableModel):
    """Shows and changes the columns of ``report`` in a draft. ``refused`` carries a sentence."""

    refused = Signal(str)

    def __init__(self, draft: LayoutDraft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._report = "list"
        self._choices: list[ColumnChoice] = []
        draft.loaded.connect(lambda: self.show(self._report))

    @property
    def report(self) -> str:
        """The list whose columns are shown."""
        return self._report

    def show(self, report: str) -> None:
        """Show the columns of a list."""
        self.beginResetModel()
        self._report = report
        self._choices = column_choices(self._draft.value("columns"), report)
        self.endResetModel()

    def reset_columns(self) -> None:
        """Go back to the usual columns of the list."""
        self.beginResetModel()
        self._choices = column_choices([], self._report)
        self.endResetModel()
        self._store()

    def move(self, row: int, step: int) -> bool:
        """Move a column one place up (-1) or down (1)."""
        target = row + step
        if self._draft.locked or not (0 <= row < len(self._choices) and 0 <= target < len(self._choices)):
            return False
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), target + (step > 0))
        self._choices.insert(target, self._choices.pop(row))
        self.endMoveRows()
        self._store()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        """Return how many columns there are to choose among."""
        return 0 if parent.isValid() else len(self._choices)

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's default
        """Return name, caption, width."""
        return len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the heads."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _HEADS[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let a column be ticked, and its caption and width be typed."""
        flags = super().flags(index)
        if self._draft.locked or not index.isValid():
            return flags
        one = self._choices[index.row()]
        if index.column() == NAME:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        can = one.shown and (one.has_width if index.column() == WIDTH else one.has_caption)
        return flags | Qt.ItemFlag.ItemIsEditable if can else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words, tick, and paler ink for what is only usual."""
        if not index.isValid():
            return None
        one, column = self._choices[index.row()], index.column()
        roles = Qt.ItemDataRole
        if role == roles.CheckStateRole and column == NAME:
            return Qt.CheckState.Checked if one.shown else Qt.CheckState.Unchecked
        if role == roles.ForegroundRole and _is_usual(one, column):
            return QColor(active_theme().muted)
        texts = {roles.DisplayRole: _words(one, column), roles.EditRole: _typed(one, column)}
        texts[roles.AccessibleTextRole] = f"{_HEADS[column]} {_words(one, column) or 'なし'}"
        return texts.get(Qt.ItemDataRole(role))

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a column, or take its caption or width; what cannot be understood is refused with a sentence."""
        if not index.isValid() or self._draft.locked:
            return False
        one = self._choices[index.row()]
        try:
            changed = self._changed(one, index.column(), value, role)
        except UserError as error:
            self.refused.emit(str(error))
            return False
        if changed is None or changed == one:
            return False
        self._choices[index.row()] = changed
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), WIDTH))
        self._store()
        return True

    def _changed(self, one: ColumnChoice, column: int, value: object, role: int) -> ColumnChoice | None:
        if role == Qt.ItemDataRole.CheckStateRole and column == NAME:
            shown = Qt.CheckState(value) == Qt.CheckState.Checked
            if not shown and sum(other.shown for other in self._choices) == 1:
                self.refused.emit(_LAST)
                return None
            return replace(one, shown=shown)
        if role != Qt.ItemDataRole.EditRole or column == NAME:
            return None
        if column == CAPTION:
            caption = clean_input(str(value), multiline=False).strip()[:LONGEST_CAPTION]
            return replace(one, caption="" if caption == one.usual_caption else caption)
        return replace(one, width=_width(str(value)))

    def _store(self) -> None:
        self._draft.set("columns", with_columns(self._draft.value("columns"), self._report, self._choices))


def _words(one: ColumnChoice, column: int) -> str:
    if column == NAME:
        return one.title
    if not one.shown:
        return ""
    if column == CAPTION:
        return one.caption or one.usual_caption or "（年度）"
    if not one.has_width:
        return ""
    return str(one.width) if one.width is not None else "標準"


def _typed(one: ColumnChoice, column: int) -> str:
    return {CAPTION: one.caption or one.usual_caption, WIDTH: str(one.width or "")}.get(column, one.title)


def _is_usual(one: ColumnChoice, column: int) -> bool:
    return (column == CAPTION and not one.caption) or (column == WIDTH and one.width is None)


def _width(text: str) -> int | None:
    if text.strip() in ("", "標準"):
        return None
    number = parse_whole_number(text, unit="mm")
    if number is None or not NARROWEST <= number <= WIDEST:
        raise InputError(
            f"列の幅は {NARROWEST} から {WIDEST} まで（ミリメートル）で入力してください。前の幅のままです。"
        )
    return number
