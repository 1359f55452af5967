"""The program is killed in the middle of saving, again and again: what was reported saved is there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from reform_desktop.store.backup import journal_path
from reform_desktop.store.lock import lock_path
from reform_desktop.store.store import Opened, Store
from unit.store.small_plan import make_store, shown

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks its workers")


@pytest.fixture
def path() -> Iterator[Path]:
    """A file in memory where there is such a place: killing a process needs no real disk, only time."""
    memory = Path("/dev/shm")  # noqa: S108 -- a fresh folder below it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name) / "計画.reform"


class Workers:
    """Starts workers one after another and kills them."""

    def __init__(self, path: Path) -> None:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])}
        self._parent = subprocess.Popen(
            [sys.executable, str(HERE / "kill_worker.py"), str(path)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run_and_kill(self, run: str, saves: int, seconds: float) -> list[str]:
        """Let one worker report so many saves, and live for so long after; return what it said."""
        stdin, stdout = self._pipes()
        stdin.write(f"{run}\n")
        stdin.flush()
        said: list[str] = []
        worker = 0
        while not worker or len(said) <= saves:  # the first line tells that the file was opened
            line = stdout.readline().strip()
            assert line, "the worker ended by itself"
            if line.startswith("worker "):
                worker = int(line.removeprefix("worker "))
            else:
                said.append(line)
        time.sleep(seconds)
        os.kill(worker, signal.SIGKILL)
        while (line := stdout.readline().strip()) != "dead":
            said.append(line)
        return said

    def end(self) -> None:
        stdin, stdout = self._pipes()
        stdin.close()
        stdout.close()
        self._parent.wait(timeout=10)

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        return self._parent.stdin, self._parent.stdout


def everything_ever_saved(store: Store) -> str:
    with store.reading() as connection:
        bodies = connection.exec_driver_sql("SELECT body FROM change").scalars()
        return "\n".join(bytes(body).decode() for body in bodies)


def kill_again_and_again(path: Path, times: int) -> Counter[str]:
    make_store(path).close()
    chance = random.Random(times)
    seen: Counter[str] = Counter()
    reported: list[str] = []
    workers = Workers(path)
    try:
        for run in range(times):
            said = workers.run_and_kill(f"回{run}", chance.randint(0, 6), chance.uniform(0, 0.03))
            assert "opened locked" not in said, "the lock of the dead keeps nobody out"
            reported += [line.removeprefix("saved ") for line in said if line.startswith("saved ")]
            seen["interrupted"] += journal_path(path).exists()
            assert lock_path(path).exists(), "the dead worker's lock lies there"
            if run % 3 == 2:
                continue  # the next worker finds what this one left
            look(path, reported)
        look_once_more(path, reported)
    finally:
        workers.end()
    seen["reported"] = len(reported)
    return seen


def look(path: Path, reported: list[str]) -> None:
    store = Store.open(path, who="次の人")
    try:
        assert store.opened is Opened.RECOVERED, "the lock of the dead is taken over, and the file was checked"
        assert store.verify().is_sound
        saved = everything_ever_saved(store)
        assert [words for words in reported if f'"{words}' not in saved] == []
        seen = shown(store)
        store.rebuild()
        assert shown(store) == seen
    finally:
        store.close()


def look_once_more(path: Path, reported: list[str]) -> None:
    if lock_path(path).exists():
        look(path, reported)
    store = Store.open(path, who="次の人")
    assert store.opened is Opened.READY
    store.close()


def test_killed_a_few_times_nothing_that_was_reported_saved_is_lost(path: Path) -> None:
    seen = kill_again_and_again(path, 25)
    assert seen["reported"] > 25


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_killed_hundreds_of_times_nothing_that_was_reported_saved_is_lost(path: Path) -> None:
    seen = kill_again_and_again(path, 250)
    assert seen["reported"] > 250
    assert seen["interrupted"] > 10, "too few were killed in the middle of a transaction"
