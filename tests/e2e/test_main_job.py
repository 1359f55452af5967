"""The main job without a display, as ``dev.py run`` starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from reform_desktop.domain.fields import Phase
from reform_desktop.main_job import FISCAL_YEAR
from reform_desktop.services import checking
from reform_desktop.services.desk import Desk

ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}


def _run(folder: Path) -> list[str]:
    command = [sys.executable, "-m", "reform_desktop.main_job", str(folder)]
    done = subprocess.run(command, capture_output=True, env=ENVIRONMENT, timeout=240, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().splitlines()


def _open_questions(path: Path) -> set[tuple[str, str]]:
    desk = Desk.open(path, read_only=True)
    try:
        return {(one.measure_number, one.code) for one in checking.check(desk, FISCAL_YEAR, phase=Phase.RESULT)}
    finally:
        desk.close()


def test_files_are_made_filled_in_and_printed_and_a_second_run_keeps_them(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    told = _run(folder)
    for name in ("見本", "第4次大綱"):
        for report in ("取組シート", "取組一覧"):
            assert (folder / f"{name}_{report}.pdf").read_bytes().startswith(b"%PDF-")
            assert (folder / f"{name}_{report}.xlsx").read_bytes().startswith(b"PK")
    assert ("1-(1)-①", "result_missing") not in _open_questions(folder / "第4次大綱.reform")
    assert _open_questions(folder / "見本の控え.reform") == _open_questions(folder / "見本.reform")
    assert all(" / " in line for line in told)
    before = (folder / "見本.reform").read_bytes()
    assert any("前回のファイル" in line for line in _run(folder))
    assert (folder / "見本.reform").read_bytes() == before
