"""Lines that lead somewhere: a picture, words to press, and a note below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.clearing import clear_layout
from reform_desktop.ui.widgets.picture_label import PictureLabel
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reform_desktop.ui.icons import Ink


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One line; ``target`` is what `LinkList.chosen` carries, ``presses`` shows the note as pressing."""

    words: str
    note: str
    picture: str
    ink: Ink
    target: object
    presses: bool = False


class LinkList(QWidget):
    """``chosen`` carries the target of the line that was pressed. Without lines it takes no room."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sizes = active_sizes()
        self._lines: tuple[LinkLine, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, sizes.tight)
        self._grid.setHorizontalSpacing(sizes.gap)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self.hide()

    def show_lines(self, lines: Sequence[LinkLine]) -> None:
        """Show other lines; the same ones again change nothing, so that the focus stays where it is."""
        if tuple(lines) == self._lines:
            return
        self._lines = tuple(lines)
        clear_layout(self._grid)
        for one in lines:
            self._add(one)
        self.setVisible(bool(lines))

    def _add(self, line: LinkLine) -> None:
        row = self._grid.rowCount()
        drawing = PictureLabel(active_sizes().px(18), self)
        drawing.show_icon(line.picture, line.ink)
        button = QPushButton(line.words.replace("&", "&&"), self)
        set_look(button, Look.LINK)
        button.setAutoDefault(True)  # Enter opens it, too
        button.setAccessibleName(line.words)
        button.setAccessibleDescription(line.note)
        button.clicked.connect(lambda *_: self.chosen.emit(line.target))
        self._grid.addWidget(drawing, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignLeft)
        if line.note:
            self._grid.addWidget(self._note(line), row + 1, 1)

    def _note(self, line: LinkLine) -> QLabel:
        note = QLabel(line.note, self)
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setWordWrap(True)
        note.setContentsMargins(active_sizes().tight, 0, 0, active_sizes().tight)
        set_look(note, Look.ERROR if line.presses else Look.SMALL)
        return note
