"""What the parts of one sheet share: the session, the measure that is shown, and how a change is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from reform_desktop.domain.errors import InputError, NotAllowedError, UserError
from reform_desktop.services.desk import Desk
from reform_desktop.services.measures import MeasureView
from reform_desktop.services.permissions import why_locked
from reform_desktop.ui.session import Session

HISTORY_KEYS = "Ctrl+Shift+H"


@dataclass(frozen=True, slots=True)
class FieldRef:
    """One stored field and what people call it, for its history."""

    kind: str
    row: str
    field: str
    label: str


class SheetContext(QObject):
    """Shared by the parts of a sheet. ``history_wanted`` carries a `FieldRef`."""

    history_wanted = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.view: MeasureView | None = None

    @property
    def desk(self) -> Desk:
        """The open file."""
        return self.session.desk

    def lock_reason(self, kind: str, field: str) -> str:
        """Return why a field of the shown measure is locked, or ``""``."""
        owners = self.view.owners if self.view else frozenset[str]()
        return why_locked(self.desk, kind, field, owners) or ""

    def save(self, action: Callable[[], object]) -> UserError | None:
        """Save something typed; what went wrong is returned, to be said where it was typed.

        What is not about the typing itself (a full disk) is said by the window too.
        """
        try:
            action()
        except UserError as error:
            if not isinstance(error, InputError | NotAllowedError):
                self.session.failed.emit(error)
            return error
        return None
