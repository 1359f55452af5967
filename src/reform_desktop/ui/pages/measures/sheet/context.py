"""What the parts of one sheet share: the session, the measure that is shown, and how a change is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from reform_desktop.domain.errors import InputError, NotAllowedError, UserError
from reform_desktop.services.desk import Desk
from reform_desktop.services.kept_entries import KeptEntry, Key, keep_entries, kept_entries
from reform_desktop.services.measures import MeasureView
from reform_desktop.services.permissions import why_locked
from reform_desktop.ui.session import Session


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
        self._kept: tuple[MeasureView | None, dict[Key, KeptEntry]] | None = None

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

    # What could not be read stays in the file until it is put right

    def kept_entry(self, row: str, field: str) -> KeptEntry | None:
        """Return what was typed into a field and could not be read."""
        if self._kept is None or self._kept[0] is not self.view:
            self._kept = (self.view, kept_entries(self.desk))
        return self._kept[1].get((row, field))

    def keep_entry(self, kind: str, row: str, field: str, typed: str, sentence: str) -> None:
        """Keep what was typed and could not be read."""
        measure = self.view.id if self.view else ""
        year = self.session.fiscal_year if kind == "year_record" else None
        entry = KeptEntry(kind, row, field, typed, sentence, measure, year)
        self._kept = None
        self.session.perform(lambda: keep_entries(self.desk, [entry]))

    def settle_entry(self, row: str, field: str) -> None:
        """Let go of what was put right."""
        self._kept = None
        self.session.perform(lambda: keep_entries(self.desk, (), [(row, field)]))
