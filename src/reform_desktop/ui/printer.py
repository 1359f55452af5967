"""From a finished PDF to the printer: the system's dialog, then the pages in a worker."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from reform_desktop.ui.tasks import TaskRunner


def has_printer() -> bool:
    """Whether this PC knows any printer."""
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 -- only when something is printed

    return bool(QPrinterInfo.availablePrinterNames())


def path_for_printer() -> Path:
    """Return where a PDF may lie until it was printed; `forget` removes it."""
    return Path(tempfile.mkdtemp(prefix="reform-desktop-print-")) / "print.pdf"


def choose_printer(path: Path, window: QWidget, runner: TaskRunner, say: Callable[[str], object]) -> None:
    """Ask which printer, and send the pages; the PDF is removed afterwards, or when nobody chooses."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 -- only when something is printed

    from reform_desktop.ui.print_pages import page_layout, print_pages  # noqa: PLC0415 -- pypdfium2 loads late

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(page_layout(path))
    dialog = QPrintDialog(printer, window)
    dialog.setWindowTitle("印刷")

    def send() -> None:
        runner.run(
            "印刷しています",
            lambda context: print_pages(path, printer, context),
            done=lambda pages: say(f"{pages}ページを印刷に送りました。"),
            ended=lambda _task: forget(path),
            owner=window,
        )

    dialog.accepted.connect(send)
    dialog.rejected.connect(lambda: forget(path))
    dialog.finished.connect(dialog.deleteLater)
    dialog.setModal(True)
    dialog.show()


def forget(path: Path) -> None:
    """Remove what was made for the printer alone: it holds the plan, and others use this PC too."""
    shutil.rmtree(path.parent, ignore_errors=True)
