"""元に戻す and やり直す, named after the operation: 「取組実績の変更を元に戻す」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from reform_desktop.ui.widgets.tool_tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from reform_desktop.ui.session import Session

UNDO, REDO = "元に戻す", "やり直す"


class UndoActions(QObject):
    """Keeps both actions named after what they would do. A field undoes its own typing first, and then hands on."""

    def __init__(
        self, session: Session, undo: QAction, redo: QAction, commit_pending: Callable[[], object], window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._undo, self._redo = undo, redo
        self._commit_pending = commit_pending
        undo.triggered.connect(self.undo)
        redo.triggered.connect(self.redo)
        session.changed.connect(lambda _saved: self.refresh())
        self.refresh()

    def undo(self) -> None:
        """Take back the last operation; what is being typed counts as one."""
        self._commit_pending()
        if not self._session.desk.read_only:
            self._session.undo()
        self.refresh()

    def redo(self) -> None:
        """Do the last undone operation again."""
        self._commit_pending()
        if not self._session.desk.read_only:
            self._session.redo()
        self.refresh()

    def refresh(self) -> None:
        """Name the actions anew."""
        desk = self._session.desk
        last, next_one = (None, None) if desk.read_only else (desk.next_undo(), desk.next_redo())
        for action, operation, words, keys in (
            (self._undo, last, UNDO, "Z"),
            (self._redo, next_one, REDO, "Y"),
        ):
            text = f"{_escaped(operation.name)}を{words}" if operation else words
            action.setText(f"{text}(&{keys})")
            action.setToolTip(plain_tip(f"{text.replace('&&', '&')}（Ctrl+{keys}）"))
            action.setEnabled(operation is not None)


def _escaped(name: str) -> str:
    return name.replace("&", "&&")
