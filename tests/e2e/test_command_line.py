"""The command line as other people's scripts use it: real processes, real files."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from e2e.scripts import ENVIRONMENT, Record, as_lines, fail, records, run, succeed
from reform_desktop.services.desk import Desk


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A division's file with one measure, and the measure's id; tests work on copies."""
    store = tmp_path_factory.mktemp("made") / "全体.reform"
    succeed("new", store, "--outline", "annaka-4", "--division")
    items = records(store, "item")
    measure = {
        "item_id": next(one.id for one in items if one.value("title") == "市民ニーズを間断なく把握"),
        "number": 1,
        "title": "窓口の待ち時間を短くする",
        "lead_department_id": records(store, "department")[0].id,
    }
    (measure_id,) = succeed("edit", store, "-", given=as_lines([{"kind": "measure", "set": measure}])).lines
    return store, measure_id


@pytest.fixture
def store(made: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copy(made[0], tmp_path / "全体.reform"))


@pytest.fixture
def measure(made: tuple[Path, str]) -> str:
    return made[1]


def test_a_departments_year_from_a_new_file_to_a_backup(tmp_path: Path) -> None:
    answer = succeed("new", tmp_path / "課", "--outline", "annaka-4", "--department", "政策・デジタル推進課", "--json")
    created = msgspec.json.decode(answer.out, type=dict[str, str])
    store = Path(created["path"])
    assert store == tmp_path / "課.reform"
    assert created["department"] == "政策・デジタル推進課"
    assert succeed("status", store).lines[0].startswith("第4次安中市行政改革大綱")
    succeed("backup", store, "-o", tmp_path / "控え.reform")
    assert succeed("dump", tmp_path / "控え.reform").out == succeed("dump", store).out


def test_a_new_file_prints_its_path(tmp_path: Path) -> None:
    assert succeed("new", tmp_path / "a", "--outline", "annaka-4").lines == [str(tmp_path / "a.reform")]


def test_records_are_dumped_in_canonical_order(store: Path) -> None:
    lines = [msgspec.json.decode(line, type=Record) for line in succeed("dump", store).lines]
    order = ["plan", "policy", "item", "department", "measure", "plan_count"]
    assert sorted({one.kind for one in lines}, key=order.index) == order
    keys = [(order.index(one.kind), one.id) for one in lines]
    assert keys == sorted(keys)


def test_records_are_created_changed_and_deleted_and_ids_printed_in_order(store: Path, measure: str) -> None:
    made = [
        {"kind": "year_record", "set": {"measure_id": measure, "fiscal_year": "R7", "result": "実施した"}},
        {"kind": "indicator", "set": {"measure_id": measure, "name": "待ち時間", "unit": "分", "baseline": "12.50"}},
    ]
    year, indicator = succeed("edit", store, "-", given=as_lines(made)).lines
    (shown,) = records(store, "year_record")
    assert (shown.id, shown.value("fiscal_year"), shown.value("result")) == (year, 2025, "実施した")
    changes = [
        {"kind": "year_record", "id": year, "set": {"grade": "year_achieved"}},
        {"kind": "indicator", "id": indicator, "delete": True},
    ]
    assert succeed("edit", store, "-", given=as_lines(changes)).lines == [year, indicator]
    assert records(store, "year_record")[0].value("grade") == "year_achieved"
    assert records(store, "indicator") == []


def test_edits_come_from_a_file_with_the_mark_that_windows_programs_write(store: Path, measure: str) -> None:
    edits = store.with_name("変更.jsonl")
    line = as_lines([{"kind": "measure", "id": measure, "set": {"handover": "一行目\n二行目"}}])
    edits.write_bytes(b"\xef\xbb\xbf" + line.replace(b"\n", b"\r\n"))
    succeed("edit", store, edits)
    assert records(store, "measure")[0].value("handover") == "一行目\n二行目"


