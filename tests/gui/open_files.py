"""Real files in real windows, for the tests of the shell."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reform_desktop.services.creating import create_desk
from reform_desktop.ui.settings import Settings
from reform_desktop.ui.window import MainWindow
from reform_desktop.ui.windows import OpenWindows

YEAR = 2025
OpenSample = Callable[[], MainWindow]


@pytest.fixture(scope="session")
def sample_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, made once."""
    path = tmp_path_factory.mktemp("sample") / "見本.reform"
    create_desk(path, "sample").close()
    return path


@pytest.fixture
def sample_file(sample_original: Path, tmp_path: Path) -> Path:
    """A copy of the sample of one's own."""
    path = tmp_path / "見本.reform"
    shutil.copyfile(sample_original, path)
    return path


@pytest.fixture
def desktop(qapp: QApplication, qtbot: QtBot) -> Iterator[OpenWindows]:
    """The program without its event loop; closes what a test left open."""
    quits = qapp.quitOnLastWindowClosed()
    qapp.setQuitOnLastWindowClosed(False)
    windows = OpenWindows(qapp, Settings())
    yield windows
    windows.close_all()
    qtbot.waitUntil(lambda: not windows.windows and windows.welcome is None)
    windows.runner.close()
    windows.deleteLater()
    qapp.setQuitOnLastWindowClosed(quits)


@pytest.fixture
def window(desktop: OpenWindows, sample_file: Path, qtbot: QtBot) -> MainWindow:
    """The sample in a window, showing its first year."""
    opened = desktop.open_file(sample_file)
    assert opened is not None
    opened.session.set_fiscal_year(YEAR)
    opened.activateWindow()
    qtbot.waitActive(opened)
    return opened
