"""From any page to paper: PDF to the printer, or any form of it to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from reform_desktop.ui.file_dialogs import FILTERS, ask_where_to_save
from reform_desktop.ui.printer import choose_printer, forget, has_printer, path_for_printer
from reform_desktop.ui.tasks import Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from reform_desktop.domain.layouts import LayoutSettings
    from reform_desktop.reports.model import Document
    from reform_desktop.services.desk import Desk
    from reform_desktop.ui.notices import NoticeBar
    from reform_desktop.ui.pages.page import PrintRequest
    from reform_desktop.ui.session import Session
    from reform_desktop.ui.tasks import TaskContext

NOTHING_TO_PRINT = "このページには印刷するものがありません。取組を選ぶか、「帳票」のページを開いてください。"
NO_PRINTER = "プリンターが見つかりません。PDF に保存して、ほかのPCから印刷できます。"


class Printing(QObject):
    """Makes what a page asks for in a worker; the window goes on meanwhile."""

    def __init__(self, session: Session, window: QWidget, notices: NoticeBar) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._notices = notices

    def print_out(self, request: PrintRequest | None) -> None:
        """Make the PDF, then ask which printer."""
        if request is None:
            self._notices.show_notice(NOTHING_TO_PRINT)
            return
        if not has_printer():
            self._notices.show_notice(NO_PRINTER, action_text="PDF に保存", action=lambda: self.save(request, "pdf"))
            return
        path, layout = path_for_printer(), self._session.layout_id
        self._session.runner.run(
            f"「{self._title(request)}」の印刷を準備しています",
            lambda context: write_requested(self._session.desk, request, "pdf", path, context, layout),
            done=self._choose_printer,
            ended=lambda task: None if task.outcome is Outcome.DONE else forget(path),
            owner=self._window,
        )

    def save(self, request: PrintRequest | None, kind: str) -> None:
        """Ask where to, then write a file of that kind (`file_dialogs.FILTERS`)."""
        if request is None:
            self._notices.show_notice(NOTHING_TO_PRINT)
            return
        from reform_desktop.services.reporting import suggested_name  # noqa: PLC0415 -- reports load late

        name = suggested_name(self._session.desk, request.report, kind, subject=request.subject)
        title = {"pdf": "PDF に保存", "xlsx": "Excel に保存", "html": "ウェブページとして保存", "csv": "CSV に保存"}
        ask_where_to_save(self._window, title[kind], name, FILTERS[kind], lambda path: self.write(request, kind, path))

    def write(self, request: PrintRequest, kind: str, path: Path) -> None:
        """Write a report to a file, and offer to open it."""
        layout = self._session.layout_id
        self._session.runner.run(
            f"「{path.name}」を作成しています",
            lambda context: write_requested(self._session.desk, request, kind, path, context, layout),
            done=self._saved,
            owner=self._window,
        )

    def _saved(self, path: Path) -> None:
        tell_saved(self._notices, path)

    def _title(self, request: PrintRequest) -> str:
        from reform_desktop.reports.catalogue import report_named  # noqa: PLC0415 -- reports load late

        return report_named(request.report).title

    def _choose_printer(self, path: Path) -> None:
        choose_printer(path, self._window, self._session.runner, self._notices.show_notice)


def tell_saved(notices: NoticeBar, path: Path) -> None:
    """Say that a file was saved, and offer to open it."""
    notices.show_notice(
        f"「{path.name}」を保存しました。",
        action_text="開く",
        action=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))),
    )


def build_requested(desk: Desk, request: PrintRequest, layout: LayoutSettings) -> Document:
    """Return what a page asks for as a document, in a worker. See `services.reporting.build_report`."""
    from reform_desktop.services.reporting import build_report  # noqa: PLC0415 -- reports load late

    return build_report(
        desk,
        request.report,
        fiscal_year=request.fiscal_year,
        department=request.department_id,
        measure_ids=request.measure_ids,
        layout=layout,
        edition=request.edition,
    )


def write_requested(
    desk: Desk, request: PrintRequest, kind: str, path: Path, context: TaskContext, layout_id: str = ""
) -> Path:
    """Write what a page asks for to a file, in a worker; returns the path. See `services.reporting.write_report`."""
    from reform_desktop.services.layouts import settings_by_id  # noqa: PLC0415 -- reports load late
    from reform_desktop.services.reporting import write_report  # noqa: PLC0415 -- reports load late

    return write_report(
        desk,
        request.report,
        kind,
        path,
        fiscal_year=request.fiscal_year,
        department=request.department_id,
        measure_ids=request.measure_ids,
        layout=settings_by_id(desk, layout_id),
        edition=request.edition,
        progress=context.progress,
        cancelled=context.cancelled,
    )

