"""Editions: frozen once, printed the same for ever, in every file that has them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from reform_desktop.bundle.reader import open_bundle
from reform_desktop.domain.errors import DamagedFileError, FileError, InputError, NotAllowedError, NotFoundError
from reform_desktop.domain.values import JsonValue
from reform_desktop.reports import frozen
from reform_desktop.reports.catalogue import REPORTS, ReportFormat
from reform_desktop.reports.errors import Cancelled
from reform_desktop.reports.writing import write_report as write_document
from reform_desktop.services import editing, editions, layouts, scripting
from reform_desktop.services.checking import check_bytes
from reform_desktop.services.desk import Desk
from reform_desktop.services.edition_content import WHOLE, build_edition_report, finished_bytes
from reform_desktop.services.editions import FreezeOrder
from reform_desktop.services.exchange.exporting import Purpose, WithEvidence
from reform_desktop.services.reporting import write_report
from reform_desktop.store.backup import list_backups
from reform_desktop.store.schema import chunk
from reform_desktop.store.store import restore
from unit.reports.conftest import pdf_text, squeezed
from unit.services.offices import FINANCE, MEASURE, POLICY, Office, year_row

DAY = date(2026, 6, 20)
FIXTURES = Path(__file__).parents[2] / "fixtures"
ORDER = FreezeOrder(DAY, "行政改革推進会議", fiscal_year=2025)
EVERY = [(report, form) for report in REPORTS for form in ReportFormat if form in REPORTS[report].formats]


@pytest.fixture
def frozen_office(division: Office) -> Office:
    """The division's file with a first edition, in which the plan has gone on since."""
    division.fill_year(2025, plan="計画の文", result="確定したときの実績", grade="year_achieved", cost_cut_actual=1200)
    editions.freeze_edition(division.desk, ORDER)
    return division


SOME = [
    ("list", ReportFormat.CSV),
    ("book", ReportFormat.PDF),
    ("sheet", ReportFormat.HTML),
    ("handover", ReportFormat.EXCEL),
    ("public", ReportFormat.PDF),
]


def print_all(
    desk: Desk, folder: Path, reports: list[tuple[str, ReportFormat]] = EVERY, *, department: str | None = None
) -> dict[str, bytes]:
    folder.mkdir()
    printed = {}
    for report, form in reports:
        path = folder / f"{report}.{form.value}"
        write_report(desk, report, form.value, path, edition=1, department=department)
        printed[path.name] = path.read_bytes()
    return printed


def go_on(office: Office) -> None:
    """Change everything that a report could read."""
    office.set("year_record", year_row(2025), result="あとで直した実績", grade="year_partly_achieved")
    office.set("measure", MEASURE, title="新しい題名")
    office.set("policy", POLICY, title="新しい方針名")
    office.set("department", FINANCE, name="新財政課")
    office.fill_year(2026, plan="次の年")


def test_every_report_of_an_edition_stays_the_same_to_the_byte(frozen_office: Office, tmp_path: Path) -> None:
    first = print_all(frozen_office.desk, tmp_path / "first")
    go_on(frozen_office)
    assert print_all(frozen_office.desk, tmp_path / "second") == first
    words = squeezed(pdf_text(tmp_path / "second" / "sheet.pdf"))
    assert "確定したときの実績" in words
    assert "あとで直した実績" not in words


