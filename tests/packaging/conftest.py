"""What the heavy tests of packaging share: artefacts built once from this checkout, and a display."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from clean_machine import artefacts
from clean_machine.artefacts import made
from clean_machine.display import Display
from clean_machine.root import BareRoot
from releasing import freeze


@pytest.fixture(scope="session")
def frozen() -> Path:
    """The frozen folder of this commit."""
    return made("linux") / freeze.name()


@pytest.fixture(scope="session")
def debian_package(frozen: Path) -> Path:
    """The Debian package of this commit, made from the frozen folder."""
    assert frozen.is_dir()
    return made("debian") / artefacts.debian_package()


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    made = tmp_path / "layer"
    made.mkdir()
    return made


@pytest.fixture
def display() -> Iterator[Display]:
    made = Display()
    yield made
    made.close()


@pytest.fixture
def window_in(display: Display) -> Iterator[WindowStarter]:
    starter = WindowStarter(display)
    yield starter
    starter.close()


class WindowStarter:
    """Starts programs that stay open, and ends them after the test."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._running: list[subprocess.Popen[bytes]] = []

    def __call__(self, root: BareRoot, *words: str) -> subprocess.Popen[bytes]:
        """Start a program inside, without a network, on the display."""
        command = root.command(*words, DISPLAY=self._display.name)
        self._running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE))
        return self._running[-1]

    def close(self) -> None:
        """End what is still running."""
        for program in self._running:
            if program.poll() is None:
                program.kill()
            program.wait()
            if program.stderr is not None:
                program.stderr.close()
