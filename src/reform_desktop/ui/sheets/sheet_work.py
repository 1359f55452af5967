"""Reads, previews and takes in one sheet in the task runner; the dialog only watches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeVar

    from reform_desktop.domain.errors import UserError
    from reform_desktop.services.sheet_import.lines import Preview
    from reform_desktop.services.sheet_import.mapping import Mapping
    from reform_desktop.services.sheet_import.previewing import OpenedSheet
    from reform_desktop.services.sheet_import.taking import Taken
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import Task, TaskContext

    T = TypeVar("T")


class SheetWork(QObject):
    """``changed`` comes whenever something has come further, ``taken`` with a `Taken` when the sheet is in."""

    changed = Signal()
    progressed = Signal(int, int)
    previewed = Signal()
    failed = Signal(object)
    taken = Signal(object)

    def __init__(self, session: Session, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.path = path
        self.opened: OpenedSheet | None = None
        self.preview: Preview | None = None
        self.doing = ""
        self._task: Task[object] | None = None
        self._again: Mapping | None = None

    @property
    def is_busy(self) -> bool:
        """Whether work runs."""
        return bool(self.doing)

    def read(self, password: str | None = None) -> None:
        """Read the file and look at what it would bring."""
        desk, path = self._session.desk, self.path

        def work(context: TaskContext) -> tuple[OpenedSheet, Preview]:
            from reform_desktop.services.sheet_import.previewing import open_sheet, preview_sheet  # noqa: PLC0415

            opened = open_sheet(desk, path, password=password, progress=context.progress)
            return opened, preview_sheet(desk, opened)

        self._run(f"「{path.name}」を読んでいます", work, self._read)

    def map_anew(self, mapping: Mapping) -> None:
        """Look again with another mapping; while it is looked, the last wish counts."""
        if self.opened is None:
            return
        if self.is_busy:
            self._again = mapping
            return
        desk, opened = self._session.desk, self.opened

        def work(_context: TaskContext) -> Preview:
            from reform_desktop.services.sheet_import.previewing import preview_sheet  # noqa: PLC0415

            return preview_sheet(desk, opened, mapping)

        self._run(f"「{self.path.name}」を確かめています", work, self._looked)

    def take(self) -> None:
        """Take in what is previewed, and remember the mapping."""
        desk, preview = self._session.desk, self.preview
        if preview is None:
            return

        def work(_context: TaskContext) -> Taken:
            from reform_desktop.services.sheet_import.memory import remember  # noqa: PLC0415
            from reform_desktop.services.sheet_import.taking import take_sheet  # noqa: PLC0415

            done = take_sheet(desk, preview)
            if preview.mapping is not None:
                remember(desk, preview.mapping)
            return done

        self._run(f"「{self.path.name}」を取り込んでいます", work, self.taken.emit)

    def stop(self) -> None:
        """Ask the running work to stop."""
        if self._task is not None:
            self._task.cancel()

    def _read(self, found: tuple[OpenedSheet, Preview]) -> None:
        self.opened = found[0]
        self._looked(found[1])

    def _looked(self, preview: Preview) -> None:
        self.preview = preview
        self.previewed.emit()

    def _run(self, label: str, work: Callable[[TaskContext], T], done: Callable[[T], object]) -> None:
        self.doing = label
        task = self._session.runner.run(
            label,
            work,
            done=done,
            failed=self._say_failed,
            progress=self.progressed.emit,
            ended=lambda _task: self._ended(),
            owner=self,
        )
        self._task = task  # type: ignore[assignment]  # tasks of every result type
        self.changed.emit()

    def _say_failed(self, error: UserError) -> None:
        self.failed.emit(error)

    def _ended(self) -> None:
        self._task, self.doing = None, ""
        self.changed.emit()
        wish, self._again = self._again, None
        if wish is not None:
            self.map_anew(wish)
