"""An X display of its own, seen from outside: which windows it has, and a picture of it. No TCP."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

PATIENCE = 40.0


class Display:
    """Xvfb, with its number chosen by itself."""

    def __init__(self, size: str = "1366x768x24") -> None:
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-ac"],
            pass_fds=(writing,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as answer:
            self.name = f":{answer.readline().strip()}"

    def wait_for_window(self, title: str) -> str:
        """Return the id of the window whose title has these words, once it is seen."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            told = self._ask("xdotool", "search", "--onlyvisible", "--name", title)
            if told:
                return told.splitlines()[-1]
            time.sleep(0.2)
        raise AssertionError(f"no window called {title} came up")

    def close_window(self, window: str) -> None:
        """Close it as its title bar would."""
        self._ask("xdotool", "windowclose", window)

    def keys(self, combination: str) -> None:
        """Press keys."""
        self._ask("xdotool", "key", "--clearmodifiers", combination)

    def picture(self, path: Path) -> Path:
        """Save what is on the screen."""
        subprocess.run(["import", "-display", self.name, "-window", "root", str(path)], check=True)
        return path

    def close(self) -> None:
        """End the server."""
        self._server.terminate()
        self._server.wait()

    def _ask(self, *words: str) -> str:
        environment = {**os.environ, "DISPLAY": self.name}
        return subprocess.run(words, env=environment, capture_output=True, text=True, check=False).stdout.strip()
