"""The frozen folder on a machine that has no Python and no network: window, command line, main job, start-up, size."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from clean_machine.display import Display
from clean_machine.root import DRIVERS, BareRoot, bare_root
from e2e.at_spi.screen import PROGRAM as PROGRAM_VARIABLE
from releasing import archives, facts

pytestmark = [pytest.mark.slow, pytest.mark.xvfb]

PLACE = "/srv/行革デスク 髙﨑𠮷"
PROGRAM = f"{PLACE}/reform-desktop"
PICTURES = facts.WORK / "pictures"
MOST_MEGABYTES = 200
SLOWEST = 1.5
"""Start-up against the installed package."""


@pytest.fixture
def machine(frozen: Path, layer: Path) -> BareRoot:
    made = BareRoot(bare_root("bare", DRIVERS), layer)
    made.take_in(frozen, PLACE)
    return made


def test_the_machine_has_neither_python_nor_network(machine: BareRoot) -> None:
    machine.run("sh", "-c", "! command -v python3 && ! command -v python")
    assert machine.run("cat", "/proc/net/dev").count(":") == 1  # the loopback that nobody brought up


def test_the_main_job_runs_from_a_folder_with_a_japanese_name(machine: BareRoot) -> None:
    told = machine.run(PROGRAM, "-m", "reform_desktop.main_job", "/root/出力")
    assert "画面の画像を作りました" in told
    made = machine.written / "root" / "出力"
    assert (made / "見本_取組シート.pdf").read_bytes().startswith(b"%PDF")
    assert (made / "見本_取組一覧.xlsx").read_bytes().startswith(b"PK")
    assert (made / "画面.png").stat().st_size > 50_000
    PICTURES.mkdir(parents=True, exist_ok=True)
    shutil.copy(made / "画面.png", PICTURES / "frozen-main-job.png")


def test_scripts_use_the_same_folder(machine: BareRoot) -> None:
    machine.run(PROGRAM, "new", "/root/見本.reform", "--outline", "sample")
    printing = ["report", "/root/見本.reform", "book", "--format", "pdf", "-o", "/root/会議.pdf"]
    machine.run(PROGRAM, *printing, "--fiscal-year", "R7")
    machine.run(PROGRAM, "bundle", "export", "/root/見本.reform", "-o", "/root/照会.zip", "--department", "財政課")
    machine.run(PROGRAM, "new", "/root/財政課.reform", "--from-bundle", "/root/照会.zip")
    assert '"kind":"measure"' in machine.run(PROGRAM, "dump", "/root/財政課.reform", "--kind", "measure")
    assert "使い方" in machine.run(PROGRAM, "--help")
    machine.run(PROGRAM, "dump", "/root/ない.reform", status=1)


def test_a_program_folder_that_cannot_be_written_is_enough(machine: BareRoot) -> None:
    before = {path: path.lstat().st_mtime_ns for path in archives.files_below(machine.written / PLACE.lstrip("/"))}
    machine.run("chmod", "-R", "a-w", PLACE)
    machine.run(PROGRAM, "new", "/root/a.reform", "--outline", "annaka-4", "--department", "財政課")
    after = {path: path.lstat().st_mtime_ns for path in archives.files_below(machine.written / PLACE.lstrip("/"))}
    assert after == before


def test_a_real_window_opens_prints_and_closes(
    machine: BareRoot, display: Display, window_in: Callable[..., subprocess.Popen[bytes]]
) -> None:
    machine.run(PROGRAM, "new", "/root/見本.reform", "--outline", "sample")
    window_in(machine, PROGRAM, "/root/見本.reform")
    display.wait_for_window("見本.reform")
    display.wait_for_window("課と役割")
    time.sleep(2)
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture = display.picture(PICTURES / "frozen-window.png")
    assert picture.stat().st_size > 30_000


def test_the_window_of_the_folder_does_the_main_job_from_start_to_print(frozen: Path) -> None:
    """The end-to-end test of the checkout, with the frozen program in its place: driven, watched, without a network."""
    test = "tests/e2e/test_real_window.py::test_a_department_fills_in_its_year_from_start_to_print"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "timeout=0", test]
    environment = {**os.environ, PROGRAM_VARIABLE: str(frozen / "reform-desktop")}
    done = subprocess.run(command, cwd=facts.ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_what_is_inside_stays_small(frozen: Path) -> None:
    size = sum(path.stat().st_size for path in archives.files_below(frozen) if not path.is_symlink()) / 1e6
    packed = frozen.with_name(f"{frozen.name}.tar.gz").stat().st_size / 1e6
    print(f"\nfrozen folder {size:.0f} MB, packed {packed:.0f} MB")
    assert size < MOST_MEGABYTES
    names = {path.name for path in archives.files_below(frozen)}
    assert not [name for name in names if "WebEngine" in name or "Qml" in name or "ssl.so" in name]


def test_it_starts_about_as_soon_as_the_installed_package(frozen: Path, tmp_path: Path, sample: Path) -> None:
    starts = {
        "installed": [sys.executable, "-m", "reform_desktop", str(sample)],
        "frozen": [str(frozen / "reform-desktop"), str(sample)],
    }
    times: dict[str, list[float]] = {name: [] for name in starts}
    for _round in range(8):  # by turns, so that a busy machine slows both alike
        for name, command in starts.items():
            times[name].append(_start(command, tmp_path))
    installed, folder = (statistics.median(times[name][1:]) for name in starts)
    print(f"\nstart-up frozen / installed: {folder / installed:.2f} × ({folder:.2f} s / {installed:.2f} s)")
    assert folder <= SLOWEST * installed


@pytest.fixture
def sample(frozen: Path, tmp_path: Path) -> Path:
    path = tmp_path / "見本.reform"
    subprocess.run([str(frozen / "reform-desktop"), "new", str(path), "--outline", "sample"], check=True)
    return path


def _start(command: list[str], home: Path) -> float:
    more = {"QT_QPA_PLATFORM": "offscreen", "REFORM_DESKTOP_EXIT_AFTER_FIRST_PAINT": "1", "XDG_CONFIG_HOME": str(home)}
    begin = time.perf_counter()
    subprocess.run(command, env={**os.environ, **more}, check=True, capture_output=True)
    return time.perf_counter() - begin
