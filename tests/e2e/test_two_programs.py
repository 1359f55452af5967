"""Two programs on two displays, driven from outside: the division and three departments work a half-year through.

The division asks, the departments fill in (one of them in two copies of its file) and hand in, the conflict is
settled, one department's answers go back with a comment, are put right and handed in again, and everything is
accepted; the counts of 図表-2 are those of what was filled in. What travels between them are files only. The first
department works in the window; the other two do the same by the command line, since the window has shown it once.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from e2e.at_spi.screen import DEBIAN_PYTHON, NotThere, Screen
from e2e.scripts import Person as Commands
from reform_desktop.domain.dossier import MeasureDossier
from reform_desktop.services.checking import open_plan
from reform_desktop.services.departments import department_named
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.review import remarks
from reform_desktop.services.status import status

YEAR = 2026
SHOWN_YEAR = "令和8(2026)年度"
DEPARTMENT = "財政課"
SEARCHED = "1-1-3"
FINAL = "窓口の待ち時間を14分に短くした（4月から9月まで、1,240件の平均）。"
RESULT = re.escape(f"{SHOWN_YEAR} 取組実績")
NOT_GRADED = "（未選択）"
SCRIPTED = {"総務課": ("overall_achieved", "in_progress"), "市民課": ("year_partly_achieved",)}
"""The departments that work by the command line, and the grades that they give to their first measures."""
FILLED_IN = {"overall_achieved": 1, "year_achieved": 1, "year_partly_achieved": 1, "in_progress": 1}
"""図表-2 afterwards, by hand: one measure of the first department, two of the second, one of the third."""
TOOLS = ("Xvfb", "strace", "dbus-run-session", "xdotool", DEBIAN_PYTHON)


class Person:
    """Somebody before a screen of their own."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    def find(self, role: str, name: str = "", **more: object) -> int:
        return int(self.screen.do("find", role=role, name=name, **more))

    def press(self, role: str, name: str, **more: object) -> None:
        self.screen.do("press", element=self.find(role, name, **more))

    def keys(self, combination: str) -> None:
        self.screen.do("keys", combination=combination)

    def write(self, name: str, text: str, **more: object) -> None:
        """Write into a field and leave it, which saves."""
        field = self.find("text", name, **more)
        self.screen.do("focus", element=field)
        self.screen.do("write", element=field, text=text)
        self.keys("Tab")

    def say_who(self, department: str) -> None:
        dialog = self.find("dialog", "課と役割")
        self.screen.do("write", element=self.find("text", "課", within=dialog), text=department)
        self.press("push button", "はじめる", within=dialog)
        self.screen.do("wait_gone", role="dialog", name="課と役割")

    def choose_file(self, title: str, path: str, button: str) -> None:
        dialog = self.find("dialog", title)
        self.screen.do("write", element=self.find("text", r"(ファイル名|ディレクトリ).*", within=dialog), text=path)
        self.press("push button", rf"{button}\(.\)", within=dialog)
        self.screen.do("wait_gone", role="dialog", name=title)

    def show_the_year(self) -> None:
        """Step back to the first year and one on: where the program begins depends on today."""
        for _step in range(5):
            self.keys("ctrl+Prior")
        self.keys("ctrl+Next")
        self.find("combo box", re.escape(SHOWN_YEAR))

    def choose(self, department: str) -> None:
        """Choose a department on the board."""
        self.screen.do("click", element=self.find("table cell", department))

    def close(self) -> None:
        self.keys("ctrl+q")
        assert self.screen.do("wait_for_end") == 0

    def fill_in(self, text: str) -> None:
        self.keys("ctrl+f")
        dialog = self.find("dialog", "探す")
        self.find("text", "言葉か番号", within=dialog)
        self.screen.do("type", text=SEARCHED)
        self.keys("Return")
        self.screen.do("wait_gone", role="dialog", name="探す")
        self.write(RESULT, text)
        self.screen.do("focus", element=self.find("combo box", NOT_GRADED))  # Qt names a list by what it shows
        self.keys("Down")
        self.keys("Down")
        self.keys("Tab")
        self.find("label", "保存済み")

    def submit(self, path: Path, *, confirm: bool) -> None:
        self.keys("ctrl+3")
        self.press("push button", "上半期：提出する")
        dialog = self.find("dialog", "提出する")
        if confirm:
            self.press("check box", "課長の確認を受けました.*", within=dialog)
        self.press("push button", "保存先を選んで提出する.*", within=dialog)
        self.choose_file("提出ファイルの保存先", str(path), "保存")
        self.find("label", f"提出ファイル「{path.name}」を.*に書き出しました。", seconds=60)

    def take(self, *paths: Path) -> None:
        """Choose files to take in; what is asked about them is answered afterwards."""
        self.keys("ctrl+i")
        self.choose_file("取り込むファイルを選ぶ", " ".join(f'"{path}"' for path in paths), "開く")
        self.find("dialog", "取り込む")

    def taken(self) -> None:
        self.screen.do("wait_gone", role="dialog", name="取り込む", seconds=60)


