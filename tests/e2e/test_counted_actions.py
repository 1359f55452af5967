"""The three people's work, counted from outside the program: it must not grow, and the manual tells the counts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.at_spi.screen import NotThere, Screen
from e2e.counted import Counted
from e2e.scripts import Person as Commands
from e2e.test_two_programs import TOOLS

YEAR = 2026
SHOWN_YEAR = "令和8(2026)年度"
CLERK = 40
MANAGER = 6
COORDINATOR = 30
"""Actions that the three may take at most."""

NOTES = Path(__file__).parents[2] / "resources" / "help" / "developer.md"

DEPARTMENTS = ("財政課", "総務課", "市民課")


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    monkeypatch.delenv("REFORM_DESKTOP_KEYS", raising=False)
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    screen = Screen(home)
    made = Counted(screen)
    try:
        yield made
    except NotThere:
        screen.picture(tmp_path / "screen.png")
        print(*screen.do("tree"), sep="\n")
        raise
    finally:
        screen.close()


@pytest.mark.xvfb
def test_the_three_peoples_work_takes_few_actions(person: Counted, tmp_path: Path) -> None:
    plan, division = tmp_path / "全体.reform", Commands(tmp_path / "推進課の鍵")
    division.succeed("new", plan, "--outline", "sample", "--division")
    requests = [_request(division, plan, tmp_path / f"{name}.zip", name) for name in DEPARTMENTS]
    try:
        own = _finish_one_measure(person, requests[0], tmp_path)
        clerk = person.told("課の担当者：照会を受けてから、取組1件の年度末を仕上げて提出するまで")
        paper = _print_the_sheets(person, own)
        manager = person.told("課長：課の取組シートを印刷するまで（プリンターのないPCで、PDF に保存）")
        bundles = [own.with_name(f"提出_{DEPARTMENTS[0]}.zip")]
        bundles += [_answer_by_commands(tmp_path, *one) for one in zip(DEPARTMENTS[1:], requests[1:], strict=True)]
        summary = _gather_and_print(person, plan, bundles)
        coordinator = person.told("取りまとめ担当：3課の回答を集めて、総括表を印刷するまで（鍵の確認を含む）")
    except NotThere:
        person.screen.picture(tmp_path / "screen.png")
        print(*person.screen.do("tree"), sep="\n")
        raise
    for made in (paper, summary):
        assert made.read_bytes().startswith(b"%PDF")
    counted = {"担当者": (clerk, CLERK), "課長": (manager, MANAGER), "取りまとめ担当": (coordinator, COORDINATOR)}
    for who, (count, most) in counted.items():
        assert count <= most
        assert re.search(rf"^\| {who}：.* \| {count} \| {most} \|$", NOTES.read_text(encoding="utf-8"), re.MULTILINE), (
            f"{NOTES.name} does not say {count} for {who}"
        )


def _request(division: Commands, plan: Path, bundle: Path, department: str) -> Path:
    words = ("--department", department, "--fiscal-year", str(YEAR), "--period", "year_end", "--deadline", "R9.4.30")
    division.succeed("bundle", "export", plan, "-o", bundle, *words)
    return bundle


def _finish_one_measure(person: Counted, request: Path, folder: Path) -> Path:
    """Go from the request to the submission, everything of the year-end filled in; returns the department's file."""
    own = person.screen.home / "練習用_財政課_実施計画.reform"
    photo = folder / "広報.txt"
    photo.write_text("財政白書を説明した広報の写し", encoding="utf-8")
    person.begin(str(request))
    dialog = person.find("dialog", "推進課の依頼から始める")
    for step in ("手順 2/3 所属と氏名", "手順 3/3 記入を始める"):
        person.press("push button", "次へ.*", within=dialog)
        person.find("filler", step, within=dialog)
    person.press("push button", "記入を始める.*", within=dialog)
    person.find("combo box", re.escape(SHOWN_YEAR))
    person.write(re.escape(f"{SHOWN_YEAR} 取組実績"), "財政白書を公表し、出前講座を5回開いた。")
    person.choose_from_list("（未選択）", entry=2)
    for name, text in (
        ("理由・課題", "若い世代の参加が少ない。"),
        ("次年度の取組", "学校の授業で活用する。"),
        ("歳出削減（実績）（千円）", "120"),
        ("歳入確保（実績）（千円）", "0"),
        ("削減時間（時間）", "40"),
    ):
        person.write(re.escape(f"{SHOWN_YEAR} {name}"), text)
    values = {"財政の状況を知っていると答えた市民の割合": "31", "財政に関する出前講座の実施回数": "5"}
    for indicator, value in values.items():
        person.write_into_cell(rf"{indicator}.*{re.escape(SHOWN_YEAR)} 実績値.*", value)
    person.press("push button", "ファイルを添付")
    person.choose_file("添付するファイル.*", str(photo), "開く")
    person.find("table cell", ".*広報.*")
    person.keys("ctrl+3")
    person.press("push button", "年度末：提出する")
    dialog = person.find("dialog", "提出する")
    person.press("check box", "課長の確認を受けました.*", within=dialog)
    person.press("push button", "保存先を選んで提出する.*", within=dialog)
    person.choose_file("提出ファイルの保存先", str(own.with_name(f"提出_{DEPARTMENTS[0]}.zip")), "保存")
    person.find("label", "提出ファイル「.*」を.*に書き出しました。", seconds=60)
    _leave(person)
    return own


