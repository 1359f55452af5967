"""Forty departments' bundles dropped on the window, until the board is current, against the command line."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from benchmarks.conftest import FULL, RatioBook
from benchmarks.gap_clock import GapClock
from benchmarks.submitted_bundles import MEASURES, Department, make_division
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.keys import accept_key
from reform_desktop.services.findings import LIMIT
from reform_desktop.ui.exchange.import_dialog import ImportDialog
from reform_desktop.ui.fonts import load_fonts
from reform_desktop.ui.icons import register_marks
from reform_desktop.ui.pages.submissions import SubmissionsPage
from reform_desktop.ui.session import Session
from reform_desktop.ui.tasks import TaskRunner
from reform_desktop.ui.theme import apply_theme

pytestmark = [pytest.mark.benchmark, pytest.mark.gui]

DEPARTMENTS = 40 if FULL else 6
PATIENCE = 300_000


def test_bundles_are_dropped_on_the_window_until_the_board_is_current(
    tmp_path: Path, qtbot: QtBot, ratio_book: RatioBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFORM_DESKTOP_KEYS", str(tmp_path / "keys"))
    paths = _bundles(tmp_path)
    scripted = shutil.copy(tmp_path / "division.reform", tmp_path / "scripted.reform")
    start = time.perf_counter()
    words = [sys.executable, "-m", "reform_desktop", "bundle", "import", str(scripted), *map(str, paths)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, env=os.environ.copy())
    by_command = time.perf_counter() - start
    in_window, gap, idle = _drop(tmp_path / "division.reform", paths, qtbot)
    size = f"{DEPARTMENTS} departments × {MEASURES} measures"
    detail = f"{in_window:.1f} s / {by_command:.1f} s"
    ratio_book.check(f"{size} dropped on the window / by command", in_window / by_command, 1.5, detail)
    detail = f"{gap * 1000:.1f} ms / {idle * 1000:.1f} ms"
    ratio_book.check("longest gap while they go in / idle", gap / idle, 3, detail)


def _bundles(folder: Path) -> list[Path]:
    """Write the division's file, which knows all keys, and a bundle of every department."""
    departments = [Department(number) for number in range(DEPARTMENTS)]
    make_division(folder / "division.reform", DEPARTMENTS)
    paths = [folder / f"{number}.zip" for number in range(DEPARTMENTS)]
    desk = Desk.open(folder / "division.reform")
    for one, path in zip(departments, paths, strict=True):
        one.submit(path)
        accept_key(desk, one.id, one.key.public, "課")
    desk.close()
    return paths


def _drop(store: Path, paths: list[Path], qtbot: QtBot) -> tuple[float, float, float]:
    """Return the seconds until the board was current, the longest gap meanwhile, and that of an idle window."""
    _dress()
    runner = TaskRunner()
    session = Session(Desk.open(store, who="計測"), runner)
    page = SubmissionsPage(session)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    qtbot.waitExposed(page)
    qtbot.wait(500)  # the first check of the entries begins a little after the page came up
    qtbot.waitUntil(lambda: runner.is_idle, timeout=PATIENCE)
    gc.collect()
    gc.freeze()  # as the program does after its first paint
    with GapClock() as busy:
        start = time.perf_counter()
        dialog = ImportDialog(session, paths, page)
        dialog.open()
        _run_until(lambda: not dialog.queue.is_busy)
        dialog.take_button.click()
        _run_until(lambda: not dialog.isVisible() and runner.is_idle and _is_current(page))
        seconds = time.perf_counter() - start
    with GapClock() as idle:
        qtbot.wait(int(seconds * 1000))
    gc.unfreeze()
    dialog.deleteLater()
    session.close()
    assert runner.close(5)
    return seconds, busy.longest, idle.longest


def _run_until(condition: Callable[[], bool]) -> None:
    """Let the event loop run as in the program, in one go: polling from outside would wait for Python's lock itself."""
    loop, clock, patience = QEventLoop(), QTimer(), QTimer(singleShot=True)
    clock.timeout.connect(lambda: loop.quit() if condition() else None)
    patience.timeout.connect(lambda: loop.exit(1))
    clock.start(20)
    patience.start(PATIENCE)
    assert loop.exec() == 0, "it takes too long"
    clock.stop()


def _dress() -> None:
    """Give the application the program's own fonts and theme: without them Qt looks for each letter elsewhere."""
    load_fonts()
    register_marks()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app)


def _is_current(page: SubmissionsPage) -> bool:
    """Whether the board counts what the measures that came lack: one thing each, up to what the checks look for."""
    if page.board is None:
        return False
    counted = sum(one.findings or 0 for one in page.board.model.rows)
    return counted >= min(LIMIT, MEASURES * DEPARTMENTS)
