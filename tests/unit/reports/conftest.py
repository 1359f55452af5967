"""A plan with everything that is hard to print, and the tools that read PDF files back."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from reform_desktop.domain.dossier import PlanDossier
from reform_desktop.reports.catalogue import ReportFormat, report_named
from reform_desktop.reports.request import ReportRequest
from reform_desktop.reports.writing import write_report
from unit.reports.crowded_plan import HOSTILE, LONG, crowded_plan

__all__ = ["HOSTILE", "LONG", "Made", "pdf_text", "squeezed"]

Made = Callable[[str, ReportFormat, ReportRequest], Path]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Write a report and return its file."""

    def make(name: str, report_format: ReportFormat, request: ReportRequest) -> Path:
        path = tmp_path / f"{name}.{report_format.value}"
        write_report(report_named(name).build(request), report_format, path)
        return path

    return make


@pytest.fixture(scope="session", name="crowded_plan")
def made_crowded_plan() -> PlanDossier:
    """Return one measure with 30 indicators, 50 pieces of evidence, 10,000 characters of result and hostile strings."""
    return crowded_plan()


def pdf_text(path: Path, *options: str) -> str:
    """Return what pdftotext finds."""
    found = subprocess.run(["pdftotext", *options, str(path), "-"], check=True, capture_output=True)
    return found.stdout.decode("utf-8")


def squeezed(text: str) -> str:
    """Return text without white space: lines of a PDF end where the layout ended them."""
    return "".join(text.split())