def test_one_wrong_line_changes_nothing_at_all(store: Path, measure: str) -> None:
    before = succeed("dump", store).out
    edits = [
        {"kind": "measure", "id": measure, "set": {"title": "新"}},
        {"kind": "measure", "id": measure, "set": {"x": 1}},
    ]
    assert fail("edit", store, "-", given=as_lines(edits)).startswith("2行目：")
    assert succeed("dump", store).out == before


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"null",
        b'{"kind": "measure", "set": {"title": NaN}}',
        b'{"kind": "nothing", "set": {}}',
        b'{"kind": "measure", "id": "1", "set": {}}',
        b'{"kind": "measure", "id": "0197b1f0-0000-7000-8000-000000000000", "set": {}}',
        b'{"kind": "measure", "delete": true}',
        b'{"kind": "year_record", "set": {"fiscal_year": 2025}}',
        b'{"kind": "measure", "set": {"title": ""}}',
        b'{"kind": "measure", "set": {"title": {"a": 1}}}',
        b'{"kind": "measure", "set": {"number": 1e999}}',
        b'{"kind": "measure", "set": {"number": 99999999999999999999999}}',
        b'{"kind": "measure", "unknown": 1}',
        b'\xff\xfe{\x00"\x00',
        b'{"kind": "measure", "set": {"title": "\xff"}}',
        b"[" * 100_000,
    ],
)
def test_what_cannot_be_applied_is_refused_with_a_sentence(store: Path, line: bytes) -> None:
    fail("edit", store, "-", given=line)


KEPT = [
    "=1+1",
    "+81 27 382 1111",
    "-5",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "<b>太字</b> &amp; <script>alert(1)</script>",
    "</para><br/>%s {0} %(x)s \\n \\u0000",
    "'; DROP TABLE measure; --",
    "\u202e右から左\u202c",
    "שלום עולם مرحبا",
    "𠮷野家 髙﨑 👨‍👩‍👧‍👦 e\u0301 葛\U000e0100",
    "　全角の空白　 ",
    "半角ｶﾅ Ａ１ ① ㈱ ㎡ 令和７年",
    "\ufeff\u200b見えない\u2060文字",
    '"引用", カンマ,\t改行\n二行目',
    "長" * 10_000,
    "../../etc/passwd C:\\Windows\\NUL con.txt",
    "null",
    "１０％〜２０％",
]

REFUSED = [
    b'"NUL\\u0000"',
    b'"escape \\u001b[31m"',
    b'"vertical\\u000btab"',
    b'"lone \\ud800 surrogate"',
    b'"lone \\udfff"',
    b'"reversed \\ude00\\ud83d"',
    b'"\\uffff"',
    b'"\\u0085"',
    b'"' + "長".encode() * 20_001 + b'"',
    b'"raw \x00 NUL"',
    b'"raw \xed\xa0\x80 surrogate"',
]


def test_hostile_text_comes_back_unchanged(store: Path, measure: str) -> None:
    edits = [
        {"kind": "year_record", "set": {"measure_id": measure, "fiscal_year": 2025 + place, "result": text}}
        for place, text in enumerate(KEPT)
    ]
    succeed("edit", store, "-", given=as_lines(edits))
    shown = {one.value("fiscal_year"): one.value("result") for one in records(store, "year_record")}
    assert [shown[2025 + place] for place in range(len(KEPT))] == KEPT


@pytest.mark.parametrize("text", REFUSED)
def test_text_that_cannot_be_kept_is_refused_with_a_sentence(store: Path, measure: str, text: bytes) -> None:
    line = b'{"kind":"measure","id":"%s","set":{"approach":%s}}' % (measure.encode(), text)
    assert "1行目" in fail("edit", store, "-", given=line)


def test_hostile_text_prints_in_every_format(store: Path, measure: str) -> None:
    edits = [{"kind": "measure", "id": measure, "set": {"approach": "\n".join(KEPT), "current_state": KEPT[0]}}]
    succeed("edit", store, "-", given=as_lines(edits))
    for name in ("sheet", "list"):
        for form in ("pdf", "xlsx", "html", "csv"):
            target = store.with_name(f"{name}.{form}")
            assert succeed("report", store, name, "--format", form, "-o", target).lines == [str(target)]
            assert target.stat().st_size > 100


