"""Run one scenario with the disk failing at its n-th call; started by the tests under ``LD_PRELOAD``.

``python fault_runner.py SCENARIO ERRNO STICKY STRIDE`` prints one line of JSON for every place of failure. What is
not as it must be ends it with a traceback.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from faults.fault_scenarios import SCENARIOS, Scenario, store_path
from reform_desktop.domain.errors import UserError
from reform_desktop.store.lock import lock_path
from reform_desktop.store.store import Store

_shim = ctypes.CDLL(None)
_shim.fault_call.restype = ctypes.c_char_p


class Loop:
    """Goes through the places at which one scenario can fail."""

    def __init__(self, name: str, error: int, *, sticky: bool) -> None:
        self._scenario: Scenario = SCENARIOS[name]
        self._error = error
        self._sticky = sticky
        self._top = Path(os.environ["FAULT_DIR"])
        self._template = Path(tempfile.mkdtemp(prefix="reform-template-"))
        self._scenario.prepare(self._template)
        self._before, self._after = self._looks()

    def _looks(self) -> tuple[object, object]:
        first = self._fresh()
        before = self._scenario.look(first)
        second = self._fresh()
        store = self._open(second)
        self._scenario.act(second, store)
        self._close(store)
        after = self._scenario.look(second)
        for folder in (first, second):
            shutil.rmtree(folder)
        return before, after

    def run(self, stride: int) -> None:
        """Fail at every place, or at every ``stride``-th, until the scenario has no more."""
        place = 1
        while self._fail_at(place):
            place += stride
        shutil.rmtree(self._template)

    def _fail_at(self, place: int) -> bool:
        folder = self._fresh()
        store = self._open(folder)
        sentence = ""
        _shim.fault_arm(place, self._error, int(self._sticky))
        try:
            self._scenario.act(folder, store)
        except UserError as error:
            sentence = str(error)
        finally:
            calls = _shim.fault_disarm()
        failed = _shim.fault_call().decode()
        if not failed:
            self._close(store)
            shutil.rmtree(folder)
            return False
        self._judge(folder, store, place, failed, sentence)
        assert calls >= place
        return True

    def _judge(self, folder: Path, store: Store | None, place: int, failed: str, sentence: str) -> None:
        """Look from outside, then let the person in the window try again."""
        seen_apart = self._seen_in_a_copy(folder)
        _let_ten_minutes_pass(folder)
        self._scenario.act(folder, store)
        self._close(store)
        again = self._scenario.look(folder)
        shows = "after" if seen_apart == self._after else "before" if seen_apart == self._before else "something else"
        ended = "after" if again == self._after else "something else"
        line = {"place": place, "call": failed, "sentence": sentence, "shows": shows, "second_try": ended}
        print(json.dumps(line, ensure_ascii=False), flush=True)
        left = [one.name for one in folder.iterdir() if one.name.endswith((".tmp", ".copying", ".restored"))]
        assert not left or failed == "unlink", left
        shutil.rmtree(folder)

    def _seen_in_a_copy(self, folder: Path) -> object:
        """Look at what lies on the disk, journals and all, without touching it."""
        apart = self._fresh_name()
        shutil.copytree(folder, apart)
        seen = self._scenario.look(apart)
        shutil.rmtree(apart)
        return seen

    def _fresh_name(self) -> Path:
        name = Path(tempfile.mkdtemp(dir=self._top))
        name.rmdir()
        return name

    def _fresh(self) -> Path:
        folder = self._fresh_name()
        shutil.copytree(self._template, folder)
        return folder

    def _open(self, folder: Path) -> Store | None:
        return Store.open(store_path(folder), who="担当者") if self._scenario.opens else None

    @staticmethod
    def _close(store: Store | None) -> None:
        if store is not None:
            store.close()
        gc.collect()


def _let_ten_minutes_pass(folder: Path) -> None:
    """Age a lock that could be neither filled nor removed: nobody knows whose it is until it is old."""
    left = lock_path(store_path(folder))
    if left.exists() and left.stat().st_size == 0:
        os.utime(left, (0, 0))


def main() -> None:
    """Read the arguments and run."""
    name, error, sticky, stride = sys.argv[1:]
    Loop(name, int(error), sticky=sticky == "1").run(int(stride))


if __name__ == "__main__":
    main()
