"""A sheet in a window of its own, over a copy of the sample plan."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.domain.errors import UserError
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.services.measures import read_measure
from reform_desktop.ui.pages.measures.sheet import MeasureSheet
from reform_desktop.ui.session import Session
from reform_desktop.ui.tasks import TaskRunner

if TYPE_CHECKING:
    import pytest
    from pytestqt.qtbot import QtBot

YEAR = 2026
WIDTH, HEIGHT = 880, 690
"""The sheet's share of a window of 1366×768."""

_made: dict[str | None, Path] = {}


class SheetWindow:
    """The window with what tests look at; ``failures`` and ``notices`` gather what the session said."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.runner = TaskRunner()
        self.session = Session(desk, self.runner)
        self.session.set_fiscal_year(YEAR)
        self.failures: list[UserError] = []
        self.notices: list[str] = []
        self.session.failed.connect(self.failures.append)
        self.session.noticed.connect(self.notices.append)
        self.window = QWidget()
        self.sheet = MeasureSheet(self.session)
        layout = QVBoxLayout(self.window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sheet)
        self.window.resize(WIDTH, HEIGHT)
        self.measures = open_plan(desk, desk.department_id).measures

    def show(self, measure: MeasureDossier | None = None) -> None:
        """Show a measure, the first one by default, in a window that has the focus."""
        self.window.show()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)
        self.sheet.show_measure((measure or self.measures[0]).measure.id)

    def stored(self, place: int = 0) -> MeasureDossier:
        """Return what the file holds of a measure now."""
        view = read_measure(self.desk, self.measures[place].measure.id)
        assert view is not None
        return view.dossier


@contextmanager
def sheet_window(
    qtbot: QtBot, folders: pytest.TempPathFactory, *, department: str | None = None, read_only: bool = False
) -> Iterator[SheetWindow]:
    """Open a copy of the sample plan, the division's or a department's."""
    if department not in _made:
        path = folders.mktemp("sample") / "sample.reform"
        create_desk(path, "sample", department=department).close()
        _made[department] = path
    copied = folders.mktemp("sheet") / "copy.reform"
    shutil.copyfile(_made[department], copied)
    made = SheetWindow(Desk.open(copied, read_only=read_only))
    try:
        yield made
    finally:
        qtbot.waitUntil(lambda: made.runner.is_idle)
        made.window.close()
        made.session.close()
        assert made.runner.close(5)
        made.window.deleteLater()
