"""The real program on a real display, driven from outside through the accessibility tree: the main job, start to print.

Nothing of the program is imported here except to read the finished file: what a screen reader can find and do is all
that the test has.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from clean_machine.silence import LOCAL
from e2e.at_spi.screen import DEBIAN_PYTHON, NotThere, Screen
from reform_desktop.services import scripting
from reform_desktop.services.desk import Desk
from reform_desktop.services.program_log import FILE_NAME, Event, log_folder

YEAR = "令和7(2025)年度"
RESULT = "第三セクターの経営を点検し、市の支援額を見直した。AT-SPI"
MEASURE = "4-3-2"
ROW = r"4-\(3\)-② .*"
TOOLS = ("Xvfb", "strace", "dbus-run-session", "xdotool", "pdftotext", DEBIAN_PYTHON)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    made = Screen(home)
    yield made
    made.close()


def find(screen: Screen, role: str, name: str = "", **more: object) -> int:
    return int(screen.do("find", role=role, name=name, **more))


def press(screen: Screen, role: str, name: str, **more: object) -> None:
    screen.do("press", element=find(screen, role, name, **more))


def choose_file(screen: Screen, title: str, path: Path, button: str) -> None:
    dialog = find(screen, "dialog", title)
    screen.do("write", element=find(screen, "text", r"ファイル名.*", within=dialog), text=str(path))
    press(screen, "push button", rf"{button}\(.\)", within=dialog)
    screen.do("wait_gone", role="dialog", name=title)


def say_who_works_here(screen: Screen) -> None:
    dialog = find(screen, "dialog", "課と役割")
    screen.do("write", element=find(screen, "text", "課", within=dialog), text="商工観光課")
    press(screen, "push button", "はじめる", within=dialog)
    screen.do("wait_gone", role="dialog", name="課と役割")


def make_the_sample(screen: Screen, path: Path) -> None:
    press(screen, "push button", "新しく作る…")
    dialog = find(screen, "dialog", "新しく作る")
    screen.do("focus", element=find(screen, "combo box", within=dialog))
    screen.do("keys", combination="End")
    find(screen, "combo box", "見本.*", within=dialog)
    press(screen, "push button", "保存先を選んで作る…", within=dialog)
    choose_file(screen, "新しいファイルの保存先", path, "保存")
    find(screen, "frame", rf"【練習用】{re.escape(path.name)} — 行革デスク")


def show_the_year(screen: Screen) -> None:
    """Step back to the first year: which one the program begins with depends on today."""
    for _step in range(5):
        screen.do("keys", combination="ctrl+Prior")
    find(screen, "combo box", re.escape(YEAR))


def go_to_the_measure(screen: Screen) -> None:
    screen.do("keys", combination="ctrl+f")
    find(screen, "text", "言葉か番号", within=find(screen, "dialog", "探す"))
    screen.do("type", text=MEASURE)
    screen.do("keys", combination="Return")
    screen.do("wait_gone", role="dialog", name="探す")
    find(screen, "text", re.escape(f"{YEAR} 取組実績"))


def findings(screen: Screen) -> int:
    label = find(screen, "label", r"入力チェック \d+件")
    found = re.search(r"\d+", str(screen.do("name", element=label)))
    assert found
    return int(found[0])


def wait_for_findings(screen: Screen, count: int) -> None:
    find(screen, "label", f"入力チェック {count}件")


def result_field(screen: Screen) -> int:
    return find(screen, "text", re.escape(f"{YEAR} 取組実績"))


def stored(path: Path, kind: str) -> str:
    desk = Desk.open(path, read_only=True)
    try:
        return b"".join(scripting.dump(desk, kind)).decode()
    finally:
        desk.close()


def pdf_text(path: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True).stdout.decode()


@pytest.mark.xvfb
def test_a_department_fills_in_its_year_from_start_to_print(screen: Screen, tmp_path: Path) -> None:
    file, paper, printed = tmp_path / "計画.reform", tmp_path / "決算書.txt", tmp_path / "シート.pdf"
    paper.write_text("経営状況の点検結果", encoding="utf-8")
    try:
        screen.start()
        say_who_works_here(screen)
        make_the_sample(screen, file)
        show_the_year(screen)
        go_to_the_measure(screen)
        fill_in(screen, paper)
        undo_and_redo(screen)
        print_to_pdf(screen, printed)
        close(screen)
        screen.start(str(file))
        everything_is_there(screen)
        close(screen)
    except NotThere:
        screen.picture(tmp_path / "screen.png")
        print("\n".join(screen.do("tree")))
        raise
    assert set(screen.sockets()) == LOCAL, "no connection to any network was asked for"
    log = (log_folder() / FILE_NAME).read_text("utf-8")
    assert Event.STARTED.value in log
    assert Event.OPENED.value in log
    assert [word for word in (RESULT[:6], "AT-SPI", "商工観光課", "決算書", "計画", "シート") if word in log] == []
    assert RESULT in stored(file, "year_record")
    assert '"file_name":"決算書.txt"' in stored(file, "evidence")
    text = pdf_text(printed)
    assert "第三セクターの経営を点検し" in text.replace("\n", "").replace(" ", "")
    assert "4-(3)-②" in text


def fill_in(screen: Screen, paper: Path) -> None:
    screen.do("keys", combination="ctrl+k")
    before = findings(screen)
    field = result_field(screen)
    screen.do("write", element=field, text=RESULT)
    screen.do("focus", element=field)
    screen.do("keys", combination="Tab")  # on to 達成状況; leaving the field saves it
    wait_for_findings(screen, before - 1)
    for _entry in ("全体の目標達成", "年度目標達成"):
        screen.do("keys", combination="Down")
    find(screen, "table cell", f"{ROW}年度目標達成")
    wait_for_findings(screen, before - 1)  # a grade, but now without evidence
    press(screen, "push button", "ファイルを添付.*")
    choose_file(screen, ".*添付.*", paper, "開く")
    wait_for_findings(screen, before - 2)


def undo_and_redo(screen: Screen) -> None:
    left = findings(screen)
    press(screen, "push button", "証拠資料の.*を元に戻す")
    wait_for_findings(screen, left + 1)
    press(screen, "push button", "達成状況の変更を元に戻す")
    find(screen, "table cell", f"{ROW}未評価")
    press(screen, "push button", "達成状況の変更をやり直す")
    press(screen, "push button", "証拠資料の.*をやり直す")
    wait_for_findings(screen, left)


def print_to_pdf(screen: Screen, path: Path) -> None:
    screen.do("keys", combination="alt+f")
    screen.do("keys", combination="d")
    choose_file(screen, "PDF に保存", path, "保存")
    find(screen, "label", f"「{path.name}」を保存しました。", seconds=60)


def close(screen: Screen) -> None:
    screen.do("keys", combination="ctrl+q")
    assert screen.do("wait_for_end") == 0


def everything_is_there(screen: Screen) -> None:
    show_the_year(screen)
    find(screen, "text", re.escape(f"{YEAR} 取組実績"))
    assert screen.do("read", element=result_field(screen)) == RESULT
    find(screen, "table cell", f"{ROW}年度目標達成")
    find(screen, "", ".*決算書.*")
    assert screen.do("unnamed") == []
