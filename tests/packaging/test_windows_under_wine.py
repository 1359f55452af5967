"""The Windows artefacts on a Windows PC made of Wine: installed, used on the command line and in the window, removed.

Slow. What a real Windows PC must still show is in ``packaging/windows/CHECKLIST.md``.
"""

from __future__ import annotations

import shutil
import subprocess
import time
import zipfile
from pathlib import Path

from clean_machine.display import Display
from reform_desktop.services import checking
from reform_desktop.services.desk import Desk
from releasing import facts
from windows import installer, layout
from wine_desk.desk import WineDesk, wait_until
from wine_desk.installed import (
    NEEDS_WINE,
    PICTURES,
    PLANS,
    artefacts,
    close_windows,
    command,
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

UNINSTALL = rf"Software\Microsoft\Windows\CurrentVersion\Uninstall\{installer.IDENTITY}"


def test_it_is_installed_for_one_person_without_a_question(desk: WineDesk, installed: Path) -> None:
    assert {path.name for path in installed.iterdir()} == {
        *layout.PARTS,
        "行革デスク.exe",
        "reform-desktop.exe",
        "削除.exe",
        layout.README,
    }
    assert not (desk.drive / "Program Files" / installer.IDENTITY).exists()
    menu = desk.profile / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs"
    assert (menu / "行革デスク.lnk").is_file()
    own = interpreter(desk, installed)
    opens = desk.registry(rf"Software\Classes\{installer.IDENTITY}.File\shell\open\command", interpreter=own)
    assert opens == f'"{desk.windows(installed)}\\行革デスク.exe" "%1"'
    assert desk.registry(r"Software\Classes\.reform", interpreter=own) == f"{installer.IDENTITY}.File"
    assert desk.registry(UNINSTALL, "DisplayName", interpreter=own) == "行革デスク"
    assert desk.registry(UNINSTALL, "DisplayVersion", interpreter=own) == facts.version()


def test_the_command_line_does_the_main_job(plans: Path) -> None:
    text = subprocess.run(
        ["pdftotext", str(plans / "第4次大綱_取組シート.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "窓口の待ち時間を短くする" in text
    assert zipfile.is_zipfile(plans / "見本_取組一覧.xlsx")
    assert zipfile.is_zipfile(plans / "見本_財政課への照会.zip")
    assert (plans / "画面.png").stat().st_size > 100_000, "boxes instead of letters make a small picture"
    (key,) = (plans / "鍵").glob("*.key")
    assert key.read_bytes().startswith(b"DPAPI1\n"), "the key is bound to the Windows account"
    opened = Desk.open(plans / "見本.reform")
    try:
        assert opened.store.verify().is_sound
        assert len(checking.open_plan(opened).measures) > 40
    finally:
        opened.close()


def test_a_mistake_is_one_line_and_status_1(desk: WineDesk, installed: Path) -> None:
    done = desk.run(command(desk, installed), "check", r"C:\ない\計画.reform")
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "計画.reform" in done.stderr


def test_a_signed_answer_passes_a_second_time(desk: WineDesk, installed: Path, plans: Path) -> None:
    """The key that Windows guards can be read again by the account that made it."""
    again = request_to(PLANS + r"\二度目.zip")
    done = desk.run(command(desk, installed), *again, REFORM_DESKTOP_KEYS=PLANS + r"\鍵")
    assert done.returncode == 0, done.stderr
    assert len(list((plans / "鍵").glob("*.key"))) == 1


def test_paths_of_servers_and_long_ones_work(desk: WineDesk, installed: Path, plans: Path) -> None:
    share = desk.folder / "prefix" / "dosdevices" / "unc" / "server" / "共有 フォルダー"
    share.mkdir(parents=True)
    shutil.copy(plans / "見本.reform", share / "計画.reform")
    long = desk.drive / "深い" / Path(*["とても長い名前のフォルダー" * 3] * 8)
    long.mkdir(parents=True)
    shutil.copy(plans / "見本.reform", long / "計画.reform")
    assert len(desk.windows(long)) > 260
    for store in (r"\\server\共有 フォルダー\計画.reform", desk.windows(long / "計画.reform")):
        folder = store.rpartition("\\")[0]
        done = desk.run(
            command(desk, installed), "report", store, "list", "--format", "xlsx", "-o", folder + r"\一覧.xlsx"
        )
        assert done.returncode == 0, done.stderr
    assert zipfile.is_zipfile(share / "一覧.xlsx")
    assert zipfile.is_zipfile(long / "一覧.xlsx")
    assert not list(share.glob("*.lock"))


def test_the_window_takes_an_answer_and_everybody_reads_it(
    desk: WineDesk, display: Display, installed: Path, plans: Path
) -> None:
    answered = plans / "窓の記入.reform"
    shutil.copy(plans / "見本.reform", answered)
    running = desk.start(desk.windows(installed / "行革デスク.exe"), desk.windows(answered))
    display.wait_for_window("窓の記入.reform")
    wait_until_drawn(display, "window.png")
    for key in ("Down", "Down", "Return", "Tab", "Tab", "Tab", "ctrl+End", "A", "B", "C", "Tab"):
        display.keys(key)
        time.sleep(1.5)
    display.picture(PICTURES / "answered.png")
    second = desk.run(desk.windows(installed / "行革デスク.exe"), desk.windows(answered))
    assert second.returncode == 0, "a second start calls the first window to the front"
    refused = desk.run(r"C:\setup.exe", "/S")
    assert refused.returncode == 2, "the installer sees that the program runs"
    assert (installed / "app" / "reform_desktop").is_dir()
    assert not (installed / ".new").exists()
    close_windows(desk, plans)
    assert status_of(running) == 0
    opened = Desk.open(answered)
    try:
        assert opened.store.verify().is_sound
        states = [one.measure.current_state for one in checking.open_plan(opened).measures]
        assert [state[-3:].upper() for state in states if state.upper().endswith("ABC")] == ["ABC"]
    finally:
        opened.close()


def test_what_a_double_click_runs_opens_the_file(
    desk: WineDesk, display: Display, installed: Path, plans: Path
) -> None:
    clicked = plans / "二重クリック 𠮷.reform"
    shutil.copy(plans / "見本.reform", clicked)
    key = rf"Software\Classes\{installer.IDENTITY}.File\shell\open\command"
    runs = desk.registry(key, interpreter=interpreter(desk, installed)) or ""
    program, word = runs.removeprefix('"').split('" "')
    running = desk.start(program, word.removesuffix('"').replace("%1", desk.windows(clicked)))
    display.wait_for_window("二重クリック")
    wait_until_drawn(display, "double-click.png")
    close_windows(desk, plans)
    assert status_of(running) == 0


def test_the_window_is_drawn_at_150_percent(desk: WineDesk, display: Display, installed: Path, plans: Path) -> None:
    words = [desk.windows(installed / "行革デスク.exe"), desk.windows(plans / "見本.reform")]
    running = desk.start(*words, QT_SCALE_FACTOR="1.5")
    display.wait_for_window("見本.reform")
    wait_until_drawn(display, "150-percent.png")
    close_windows(desk, plans)
    assert status_of(running) == 0


def test_a_missing_file_is_told_in_a_sentence(desk: WineDesk, installed: Path) -> None:
    torn = desk.drive / "取り出し忘れ"
    torn.mkdir()
    shutil.copy(installed / "reform-desktop.exe", torn)
    done = desk.run(desk.windows(torn / "reform-desktop.exe"))
    assert done.returncode == 1
    assert "すべてのファイルを取り出してから" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_what_fails_before_there_is_a_window_is_told_in_a_box(
    desk: WineDesk, display: Display, installed: Path
) -> None:
    torn = shutil.copytree(installed, desk.drive / "壊れた一式")
    (torn / "app" / "PySide6" / "Qt6Gui.dll").unlink()
    running = desk.start(desk.windows(torn / "行革デスク.exe"))
    display.wait_for_window("^行革デスク$")
    wait_until_drawn(display, "box.png", least=3_000)
    display.keys("Return")
    assert status_of(running) == 1


def test_the_zip_keeps_everything_beside_itself(desk: WineDesk, artefacts: Path, plans: Path) -> None:
    carried = desk.drive / "持ち運び 太郎"
    with zipfile.ZipFile(artefacts / f"{layout.name()}-portable.zip") as bag:
        bag.extractall(carried)
    (program,) = carried.iterdir()
    (program / "python" / "_wmi.pyd").unlink()
    before = account_of(desk)
    done = desk.run(desk.windows(program / "reform-desktop.exe"), *request_to(PLANS + r"\持ち運び.zip"))
    assert done.returncode == 0, done.stderr
    assert list((program / "data" / "keys").rglob("*.key"))
    assert account_of(desk) == before
    assert plans.is_dir()


def test_an_upgrade_keeps_what_people_made_and_removal_too(desk: WineDesk, installed: Path, plans: Path) -> None:
    """Last in this module: afterwards the program is gone."""
    mine = installed / "間違えて置いた計画.reform"
    shutil.copy(plans / "見本.reform", mine)
    (installed / "app" / "old.py").write_text("", encoding="utf-8")
    settings = account_of(desk)
    assert desk.run(r"C:\setup.exe", "/S").returncode == 0
    assert not (installed / "app" / "old.py").exists()
    assert mine.is_file()
    assert not (installed / ".old").exists()
    assert (installed / "python" / "_wmi.pyd").is_file()
    own = desk.windows(shutil.copytree(installed / "python", desk.drive / "python") / "python.exe")
    desk.run(desk.windows(installed / "削除.exe"), "/S")
    wait_until(lambda: not (installed / "python").exists() and not (installed / "削除.exe").exists())
    assert [path.name for path in installed.iterdir()] == [mine.name]
    assert (plans / "見本.reform").is_file()
    assert account_of(desk) == settings
    assert desk.registry(UNINSTALL, "DisplayName", interpreter=own) is None
    assert desk.registry(rf"Software\Classes\{installer.IDENTITY}.File", interpreter=own) is None
    assert desk.registry(r"Software\Classes\.reform", interpreter=own) is None
    assert desk.registry(rf"Software\{installer.IDENTITY}", "InstallDir", interpreter=own) is None
    assert not list(desk.profile.rglob("行革デスク.lnk"))


def request_to(target: str) -> list[str]:
    """Words that ask a department for its results, signed with the key of this PC."""
    return ["bundle", "export", PLANS + r"\見本.reform", "-o", target, "--department", "財政課", "--fiscal-year", "R7"]


def account_of(desk: WineDesk) -> list[str]:
    """Settings, keys and logs in the account's own folders."""
    ours = ("reform-desktop", "ReformDesktop", "keys", "logs")
    return sorted(
        str(path)
        for path in (desk.profile / "AppData").rglob("*")
        if path.is_file() and path.parent.name in ours and "Programs" not in path.parts and path.suffix != ".log"
    )
