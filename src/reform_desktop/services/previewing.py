"""A report as it will print, for the window: its first pages at once, then the whole."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Final

from reform_desktop.reports.catalogue import ReportFormat
from reform_desktop.reports.model import Document
from reform_desktop.reports.ticker import CancelCheck, Progress
from reform_desktop.reports.writing import write_first_pages, write_report

FIRST_PAGES: Final = 2
"""As many as a window shows before somebody scrolls."""


def write_preview(
    document: Document,
    first: Callable[[bytes], object],
    *,
    progress: Progress | None = None,
    cancelled: CancelCheck | None = None,
    most: int = 0,
) -> bytes:
    """Return the whole report as PDF; ``first`` gets its first pages, as a PDF of their own, long before.

    With ``most`` only so many pages are written. Raises `Cancelled` when ``cancelled`` says so.
    """
    beginning = io.BytesIO()
    write_first_pages(document, beginning, FIRST_PAGES, cancelled)
    first(beginning.getvalue())
    whole = io.BytesIO()
    if most:
        write_first_pages(document, whole, most, cancelled)
        return whole.getvalue()
    write_report(document, ReportFormat.PDF, whole, progress=progress, cancelled=cancelled)
    return whole.getvalue()
