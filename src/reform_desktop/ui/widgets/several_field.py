"""A field to choose several values out of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QWidget

from reform_desktop.ui.widgets.field_status import FieldStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QWheelEvent

    from reform_desktop.ui.widgets.choice_field import Option

_VALUE: Final = Qt.ItemDataRole.UserRole
_LINES: Final = 5


class SeveralField(QListWidget):
    """Several values out of a list, each with a box to tick. A `FormField` whose value is a list of values.

    Stored values that the list does not hold stay in the value.
    """

    committed = Signal(object)

    def __init__(self, options: Iterable[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.ensurePolished()  # rows are measured before the first paint, and must be measured as styled
        self._options: list[Option] = []
        self._chosen: list[object] = []
        self._status = FieldStatus(self, lambda _locked: self._fill())
        self.itemChanged.connect(self._ticked)
        self.set_options(options)

    @property
    def status(self) -> FieldStatus:
        """Name, help, lock, error and hint."""
        return self._status

    def widget(self) -> QWidget:
        """Return the control itself."""
        return self

    def set_options(self, options: Iterable[Option]) -> None:
        """Replace the entries; the value stays."""
        self._options = list(options)
        self._fill()

    def value(self) -> list[object]:
        """Return the chosen values in the order of the list, unknown ones last."""
        return list(self._chosen)

    def set_value(self, value: object) -> None:
        """Show the stored values."""
        chosen = list(value) if isinstance(value, (list, tuple)) else []
        if chosen != self._chosen:
            self._chosen = chosen
            self._fill()

    def load_value(self, value: object) -> None:
        """Show the values of another record."""
        self._status.clear_error()
        self.set_value(value)

    def commit_pending(self) -> None:
        """Nothing waits here: a tick is committed at once."""

    def refuse(self, sentence: str) -> None:
        """Say that the choice could not be saved."""
        self._status.show_error(sentence)

    def sizeHint(self) -> QSize:
        """Return room for a few lines; the rest scrolls."""
        lines = max(2, min(_LINES, self.count()))
        return QSize(240, lines * max(self.sizeHintForRow(0), 24) + 8)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the field has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _fill(self) -> None:
        """Write the entries; a locked list shows only what is chosen, and nothing in it can be ticked."""
        locked = self._status.locked
        self.blockSignals(True)  # noqa: FBT003 -- Qt's own signature
        self.clear()
        for option in self._options:
            chosen = option.value in self._chosen
            if locked and not chosen:
                continue
            item = QListWidgetItem(option.label, self)
            item.setData(_VALUE, option.value)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            if not locked:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
        self.blockSignals(False)  # noqa: FBT003 -- Qt's own signature
        self.updateGeometry()

    def _ticked(self, _item: QListWidgetItem) -> None:
        listed = [self.item(row) for row in range(self.count())]
        ticked = [item.data(_VALUE) for item in listed if item.checkState() is Qt.CheckState.Checked]
        known = {option.value for option in self._options}
        self._chosen = ticked + [value for value in self._chosen if value not in known]
        self._status.clear_error()
        self.committed.emit(list(self._chosen))
