"""A display and a D-Bus session of their own, with the driver inside; the test talks to it by plain calls."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from clean_machine.silence import families, watched, without_network

DRIVER = Path(__file__).with_name("driver.py")
DEBIAN_PYTHON = "/usr/bin/python3"
SOURCE = Path(__file__).parents[3] / "src"
CHECKOUT = [sys.executable, "-X", "utf8", "-m", "reform_desktop"]
PROGRAM = "REFORM_DESKTOP_TESTED_PROGRAM"
"""Environment variable that names another program to drive than the checkout's, such as a frozen one."""


class NotThere(Exception):  # noqa: N818 -- what a person would say
    """The driver did not find, or could not do, what was asked."""


class Screen:
    """An X display without anybody before it. ``do`` passes a command to the driver and returns its answer."""

    def __init__(self, home: Path, size: str = "1366x768x24") -> None:
        reading, writing = os.pipe()
        self._display = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"],
            pass_fds=(writing,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as answer:
            self.name = f":{answer.readline().strip()}"
        self.home = home
        self._starts = 0
        self._log = (home / "driver.log").open("wb")
        self._driver = subprocess.Popen(
            [*without_network(), "dbus-run-session", "--", DEBIAN_PYTHON, str(DRIVER)],
            env=self._environment(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
        )

    def start(self, *words: str) -> None:
        """Start the program with these words on its command line, watched at the door to the network."""
        self._starts += 1
        calls = self.home / f"calls-{self._starts}.txt"
        program = [os.environ[PROGRAM]] if os.environ.get(PROGRAM) else CHECKOUT
        self.do("start", words=[*watched(calls), *program, *words])

    def sockets(self) -> Counter[str]:
        """Return the families of all sockets that the programs started here asked for."""
        return sum((families(calls) for calls in self.home.glob("calls-*.txt")), Counter[str]())

    def do(self, command: str, **values: object) -> Any:  # noqa: ANN401 -- whatever JSON the command answers
        """Pass a command to the driver; `NotThere` when it could not be done."""
        assert self._driver.stdin is not None
        self._driver.stdin.write(json.dumps({"do": command, **values}) + "\n")
        self._driver.stdin.flush()
        answer = self._answer()
        if "error" in answer:
            raise NotThere(f"{command} {values}: {answer['error']}")
        return answer["ok"]

    def picture(self, path: Path) -> None:
        """Save what is on the screen, where ImageMagick is there to do so."""
        if shutil.which("import"):
            subprocess.run(["import", "-display", self.name, "-window", "root", str(path)], check=False)

    def close(self) -> None:
        """End the program, the driver and the display."""
        if self._driver.stdin is not None:
            self._driver.stdin.close()
        try:
            self._driver.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._driver.kill()
            self._driver.wait()
        if self._driver.stdout is not None:
            self._driver.stdout.close()
        self._log.close()
        self._display.terminate()
        self._display.wait()

    def _answer(self) -> dict[str, Any]:
        """Read the driver's answer; the daemons of the session print lines of their own between."""
        assert self._driver.stdout is not None
        for line in self._driver.stdout:
            if line.startswith("{"):
                answer: dict[str, Any] = json.loads(line)
                return answer
        return {"error": "the driver ended"}

    def _environment(self, home: Path) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "PYTHONHOME")}
        return kept | {
            "DISPLAY": self.name,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_DATA_HOME": str(home / ".local"),
            "XDG_RUNTIME_DIR": str(home),
            "PYTHONPATH": str(SOURCE),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_ACCESSIBILITY": "1",
            "LANG": "C.UTF-8",
            "NO_AT_BRIDGE": "0",
        }
