"""説明書を印刷・PDF で保存: the manual on paper, from its window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from reform_desktop.ui.file_dialogs import FILTERS, ask_where_to_save
from reform_desktop.ui.printer import choose_printer, forget, has_printer, path_for_printer
from reform_desktop.ui.printing import NO_PRINTER, tell_saved
from reform_desktop.ui.tasks import Outcome, TaskRunner
from reform_desktop.ui.widgets.roles import Strip

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QWidget

    from reform_desktop.domain.errors import UserError
    from reform_desktop.ui.notices import NoticeBar

PDF: str = "PDF に保存"


class ManualPaper(QObject):
    """Makes the PDF in a worker of the program's tasks; what came of it is said in the window."""

    def __init__(self, window: QWidget, notices: NoticeBar, app: QCoreApplication) -> None:
        super().__init__(window)
        self._window = window
        self._notices = notices
        found = app.findChild(TaskRunner)
        self._runner = found if isinstance(found, TaskRunner) else TaskRunner(self)

    def save(self) -> None:
        """Ask where to, then write the PDF, and offer to open it."""
        from reform_desktop.services.manual import FILE_NAME  # noqa: PLC0415 -- reports load late

        ask_where_to_save(self._window, PDF, FILE_NAME, FILTERS["pdf"], self.write)

    def write(self, path: Path) -> None:
        """Write the PDF to a file."""
        from reform_desktop.services.manual import save_manual  # noqa: PLC0415 -- reports load late

        self._runner.run(
            f"「{path.name}」を作成しています",
            lambda _context: save_manual(path),
            done=self._saved,
            failed=self._say_error,
            owner=self._window,
        )

    def print_out(self) -> None:
        """Make the PDF, then ask which printer."""
        from reform_desktop.services.manual import save_manual  # noqa: PLC0415 -- reports load late

        if not has_printer():
            self._notices.show_notice(NO_PRINTER, action_text=PDF, action=self.save)
            return
        path = path_for_printer()
        self._runner.run(
            "説明書の印刷を準備しています",
            lambda _context: save_manual(path),
            done=lambda made: choose_printer(made, self._window, self._runner, self._notices.show_notice),
            failed=self._say_error,
            ended=lambda task: None if task.outcome is Outcome.DONE else forget(path),
            owner=self._window,
        )

    def _saved(self, path: Path) -> None:
        tell_saved(self._notices, path)

    def _say_error(self, error: UserError) -> None:
        self._notices.show_notice(str(error), Strip.ERROR)
