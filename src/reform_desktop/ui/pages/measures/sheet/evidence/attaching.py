"""Putting files in, in a worker: attach and replace, with progress, cancelling, and a word before large ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from reform_desktop.domain.errors import FileError, UserError
from reform_desktop.services.attachments import WARN_SIZE, attach_file, replace_file
from reform_desktop.store.evidence import SIZE_LIMIT
from reform_desktop.store.write import Saved
from reform_desktop.ui.pages.measures.sheet.context import SheetContext
from reform_desktop.ui.pages.measures.sheet.evidence.model import shown_size
from reform_desktop.ui.tasks import TaskContext

T = TypeVar("T")


class Attaching(QObject):
    """Starts the work; ``failed`` carries a sentence, ``attached`` the id of new evidence.

    ``ask`` is called with a question and what to do when it is agreed to.
    """

    failed = Signal(str)
    attached = Signal(str)

    def __init__(self, context: SheetContext, ask: Callable[[str, Callable[[], object]], object]) -> None:
        super().__init__(context)
        self._context = context
        self._ask = ask

    def attach(self, measure_id: str, fiscal_year: int, paths: Sequence[Path]) -> None:
        """Attach files to a year; one after the other, each a step of undo."""
        files = [path for path in paths if path.is_file()]
        if len(files) < len(paths):
            self.failed.emit("フォルダーは添付できません。中のファイルを選んで添付してください。")
        large = [path for path in files if WARN_SIZE <= path.stat().st_size <= SIZE_LIMIT]
        for path in files:
            if path not in large:
                self._start(measure_id, fiscal_year, path)

        def start_large() -> None:
            for path in large:
                self._start(measure_id, fiscal_year, path)

        if large:
            self._ask(_question(large), start_large)

    def replace(self, evidence_id: str, path: Path) -> None:
        """Put another file in the place of an attached one."""
        if WARN_SIZE <= path.stat().st_size <= SIZE_LIMIT:
            self._ask(_question([path]), lambda: self._start_replacing(evidence_id, path))
        else:
            self._start_replacing(evidence_id, path)

    def _start(self, measure_id: str, fiscal_year: int, path: Path) -> None:
        desk = self._context.desk

        def work(task: TaskContext) -> tuple[str, Saved]:
            return attach_file(desk, measure_id, fiscal_year, path, progress=task.progress)

        self._run(f"「{path.name}」を添付しています", work, path, lambda done: self.attached.emit(done[0]))

    def _start_replacing(self, evidence_id: str, path: Path) -> None:
        desk = self._context.desk

        def work(task: TaskContext) -> Saved:
            return replace_file(desk, evidence_id, path, progress=task.progress)

        self._run(f"「{path.name}」に差し替えています", work, path, lambda _saved: self.attached.emit(evidence_id))

    def _run(self, label: str, work: Callable[[TaskContext], T], path: Path, done: Callable[[T], object]) -> None:
        def failed(error: UserError) -> None:
            self.failed.emit(str(error) if isinstance(error, FileError) else f"「{path.name}」：{error}")

        self._context.session.runner.run(label, work, done=done, failed=failed, owner=self)


def _question(large: Sequence[Path]) -> str:
    names = "、".join(f"「{path.name}」（{shown_size(path.stat().st_size)}）" for path in large)
    return (
        f"{names}は大きなファイルです。添付すると、この計画のファイルも同じだけ大きくなります。"
        "このまま添付しますか。"
    )
