"""The desk: one open file and the person who works at it. The window and the command line both sit here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from reform_desktop.changes.change import DIVISION
from reform_desktop.domain.errors import NotFoundError, UserError
from reform_desktop.domain.grades import GradeScale, scale_of
from reform_desktop.domain.records import Department, Plan
from reform_desktop.services import program_log
from reform_desktop.services.program_log import Event
from reform_desktop.store import records
from reform_desktop.store.history import Operation, next_redo, next_undo
from reform_desktop.store.store import Opened, Store
from reform_desktop.store.write import Author, Edit, Saved

DEFAULT_WHO = "担当者"
"""Who is written into changes when nobody said more: a role, never a name that was not given."""

Listener = Callable[[Saved], None]


class Desk:
    """An open store with its author, its current plan, and listeners that hear what was changed.

    Listeners are called in the thread that saved; the window passes the news on to its own.
    """

    def __init__(self, store: Store, who: str = DEFAULT_WHO) -> None:
        self.store = store
        self.who = who
        self._listeners: list[Listener] = []

    @classmethod
    def open(cls, path: Path, *, who: str = DEFAULT_WHO, read_only: bool = False) -> Desk:
        """Open a file; see `Store.open` for errors and for how a second opener fares."""
        try:
            store = Store.open(path, who=who, read_only=read_only)
        except UserError as error:
            program_log.note(Event.REFUSED, error=type(error))
            raise
        number = program_log.file_number(store.id)
        program_log.note(Event.OPENED, file=number, how=store.opened, bytes=path.stat().st_size)
        if store.migrated_from is not None:
            program_log.note(Event.MIGRATED, file=number, before=store.migrated_from)
        return cls(store, who)

    def close(self) -> None:
        """Let go of the file; everything is saved already. What imports left to be indexed is indexed first."""
        program_log.note(Event.CLOSED, file=program_log.file_number(self.store.id))
        self._listeners.clear()
        with suppress(UserError):  # the next one who opens the file does it
            self.store.catch_up_search()
        self.store.close()

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.store.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed here."""
        return self.store.read_only

    @property
    def opened(self) -> Opened:
        """How the file came to be open."""
        return self.store.opened

    @property
    def is_division(self) -> bool:
        """Whether this is the coordinator's file, in which the plan itself is edited."""
        return self.store.unit == DIVISION

    @property
    def department_id(self) -> str | None:
        """The department whose file this is, or ``None`` in the division's."""
        return None if self.is_division else self.store.unit

    def department(self) -> Department | None:
        """Return the department whose file this is."""
        if self.department_id is None:
            return None
        with self.store.reading() as connection:
            return records.find_record(connection, Department, self.department_id)

    def plans(self) -> list[Plan]:
        """Return all plans, the current ones first, then the closed ones, each by years descending."""
        with self.store.reading() as connection:
            plans = records.all_records(connection, Plan)
        return sorted(plans, key=lambda plan: (plan.closed, -(plan.first_fiscal_year or 0), plan.id))

    def plan(self) -> Plan:
        """Return the plan that is worked on; `NotFoundError` when the file holds none."""
        plans = self.plans()
        if not plans:
            raise NotFoundError(
                f"「{self.path.name}」に計画がありません。新しく作るか、推進課の依頼から作ってください。"
            )
        return plans[0]

    def scale(self) -> GradeScale:
        """Return the current plan's grade scale."""
        return scale_of(self.plan().grade_scale)

    def author(self) -> Author:
        """Return who is written into the next change."""
        return Author(self.store.unit, self.who, datetime.now().astimezone().isoformat(timespec="seconds"))

    def save(self, edits: Sequence[Edit], name: str) -> Saved:
        """Write edits as one operation and tell everybody who listens; values and rights are checked before."""
        return self.tell(self.store.apply(edits, self.author(), name))

    def undo(self) -> Saved:
        """Take back the last operation."""
        return self.tell(self.store.undo(self.author()))

    def redo(self) -> Saved:
        """Do the last undone operation again."""
        return self.tell(self.store.redo(self.author()))

    def next_undo(self) -> Operation | None:
        """Return what undo would take back, for the menu."""
        with self.store.reading() as connection:
            return next_undo(connection)

    def next_redo(self) -> Operation | None:
        """Return what redo would do again, for the menu."""
        with self.store.reading() as connection:
            return next_redo(connection)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` after every change; returns how to stop that."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    @property
    def is_heard(self) -> bool:
        """Whether anybody listens, so that what was changed need be gathered."""
        return bool(self._listeners)

    def tell(self, saved: Saved) -> Saved:
        """Tell everybody who listens what was changed, and return it."""
        if saved.rows:
            for listener in list(self._listeners):
                listener(saved)
        return saved