@pytest.fixture
def people(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Person, Person]]:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    monkeypatch.delenv("REFORM_DESKTOP_KEYS", raising=False)
    screens = []
    for name in ("division", "department"):
        home = tmp_path / name
        home.mkdir(mode=0o700)
        screens.append(Screen(home))
    yield Person(screens[0]), Person(screens[1])
    for one in screens:
        one.close()


@pytest.mark.xvfb
def test_a_half_year_goes_round_between_two_programs(people: tuple[Person, Person], tmp_path: Path) -> None:
    try:
        _the_half_year(*people, tmp_path)
    except NotThere:
        for name, one in zip(("division", "department"), people, strict=True):
            one.screen.picture(tmp_path / f"{name}.png")
            print(name, *one.screen.do("tree"), sep="\n")
        raise


def _the_half_year(division: Person, department: Person, folder: Path) -> None:
    plan, own, copy = folder / "全体.reform", folder / "財政課.reform", folder / "財政課の控え.reform"
    first, second, again, back = (folder / f"{name}.zip" for name in ("提出1", "提出2", "再提出", "差戻し"))
    request = _ask(division, plan, folder / "照会")
    _begin(department, request, own)
    handed_in = [_work_by_commands(folder, name, grades) for name, grades in SCRIPTED.items()]
    shutil.copy(own, copy)
    _fill_in_and_submit(department, own, "窓口の待ち時間を15分に短くした。", first)
    _fill_in_and_submit(department, copy, "窓口の待ち時間を14分に短くした。", second)
    _take_both_and_settle(division, first, second)
    for bundle in handed_in:
        _take_first(division, bundle)
    _send_back(division, back)
    for name in SCRIPTED:
        _accept(division, name)
    _put_right(department, own, back, again)
    _take_again(division, again)
    _accept(division, DEPARTMENT)
    division.close()
    _look_at_both(plan, own)


def _ask(division: Person, plan: Path, folder: Path) -> Path:
    folder.mkdir()
    division.screen.start()
    division.say_who("政策・デジタル推進課")
    division.press("push button", "新しく作る…")
    dialog = division.find("dialog", "新しく作る")
    division.screen.do("focus", element=division.find("combo box", within=dialog))
    division.keys("End")
    division.find("combo box", "見本.*", within=dialog)
    division.press("radio button", "取りまとめ.*", within=dialog)
    division.press("push button", "保存先を選んで作る…", within=dialog)
    division.choose_file("新しいファイルの保存先", str(plan), "保存")
    division.find("frame", rf"【練習用】{plan.name} — 行革デスク")
    division.show_the_year()
    division.keys("ctrl+3")
    division.press("push button", r"照会を送る\(.\)…")
    dialog = division.find("dialog", "照会を送る")
    division.write("提出期限", "R8.10.23", within=dialog)
    division.write("照会文", "上半期の進捗を入力してください。", within=dialog)
    division.press("push button", "保存先を選んで照会を作る.*", within=dialog)
    division.choose_file("照会ファイルを保存するフォルダー", str(folder), "選択")
    division.find("label", r"照会ファイル\d+個のファイルを.*に書き出しました。", seconds=90)
    (found,) = folder.glob(f"練習用_{DEPARTMENT}_*.zip")
    return found


def _begin(department: Person, request: Path, own: Path) -> None:
    department.screen.start(str(request))
    dialog = department.find("dialog", "推進課の依頼から始める")
    for step in ("手順 2/3 所属と氏名", "手順 3/3 記入を始める"):
        department.press("push button", "次へ.*", within=dialog)
        department.find("filler", step, within=dialog)
    department.press("push button", "別の場所を選ぶ.*", within=dialog)
    department.choose_file("課のファイルの保存先", str(own), "保存")
    department.press("push button", "記入を始める.*", within=dialog)
    department.find("frame", rf"【練習用】{own.name} — 行革デスク")
    department.close()


def _fill_in_and_submit(department: Person, file: Path, text: str, target: Path) -> None:
    department.screen.start(str(file))
    department.show_the_year()
    department.fill_in(text)
    department.submit(target, confirm=True)
    department.close()


