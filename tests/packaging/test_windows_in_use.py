"""The installed program in use on a PC made of Wine: files written from the window, scaling, file server, checks.

Slow. Each test is something an office does; the pictures that are kept in ``build/windows/pictures`` are looked at.
"""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from clean_machine.display import Display
from releasing import archives, facts
from windows import installer, layout
from wine_desk.desk import WineDesk, wait_until
from wine_desk.installed import (
    NEEDS_WINE,
    PLANS,
    artefacts,
    close_windows,
    desk,
    display,
    installed,
    interpreter,
    plans,
    status_of,
    wait_until_drawn,
)

__all__ = ["artefacts", "desk", "display", "installed", "plans"]

pytestmark = NEEDS_WINE

CHECK = facts.ROOT / "packaging" / "windows" / "check"
TITLE = "広報紙と市ホームページの見直し"
SCREEN = """
import ctypes
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
user32 = ctypes.WinDLL("user32")
user32.GetThreadDpiAwarenessContext.restype = ctypes.c_void_p
user32.GetAwarenessFromDpiAwarenessContext.argtypes = [ctypes.c_void_p]
aware = user32.GetAwarenessFromDpiAwarenessContext(user32.GetThreadDpiAwarenessContext())
print(application.primaryScreen().devicePixelRatio(), ["unaware", "system", "per monitor"][aware])
"""


def test_pdf_and_excel_are_written_from_the_window(
    desk: WineDesk, display: Display, installed: Path, plans: Path
) -> None:
    """帳票, then the buttons' own keys and the file dialog of Windows with the name that it suggests."""
    running = open_window(desk, display, installed, plans / "見本.reform")
    display.keys("ctrl+6")
    wait_until_drawn(display, "reports.png")
    for key, title, suffix in (("alt+d", "PDF に保存", "pdf"), ("alt+x", "Excel に保存", "xlsx")):
        display.keys(key)
        display.wait_for_window(title)
        wait_until_drawn(display, f"save-{suffix}.png")
        display.keys("Return")
        wait_until(partial(is_saved, desk, suffix), seconds=90)
        wait_until_drawn(display, f"saved-{suffix}.png")
    close_windows(desk, plans)
    assert status_of(running) == 0
    (paper,) = saved(desk, "pdf")
    words = subprocess.run(["pdftotext", str(paper), "-"], capture_output=True, text=True, check=True).stdout
    assert TITLE in words.replace("\n", "")
    (book,) = saved(desk, "xlsx")
    cells = [cell.value for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows() for cell in row]
    assert [text for text in cells if TITLE in str(text)] != []
    fonts = subprocess.run(["pdffonts", str(paper)], capture_output=True, text=True, check=True).stdout
    assert "BIZ" in fonts


@pytest.mark.parametrize(("dots", "ratio"), [(120, "1.25"), (144, "1.5")])
def test_the_window_follows_the_scale_of_windows(
    desk: WineDesk, display: Display, installed: Path, plans: Path, dots: int, ratio: str
) -> None:
    with scaled(desk, dots):
        told = desk.run(interpreter(desk, installed), "-c", SCREEN).stdout
        assert told.split("\n")[0] == f"{ratio} per monitor"
        running = open_window(desk, display, installed, plans / "見本.reform", f"scale-{dots}.png")
        close_windows(desk, plans)
        assert status_of(running) == 0


def test_it_runs_from_a_drive_of_a_server_where_nobody_may_write(
    desk: WineDesk, display: Display, artefacts: Path, plans: Path
) -> None:
    """The zip, unpacked on drive S: that cannot be written: command line and window; settings go to the account.

    By drive, not as ``\\\\server\\share``: Wine 8 tells a program there that it lies in ``UNC\\server\\share``.
    """
    share = desk.folder / "server"
    with zipfile.ZipFile(artefacts / f"{layout.name()}-portable.zip") as bag:
        bag.extractall(share)
    (desk.folder / "prefix" / "dosdevices" / "s:").symlink_to(share)
    (program,) = share.iterdir()
    (program / "python" / "_wmi.pyd").unlink()
    before = [*archives.files_below(share)]
    with frozen_solid(share):
        with pytest.raises(PermissionError):
            (program / "app" / "new").touch()
        folder = rf"S:\{program.name}"
        done = desk.run(rf"{folder}\reform-desktop.exe", "dump", PLANS + r"\見本.reform", "--kind", "measure")
        assert done.returncode == 0, done.stderr
        assert TITLE in done.stdout
        running = desk.start(rf"{folder}\行革デスク.exe", desk.windows(plans / "見本.reform"))
        display.wait_for_window("見本.reform")
        wait_until_drawn(display, "file-server.png")
        close_windows(desk, plans)
        assert status_of(running) == 0
        assert [*archives.files_below(share)] == before


