"""The program installed on a Windows PC made of Wine: fixtures, one PC a module, and what its tests share.

A module that imports the fixtures has a PC of its own, on which the installer of this commit ran in silence.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from clean_machine.artefacts import made
from clean_machine.display import Display
from releasing import facts
from windows import installer, layout
from wine_desk.desk import WineDesk, can_be_set_up, wait_until

NEEDS_WINE = [
    pytest.mark.slow,
    pytest.mark.xdist_group("wine"),
    pytest.mark.skipif(not can_be_set_up(), reason="apt-get install wine nsis gcc-mingw-w64-x86-64 xdotool, as root"),
]
PLANS = r"C:\users\テスト 太郎\計画 令和8年度"
PICTURES = facts.WORK / "windows" / "pictures"


@pytest.fixture(scope="module")
def artefacts() -> Path:
    """``dist/`` with what this commit gives; built when it is not there."""
    return made("windows")


@pytest.fixture(scope="module")
def display() -> Iterator[Display]:
    shown = Display("1440x900x24")
    yield shown
    shown.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, display: Display) -> Iterator[WineDesk]:
    made = WineDesk(tmp_path_factory.mktemp("pc"), display.name)
    yield made
    made.close()


@pytest.fixture(scope="module")
def installed(desk: WineDesk, artefacts: Path) -> Path:
    """The program's folder after a silent installation."""
    shutil.copy(artefacts / f"{layout.name()}-setup.exe", desk.drive / "setup.exe")
    done = desk.run(r"C:\setup.exe", "/S")
    assert done.returncode == 0, done
    folder = desk.profile / "AppData" / "Local" / "Programs" / installer.IDENTITY
    (folder / "python" / "_wmi.pyd").unlink()  # in this copy only: Python's `platform` falls over Wine 8's WMI
    settings = desk.profile / "AppData" / "Local" / "reform-desktop" / "settings.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text("[pages]\nwho=tester\npage=measures\n", encoding="utf-8")  # nobody is asked who they are
    return folder


@pytest.fixture(scope="module")
def plans(desk: WineDesk, installed: Path) -> Path:
    """What the main job on the command line makes below a folder with blanks and Japanese letters."""
    done = desk.run(interpreter(desk, installed), "-X", "utf8", "-m", "reform_desktop.main_job", PLANS)
    assert done.returncode == 0, done.stderr
    assert "画面の画像を作りました" in done.stdout
    return desk.at(PLANS)


def interpreter(desk: WineDesk, installed: Path) -> str:
    return desk.windows(installed / "python" / "python.exe")


def command(desk: WineDesk, installed: Path) -> str:
    return desk.windows(installed / "reform-desktop.exe")


def status_of(running: subprocess.Popen[bytes]) -> int:
    """Wait for a program to end, and close our ends of its pipes."""
    running.communicate(timeout=60)
    return running.returncode


def close_windows(desk: WineDesk, plans: Path) -> None:
    """Close every window of the program as its title bar would, and wait until no file is open any more."""

    def closed() -> bool:
        desk.run("taskkill", "/im", "pythonw.exe")
        return not list(plans.glob("*.lock"))

    wait_until(closed)


def wait_until_drawn(display: Display, name: str, least: int = 60_000) -> None:
    """Wait until a window shows its contents and nothing moves in it any more; keeps a picture of the screen."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    seen = [b""]

    def is_still() -> bool:
        time.sleep(3)
        seen.append(display.picture(PICTURES / name).read_bytes())
        return len(seen[-1]) > least and seen[-1] == seen[-2]

    wait_until(is_still, seconds=120)
