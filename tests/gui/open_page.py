"""One page over a file of its own, as the window would show it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Generic, TypeVar

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.errors import UserError
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.ui.session import Place, Session
from reform_desktop.ui.tasks import TaskRunner

P = TypeVar("P", bound=QWidget)

YEAR = 2025
WIDTH, HEIGHT = 1180, 690
"""A page's share of a window of 1366×768."""

_made: dict[tuple[str, str | None], Path] = {}


class OpenPage(Generic[P]):
    """A page with what tests look at: where it wants to go, what it said and what failed."""

    def __init__(self, page: P, session: Session, runner: TaskRunner) -> None:
        self.page = page
        self.session = session
        self.runner = runner
        self.places: list[Place] = []
        self.notices: list[str] = []
        self.failures: list[UserError] = []
        session.go_to.connect(self.places.append)
        session.noticed.connect(self.notices.append)
        session.failed.connect(self.failures.append)

    @property
    def desk(self) -> Desk:
        """The open file."""
        return self.session.desk

    @property
    def measures(self) -> Sequence[MeasureDossier]:
        """The measures as the file holds them now."""
        return open_plan(self.desk).measures

    def close(self) -> None:
        """Close the page, its worker threads and the file."""
        self.runner.close()
        self.page.close()
        self.page.deleteLater()
        self.session.close()
        self.session.deleteLater()


Opener = Callable[..., OpenPage[P]]


@pytest.fixture
def open_page(qtbot: QtBot, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener[QWidget]]:
    """Return a function that opens a page of the sample, or of another outline, and closes it after the test."""
    opened: list[OpenPage[QWidget]] = []

    def make(
        page_class: Callable[[Session], QWidget],
        *,
        outline: str = "sample",
        department: str | None = None,
        year: int = YEAR,
    ) -> OpenPage[QWidget]:
        original = _made.get((outline, department))
        if original is None:
            original = tmp_path_factory.mktemp("page") / "plan.reform"
            create_desk(original, outline, department=department).close()
            _made[outline, department] = original
        path = tmp_path / f"{len(opened)}.reform"
        shutil.copyfile(original, path)
        runner = TaskRunner()
        session = Session(Desk.open(path), runner)
        session.set_fiscal_year(year)
        one = OpenPage(page_class(session), session, runner)
        opened.append(one)
        one.page.resize(WIDTH, HEIGHT)
        one.page.show()
        one.page.activateWindow()
        assert QTest.qWaitForWindowActive(one.page)
        return one

    yield make
    for one in opened:
        one.close()
    qtbot.wait(0)
