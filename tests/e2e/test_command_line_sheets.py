"""Sheets by script: handed out, looked at, taken in, taken back, and what is refused."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from e2e.scripts import fail, records, run, succeed

ADDED = "シートで書いた実績です。"
PASSWORD = "ひみつ123"  # noqa: S105 -- of a file that the test makes
HARD = Path(__file__).parents[1] / "fixtures" / "sheets"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "全体.reform"
    succeed("new", path, "--outline", "sample", "--division")
    return path


@pytest.fixture
def sheet(store: Path, tmp_path: Path) -> Path:
    """Return a 記入用シート with one result filled in and one amount that nobody can read."""
    path = tmp_path / "記入用.xlsx"
    succeed("report", store, "entry", "--format", "xlsx", "-o", path, "--fiscal-year", "R7")
    book = openpyxl.load_workbook(path)
    page = book.worksheets[1]
    for row in page.iter_rows(min_col=2, max_col=4):
        if row[0].value == "取組実績":
            row[2].value = ADDED
        if row[0].value == "歳出削減（実績）":
            row[2].value = "たくさん"
    book.save(path)
    return path


def results(store: Path) -> list[object]:
    return [one.value("result") for one in records(store, "year_record")]


def test_a_sheet_is_looked_at_taken_in_once_and_taken_back(store: Path, sheet: Path) -> None:
    before = succeed("dump", store).out
    looked = succeed("import-sheet", store, sheet, "--dry-run").lines
    assert looked[0].startswith("記入用.xlsx：取り込むと　変更 1件、")
    assert any("読めない" in line and "D24" in line and "数として読めません" in line for line in looked)
    assert succeed("dump", store).out == before
    told = msgspec.json.decode(succeed("import-sheet", store, sheet, "--json").out, type=dict[str, object])
    assert (told["keyed"], told["import"], told["taken"], told["conflicts"]) == (True, 1, 1, 0)
    assert ADDED in results(store)
    assert "新しい内容はありません" in succeed("import-sheet", store, sheet).lines[0]
    assert "記入された表" in succeed("imports", store).out
    succeed("undo-import", store)
    assert succeed("dump", store).out == before


def test_what_was_edited_meanwhile_is_a_conflict(store: Path, sheet: Path) -> None:
    looked = msgspec.json.decode(succeed("import-sheet", store, sheet, "--dry-run", "--json").out)
    (changed,) = [one for one in looked["cells"] if one["state"] == "changed"]
    year = next(
        one
        for one in records(store, "year_record")
        if (one.value("measure_id"), one.value("fiscal_year")) == (changed["measure_id"], 2025)
    )
    edit = {"kind": "year_record", "id": year.id, "set": {"result": "三週間の間に書いた"}}
    succeed("edit", store, "-", given=msgspec.json.encode(edit))
    assert "競合になる 1件" in succeed("import-sheet", store, sheet).lines[0]
    (conflict,) = msgspec.json.decode(succeed("conflicts", store, "--json").out)
    assert set(conflict["values"]) == {ADDED, "三週間の間に書いた"}


def test_a_mapping_is_printed_corrected_and_given(store: Path, tmp_path: Path) -> None:
    measure = next(one for one in records(store, "measure") if one.value("title") == "広報紙と市ホームページの見直し")
    table = tmp_path / "一覧.csv"
    table.write_bytes(f"取組名,うちの言い方,自己評価\r\n{measure.value('title')},{ADDED},△\r\n".encode("cp932"))
    looked = msgspec.json.decode(
        succeed("import-sheet", store, table, "--dry-run", "--json", "--fiscal-year", "R7").out
    )
    assert not looked["keyed"]
    columns = looked["mapping"]["sheets"][0]["columns"]
    assert [one["target"] for one in columns] == ["measure.title", "", "year_record.grade"]
    columns[1]["target"] = "year_record.result"
    mapping = tmp_path / "割当て.json"
    mapping.write_bytes(msgspec.json.encode(looked["mapping"]))
    succeed("import-sheet", store, table, "--mapping", mapping)
    assert ADDED in results(store)
    columns[1]["target"] = "department.name"
    mapping.write_bytes(msgspec.json.encode(looked["mapping"]))
    assert "割当てのファイル" in fail("import-sheet", store, table, "--mapping", mapping)


def test_a_protected_workbook_is_opened_with_its_password(store: Path, sheet: Path, tmp_path: Path) -> None:
    protected = io.BytesIO()
    OOXMLFile(io.BytesIO(sheet.read_bytes())).encrypt(PASSWORD, protected)
    sheet.write_bytes(protected.getvalue())
    assert "パスワードで保護されています" in fail("import-sheet", store, sheet)
    words = tmp_path / "パスワード.txt"
    words.write_text("ちがう\n", encoding="utf-8")
    assert "パスワードが違います" in fail("import-sheet", store, sheet, "--password-file", words)
    words.write_text(f"{PASSWORD}\n", encoding="utf-8")
    succeed("import-sheet", store, sheet, "--password-file", words)
    assert ADDED in results(store)


def test_what_cannot_be_is_said_in_one_line_and_changes_nothing(store: Path, tmp_path: Path) -> None:
    before = succeed("dump", store).out
    broken = tmp_path / "壊れた.xlsx"
    broken.write_bytes(b"PK\x03\x04" + bytes(500))
    hard = [HARD / name for name in ("ends_the_reader.xls", "protected.xls", "protected.ods")]
    for path in (broken, store, tmp_path / "ない.xlsx", *hard):
        assert "何も取り込んでいません" in fail("import-sheet", store, path)
    assert "xlsx を指定" in fail("report", store, "entry", "--format", "pdf", "-o", tmp_path / "a.pdf")
    assert run("import-sheet", store).status == 2
    assert succeed("dump", store).out == before


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process by a signal")
@pytest.mark.parametrize("delay", [0.5, 1.2])
def test_killed_in_the_middle_it_is_before_or_after(store: Path, sheet: Path, delay: float) -> None:
    before = succeed("dump", store).out
    command = [sys.executable, "-m", "reform_desktop", "import-sheet", str(store), str(sheet)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ) as running:
        time.sleep(delay)
        running.send_signal(signal.SIGKILL)
    left = succeed("dump", store).out
    if left != before:
        assert ADDED in results(store)
        succeed("undo-import", store)
        assert succeed("dump", store).out == before