def _print_the_sheets(person: Counted, own: Path) -> Path:
    """Print all sheets of the department; returns the PDF, since there is no printer here."""
    person.begin(str(own))
    person.keys("ctrl+1")
    person.press("push button", "取組シートを印刷する")
    return _save_for_want_of_a_printer(person, own.parents[1])


def _save_for_want_of_a_printer(person: Counted, folder: Path) -> Path:
    """Save below ``folder`` what a printer would print; returns the PDF."""
    before = set(folder.rglob("*.pdf"))
    person.press("push button", r"印刷\(.\)", seconds=60)
    person.press("push button", "PDF に保存")
    person.choose_file("PDF に保存", "", "保存")
    person.find("label", "「.*」を保存しました。", seconds=60)
    _leave(person)
    (made,) = set(folder.rglob("*.pdf")) - before
    return made


def _answer_by_commands(folder: Path, name: str, request: Path) -> Path:
    clerk, file, bundle = Commands(folder / f"{name}の鍵"), folder / f"{name}.reform", folder / f"{name}の提出.zip"
    clerk.succeed("new", file, "--from-bundle", request)
    measure = min(one.id for one in clerk.records(file, "measure"))
    values = {"measure_id": measure, "fiscal_year": YEAR, "grade": "year_achieved"}
    clerk.edit(file, {"kind": "year_record", "set": values})
    clerk.succeed("bundle", "export", file, "-o", bundle, "--fiscal-year", str(YEAR), "--period", "year_end")
    return bundle


def _gather_and_print(person: Counted, plan: Path, bundles: list[Path]) -> Path:
    """Take three bundles in, each with a key to be compared, and print the summary; returns its PDF."""
    person.begin(str(plan))
    person.keys("ctrl+i")
    person.choose_file("取り込むファイルを選ぶ", " ".join(f'"{path}"' for path in bundles), "開く")
    person.find("dialog", "取り込む")
    for left in range(len(bundles), 0, -1):
        person.find("label", f"鍵の確認が必要なファイルが{left}件あります。.*", seconds=60)
        person.press("check box", "電話などで番号を確かめました.*")
        person.press("push button", "鍵を受け入れて取り込む.*")
    person.screen.do("wait_gone", role="dialog", name="取り込む", seconds=60)
    person.keys("ctrl+1")
    person.press("push button", "総括表を印刷する")
    return _save_for_want_of_a_printer(person, plan.parent)


def _leave(person: Counted) -> None:
    """Close the program, which does not count."""
    person.screen.do("keys", combination="ctrl+q")
    assert person.screen.do("wait_for_end") == 0
