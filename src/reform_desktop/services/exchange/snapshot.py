"""What a bundle shows to a person without the program: the list as a page and as CSV, opening anywhere."""

from __future__ import annotations

from io import BytesIO

from reform_desktop.reports.catalogue import ReportFormat
from reform_desktop.reports.writing import write_report
from reform_desktop.services.desk import Desk
from reform_desktop.services.reporting import build_report


def snapshot_files(desk: Desk, department_id: str | None, fiscal_year: int | None) -> dict[str, bytes]:
    """Return ``data/snapshot/`` by file name: ``index.html`` with every sheet, ``measures.csv`` with the list."""
    files: dict[str, bytes] = {}
    for name, report, report_format in (
        ("index.html", "sheet", ReportFormat.HTML),
        ("measures.csv", "list", ReportFormat.CSV),
    ):
        document = build_report(desk, report, fiscal_year=fiscal_year, department=department_id)
        stream = BytesIO()
        write_report(document, report_format, stream)
        files[name] = stream.getvalue()
    return files