def test_a_file_is_attached_and_counted(store: Path, measure: str) -> None:
    paper = store.with_name("集計表.csv")
    paper.write_bytes("件数\n12\n".encode())
    done = succeed("attach", store, measure, "R7", paper, "--title", "利用件数の集計", "--json")
    attached = msgspec.json.decode(done.out, type=dict[str, str | int])
    (shown,) = records(store, "evidence")
    assert shown.id == attached["id"]
    assert (shown.value("title"), shown.value("file_name")) == ("利用件数の集計", "集計表.csv")
    assert shown.value("file_size") == attached["file_size"] == paper.stat().st_size


def test_attaching_to_what_is_not_there_is_refused(store: Path, measure: str) -> None:
    paper = store.with_name("a.txt")
    paper.write_text("x", encoding="utf-8")
    fail("attach", store, "1-(1)-①", "R7", paper, "--title", "資料")
    fail("attach", store, "0197b1f0-0000-7000-8000-000000000000", "R7", paper, "--title", "資料")
    fail("attach", store, measure, "R7", store.with_name("ない.txt"), "--title", "資料")
    fail("attach", store, measure, "R7", store.parent, "--title", "資料")
    assert run("attach", store, measure, "7", paper).status == 2
    assert records(store, "evidence") == []


def test_findings_are_listed_and_vanish_when_answered(store: Path, measure: str) -> None:
    """A year long past, in which results are asked for whatever day it is."""
    before = msgspec.json.decode(succeed("check", store, "--fiscal-year", "R5", "--json").out)
    codes = {one["code"] for one in before["findings"]}
    assert {"result_missing", "grade_missing"} <= codes
    assert before["fiscal_year"] == 2023
    assert before["integrity"]["sound"] is True
    assert succeed("check", store, "--fiscal-year", "2023").lines[-1].startswith("令和5(2023)年度：")
    year = {"measure_id": measure, "fiscal_year": 2023, "result": "実施した", "grade": "in_progress"}
    succeed("edit", store, "-", given=as_lines([{"kind": "year_record", "set": year}]))
    after = msgspec.json.decode(succeed("check", store, "--fiscal-year", "R5", "--json").out)
    assert not {"result_missing", "grade_missing"} & {one["code"] for one in after["findings"]}


def test_damaged_evidence_is_reported_as_an_error(store: Path, measure: str) -> None:
    paper = store.with_name("a.txt")
    paper.write_text("本物", encoding="utf-8")
    succeed("attach", store, measure, "R7", paper, "--title", "資料")
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("UPDATE chunk SET data = ?", (b"altered",))
        connection.commit()
    done = run("check", store, "--json")
    assert done.status == 1
    assert "証拠資料 1件" in done.err
    found = msgspec.json.decode(done.out)
    assert not found["integrity"]["sound"]
    assert "evidence_damaged" in {one["code"] for one in found["findings"]}


def test_words_are_found_in_either_width(store: Path, measure: str) -> None:
    hits = msgspec.json.decode(succeed("search", store, "待ち時間", "--json").out)
    assert [(one["kind"], one["id"], one["field"]) for one in hits] == [("measure", measure, "title")]
    assert succeed("search", store, "待ち時間").lines[0].startswith("1-(2)-① 窓口の待ち時間を短くする\t")
    assert succeed("search", store, "存在しない言葉").lines == ["見つかりませんでした。"]
    assert msgspec.json.decode(succeed("search", store, "存在しない言葉", "--json").out) == []


