"""Writing a report: one door for every format, to a file that is whole or not there at all."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from reform_desktop.domain.atomic_file import atomic_write
from reform_desktop.reports.catalogue import ReportFormat
from reform_desktop.reports.model import Document
from reform_desktop.reports.ticker import CancelCheck, Progress, Ticker


def write_report(
    document: Document,
    report_format: ReportFormat,
    target: Path | BinaryIO,
    *,
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
) -> None:
    """Write ``document`` to a file or a binary stream.

    A file takes its name only when it is complete. Raises `Cancelled` when ``cancelled`` said so; an older file
    of that name then stays as it was. ``progress`` is called with measures done and measures in all.
    """
    ticker = Ticker(document.steps, progress, cancelled)
    if isinstance(target, Path):
        with atomic_write(target) as stream:
            _write(document, report_format, stream, ticker)
    else:
        _write(document, report_format, target, ticker)


def write_first_pages(document: Document, stream: BinaryIO, count: int, cancelled: CancelCheck | None = None) -> None:
    """Write the first pages as a PDF of their own, long before the whole could be: what a preview shows first.

    Page numbers that only the end knows are left open. Raises `Cancelled`.
    """
    from reform_desktop.reports.pdf.writer import write_pdf

    write_pdf(document, stream, Ticker(document.steps, None, cancelled), count)


def _write(document: Document, report_format: ReportFormat, stream: BinaryIO, ticker: Ticker) -> None:
    """Hand over to the format's writer; a wish to stop is heard once more before the file takes its name."""
    ticker.advance(0)
    _hand_over(document, report_format, stream, ticker)
    ticker.advance(0)


def _hand_over(document: Document, report_format: ReportFormat, stream: BinaryIO, ticker: Ticker) -> None:
    """Call the format's writer, imported only now: reportlab and openpyxl are slow to load."""
    # ruff: noqa: PLC0415
    match report_format:
        case ReportFormat.PDF:
            from reform_desktop.reports.pdf.writer import write_pdf

            write_pdf(document, stream, ticker)
        case ReportFormat.EXCEL:
            from reform_desktop.reports.excel.writer import write_excel

            write_excel(document, stream, ticker)
        case ReportFormat.HTML:
            from reform_desktop.reports.html_writer import write_html

            write_html(document, stream, ticker)
        case ReportFormat.CSV:
            from reform_desktop.reports.csv_writer import write_csv

            write_csv(document, stream, ticker)
