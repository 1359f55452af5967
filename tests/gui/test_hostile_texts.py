"""Hostile texts all the way: typed in the window or sent by a script, read back, printed as PDF, Excel, page and CSV.

Each is either kept to the letter (line breaks become LF) or refused with a sentence, alike in the window and in a
script, and what was kept can be read on paper and never becomes a formula or a tag.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from gui.sheet_window import YEAR, SheetWindow
from reform_desktop.cli import run_command_line
from reform_desktop.domain.formula_text import marked_as_text
from reform_desktop.domain.records import Department, Item
from reform_desktop.domain.text import visible_controls
from reform_desktop.domain.values import JsonValue
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.services.editing import create
from reform_desktop.services.scripting import dump
from reform_desktop.store import records
from reform_desktop.ui.widgets.text_field import TextField

KEPT = {
    "formula": '=HYPERLINK("http://example.invalid/";"押す")',
    "command": "+1+cmd|' /C calc'!A0",
    "minus": "-1-2",
    "at": "@SUM(A1:A9)",
    "tab-formula": "\t=1+1",
    "full-width-formula": "\uff1d1+1",
    "markup": "<b>太字</b><script>alert(1)</script><para/>",
    "entities": "&amp;lt; &#60; ]]> <!-- -->",
    "placeholders": "{0} {x} %s %(x)s ${HOME} \\n \\u0041 _x0041_",
    "quotes": "\"二重\" '一重' ,;|` ''; DROP TABLE change; --",
    "right-to-left": "\u202e右から\u202c",
    "hebrew": "שלום",
    "invisible": "前\u200b\u2060\ufeff後",
    "marks": "が\u3099か\u3099 e\u0301 葛\U000e0100城",
    "other-planes": "𠮷野 𩸽 🏛️",
    "spaces": "\u3000前と後\u00a0\u2009に空白 ",
    "lines": "一行目\n\n三行目",
    "long": "長い文章です。" * 1429,
    "one-word": "W" * 3000,
}
REFUSED = {
    "NUL": "まえ\x00あと",
    "bell": "鈴\x07",
    "vertical-tab": "縦\x0b",
    "escape": "\x1b[31m赤",
    "delete": "消\x7f",
    "C1": "次\x85行",
    "high-half": "x\ud842y",
    "low-half": "x\udfb7y",
    "noncharacter": "終\ufffe\uffff",
}
NOT_OF_QT = {"C1", "high-half", "low-half", "noncharacter"}
"""What no keyboard or clipboard hands on as it is: Qt's text turns it into something else before the field sees it."""


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path) -> Iterator[SheetWindow]:
    """A file of one measure, its sheet in a window."""
    desk = create_desk(tmp_path / "全体.reform", "annaka-4")
    with desk.store.reading() as connection:
        item = records.all_records(connection, Item)[0]
        department = records.all_records(connection, Department)[0]
    values: dict[str, JsonValue] = {
        "item_id": item.id,
        "number": 1,
        "title": "窓口",
        "lead_department_id": department.id,
    }
    create(desk, "measure", values)
    made = SheetWindow(desk)
    yield made
    qtbot.waitUntil(lambda: made.runner.is_idle)
    made.window.close()
    made.session.close()
    made.window.deleteLater()


def type_result(shown: SheetWindow, text: str) -> str:
    """Type into 取組実績, leave the field, and return the sentence of refusal, or ``""``."""
    shown.show()
    fields = shown.sheet.body.years.open_year.fields.fields
    result = fields["result"].control
    assert isinstance(result, TextField)
    result.setFocus()
    result.insert_typed(text)
    fields["reason"].focus()
    return result.status.error


def send(folder: Path, **line: JsonValue) -> int:
    """Send a line through ``edit`` as a script does; the file must be closed."""
    path = folder / "変更.jsonl"
    path.write_bytes(json.dumps(line).encode())
    return run_command_line(["edit", str(folder / "全体.reform"), str(path)])


