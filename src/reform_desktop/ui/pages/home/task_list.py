"""今すること: one line a task with how soon it is due, the most pressing first; each leads to its page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from reform_desktop.services.agenda import Errand
from reform_desktop.services.board import NOT_HANDED_IN
from reform_desktop.ui.icons import Ink
from reform_desktop.ui.pages.home.clearing import clear_layout
from reform_desktop.ui.session import UNANSWERED, Place
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.picture_label import PictureLabel
from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reform_desktop.services.agenda import Task

_PLACES: Final = {
    Errand.RETURNED: Place("submissions"),
    Errand.REQUEST: Place("measures"),
    Errand.CONFIRMED: Place("submissions"),
    Errand.LATE: Place("submissions", words=NOT_HANDED_IN),
    Errand.ARRIVED: Place("submissions", words="提出済"),
    Errand.NOT_ASKED: Place("submissions"),
    Errand.CONFLICTS: Place("conflicts"),
    Errand.HELD: Place("conflicts"),
    Errand.OPINIONS: Place("opinions", words=UNANSWERED),
    Errand.WAITING: Place("submissions"),
}
_PICTURES: Final = {
    Errand.RETURNED: "undo",
    Errand.REQUEST: "receive",
    Errand.CONFIRMED: "submit",
    Errand.LATE: "calendar",
    Errand.ARRIVED: "receive",
    Errand.NOT_ASKED: "submit",
    Errand.CONFLICTS: "conflict",
    Errand.HELD: "information",
    Errand.OPINIONS: "opinions",
    Errand.WAITING: "check",
}


class TaskList(QWidget):
    """``chosen`` carries the `Place` to which a task leads."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        sizes = active_sizes()
        self._tasks: tuple[Task, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, sizes.tight)
        self._grid.setHorizontalSpacing(sizes.gap)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)

    def show_tasks(self, tasks: Sequence[Task]) -> None:
        """Show other tasks; the same ones again change nothing, so that the focus stays where it is."""
        if tuple(tasks) == self._tasks:
            return
        self._tasks = tuple(tasks)
        clear_layout(self._grid)
        for one in tasks:
            self._add(one)
        self.setVisible(bool(tasks))

    def _add(self, task: Task) -> None:
        row = self._grid.rowCount()
        drawing = PictureLabel(active_sizes().px(18), self)
        ink = Ink.SUCCESS if task.errand is Errand.WAITING else Ink.ERROR if task.presses else Ink.ACCENT
        drawing.show_icon(_PICTURES[task.errand], ink)
        button = QPushButton(task.words, self)
        set_look(button, Look.LINK)
        button.setAutoDefault(True)  # Enter opens it, too
        button.setAccessibleDescription(task.note)
        button.clicked.connect(partial(self._open, task.errand))
        self._grid.addWidget(drawing, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignLeft)
        if task.note:
            note = QLabel(task.note, self)
            note.setTextFormat(Qt.TextFormat.PlainText)
            note.setWordWrap(True)
            note.setContentsMargins(active_sizes().tight, 0, 0, active_sizes().gap)
            set_look(note, Look.ERROR if task.presses else Look.SMALL)
            self._grid.addWidget(note, row + 1, 1)

    def _open(self, errand: Errand, *_clicked: object) -> None:
        self.chosen.emit(_PLACES[errand])
