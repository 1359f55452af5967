"""A field to choose one value out of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from reform_desktop.ui.widgets.field_status import FieldStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QWheelEvent

_PAUSE: Final = 400
"""Milliseconds without a key before a choice is saved: arrow keys walk through the entries."""

_EDGES: Final = 4
"""Pixels that the style keeps clear around the words."""

NOTHING: Final = "（未選択）"


@dataclass(frozen=True, slots=True)
class Option:
    """One entry: the stored value and the words shown."""

    value: str | int
    label: str


class ChoiceField(QComboBox):
    """One value out of a list, or None. A `FormField` whose value is that of an `Option`.

    The wheel is ignored unless the field has the focus, so scrolling a page never changes a grade.
    A stored value that the list does not hold (of a newer program) is shown as it is.
    """

    committed = Signal(object)

    def __init__(
        self, options: Iterable[Option], parent: QWidget | None = None, *, nothing: str | None = NOTHING
    ) -> None:
        """``nothing`` is the entry for None; None leaves it out."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self._nothing = nothing
        self._value: object = None
        self._showing = False
        self._status = FieldStatus(self, self._apply_lock)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.commit_pending)
        self.set_options(options)
        self.currentIndexChanged.connect(self._changed)

    @property
    def status(self) -> FieldStatus:
        """Name, help, lock, error and hint."""
        return self._status

    def widget(self) -> QWidget:
        """Return the control itself."""
        return self

    def set_options(self, options: Iterable[Option]) -> None:
        """Replace the entries; the value stays."""
        self._showing = True
        self.clear()
        if self._nothing is not None:
            self.addItem(self._nothing, None)
        for option in options:
            self.addItem(option.label, option.value)
        self._showing = False
        self._select(self._value)

    def value(self) -> object:
        """Return the value as last shown or committed."""
        return self._value

    def set_value(self, value: object) -> None:
        """Show a stored value, unless the user is just choosing."""
        if not self._timer.isActive():
            self._show(value)

    def load_value(self, value: object) -> None:
        """Show the value of another record."""
        self._timer.stop()
        self._status.clear_error()
        self._show(value)

    def commit_pending(self) -> None:
        """Commit the entry that is shown."""
        self._timer.stop()
        chosen: object = self.currentData()
        if self.currentIndex() >= 0 and chosen != self._value and not self._status.locked:
            self._value = chosen
            self._status.clear_error()
            self.committed.emit(chosen)

    def refuse(self, sentence: str) -> None:
        """Say that the choice could not be saved."""
        self._status.show_error(sentence)

    def shown_text(self) -> str:
        """Return the words of the choice as they are drawn: with … where the field is too narrow for them."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        room = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        ).width()
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room - _EDGES)

    # Qt's events

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the field; Qt lets long words run under the arrow, cut anywhere."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.shown_text()  # type: ignore[attr-defined]  # left out by the stubs
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def showPopup(self) -> None:
        """Open the list, unless the field is locked; screen readers come this way too."""
        if not self._status.locked:
            self.view().setAccessibleName(self.accessibleName())
            super().showPopup()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit what was chosen with the keys."""
        super().focusOutEvent(event)
        if self._timer.isActive():
            self.commit_pending()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with the keys, unless the field is locked."""
        if self._status.locked and event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the list, unless the field is locked."""
        if not self._status.locked:
            super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the field has the focus."""
        if self.hasFocus() and not self._status.locked:
            super().wheelEvent(event)
        else:
            event.ignore()

    # Inner parts

    def _apply_lock(self, locked: bool) -> None:  # noqa: FBT001 -- the signature that FieldStatus calls
        if locked:
            self._timer.stop()
            self.hidePopup()
            self._select(self._value)

    def _show(self, value: object) -> None:
        self._value = value
        self._select(value)

    def _changed(self, _place: int) -> None:
        """Begin the pause, whoever chose: pointer, keys, or a screen reader."""
        if not self._showing:
            self._timer.start()

    def _select(self, value: object) -> None:
        self._showing = True
        place = self.findData(value) if value is not None else self._place_of_nothing()
        if place < 0 and value is not None:
            self.addItem(str(value), value)
            place = self.count() - 1
        self.setCurrentIndex(place)
        self._showing = False

    def _place_of_nothing(self) -> int:
        return 0 if self._nothing is not None else -1
