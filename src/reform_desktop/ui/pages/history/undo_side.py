"""The steps of undo and redo by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from reform_desktop.services import recounting
from reform_desktop.ui.icons import Ink, icon
from reform_desktop.ui.pages.moments import shown_time
from reform_desktop.ui.theme import active_sizes
from reform_desktop.ui.widgets.headings import SectionHeading
from reform_desktop.ui.widgets.rows_model import Column, RowsModel
from reform_desktop.ui.widgets.rows_view import RowsView
from reform_desktop.ui.widgets.tool_tips import plain_tip

if TYPE_CHECKING:
    from reform_desktop.store.history import Operation
    from reform_desktop.ui.session import Session


class UndoSide(QWidget):
    """Two lists, the next step first, and a button for each."""

    help_topic = "history#元に戻す"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.done = RowsModel(_columns(), lambda one: one.id, self)
        self.undone = RowsModel(_columns(), lambda one: one.id, self)
        self.undo = QPushButton("元に戻す", self)
        self.undo.setIcon(icon("undo", Ink.ACCENT))
        self.redo = QPushButton("やり直す", self)
        self.redo.setIcon(icon("redo", Ink.ACCENT))
        self.undo.clicked.connect(session.undo)
        self.redo.clicked.connect(session.redo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(active_sizes().gap)
        for title, model, button, share in (
            ("元に戻せる操作", self.done, self.undo, 3),
            ("やり直せる操作", self.undone, self.redo, 2),
        ):
            column.addWidget(SectionHeading(title, self))
            column.addWidget(RowsView(model, title, self, wide=0), share)
            column.addWidget(button)

    def refresh(self) -> None:
        """Read both lists anew."""
        desk = self._session.desk
        self.done.set_rows(recounting.undoable(desk))
        self.undone.set_rows(recounting.redoable(desk))
        for model, button in ((self.done, self.undo), (self.undone, self.redo)):
            first = model.rows[0].name if model.rows else ""
            button.setEnabled(bool(first) and not desk.read_only)
            button.setToolTip(plain_tip(f"「{first}」") if first else "")


def _columns() -> tuple[Column[Operation], ...]:
    return (
        Column("操作", lambda one: one.name),
        Column("日時", lambda one: shown_time(one.at), 108),
    )
