"""Memory of the open window with very many measures, against the sample plan."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.conftest import RatioBook, median_of

pytestmark = [pytest.mark.benchmark, pytest.mark.gui]


@pytest.mark.skipif(sys.platform == "win32", reason="peak memory of a child is read with os.wait4")
def test_many_measures_take_little_more_memory(
    sample_store_path: Path, big_store_path: Path, tmp_path: Path, ratio_book: RatioBook
) -> None:
    sample = Path(shutil.copy(sample_store_path, tmp_path / "sample.reform"))
    small = median_of(lambda: _peak_megabytes(sample, tmp_path))
    large = median_of(lambda: _peak_megabytes(big_store_path, tmp_path))
    ratio_book.check(
        "memory with many measures / with the sample", large / small, 1.5, f"{large:.0f} MB / {small:.0f} MB"
    )


def _peak_megabytes(path: Path, home: Path) -> float:
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "REFORM_DESKTOP_EXIT_AFTER_FIRST_PAINT": "1",
        "XDG_CONFIG_HOME": str(home),
        "HOME": str(home),
    }
    process = subprocess.Popen([sys.executable, "-m", "reform_desktop", str(path)], env=environment)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_maxrss / 1024
