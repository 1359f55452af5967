"""A report's pages painted onto a printer; here one that writes a PDF, read back by pdfium."""

from __future__ import annotations

import threading
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter

from gui.open_files import YEAR, sample_file, sample_original
from reform_desktop.services.desk import Desk
from reform_desktop.services.reporting import write_report
from reform_desktop.ui.print_pages import page_layout, print_pages
from reform_desktop.ui.tasks import TaskCancelled, TaskContext

__all__ = ["sample_file", "sample_original"]


def report(sample_file: Path, path: Path) -> Path:
    desk = Desk.open(sample_file, read_only=True)
    try:
        return write_report(desk, "list", "pdf", path, fiscal_year=YEAR)
    finally:
        desk.close()


def ink_of(page: pypdfium2.PdfPage) -> float:
    return sum(255 - value for value in bytes(page.render(scale=2, grayscale=True).buffer))


def test_every_page_reaches_the_printer_in_its_own_orientation(sample_file: Path, tmp_path: Path) -> None:
    paper = report(sample_file, tmp_path / "list.pdf")
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageLayout(page_layout(paper))
    seen: list[tuple[int, int]] = []
    printed = print_pages(paper, printer, TaskContext(threading.Event(), lambda done, of: seen.append((done, of))))
    with pypdfium2.PdfDocument(paper) as wanted, pypdfium2.PdfDocument(tmp_path / "printed.pdf") as got:
        assert printed == len(wanted) == len(got)
        for number in range(printed):
            assert [round(side / 10) for side in got[number].get_size()] == [
                round(side / 10) for side in wanted[number].get_size()
            ]
        assert 0.8 < ink_of(got[0]) / ink_of(wanted[0]) < 1.25
    assert seen[0] == (0, printed)


def test_the_print_dialog_begins_with_the_report_s_own_paper(sample_file: Path, tmp_path: Path) -> None:
    layout = page_layout(report(sample_file, tmp_path / "list.pdf"))
    with pypdfium2.PdfDocument(tmp_path / "list.pdf") as document:
        width, height = document[0].get_size()
    landscape = layout.orientation() == QPageLayout.Orientation.Landscape
    assert landscape == (width > height)


def test_the_paper_turns_with_the_pages_of_a_book(sample_file: Path, tmp_path: Path) -> None:
    desk = Desk.open(sample_file, read_only=True)
    try:
        paper = write_report(desk, "book", "pdf", tmp_path / "book.pdf", fiscal_year=YEAR)
    finally:
        desk.close()
    printer = _pdf_printer(paper, tmp_path / "printed.pdf")
    printer.setFromTo(1, 12)
    print_pages(paper, printer, TaskContext(threading.Event(), lambda _done, _of: None))
    with pypdfium2.PdfDocument(paper) as wanted, pypdfium2.PdfDocument(tmp_path / "printed.pdf") as got:
        turned = [_is_turned(wanted, page) for page in range(12)]
        assert set(turned) == {True, False}, "the book has pages of both kinds"
        assert [_is_turned(got, page) for page in range(12)] == turned


def test_printing_that_is_given_up_is_called_off_at_the_printer(sample_file: Path, tmp_path: Path) -> None:
    paper = report(sample_file, tmp_path / "list.pdf")
    printer = _pdf_printer(paper, tmp_path / "printed.pdf")
    stop = threading.Event()
    context = TaskContext(stop, lambda done, _of: stop.set() if done else None)
    with pytest.raises(TaskCancelled):
        print_pages(paper, printer, context)
    assert printer.printerState() in (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Idle)
    target = tmp_path / "printed.pdf"
    pages = 0
    if target.exists() and target.read_bytes().rstrip().endswith(b"%%EOF"):
        with pypdfium2.PdfDocument(target) as document:
            pages = len(document)
    with pypdfium2.PdfDocument(paper) as wanted:
        assert pages < len(wanted)


def _pdf_printer(paper: Path, target: Path) -> QPrinter:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setPageLayout(page_layout(paper))
    return printer


def _is_turned(document: pypdfium2.PdfDocument, page: int) -> bool:
    width, height = document[page].get_size()
    return bool(width > height)
