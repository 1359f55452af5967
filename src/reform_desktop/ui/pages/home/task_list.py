"""今すること: one line a task with how soon it is due, the most pressing first; each leads to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reform_desktop.services.agenda import Errand
from reform_desktop.services.board import NOT_HANDED_IN
from reform_desktop.ui.icons import Ink
from reform_desktop.ui.session import UNANSWERED, Place
from reform_desktop.ui.widgets.link_list import LinkLine, LinkList

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


class TaskList(LinkList):
    """``chosen`` carries the `Place` to which a task leads."""

    def show_tasks(self, tasks: Sequence[Task]) -> None:
        """Show other tasks."""
        self.show_lines([_line(one) for one in tasks])


def _line(task: Task) -> LinkLine:
    ink = Ink.SUCCESS if task.errand is Errand.WAITING else Ink.ERROR if task.presses else Ink.ACCENT
    return LinkLine(task.words, task.note, _PICTURES[task.errand], ink, _PLACES[task.errand], task.presses)