def _work_by_commands(folder: Path, name: str, grades: Sequence[str]) -> Path:
    """Begin a department's file from its request, fill measures in and hand in; returns the bundle."""
    (request,) = (folder / "照会").glob(f"練習用_{name}_*.zip")
    clerk, file, bundle = Commands(folder / f"{name}の鍵"), folder / f"{name}.reform", folder / f"{name}の提出.zip"
    clerk.succeed("new", file, "--from-bundle", request)
    measures = sorted(one.id for one in clerk.records(file, "measure"))[: len(grades)]
    for measure, grade in zip(measures, grades, strict=True):
        values = {"measure_id": measure, "fiscal_year": YEAR, "grade": grade}
        clerk.edit(file, {"kind": "year_record", "set": values})
    clerk.succeed("bundle", "export", file, "-o", bundle, "--fiscal-year", str(YEAR), "--period", "midyear")
    return bundle


def _take_first(division: Person, bundle: Path) -> None:
    """Take in what comes from a department for the first time: its key is compared and accepted."""
    division.take(bundle)
    division.find("table cell", "鍵の確認が必要です", seconds=60)
    division.press("check box", "電話などで番号を確かめました.*")
    division.press("push button", "鍵を受け入れて取り込む.*")
    division.taken()


def _take_both_and_settle(division: Person, *paths: Path) -> None:
    division.take(*paths)
    division.find("table cell", "鍵の確認が必要です", seconds=60)
    division.press("check box", "電話などで番号を確かめました.*")
    division.press("push button", "鍵を受け入れて取り込む.*")
    division.press("push button", r"1件を取り込む.*", seconds=60)
    division.taken()
    division.find("check box", "競合・保留 1件")
    division.keys("ctrl+4")
    division.press("push button", "財政課の内容にする.*1.*")
    division.find("label", "競合はありません")


def _send_back(division: Person, target: Path) -> None:
    division.keys("ctrl+3")
    division.find("combo box", "すべての状態")
    division.keys("alt+t")
    for _state in ("未照会", "作成中", "課長確認済", "提出済"):
        division.keys("Down")
    division.choose(DEPARTMENT)
    division.press("push button", "上半期：変更点を確かめる")
    dialog = division.find("dialog", f"{DEPARTMENT}の回答を確かめる")
    division.find("table cell", "変更", within=dialog)
    division.screen.do("click", element=division.find("table cell", "取組実績", within=dialog))
    division.write("取組実績へのコメント", "根拠となる件数も書いてください。", within=dialog)
    division.press("push button", "差し戻す.*", within=dialog)
    dialog = division.find("dialog", f"{DEPARTMENT}に差し戻す")
    division.find("label", "項目へのコメント1件を付けます。", within=dialog)
    division.write("差戻しの理由", "件数を書き足してください。", within=dialog)
    division.press("push button", "保存先を選んで差し戻す.*", within=dialog)
    division.choose_file("差戻しファイルの保存先", str(target), "保存")
    division.find("label", f"差戻しファイル「{target.name}」を.*に書き出しました。", seconds=60)


def _put_right(department: Person, own: Path, back: Path, target: Path) -> None:
    department.screen.start(str(own))
    department.show_the_year()
    department.take(back)
    department.press("push button", "1件を取り込む.*", seconds=60)
    department.taken()
    department.keys("ctrl+3")
    department.find("label", r"直す項目.*残り1件")
    department.keys("alt+d")
    department.keys("Return")
    department.write(RESULT, FINAL)
    department.find("label", "保存済み")
    department.submit(target, confirm=True)
    department.find("label", "直す項目.*すべて直しました")
    department.close()


def _take_again(division: Person, path: Path) -> None:
    division.take(path)
    division.press("push button", "1件を取り込む.*", seconds=60)
    division.taken()


def _accept(division: Person, name: str) -> None:
    division.choose(name)
    division.press("push button", "上半期：受理する")
    division.find("label", f"{name}の回答を受理しました。")


def _look_at_both(plan: Path, own: Path) -> None:
    desk = Desk.open(plan, read_only=True)
    try:
        stands = status(desk, YEAR)
        states = {one.name: one.state for one in stands.departments}
        assert (stands.conflicts, stands.held) == (0, 0)
        assert {name for name, state in states.items() if state == "受理"} == {DEPARTMENT, *SCRIPTED}
        assert set(states.values()) == {"作成中", "受理"}
        assert _measure(desk).years[YEAR].result == FINAL
        assert {one.grade: one.count for one in stands.grades if one.count} == FILLED_IN
        assert (stands.achieved, stands.ungraded) == (3, stands.measures - 4)
        graded = sum(one.count for one in stands.grades)
        assert graded + stands.ungraded + stands.not_begun + stands.ended + stands.outside == stands.measures
    finally:
        desk.close()
    desk = Desk.open(own, read_only=True)
    try:
        assert [(one.label, one.done) for one in remarks(desk)[1]] == [("取組実績", True)]
    finally:
        desk.close()


def _measure(desk: Desk) -> MeasureDossier:
    own = open_plan(desk).of_department(department_named(desk, DEPARTMENT).id)
    return next(one for one in own if one.number == "1-(1)-③")
