"""The program as a process: how it starts, and how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gui.open_files import sample_file, sample_original
from reform_desktop.ui.app import EXIT_AFTER_FIRST_PAINT

__all__ = ["sample_file", "sample_original"]


def start(*words: str, **environment: str) -> subprocess.Popen[bytes]:
    source = Path(__file__).parents[2] / "src"
    return subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "reform_desktop", *words],
        env={**os.environ, "PYTHONPATH": str(source), "QT_QPA_PLATFORM": "offscreen", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_the_program_ends_with_status_0_after_its_first_paint(sample_file: Path) -> None:
    process = start(str(sample_file), **{EXIT_AFTER_FIRST_PAINT: "1"})
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, b"")
    assert b"Traceback" not in errors
    assert not sample_file.with_name(f"{sample_file.name}.lock").exists()


def test_without_any_file_the_welcome_window_is_painted() -> None:
    process = start(**{EXIT_AFTER_FIRST_PAINT: "1"})
    _out, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert b"Traceback" not in errors


def test_starting_does_not_load_what_only_printing_needs(sample_file: Path) -> None:
    process = start(str(sample_file), **{EXIT_AFTER_FIRST_PAINT: "1", "PYTHONPROFILEIMPORTTIME": "1"})
    _out, errors = process.communicate(timeout=60)
    for heavy in ("openpyxl", "reportlab", "pypdfium2", "PySide6.QtPrintSupport", "sqlalchemy.orm"):
        assert f"{heavy}\n" not in errors.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="ends the first process by a signal")
def test_the_same_file_in_a_second_process_raises_the_first_one_and_ends(sample_file: Path) -> None:
    first = start(str(sample_file))
    lock = sample_file.with_name(f"{sample_file.name}.lock")
    try:
        deadline = time.monotonic() + 30
        while not lock.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        status: int | None = None
        while status is None and time.monotonic() < deadline:
            second = start(str(sample_file))
            try:
                status = second.wait(timeout=4)
            except subprocess.TimeoutExpired:
                second.kill()  # it came before the first one listened, so it has a read-only window of its own
            finally:
                second.communicate()
        assert status == 0
        assert first.poll() is None
    finally:
        first.kill()
        first.communicate()