def test_the_state_of_the_year_is_told(store: Path, measure: str) -> None:
    year = {"measure_id": measure, "fiscal_year": 2025, "result": "実施した", "grade": "year_achieved"}
    succeed("edit", store, "-", given=as_lines([{"kind": "year_record", "set": year}]))
    found = msgspec.json.decode(succeed("status", store, "--fiscal-year", "R7", "--json").out)
    assert found["fiscal_year"] == 2025
    assert found["achieved"] == 1
    assert {one["grade"]: one["count"] for one in found["grades"]}["year_achieved"] == 1
    assert (found["conflicts"], found["held"]) == (0, 0)
    assert [one["measures"] for one in found["departments"]] == [1]
    assert "年度目標達成" in succeed("status", store, "--fiscal-year", "R7").out


def test_a_report_is_made_for_one_department(store: Path) -> None:
    target = store.with_name("一覧.csv")
    options: Sequence[str | Path] = ("--format", "csv", "-o", target, "--fiscal-year", "R7")
    done = succeed("report", store, "list", *options, "--department", "政策・デジタル推進課", "--json")
    assert msgspec.json.decode(done.out)["path"] == str(target)
    assert "窓口の待ち時間を短くする" in target.read_text(encoding="utf-8-sig")
    assert "政策・デジタル推進課" in fail("report", store, "list", *options, "--department", "ない課")


def test_a_report_that_cannot_be_made_leaves_what_was_there(store: Path) -> None:
    before = store.read_bytes()
    target = store.with_name("a.pdf")
    assert "sheet" in fail("report", store, "nothing", "--format", "pdf", "-o", target)
    fail("report", store, "list", "--format", "pdf", "-o", store)
    fail("report", store, "list", "--format", "pdf", "-o", store.parent / "ない" / "a.pdf")
    assert run("report", store, "list", "--format", "doc", "-o", target).status == 2
    assert run("report", store, "list", "--format", "pdf", "-o", "-").status == 2
    assert not target.exists()
    assert store.read_bytes() == before


def test_an_open_file_can_be_read_but_not_changed(store: Path, measure: str) -> None:
    line = as_lines([{"kind": "measure", "id": measure, "set": {"title": "新"}}])
    desk = Desk.open(store, who="財政課 担当者")
    try:
        for words in (("dump", store), ("check", store), ("search", store, "窓口"), ("status", store)):
            succeed(*words)
        succeed("backup", store, "-o", store.with_name("控え.reform"))
        assert "財政課 担当者" in fail("edit", store, "-", given=line)
        assert "財政課 担当者" in fail("attach", store, measure, "R7", store, "--title", "資料")
        assert "控え" not in fail("backup", store.with_name("控え.reform"), "-o", store)
        assert desk.store.path.with_name("全体.reform.lock").exists()
    finally:
        desk.close()
    succeed("edit", store, "-", given=line)


def test_a_file_that_a_crash_left_open_is_taken_over(store: Path, measure: str) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom reform_desktop.services.desk import Desk\n"
        "Desk.open(Path(sys.argv[1]))\nos._exit(1)"
    )
    subprocess.run([sys.executable, "-c", code, str(store)], check=False)
    assert store.with_name("全体.reform.lock").exists()
    succeed("edit", store, "-", given=as_lines([{"kind": "measure", "id": measure, "set": {"title": "新"}}]))
    assert not store.with_name("全体.reform.lock").exists()


def test_a_file_made_by_another_version_is_brought_up_to_date_by_reading(store: Path) -> None:
    before = succeed("dump", store).out
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("UPDATE setting SET value = '' WHERE name = 'derived_fingerprint'")
        connection.execute("DELETE FROM measure")
        connection.commit()
    assert succeed("dump", store).out == before


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without a signal")
def test_a_file_whose_writer_was_killed_is_read_as_it_was_before(store: Path) -> None:
    before = succeed("dump", store).out
    code = (
        "import os, signal, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "connection.execute('PRAGMA cache_size = 2')\n"
        "connection.execute('BEGIN IMMEDIATE')\n"
        "connection.execute('DELETE FROM measure')\n"
        "connection.executemany('INSERT INTO setting VALUES (?, ?)', ((str(n), 'x' * 300) for n in range(3000)))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", code, str(store)], check=False)
    assert store.with_name("全体.reform-journal").exists()
    assert succeed("dump", store).out == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_read_only_folder_can_be_read_and_says_why_it_is_not_changed(store: Path, measure: str) -> None:
    store.parent.chmod(0o500)
    try:
        succeed("dump", store)
        line = as_lines([{"kind": "measure", "id": measure, "set": {"title": "新"}}])
        assert "書き込める" in fail("edit", store, "-", given=line)
    finally:
        store.parent.chmod(0o700)


