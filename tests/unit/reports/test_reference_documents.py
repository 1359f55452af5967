"""The reports of a small plan, as they were last looked at and found good.

When a change is wanted, look at the new documents, renew these with REFORM_DESKTOP_RENEW_REFERENCE=1, and commit them
with the change.
"""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import MergedCell

from reform_desktop.reports.catalogue import REPORTS, ReportFormat
from unit.reports.conftest import Made, pdf_text
from unit.reports.sample_plan import request_for
from unit.reports.small_plan import small_plan

REFERENCE = Path(__file__).parents[2] / "reference"
RENEW = bool(os.environ.get("REFORM_DESKTOP_RENEW_REFERENCE"))


def workbook_text(path: Path) -> str:
    """Return cells with their types, formats and styles, merged areas and drop-downs: what a workbook says."""
    lines = []
    workbook = openpyxl.load_workbook(path)
    for sheet in workbook.worksheets:
        lines.append(f"== {sheet.title} {sheet.sheet_state} {sheet.freeze_panes} {sheet.print_title_rows}")
        for row in sheet.iter_rows():
            for cell in row:
                if not isinstance(cell, MergedCell) and cell.value is not None:
                    what = f"{cell.data_type} {cell.number_format} {cell.style}"
                    lines.append(f"{cell.coordinate}\t{cell.value!r}\t{what}")
        lines += sorted(f"merged {area.coord}" for area in sheet.merged_cells.ranges)
        lines += [f"choice {rule.formula1} {rule.sqref}" for rule in sheet.data_validations.dataValidation]
    return "\n".join(lines) + "\n"


def words_of(path: Path, report_format: ReportFormat) -> str:
    match report_format:
        case ReportFormat.PDF:
            return pdf_text(path, "-raw")
        case ReportFormat.EXCEL:
            return workbook_text(path)
        case _:
            return path.read_bytes().decode("utf-8").replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("name", "report_format"), [(name, one) for name, report in REPORTS.items() for one in report.formats]
)
def test_a_report_says_what_it_said_when_it_was_last_looked_at(
    made: Made, name: str, report_format: ReportFormat
) -> None:
    found = words_of(made(name, report_format, request_for(small_plan())), report_format)
    reference = REFERENCE / f"{name}.{report_format.value}.txt"
    if RENEW:
        reference.write_text(found, encoding="utf-8", newline="\n")
    assert found == reference.read_text(encoding="utf-8")
