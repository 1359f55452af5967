"""What every test gets: no screen, settings of its own, reproducible examples, and nothing left running behind it."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("PYTHONUTF8", "1")
if not os.environ.get("REFORM_DESKTOP_TESTS_ON_SCREEN"):
    _SCREEN = Path(__file__).parent / "gui" / "screen.json"  # 1366 × 768, as the smallest PCs of city halls have
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={_SCREEN}"

settings.register_profile(
    "ci",
    derandomize=True,
    max_examples=50,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("slow", parent=settings.get_profile("ci"), derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

PATIENCE = 2.0
"""Seconds in which a thread that was told to stop may end."""

SETTINGS_FOLDERS = {
    "HOME": "home",
    "USERPROFILE": "home",
    "APPDATA": "home/AppData/Roaming",
    "LOCALAPPDATA": "home/AppData/Local",
    "XDG_CONFIG_HOME": "home/.config",
    "XDG_DATA_HOME": "home/.local/share",
    "XDG_CACHE_HOME": "home/.cache",
    "XDG_STATE_HOME": "home/.local/state",
}


NO_SIZE_HINTS = r"This plugin does not support (grabbing the keyboard|(raise|propagateSizeHints)\(\))"
"""Said by Qt's offscreen platform of windows with a least size or brought to the front, and of menus opened by keys."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by their folder, and keep those that share a display in one worker, one after the other."""
    for item in items:
        folders = item.path.parts
        if "gui" in folders:
            item.add_marker(pytest.mark.gui)
        if "benchmarks" in folders:
            item.add_marker(pytest.mark.benchmark)
        if {"gui", "benchmarks"} & set(folders):
            item.add_marker(pytest.mark.qt_log_ignore(NO_SIZE_HINTS, extend=True))
        if "e2e" in folders:
            item.add_marker(pytest.mark.xvfb)
        if item.get_closest_marker("xvfb"):
            item.add_marker(pytest.mark.xdist_group("xvfb"))


@pytest.fixture(autouse=True)
def settings_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test an empty home, so that it neither reads nor leaves anybody's settings; returns the home."""
    base = tmp_path_factory.mktemp("person")
    for variable, folder in SETTINGS_FOLDERS.items():
        (base / folder).mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(variable, str(base / folder))
    return base / "home"


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test that leaves a thread, a running timer or an open window behind."""
    threads_before = set(threading.enumerate())
    yield
    left = [f"thread {thread.name}" for thread in threads_left(threads_before)]
    if "PySide6.QtWidgets" in sys.modules:
        left += qt_left()
    if left:
        pytest.fail(f"{request.node.nodeid} left behind: {', '.join(left)}", pytrace=False)


def threads_left(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads that were started since and are still there after some patience."""
    deadline = time.monotonic() + PATIENCE
    while True:
        left = [thread for thread in threading.enumerate() if thread not in before and is_ours(thread)]
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.01)


def is_ours(thread: threading.Thread) -> bool:
    """Whether the thread is one that Python code started (Qt's workers show as dummies that stay)."""
    return thread.is_alive() and not isinstance(thread, threading._DummyThread)


def qt_left() -> list[str]:
    """Describe visible windows, active timers and running Qt threads; and close them, for the next test's sake."""
    import shiboken6  # noqa: PLC0415 -- tests without Qt never come here
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QThreadPool, QTimer  # noqa: PLC0415
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    if not isinstance(QApplication.instance(), QApplication):
        return []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found = []
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            found.append(f"window {type(window).__name__} {window.windowTitle()!r}")
            window.hide()
            window.deleteLater()
    alive = [thing for thing in gc.get_objects() if isinstance(thing, QObject) and shiboken6.isValid(thing)]
    for thing in alive:
        if isinstance(thing, QTimer) and thing.isActive():
            found.append(f"timer {thing.objectName()!r} of {type(thing.parent()).__name__}")
            thing.stop()
        elif isinstance(thing, QThread) and thing is not QThread.currentThread() and thing.isRunning():
            found.append(f"thread {type(thing).__name__} {thing.objectName()!r}")
    pool = QThreadPool.globalInstance()
    if not pool.waitForDone(int(PATIENCE * 1000)):
        found.append(f"{pool.activeThreadCount()} pooled threads")
    return found
