"""What every grid's model does: cells are written through the services, and what was refused stays in its cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor

from reform_desktop.domain.errors import InputError, NotAllowedError, UserError
from reform_desktop.domain.fields import FieldType, Phase
from reform_desktop.domain.fiscal_year import format_fiscal_year, format_fiscal_year_short
from reform_desktop.domain.values import JsonValue, display_value
from reform_desktop.services.cells import CellInput, CellPlace, Refusal, Written, write_cells
from reform_desktop.services.kept_entries import KeptEntry, keep_entries, kept_entries
from reform_desktop.ui.grid.sentences import said_of
from reform_desktop.ui.session import Session
from reform_desktop.ui.theme import active_theme
from reform_desktop.ui.widgets.tool_tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
Entry = tuple[int, int, str]
"""Row, column, and what was typed there."""

UNREAD: Final = "⚠"
"""Stands before what could not be saved."""

_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_NUMBERS: Final = (FieldType.DECIMAL, FieldType.AMOUNT, FieldType.INTEGER)


class CellModel(QAbstractTableModel):
    """A grid over stored fields. ``refused`` carries the sentence to show at the grid, ``""`` when all is well.

    Subclasses say which field stands behind a cell and what it holds.
    """

    refused = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._kept = kept_entries(session.desk)
        roles = Qt.ItemDataRole
        self._answers: dict[int, Callable[[Index], object]] = {
            roles.DisplayRole: self.marked,
            roles.EditRole: self.typed,
            roles.TextAlignmentRole: lambda index: _RIGHT if self.is_number(index) else self.words_stand,
            roles.BackgroundRole: self.ground,
            roles.ForegroundRole: self.ink,
            roles.ToolTipRole: lambda index: plain_tip(self.sentence(index) or self.lock_reason(index)) or None,
            roles.AccessibleTextRole: self.spoken,
        }

    words_stand = _LEFT
    """Where words stand in their cells."""

    # What a subclass says

    def place(self, index: Index) -> CellPlace:
        """Return the stored field behind a cell."""
        raise NotImplementedError

    def stored(self, index: Index) -> JsonValue:
        """Return what the file holds of it."""
        raise NotImplementedError

    def lock_reason(self, index: Index) -> str:
        """Return why a cell cannot be edited, or ``""``."""
        raise NotImplementedError

    def row_name(self, index: Index) -> str:
        """Return whose row it is, for sentences and screen readers."""
        raise NotImplementedError

    def column_name(self, index: Index) -> str:
        """Return the whole heading of a cell's column."""
        raise NotImplementedError

    def measure_of(self, index: Index) -> str:
        """Return the id of the measure that a cell belongs to."""
        raise NotImplementedError

    def unit_of(self, _index: Index) -> str:
        """Return the unit that may stand behind a number."""
        return ""

    # What Qt asks

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return whether a cell can be edited."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self.lock_reason(index) else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows, edits and says."""
        answer = self._answers.get(role)
        return answer(index) if answer is not None and index.isValid() else None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Save what was typed into one cell; what cannot be understood stays there with its sentence."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        typed = str(value)
        return typed == self.typed(index) or self.write([(index.row(), index.column(), typed)])

    # What the grid asks

    def write(self, entries: Sequence[Entry], *, name: str | None = None) -> bool:
        """Save cells as one step of undo; locked ones are left out, unreadable ones stay visible in their cells.

        The refused signal says both. True when every cell was saved.
        """
        places = [self.index(row, column) for row, column, _typed in entries]
        locked = [index for index in places if self.lock_reason(index)]
        open_ones = [(index, one[2]) for index, one in zip(places, entries, strict=True) if not self.lock_reason(index)]
        inputs = {
            self.place(index): CellInput(self.place(index), typed, self._named(index), self.unit_of(index))
            for index, typed in open_ones
        }
        measures = {self.place(index): self.measure_of(index) for index in places}
        written = self._try(list(inputs.values()), name) if inputs else Written(None, ())
        self._keep(inputs, written.refused, measures)
        reason = self.lock_reason(locked[0]) if locked else ""
        saved = len(inputs) - len(written.refused)
        self.refused.emit(said_of(written.refused, len(locked), reason, saved) or self._next_sentence())
        self._tell(places)
        return not written.refused and not locked

    @property
    def has_refused(self) -> bool:
        """Whether an entry stands in a cell of these that could not be saved."""
        return any(self._is_mine(one) for one in self._kept.values())

    def is_number(self, index: Index) -> bool:
        """Whether a cell's content is a number."""
        return self.place(index).declared.type in _NUMBERS

    def sentence(self, index: Index) -> str:
        """Return why the entry in a cell could not be saved, or ``""``."""
        found = self._entry(index)
        return found.sentence if found else ""

    def typed(self, index: Index) -> str:
        """Return a cell's content as one types it: refused entries as they were typed, figures without commas."""
        found = self._entry(index)
        if found is not None:
            return found.typed
        value = self.stored(index)
        if self.is_number(index):
            return "" if value is None else str(value)
        return self.display(index, value)

    def shown(self, index: Index) -> str:
        """Return a cell's content as it is printed."""
        found = self._entry(index)
        return found.typed if found is not None else self.display(index, self.stored(index))

    def marked(self, index: Index) -> str:
        """Return what a cell shows, with a sign before what could not be saved: colour alone says nothing."""
        return (UNREAD if self._entry(index) is not None else "") + self.shown(index)

    def display(self, index: Index, value: JsonValue) -> str:
        """Return a stored value in the grid's words."""
        declared = self.place(index).declared
        if declared.type is FieldType.FISCAL_YEAR and isinstance(value, int):
            return format_fiscal_year_short(value)
        return display_value(declared, value, scale=self.session.scale)

    def spoken(self, index: Index) -> str:
        """Return a cell for screen readers."""
        parts = [self.row_name(index), self.column_name(index), self.shown(index) or "空"]
        return "　".join((*parts, self.sentence(index) or self.lock_reason(index))).strip()

    def ground(self, index: Index) -> QBrush | None:
        """Return a cell's ground: sunken where it is locked, its own where results are filled in."""
        theme = active_theme()
        if self.lock_reason(index):
            return QBrush(QColor(theme.sunken))
        return QBrush(QColor(theme.result)) if self.place(index).declared.phase is Phase.RESULT else None

    def ink(self, index: Index) -> QBrush | None:
        """Return the ink of what could not be saved."""
        return QBrush(QColor(active_theme().error.ink)) if self._entry(index) is not None else None

    def reread_kept(self) -> None:
        """Read anew what could not be saved; other places keep entries, too."""
        self._kept = kept_entries(self.session.desk)

    def tell_kept(self) -> None:
        """Say the sentence of the first entry that stands in these cells."""
        self.refused.emit(self._next_sentence())

    # Inner parts

    def _named(self, index: Index) -> str:
        """Return whose cell it is, and of which year; the sentence about it begins with the field's label."""
        year = self.place(index).fiscal_year
        return self.row_name(index) + (f"　{format_fiscal_year(year)}" if year is not None else "")

    def _try(self, cells: list[CellInput], name: str | None) -> Written:
        """Write; when the environment refuses, all of it stays in its cells."""
        try:
            return write_cells(self.session.desk, cells, name=name)
        except UserError as error:
            if not isinstance(error, InputError | NotAllowedError):
                self.session.failed.emit(error)
            return Written(None, tuple(Refusal(cell, str(error)) for cell in cells))

    def _keep(
        self, inputs: dict[CellPlace, CellInput], refused: Sequence[Refusal], measures: dict[CellPlace, str]
    ) -> None:
        kept = [
            KeptEntry(
                place.kind, place.row, place.field, one.cell.typed, one.sentence, measures[place], place.fiscal_year
            )
            for one in refused
            for place in (one.cell.place,)
        ]
        settled = [(place.row, place.field) for place in inputs]
        for key in settled:
            self._kept.pop(key, None)
        self._kept |= {one.key: one for one in kept}
        self.session.perform(lambda: keep_entries(self.session.desk, kept, settled))

    def _entry(self, index: Index) -> KeptEntry | None:
        if not self._kept:
            return None
        place = self.place(index)
        return self._kept.get((place.row, place.field))

    def _is_mine(self, _entry: KeptEntry) -> bool:
        return True

    def _next_sentence(self) -> str:
        return next((one.sentence for one in self._kept.values() if self._is_mine(one)), "")

    def _tell(self, places: Sequence[QModelIndex]) -> None:
        if places:
            rows, columns = [one.row() for one in places], [one.column() for one in places]
            self.dataChanged.emit(self.index(min(rows), min(columns)), self.index(max(rows), max(columns)))
