"""A plan of very many measures is kept packed, and every report of it says the same to the byte."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from reform_desktop.domain import dossier_shelf
from reform_desktop.domain.dossier_shelf import DossierShelf
from reform_desktop.domain.records import Edition
from reform_desktop.reports.catalogue import REPORTS, ReportFormat
from reform_desktop.reports.frozen import FrozenFigures, figures_of, freeze
from reform_desktop.reports.writing import write_report
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.services.reporting import build_report


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.reform"
    create_desk(path, "sample").close()
    return path


def _written(path: Path, name: str, report_format: ReportFormat) -> bytes:
    desk = Desk.open(path, read_only=True)
    try:
        stream = BytesIO()
        document = build_report(desk, name, fiscal_year=2025, printed_on=date(2026, 5, 20))
        write_report(document, report_format, stream)
        return stream.getvalue()
    finally:
        desk.close()


@pytest.mark.parametrize("name", list(REPORTS))
def test_a_report_of_packed_measures_is_the_same_to_the_byte(
    sample: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    formats = (ReportFormat.PDF, ReportFormat.CSV)
    plain = [_written(sample, name, one) for one in formats]
    monkeypatch.setattr(dossier_shelf, "MOST_IN_MEMORY", 1)
    assert [_written(sample, name, one) for one in formats] == plain


def test_an_edition_of_packed_measures_keeps_the_same_figures(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = Edition(id="e", number=1, fiscal_year=2025, date=date(2026, 5, 20))
    desk = Desk.open(sample, read_only=True)
    try:
        plain = freeze(edition, FrozenFigures(open_plan(desk)), "1")
        assert isinstance(figures_of(plain).plan.measures, tuple)
        monkeypatch.setattr(dossier_shelf, "MOST_IN_MEMORY", 1)
        packed = freeze(edition, FrozenFigures(open_plan(desk)), "1")
    finally:
        desk.close()
    assert packed == plain
    assert isinstance(figures_of(packed).plan.measures, DossierShelf)


def test_measures_are_packed_only_when_they_are_many(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk.open(sample, read_only=True)
    try:
        assert isinstance(open_plan(desk).measures, tuple)
        monkeypatch.setattr(dossier_shelf, "MOST_IN_MEMORY", 47)
        packed = open_plan(desk).measures
        assert isinstance(packed, DossierShelf)
        keys = [one.sort_key for one in packed]
        assert keys == sorted(keys)
    finally:
        desk.close()
