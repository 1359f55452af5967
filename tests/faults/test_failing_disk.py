"""The n-th write, flush, rename or removal fails, for every n: before or after, and a sentence."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.fault_scenarios import SCENARIOS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("gcc") is None, reason="needs Linux and a C compiler"
)


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("shim") / "fault_shim.so"
    command = ["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-o", str(built), str(HERE / "fault_shim.c"), "-ldl"]
    subprocess.run(command, check=True)
    return built


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where there is one: what fails is said by the shim, and real disks are slow to flush."""
    memory = Path("/dev/shm")  # noqa: S108 -- a fresh folder below it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


def run(shim: Path, folder: Path, scenario: str, error: int, *, sticky: bool, stride: int) -> list[dict[str, str]]:
    environment = os.environ | {
        "LD_PRELOAD": str(shim),
        "FAULT_DIR": str(folder),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")]),
    }
    arguments = [sys.executable, str(HERE / "fault_runner.py"), scenario, str(error), str(int(sticky)), str(stride)]
    ended = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False, timeout=1500)
    assert ended.returncode == 0, ended.stdout[-500:] + ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def check(lines: list[dict[str, str]]) -> None:
    assert lines, "nothing ever failed: the shim was not in place"
    for line in lines:
        assert line["shows"] in ("before", "after"), line
        assert line["second_try"] == "after", line
        if not line["sentence"]:
            assert line["shows"] == "after", f"said to be done, but is not there: {line}"
        else:
            assert line["sentence"].endswith("。"), line


@pytest.mark.parametrize("scenario", sorted(SCENARIOS))
def test_a_disk_that_fails_once_leaves_before_or_after(shim: Path, folder: Path, scenario: str) -> None:
    check(run(shim, folder, scenario, errno.EIO, sticky=False, stride=13))


@pytest.mark.parametrize("scenario", ["save", "attach", "backup", "create"])
def test_a_disk_that_is_full_from_then_on_says_so(shim: Path, folder: Path, scenario: str) -> None:
    lines = run(shim, folder, scenario, errno.ENOSPC, sticky=True, stride=17)
    check(lines)
    assert any("空き" in line["sentence"] for line in lines)


EVERY_WAY = [
    (scenario, error, sticky)
    for scenario in sorted(SCENARIOS)
    for error in (errno.EIO, errno.ENOSPC)
    for sticky in (False, True)
    # A disk that lets nothing be removed either keeps the empty file of a creation that failed.
    if (scenario, error, sticky) != ("create", errno.EIO, True)
]


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("scenario", "error", "sticky"), EVERY_WAY)
def test_every_single_place_of_failure(shim: Path, folder: Path, scenario: str, error: int, *, sticky: bool) -> None:
    lines = run(shim, folder, scenario, error, sticky=sticky, stride=1)
    check(lines)
    calls = Counter(line["call"] for line in lines)
    assert {"open", "unlink"} & calls.keys()
    assert {"write", "pwrite"} & calls.keys()