def dumped_year(folder: Path) -> dict[str, JsonValue]:
    """Return the fields of the year record as ``dump`` prints them."""
    desk = Desk.open(folder / "全体.reform", read_only=True)
    try:
        lines = [json.loads(line) for piece in dump(desk, kind="year_record") for line in piece.splitlines()]
    finally:
        desk.close()
    (fields,) = [line["fields"] for line in lines if line["fields"]["fiscal_year"] == YEAR]
    assert isinstance(fields, dict)
    return fields


def squeezed(text: str) -> str:
    """Return text without white space and reordering marks: lines of a PDF end where the layout ended them."""
    return "".join(re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", text).split())


def report(folder: Path, name: str) -> Path:
    path = folder / f"sheet.{name}"
    words = ["report", str(folder / "全体.reform"), "sheet", "--format", name, "-o", str(path)]
    assert run_command_line([*words, "--fiscal-year", str(YEAR)]) == 0
    return path


@pytest.mark.parametrize("name", KEPT)
def test_a_hostile_text_is_kept_to_the_letter_and_prints(shown: SheetWindow, tmp_path: Path, name: str) -> None:
    text = KEPT[name]
    assert type_result(shown, text) == ""
    year = shown.stored().years[YEAR]
    assert year.result == text
    shown.session.close()
    assert send(tmp_path, kind="year_record", id=year.id, set={"reason": text, "next_step": text[::-1]}) == 0
    fields = dumped_year(tmp_path)
    assert (fields["result"], fields["reason"], fields["next_step"]) == (text, text, text[::-1])
    assert_on_paper(report(tmp_path, "pdf"), name)
    assert_in_workbook(report(tmp_path, "xlsx"), text)
    web = report(tmp_path, "html").read_text("utf-8")
    assert "<script" not in web.lower()
    assert squeezed(visible_controls(text)) in squeezed(unescape(re.sub("<br ?/?>|</?p[^>]*>|<wbr>", "", web)))
    rows = csv.DictReader(io.StringIO(report(tmp_path, "csv").read_text("utf-8-sig")))
    guarded = marked_as_text(visible_controls(text))  # a sign before what Excel would run as a formula
    assert any(cell in (marked_as_text(text), guarded) for row in rows for cell in row.values())


def assert_on_paper(path: Path, name: str) -> None:
    found = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True).stdout.decode()
    if name == "long":
        assert squeezed(found).count("長い文章です") > 2800
    elif name == "one-word":
        assert squeezed(found).count("W") == 3 * 3000
    elif name not in ("hebrew", "marks"):  # pdftotext puts their letters in an order and a form of its own
        readable = KEPT[name].replace("🏛️", "［U+1F3DB］")
        assert squeezed(visible_controls(readable)) in squeezed(found)


LONG = 1_000


def _unescaped(value: object) -> str:
    """Return words as Excel shows them: openpyxl hands out `_x005F_` as it stands in the file."""
    return str(value).replace("_x005F_", "_")


def assert_in_workbook(path: Path, text: str) -> None:
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    if any(cell.data_type == "s" and visible_controls(text) in _unescaped(cell.value) for cell in cells):
        return
    assert len(text) > LONG, "only a long text goes on in the cells below"
    columns = [column for sheet in book.worksheets for column in sheet.iter_cols()]
    words = ["".join(_unescaped(one.value) for one in column if one.data_type == "s") for column in columns]
    assert any(squeezed(text) in squeezed(one) for one in words)


@pytest.mark.parametrize("name", REFUSED)
def test_what_no_paper_can_hold_is_refused_with_a_sentence(
    shown: SheetWindow, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = REFUSED[name]
    assert type_result(shown, "前の内容") == ""
    year = shown.stored().years[YEAR]
    if name not in NOT_OF_QT:
        assert type_result(shown, text).endswith("保存済みの内容は変わっていません。")
    assert shown.stored().years[YEAR].result == "前の内容"
    shown.session.close()
    assert send(tmp_path, kind="year_record", id=year.id, set={"result": text}) == 1
    assert capsys.readouterr().err.endswith("。\n")
    assert dumped_year(tmp_path)["result"] == "前の内容"