def test_another_process_with_other_hashes_prints_the_same(frozen_office: Office, tmp_path: Path) -> None:
    first = print_all(frozen_office.desk, tmp_path / "first")
    path = frozen_office.desk.path
    frozen_office.desk.close()
    code = (
        "import sys; from pathlib import Path; from reform_desktop.cli import run_command_line as run\n"
        "for name in sys.argv[3:]:\n"
        "    report, form = name.split('.')\n"
        "    assert run(['report', sys.argv[1], report, '--format', form, '-o', str(Path(sys.argv[2]) / name),"
        " '--edition', '1']) == 0\n"
    )
    target = tmp_path / "second"
    target.mkdir()
    for seed in ("1", "77"):
        done = subprocess.run(
            [sys.executable, "-c", code, str(path), str(target), *first],
            env={"PYTHONHASHSEED": seed, "TZ": "America/New_York"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        assert {name: (target / name).read_bytes() for name in first} == first


def test_the_sheets_say_edition_meeting_and_day(frozen_office: Office, tmp_path: Path) -> None:
    write_report(frozen_office.desk, "summary", "pdf", tmp_path / "a.pdf", edition=1)
    words = squeezed(pdf_text(tmp_path / "a.pdf"))
    assert "第1版（行政改革推進会議）" in words
    assert "確定日令和8年6月20日" in words
    assert "印刷日" not in words
    write_report(frozen_office.desk, "summary", "html", tmp_path / "a.html", edition=1)
    assert "第1版（行政改革推進会議）　確定日 令和8年6月20日" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_a_department_that_received_the_edition_prints_the_same(
    frozen_office: Office, finance: Office, tmp_path: Path
) -> None:
    first = print_all(frozen_office.desk, tmp_path / "first")
    finance.take(frozen_office.send(purpose=Purpose.RETURN, department="財政課"))
    assert print_all(finance.desk, tmp_path / "second") == first
    (own,) = (print_all(finance.desk, tmp_path / "own", SOME, department="財政課"),)
    assert own == print_all(frozen_office.desk, tmp_path / "theirs", SOME, department="財政課")
    assert own["list.csv"] != first["list.csv"]
    assert not finance.desk.next_undo()


def test_a_department_does_not_send_the_divisions_editions_back(frozen_office: Office, finance: Office) -> None:
    finance.take(frozen_office.send(purpose=Purpose.RETURN, department="財政課"))
    finance.fill_year(2026, result="一")
    with open_bundle(finance.send("提出")) as opened:
        assert len(opened.evidence) == 0
    with open_bundle(frozen_office.send("返却", purpose=Purpose.RETURN, department="財政課")) as opened:
        (content,) = opened.header.evidence
        assert content.extension == "txt"


def test_a_restored_backup_prints_the_same(frozen_office: Office, tmp_path: Path) -> None:
    first = print_all(frozen_office.desk, tmp_path / "first", SOME)
    frozen_office.desk.store.back_up("manual")
    go_on(frozen_office)
    path = frozen_office.desk.path
    frozen_office.desk.close()
    restore(path, list_backups(path)[0], "担当者")
    frozen_office.desk = Desk.open(path)
    assert print_all(frozen_office.desk, tmp_path / "second", SOME) == first


def test_freezing_is_undone_and_done_again(frozen_office: Office, tmp_path: Path) -> None:
    desk = frozen_office.desk
    first = print_all(desk, tmp_path / "first", SOME)
    undo = desk.next_undo()
    assert undo is not None
    assert undo.name == "第1版の確定"
    desk.undo()
    assert editions.list_editions(desk) == []
    with pytest.raises(NotFoundError, match="確定版はまだありません"):
        write_report(desk, "list", "csv", tmp_path / "a.csv", edition=1)
    assert not (tmp_path / "a.csv").exists()
    desk.redo()
    assert print_all(desk, tmp_path / "second", SOME) == first


def test_a_damaged_edition_says_so_and_everything_else_goes_on(frozen_office: Office, tmp_path: Path) -> None:
    desk = frozen_office.desk
    with desk.store.writing() as connection:
        connection.execute(chunk.update().values(data=b"x" + b"0" * 100))
    with pytest.raises(DamagedFileError, match=r"第1版.*内容が壊れている.*ほかの内容はそのまま"):
        write_report(desk, "list", "csv", tmp_path / "a.csv", edition=1)
    write_report(desk, "list", "csv", tmp_path / "a.csv")
    assert not desk.store.verify().is_sound
    (finding,) = check_bytes(desk)
    assert finding.message.startswith("確定版「第1版」の内容が、確定したときと変わっています。")


def test_an_edition_whose_content_did_not_come_along_says_so(
    frozen_office: Office, finance: Office, tmp_path: Path
) -> None:
    sent = frozen_office.send(purpose=Purpose.RETURN, department="財政課", evidence=WithEvidence.NONE)
    assert finance.take(sent).evidence_missing == 1
    (listed,) = editions.listed_editions(finance.desk)
    assert not listed.here
    with pytest.raises(FileError, match=r"第1版.*このファイルにありません.*返却を依頼"):
        write_report(finance.desk, "list", "csv", tmp_path / "a.csv", edition=1)


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"format":99}'])
def test_a_content_that_is_none_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(DamagedFileError, match="プログラムでは読めません"):
        frozen.from_bytes(data)


def test_a_packed_bomb_and_cut_off_figures_are_refused(frozen_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    content = editions.open_edition(frozen_office.desk, 1)
    cut = msgspec.structs.replace(content, figures=content.figures[:-20])
    with pytest.raises(DamagedFileError):
        frozen.figures_of(cut)
    monkeypatch.setattr(frozen, "MOST_BYTES", 1000)
    with pytest.raises(DamagedFileError):
        frozen.figures_of(content)


def test_what_a_newer_program_adds_is_passed_over(frozen_office: Office) -> None:
    content = editions.open_edition(frozen_office.desk, 1)
    words = msgspec.json.decode(frozen.to_bytes(content))
    assert isinstance(words, dict)
    assert frozen.from_bytes(msgspec.json.encode(words | {"of_tomorrow": [1]})) == content


def test_a_newer_program_hands_out_the_finished_files_and_says_what_it_draws_anew(
    frozen_office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = print_all(frozen_office.desk, tmp_path / "first")
    monkeypatch.setattr("reform_desktop.reports.html_writer._STYLE", "body { color: #000; }")
    monkeypatch.setattr("reform_desktop.reports.pdf.writer._CONTENTS_INDENT", 40.0)
    monkeypatch.setattr("reform_desktop.services.editions.__version__", "99")
    second = print_all(frozen_office.desk, tmp_path / "second")
    assert {name for name in first if first[name] != second[name]} >= {"list.html", "sheet.html"}
    for name, form in frozen.FINISHED:
        assert first[f"{name}.{form}"] == second[f"{name}.{form}"]
    (edition,) = editions.list_editions(frozen_office.desk)
    assert "ページの割付けが当時と違うことがあります" in (editions.why_bytes_may_differ(edition.program) or "")
    monkeypatch.undo()
    assert editions.why_bytes_may_differ(edition.program) is None


def test_only_the_division_freezes(finance: Office) -> None:
    with pytest.raises(NotAllowedError, match="推進課のファイルで"):
        editions.freeze_edition(finance.desk, ORDER)
    assert editions.why_not_frozen(finance.desk)


def test_numbers_go_on_and_are_not_used_twice(frozen_office: Office) -> None:
    desk = frozen_office.desk
    assert editions.next_number(desk) == 2
    with pytest.raises(InputError, match="第1版はすでにあります"):
        editions.freeze_edition(desk, FreezeOrder(DAY, number=1))
    editions.freeze_edition(desk, FreezeOrder(DAY, number=7))
    assert [one.number for one in editions.list_editions(desk)] == [7, 1]
    with pytest.raises(NotFoundError, match="あるのは第1版、第7版です"):
        editions.find_edition(desk, 3)


def test_a_published_edition_is_not_deleted_and_an_unpublished_one_is(frozen_office: Office) -> None:
    desk = frozen_office.desk
    (edition,) = editions.list_editions(desk)
    editions.publish_edition(desk, edition.id, date(2026, 7, 1))
    line = msgspec.json.encode({"kind": "edition", "id": edition.id, "delete": True})
    for attempt in (lambda: editions.delete_edition(desk, edition.id), lambda: scripting.edit(desk, [line])):
        with pytest.raises(NotAllowedError, match="公表した確定版のため、削除できません"):
            attempt()
    editions.publish_edition(desk, edition.id, None)
    editions.delete_edition(desk, edition.id)
    assert editions.list_editions(desk) == []
    desk.undo()
    assert editions.open_edition(desk, 1).label == "第1版（行政改革推進会議）"


def test_what_was_frozen_is_not_altered_by_hand(frozen_office: Office) -> None:
    desk = frozen_office.desk
    (edition,) = editions.list_editions(desk)
    with pytest.raises(NotAllowedError, match="「会議名」は確定したときのまま"):
        editing.set_values(desk, "edition", edition.id, {"meeting": "別の会議"})
    editing.set_values(desk, "edition", edition.id, {"note": "配付は36部"})


def test_freezing_stopped_half_way_leaves_nothing(division: Office) -> None:
    asked: Iterator[bool] = iter([False] * 3 + [True] * 100)
    with pytest.raises(Cancelled):
        editions.freeze_edition(division.desk, ORDER, cancelled=lambda: next(asked))
    assert editions.list_editions(division.desk) == []
    assert division.desk.store.verify().is_sound


def test_progress_goes_up_to_the_end(division: Office) -> None:
    told: list[tuple[int, int]] = []
    editions.freeze_edition(division.desk, ORDER, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_a_department_that_the_edition_does_not_know_is_named(frozen_office: Office, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="「宇宙課」という課はありません"):
        write_report(frozen_office.desk, "list", "csv", tmp_path / "a.csv", edition=1, department="宇宙課")


def test_the_layouts_of_that_day_are_the_editions_own(frozen_office: Office, tmp_path: Path) -> None:
    desk = frozen_office.desk
    values: dict[str, JsonValue] = {"name": "審議会用", "paper": "a3", "footer": "審議会に配付", "without_stamps": True}
    layout_id, _saved = layouts.create_layout(desk, values)
    editions.freeze_edition(desk, FreezeOrder(DAY, number=2))
    wanted = layouts.layout_named(desk, "審議会用").settings

    def printed(name: str, edition: int) -> bytes:
        write_report(desk, "list", "pdf", tmp_path / name, edition=edition, layout=wanted)
        return (tmp_path / name).read_bytes()

    first = printed("a.pdf", 2)
    layouts.change_layout(desk, layout_id, {"footer": "別の文", "paper": "a4"})
    assert printed("b.pdf", 2) == first
    layouts.delete_layout(desk, layout_id)
    assert printed("c.pdf", 2) == first
    words = squeezed(pdf_text(tmp_path / "a.pdf"))
    assert "審議会に配付第2版" in words
    with pytest.raises(NotFoundError, match=r"「審議会用」というレイアウトはありません.*（ありません）"):
        printed("d.pdf", 1)


@pytest.mark.parametrize("name", [report for report in REPORTS if report != "errata"])
def test_an_edition_of_the_first_version_is_printed_by_every_later_one(name: str, tmp_path: Path) -> None:
    content = frozen.from_bytes((FIXTURES / "edition-format-1.json").read_bytes())
    for form in REPORTS[name].formats:
        write_document(build_edition_report(content, name), form, tmp_path / f"{name}.{form.value}")
    words = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
    assert "第1版（推進会議）　確定日 令和8年6月20日" in words
    kept = finished_bytes(content, "public", "csv", WHOLE)
    assert kept is not None
    assert "試行した。" in kept.decode("utf-8-sig")
