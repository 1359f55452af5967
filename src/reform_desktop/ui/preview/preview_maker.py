"""Making a preview in a worker: its first pages are shown while the others are still being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from reform_desktop.domain.errors import UserError
    from reform_desktop.reports.model import Document
    from reform_desktop.ui.preview.pdf_pages import PdfPages
    from reform_desktop.ui.tasks import Task, TaskContext, TaskRunner


class PreviewMaker(QObject):
    """Makes one preview at a time; a newer one stops the older.

    ``first`` carries the first pages, ``made`` all of them, as `PdfPages`; ``warned`` the sentences about what of a
    layout was not understood; ``failed`` the `UserError`; ``stopped`` comes when the user gave up.
    """

    first = Signal(object)
    made = Signal(object)
    warned = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, runner: TaskRunner, owner: QWidget) -> None:
        super().__init__(owner)
        self._runner = runner
        self._owner = owner
        self._task: Task[PdfPages] | None = None
        self._wanted = 0

    @property
    def is_making(self) -> bool:
        """Whether a preview is being made."""
        return self._task is not None

    def stop(self) -> None:
        """Give up the preview that is being made, without a word."""
        self._wanted += 1
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def make(self, build: Callable[[], Document], most: int = 0) -> None:
        """Make a preview of the document that ``build`` returns, or of its first pages; all in the worker."""
        self.stop()
        self._wanted += 1
        wanted = self._wanted

        def made(pages: PdfPages) -> None:
            if wanted == self._wanted:
                self.made.emit(pages)

        def work(context: TaskContext) -> PdfPages:
            from reform_desktop.services.previewing import write_preview  # noqa: PLC0415 -- reports load late
            from reform_desktop.ui.preview.pdf_pages import PdfPages  # noqa: PLC0415 -- pypdfium2 loads late

            document = build()
            context.raise_if_cancelled()
            context.hand_over(document.options.layout.warnings)
            whole = write_preview(
                document,
                lambda content: context.hand_over(PdfPages(content)),
                progress=context.progress,
                cancelled=context.cancelled,
                most=most,
            )
            return PdfPages(whole)

        self._task = self._runner.run(
            "プレビューを作成しています",
            work,
            done=made,
            failed=self._fail,
            ended=self._ended,
            owner=self._owner,
            meanwhile=self._meanwhile,
        )

    def _meanwhile(self, part: object) -> None:
        if isinstance(part, tuple):
            self.warned.emit(part)
        else:
            self.first.emit(part)

    def _fail(self, error: UserError) -> None:
        self.failed.emit(error)

    def _ended(self, task: Task[PdfPages]) -> None:
        if self._task is not task:
            return
        self._task = None
        if task.stop.is_set():
            self.stopped.emit()
