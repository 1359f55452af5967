"""From process start to the first painted, usable window, against a bare PySide6 main window."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.conftest import RatioBook, median_of

pytestmark = [pytest.mark.benchmark, pytest.mark.gui]

BARE_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(sys.argv)
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, application.quit)
window = Window()
window.show()
application.exec()
"""


def test_the_window_is_there_soon(
    sample_store_path: Path, big_store_path: Path, tmp_path: Path, ratio_book: RatioBook
) -> None:
    sample = shutil.copy(sample_store_path, tmp_path / "sample.reform")
    bare = median_of(lambda: _run([sys.executable, "-c", BARE_WINDOW], tmp_path))
    small = median_of(lambda: _open(Path(sample), tmp_path))
    large = median_of(lambda: _open(big_store_path, tmp_path))
    ratio_book.check("start to usable window / bare PySide6 window", small / bare, 4, f"{small:.2f} s / {bare:.2f} s")
    ratio_book.check("start with many measures / with the sample", large / small, 1.3, f"{large:.2f} s / {small:.2f} s")


def _open(path: Path, home: Path) -> float:
    return _run([sys.executable, "-m", "reform_desktop", str(path)], home)


def _run(command: list[str], home: Path) -> float:
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "REFORM_DESKTOP_EXIT_AFTER_FIRST_PAINT": "1",
        "XDG_CONFIG_HOME": str(home),
        "HOME": str(home),
    }
    start = time.perf_counter()
    subprocess.run(command, check=True, env=environment, timeout=120)
    return time.perf_counter() - start