def test_a_plan_on_a_file_server_is_kept_in_the_window(
    desk: WineDesk, display: Display, installed: Path, plans: Path
) -> None:
    share = desk.folder / "prefix" / "dosdevices" / "unc" / "server" / "課の共有"
    share.mkdir(parents=True)
    shutil.copy(plans / "見本.reform", share / "計画 𠮷.reform")
    running = desk.start(desk.windows(installed / "行革デスク.exe"), r"\\server\課の共有\計画 𠮷.reform")
    display.wait_for_window("計画")
    wait_until_drawn(display, "plan-on-server.png")
    assert (share / "計画 𠮷.reform.lock").is_file()
    close_windows(desk, share)
    assert status_of(running) == 0


@pytest.mark.usefixtures("installed")
def test_opening_a_file_by_its_kind_opens_the_window(desk: WineDesk, display: Display, plans: Path) -> None:
    """``start 計画.reform`` asks Windows which program opens it, as a double click does.

    Windows shows what the installer wrote below HKEY_CURRENT_USER in HKEY_CLASSES_ROOT, too; Wine 8 shows only what is
    below HKEY_LOCAL_MACHINE, so the same entries are copied there first.
    """
    for key in (".reform", f"{installer.IDENTITY}.File"):
        words = (rf"HKCU\Software\Classes\{key}", rf"HKLM\Software\Classes\{key}", "/s", "/f")
        assert desk.run("reg", "copy", *words).returncode == 0
    clicked = plans / "関連付け 𠮷.reform"
    shutil.copy(plans / "見本.reform", clicked)
    running = desk.start("start", desk.windows(clicked))
    display.wait_for_window("関連付け")
    wait_until_drawn(display, "started-by-kind.png")
    close_windows(desk, plans)
    assert status_of(running) == 0


@pytest.mark.usefixtures("installed")
def test_the_check_for_a_real_pc_finds_nothing_wrong_here(desk: WineDesk) -> None:
    """``check-on-windows.cmd`` as departments run it; what Wine lacks (PowerShell, netstat) counts as untried."""
    folder = desk.drive / "確認"
    shutil.copytree(CHECK, folder)
    share = desk.folder / "prefix" / "dosdevices" / "unc" / "server" / "確認用"
    share.mkdir(parents=True)
    words = ("cmd", "/c", desk.windows(folder / "check-on-windows.cmd"), r"\\server\確認用")
    done = desk.run(*words, seconds=900)
    print(done.stdout)
    marks = {line[2:].partition(":")[0]: line[0] for line in done.stdout.splitlines() if line[:1] in "合否－"}
    assert len(marks) == 10
    assert [name for name, mark in marks.items() if mark == "否"] == []
    assert {name for name, mark in marks.items() if mark == "－"} <= {"Python の署名", "通信しないこと"}
    assert done.returncode == 0
    assert not [*share.iterdir()]


def open_window(
    desk: WineDesk, display: Display, installed: Path, plan: Path, picture: str = "opened.png"
) -> subprocess.Popen[bytes]:
    running = desk.start(desk.windows(installed / "行革デスク.exe"), desk.windows(plan))
    display.wait_for_window(plan.name)
    wait_until_drawn(display, picture)
    return running


def saved(desk: WineDesk, suffix: str) -> list[Path]:
    """What was saved in the folder that the dialog begins with."""
    return [path for path in desk.profile.glob(f"*.{suffix}") if path.stat().st_size]


def is_saved(desk: WineDesk, suffix: str) -> bool:
    return saved(desk, suffix) != []


@contextmanager
def scaled(desk: WineDesk, dots: int) -> Iterator[None]:
    """Let Windows have so many dots per inch, as its display settings do."""
    key = (r"HKCU\Control Panel\Desktop", "/v", "LogPixels")
    desk.run("reg", "add", *key, "/t", "REG_DWORD", "/d", str(dots), "/f")
    desk.restart()
    try:
        yield
    finally:
        desk.run("reg", "delete", *key, "/f")
        desk.restart()


@contextmanager
def frozen_solid(folder: Path) -> Iterator[None]:
    """Let nobody write below a folder, not even root, whom plain rights do not keep from it."""
    subprocess.run(["chattr", "-R", "+i", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["chattr", "-R", "-i", str(folder)], check=True)