@pytest.mark.parametrize("words", [("dump",), ("check",), ("status",), ("search", "語"), ("edit", "-")])
def test_what_is_no_file_of_ours_is_named_and_left_alone(words: tuple[str, ...], tmp_path: Path) -> None:
    command, *rest = words
    assert "見つかりません" in fail(command, tmp_path / "ない.reform", *rest)
    for name, content in (("文書.reform", b"PK\x03\x04" * 300), ("空.reform", b"")):
        stranger = tmp_path / name
        stranger.write_bytes(content)
        fail(command, stranger, *rest)
        assert stranger.read_bytes() == content
    fail(command, tmp_path, *rest)


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.reform"
    with closing(sqlite3.connect(other)) as connection:
        connection.executescript("CREATE TABLE a (b); INSERT INTO a VALUES (1)")
    content = other.read_bytes()
    assert "行革デスクのファイルではありません" in fail("dump", other)
    assert other.read_bytes() == content


def test_a_new_file_never_replaces_an_old_one(store: Path) -> None:
    before = store.read_bytes()
    assert "すでにある" in fail("new", store, "--outline", "annaka-4")
    assert store.read_bytes() == before


def test_a_new_file_without_a_known_outline_is_not_made(tmp_path: Path) -> None:
    assert "annaka-4" in fail("new", tmp_path / "a", "--outline", "ない大綱")
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    fail("new", tmp_path / "a", "--outline", broken)
    fail("new", tmp_path / "a", "--outline", "annaka-4", "--department", " ")
    fail("new", tmp_path / "ない" / "a", "--outline", "annaka-4")
    assert run("new", tmp_path / "a").status == 2
    assert list(tmp_path.iterdir()) == [broken]


def test_an_unknown_kind_is_told_the_known_ones(store: Path) -> None:
    assert "year_record" in fail("dump", store, "--kind", "years")


def test_a_reader_that_leaves_early_is_no_error(store: Path) -> None:
    command = [sys.executable, "-m", "reform_desktop", "dump", str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_words_that_mean_nothing_are_wrong_usage() -> None:
    for words in (("bundle", "export", "a"), ("conflicts",), ("dump",), ("--unknown",), ("a.reform", "b")):
        done = run(*words)
        assert done.status == 2, words
        assert done.err.startswith("使い方: ")
        assert done.out == ""


def test_a_report_is_made_with_a_layout_that_a_script_wrote(store: Path, tmp_path: Path) -> None:
    columns = [{"report": "list", "column": "title", "caption": "取組の名前"}, {"report": "list", "column": "number"}]
    layout = {"name": "審議会用", "columns": columns, "footer": "資料１"}
    (row,) = succeed("edit", store, "-", given=as_lines([{"kind": "layout", "set": layout}])).lines
    target = tmp_path / "一覧.html"
    succeed("report", store, "list", "--format", "html", "-o", target, "--layout", "審議会用")
    page = target.read_text(encoding="utf-8")
    assert page.index("取組の名前") < page.index(">番号<")
    assert "担当課" not in page
    assert "資料１" in page
    assert "審議会用" in fail("report", store, "list", "--format", "html", "-o", target, "--layout", "ない")
    (target.parent / "市章.png").write_bytes(b"no image")
    assert "使えません" in fail("emblem", store, "審議会用", target.parent / "市章.png")
    assert [one.id for one in records(store, "layout")] == [row]
