"""A division's and a department's file of the same plan, with keys of their own, that send each other bundles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reform_desktop.services import editing
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.departments import department_named
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.exporting import ExportOrder, Purpose, export_bundle

YEAR = 2025
DEPARTMENT = "財政課"


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the keys of this PC out of it."""
    monkeypatch.setenv("REFORM_DESKTOP_KEYS", str(tmp_path / "keys"))


@pytest.fixture
def finance(tmp_path: Path) -> Iterator[Desk]:
    """The file of 財政課, on another PC than the division's."""
    folder = tmp_path / "dept"
    folder.mkdir()
    desk = create_desk(folder / DEPARTMENT, "sample", department=DEPARTMENT)
    yield desk
    desk.close()


def own_measure(desk: Desk) -> str:
    """Return the first measure of 財政課."""
    department = department_named(desk, DEPARTMENT)
    return open_plan(desk).of_department(department.id)[0].measure.id


def fill(desk: Desk, **values: str) -> None:
    """Write into the open year of the first measure."""
    editing.set_in_year(desk, own_measure(desk), YEAR, dict(values))


def send(desk: Desk, name: str, monkeypatch: pytest.MonkeyPatch, *, keys: str = "dept") -> Path:
    """Write a submission with the keys of another PC."""
    folder = desk.path.parent
    with monkeypatch.context() as there:
        there.setenv("REFORM_DESKTOP_KEYS", str(folder / keys))
        (path,) = export_bundle(desk, ExportOrder(Purpose.SUBMISSION, fiscal_year=YEAR), folder / name)
    return path
