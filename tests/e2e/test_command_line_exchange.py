"""Departments and the division exchange bundles by script: real processes, real files, a key folder for every PC."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct

from e2e.scripts import Person, Record
from reform_desktop.services import scripting
from reform_desktop.services.desk import Desk

FINANCE = "財政課"
CITIZENS = "市民課"


class Side(Struct):
    value: object
    mine: bool
    unit: str
    source: str


class Conflict(Struct):
    conflict: str
    kind: str
    id: str
    field: str
    values: list[object]
    sides: list[Side]


class Report(Struct):
    file: str
    sender: str
    trust: str
    arrived: int
    new: int
    conflicts: int
    held: dict[str, int]
    evidence_new: int
    evidence_missing: int
    converted: int
    warnings: list[str]


class Key(Struct):
    state: str
    unit: str
    fingerprint: str
    public_key: str


class Evidence(Struct):
    included: int
    left_out: int


class Signer(Struct):
    unit: str
    public_key: str


class Summary(Struct):
    purpose: str
    signer: Signer
    evidence: Evidence
    message: str
    deadline: str | None


@dataclass(frozen=True)
class Office(Person):
    """A unit at its PC, with its file."""

    store: Path = Path()

    def send(self, target: str | Path, *words: str | Path) -> Path:
        (path,) = self.succeed("bundle", "export", self.store, "-o", target, *words).lines
        return Path(path)

    def take(self, *words: str | Path) -> list[Report]:
        done = self.succeed("bundle", "import", self.store, *words, "--json")
        return msgspec.json.decode(done.out, type=list[Report])

    def dump(self, kind: str | None = None) -> list[Record]:
        """Look at the file without a process, for the time it saves."""
        desk = Desk.open(self.store, read_only=True)
        try:
            return [msgspec.json.decode(line, type=Record) for line in scripting.dump(desk, kind)]
        finally:
            desk.close()

    def conflicts(self) -> list[Conflict]:
        return msgspec.json.decode(self.succeed("conflicts", self.store, "--json").out, type=list[Conflict])

    def known_keys(self) -> list[Key]:
        return msgspec.json.decode(self.succeed("keys", self.store, "--json").out, type=list[Key])

    def result(self, measure: str, text: str) -> str:
        values = {"measure_id": measure, "fiscal_year": 2025, "result": text}
        (row,) = self.edit(self.store, {"kind": "year_record", "set": values})
        return row

    def year(self, row: str) -> Record | None:
        return next((one for one in self.dump("year_record") if one.id == row), None)

    def shown(self, row: str) -> object:
        found = self.year(row)
        return found.value("result") if found else None

    def copied(self, name: str) -> Office:
        """Two people of one unit, each with a copy of the file, on one PC."""
        return Office(self.key_folder, Path(shutil.copy(self.store, self.store.with_name(name))))


@dataclass(frozen=True)
class City:
    """The division and two departments after the requests were sent, with one measure each."""

    division: Office
    finance: Office
    citizens: Office
    counter: str
    budget: str

    def copied(self, folder: Path) -> City:
        copies = [
            Office(one.key_folder, Path(shutil.copy(one.store, folder / one.store.name)))
            for one in (self.division, self.finance, self.citizens)
        ]
        return City(copies[0], copies[1], copies[2], self.counter, self.budget)


def department(name: str) -> dict[str, object]:
    return {"kind": "department", "set": {"name": name}}


def measure(item: str, number: int, title: str, lead: str) -> dict[str, object]:
    values = {"item_id": item, "number": number, "title": title, "lead_department_id": lead}
    return {"kind": "measure", "set": values}


def inspect(path: Path) -> Summary:
    return msgspec.json.decode(Person().succeed("bundle", "inspect", path, "--json").out, type=Summary)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Requests for all departments, and the departments' files made from them; tests work on copies."""
    folder = tmp_path_factory.mktemp("city")
    division = Office(folder / "推進課の鍵", folder / "全体.reform")
    division.succeed("new", division.store, "--outline", "annaka-4", "--division")
    item = division.dump("item")[0].id
    ids = dict(
        zip((CITIZENS, FINANCE), division.edit(division.store, *map(department, (CITIZENS, FINANCE))), strict=True)
    )
    counter, budget = division.edit(
        division.store,
        measure(item, 1, "窓口の待ち時間を短くする", ids[CITIZENS]),
        measure(item, 2, "予算書を短くする", ids[FINANCE]),
    )
    order = ("--all-departments", "--fiscal-year", "R7", "--deadline", "R8.4.30", "--message", "お願いします")
    requests = division.succeed("bundle", "export", division.store, "-o", folder / "照会", *order).lines
    offices = []
    for name in (FINANCE, CITIZENS):
        office = Office(folder / f"{name}の鍵", folder / f"{name}.reform")
        (request,) = [one for one in requests if Path(one).name.startswith(name)]
        path, fingerprint = office.succeed("new", office.store, "--from-bundle", request).lines
        assert path == str(office.store)
        assert division.known_keys()[0].fingerprint in fingerprint
        offices.append(office)
    assert len(requests) == len(offices)
    return City(division, offices[0], offices[1], counter, budget)


@pytest.fixture
def city(made: City, tmp_path: Path) -> City:
    return made.copied(tmp_path)


def test_a_request_says_what_is_asked_until_when(city: City, tmp_path: Path) -> None:
    words = ("--department", FINANCE, "--deadline", "2026/4/30", "--message", "再度お願いします")
    found = inspect(city.division.send(tmp_path / "照会.zip", *words))
    assert (found.purpose, found.deadline, found.message) == ("request", "2026-04-30", "再度お願いします")
    assert found.signer.unit == "division"
    assert found.signer.public_key == city.division.known_keys()[0].public_key
    shown = Person().succeed("bundle", "inspect", tmp_path / "照会.zip").lines
    assert shown[0] == "種類　　：照会"


def test_a_department_sees_its_own_measures_and_not_those_of_others(city: City) -> None:
    assert [one.id for one in city.finance.dump("measure")] == [city.budget]
    assert [one.id for one in city.citizens.dump("measure")] == [city.counter]


def test_two_departments_hand_in_and_take_the_divisions_words_back(city: City, tmp_path: Path) -> None:
    budget = city.finance.result(city.budget, "10頁減らした")
    counter = city.citizens.result(city.counter, "3分短くした")
    first = city.finance.send(tmp_path / "財政課.zip")
    second = city.citizens.send(tmp_path / "市民課.zip")
    assert inspect(first).purpose == "submission"
    before = city.division.dump()
    assert "財政課の鍵をまだ確かめていません" in city.division.fail("bundle", "import", city.division.store, first)
    assert city.division.dump() == before
    reports = city.division.take(first, second, "--accept-key")
    assert [(one.sender, one.conflicts) for one in reports] == [(FINANCE, 0), (CITIZENS, 0)]
    assert city.division.shown(budget) == "10頁減らした"
    city.division.edit(city.division.store, {"kind": "year_record", "id": counter, "set": {"result": "3分短縮した"}})
    returned = city.division.send(tmp_path / "返却.zip", "--purpose", "return", "--department", CITIZENS)
    (report,) = city.citizens.take(returned)
    assert (report.trust, report.conflicts) == ("accepted", 0)
    assert city.citizens.shown(counter) == "3分短縮した"
    known = [(one.state, one.unit == "division") for one in city.citizens.known_keys()]
    assert known == [("own", False), ("accepted", True)]


def test_importing_again_brings_nothing_new(city: City, tmp_path: Path) -> None:
    city.finance.result(city.budget, "一回目")
    submission = city.finance.send(tmp_path / "財政課.zip")
    city.division.take(submission, "--accept-key")
    before = city.division.dump()
    (again,) = city.division.take(submission)
    assert (again.new, again.conflicts) == (0, 0)
    assert city.division.dump() == before


def test_a_preview_changes_nothing_and_tells_the_number_to_compare(city: City, tmp_path: Path) -> None:
    city.finance.result(city.budget, "見るだけ")
    submission = city.finance.send(tmp_path / "財政課.zip")
    before = city.division.dump()
    (report,) = city.division.take(submission, "--dry-run")
    assert report.new > 0
    assert city.finance.known_keys()[0].fingerprint in report.warnings[0]
    assert city.division.dump() == before
    assert city.division.succeed("imports", city.division.store).lines == ["取り込んだものはありません。"]
    (line, *_warnings) = city.division.succeed("bundle", "import", city.division.store, submission, "--dry-run").lines
    assert line.startswith("財政課.zip：財政課の提出　取り込むと")


def conflicting(city: City, tmp_path: Path) -> tuple[str, Conflict]:
    """Division and department both rewrite the same result; returns the row and the conflict in the division's file."""
    row = city.finance.result(city.budget, "初め")
    city.division.take(city.finance.send(tmp_path / "1.zip"), "--accept-key")
    city.division.edit(city.division.store, {"kind": "year_record", "id": row, "set": {"result": "推進課の文"}})
    city.finance.result(city.budget, "課の文")
    (report,) = city.division.take(city.finance.send(tmp_path / "2.zip"))
    assert report.conflicts == 1
    (conflict,) = city.division.conflicts()
    return row, conflict


def test_a_conflict_keeps_both_values_until_one_is_taken(city: City, tmp_path: Path) -> None:
    row, conflict = conflicting(city, tmp_path)
    assert (conflict.kind, conflict.id, conflict.field) == ("year_record", row, "result")
    assert sorted(map(str, conflict.values)) == ["推進課の文", "課の文"]
    assert {(one.value, one.mine) for one in conflict.sides} == {("推進課の文", True), ("課の文", False)}
    assert "競合 1件" in city.division.succeed("status", city.division.store).out
    listed = city.division.succeed("conflicts", city.division.store).out
    assert conflict.conflict in listed
    assert "課の文" in listed
    assert city.division.succeed("resolve", city.division.store, conflict.conflict, "--take", "theirs").lines == [row]
    assert city.division.conflicts() == []
    assert city.division.shown(row) == "課の文"
    assert "ありません" in city.division.fail("resolve", city.division.store, conflict.conflict, "--take", "mine")


@pytest.mark.parametrize(("taken", "shown"), [("mine", "推進課の文"), ("二つを合わせた文", "二つを合わせた文")])
def test_a_resolution_travels_back_and_is_no_new_conflict(city: City, tmp_path: Path, taken: str, shown: str) -> None:
    row, conflict = conflicting(city, tmp_path)
    city.division.succeed("resolve", city.division.store, conflict.conflict, "--take", taken)
    city.finance.take(city.division.send(tmp_path / "返却.zip", "--purpose", "return", "--department", FINANCE))
    assert city.finance.shown(row) == shown
    assert city.finance.conflicts() == []


@pytest.mark.parametrize(("taken", "left"), [("mine", 1), ("theirs", 0)])
def test_deleted_here_and_edited_there_is_a_conflict_until_somebody_decides(
    city: City, tmp_path: Path, taken: str, left: int
) -> None:
    row = city.finance.result(city.budget, "初め")
    city.division.take(city.finance.send(tmp_path / "1.zip"), "--accept-key")
    city.division.edit(city.division.store, {"kind": "year_record", "id": row, "set": {"result": "推進課の文"}})
    city.finance.edit(city.finance.store, {"kind": "year_record", "id": row, "delete": True})
    (report,) = city.division.take(city.finance.send(tmp_path / "2.zip"))
    assert report.conflicts == 1
    (conflict,) = city.division.conflicts()
    assert (conflict.id, sorted(one.mine for one in conflict.sides)) == (row, [False, True])
    assert "削除する" in city.division.succeed("conflicts", city.division.store).out
    assert "mine か theirs" in city.division.fail("resolve", city.division.store, conflict.conflict, "--take", "別の文")
    city.division.succeed("resolve", city.division.store, conflict.conflict, "--take", taken)
    assert city.division.conflicts() == []
    assert len(city.division.dump("year_record")) == left


def test_undoing_an_import_is_as_if_it_had_never_come_and_redoing_brings_it_back(city: City, tmp_path: Path) -> None:
    before = city.division.dump()
    row = city.finance.result(city.budget, "提出した文")
    city.division.take(city.finance.send(tmp_path / "1.zip"), "--accept-key")
    after = city.division.dump()
    city.division.edit(city.division.store, {"kind": "year_record", "id": row, "set": {"reason": "上に書いた"}})
    on_top = city.division.dump()
    planned = city.division.succeed("undo-import", city.division.store, "--dry-run").out
    assert "保留になる変更 1件" in planned
    assert city.division.dump() == on_top
    city.division.succeed("undo-import", city.division.store, "1")
    assert city.division.dump() == before
    assert "保留中の変更" in city.division.succeed("status", city.division.store).out
    assert "取り消し済み" in city.division.succeed("imports", city.division.store).out
    assert "すでに取り消されています" in city.division.fail("undo-import", city.division.store, "1")
    assert "ありません" in city.division.fail("undo-import", city.division.store)
    city.division.succeed("redo-import", city.division.store)
    assert city.division.dump() == on_top != after
    assert "ありません" in city.division.fail("redo-import", city.division.store, "1")
    assert city.division.run("undo-import", city.division.store, "x").status == 2


def test_the_state_of_a_period_travels_with_what_is_sent(city: City, tmp_path: Path) -> None:
    period = ("--fiscal-year", "R7", "--period", "year_end")
    order = ("--all-departments", *period, "--deadline", "R8.4.30", "--message", "お願いします")
    division, finance = city.division, city.finance
    requests = division.succeed("bundle", "export", division.store, "-o", tmp_path / "照会", *order).lines
    finance.take(next(one for one in requests if Path(one).name.startswith(FINANCE)))
    (asked,) = finance.dump("submission")
    assert (asked.value("state"), asked.value("deadline")) == ("draft", "2026-04-30")
    division.take(finance.send(tmp_path / "提出.zip", *period), "--accept-key")
    states = {one.id: one.value("state") for one in division.dump("submission")}
    assert states.pop(asked.id) == "submitted"
    assert list(states.values()) == ["draft"]
    assert "提出済" in division.succeed("status", division.store, "--fiscal-year", "R7").out
    back = ("--purpose", "return", "--department", FINANCE, *period)
    assert "理由" in division.fail("bundle", "export", division.store, "-o", tmp_path / "返却.zip", *back)
    finance.take(division.send(tmp_path / "返却.zip", *back, "--message", "根拠を足してください"))
    (returned,) = finance.dump("submission")
    assert (returned.value("state"), returned.value("return_reason")) == ("returned", "根拠を足してください")
    assert division.run("bundle", "export", division.store, "-o", tmp_path / "x", "--period", "midyear").status == 2
    assert "課と年度" in division.fail("bundle", "export", division.store, "-o", tmp_path / "x", *period)
    assert not (tmp_path / "x").exists()


def test_a_withheld_submission_makes_the_next_one_wait_and_then_count(city: City, tmp_path: Path) -> None:
    row = city.finance.result(city.budget, "一回目")
    withheld = city.finance.send(tmp_path / "1.zip")
    city.division.take(withheld, "--accept-key")
    city.division.succeed("undo-import", city.division.store)
    city.finance.result(city.budget, "二回目")
    late = city.finance.send(tmp_path / "2.zip")
    (report,) = city.division.take(late)
    assert report.held == {}
    assert city.division.shown(row) == "二回目"


def test_two_copies_of_a_file_are_merged(city: City) -> None:
    other = city.finance.copied("財政課_山田.reform")
    row = city.finance.result(city.budget, "佐藤の文")
    other.edit(other.store, {"kind": "measure", "id": city.budget, "set": {"handover": "山田の引継ぎ"}})
    (report,) = city.finance.take(other.store)
    assert report.warnings
    assert city.finance.shown(row) == "佐藤の文"
    (budget,) = city.finance.dump("measure")
    assert budget.value("handover") == "山田の引継ぎ"
    assert "そのもの" in city.finance.fail("bundle", "import", city.finance.store, city.finance.store)


def attached(city: City, tmp_path: Path) -> Path:
    evidence = tmp_path / "集計.pdf"
    evidence.write_bytes(os.urandom(3000))
    city.finance.succeed("attach", city.finance.store, city.budget, "R7", evidence, "--title", "集計")
    return evidence


def test_evidence_that_the_other_side_sent_need_not_travel_back(city: City, tmp_path: Path) -> None:
    attached(city, tmp_path)
    (report,) = city.division.take(city.finance.send(tmp_path / "1.zip"), "--accept-key")
    assert (report.evidence_new, report.evidence_missing) == (1, 0)
    back = ("--purpose", "return", "--department", FINANCE, "--evidence")
    counts = {}
    for choice in ("all", "missing", "none"):
        found = inspect(city.division.send(tmp_path / f"{choice}.zip", *back, choice)).evidence
        counts[choice] = (found.included, found.left_out)
    assert counts == {"all": (1, 0), "missing": (0, 1), "none": (0, 1)}
    sent = inspect(city.finance.send(tmp_path / "2.zip", "--evidence", "missing")).evidence
    assert (sent.included, sent.left_out) == (1, 0), "what was only sent may never have arrived"


def test_evidence_that_is_left_out_is_counted_as_missing(city: City, tmp_path: Path) -> None:
    attached(city, tmp_path)
    (report,) = city.division.take(city.finance.send(tmp_path / "1.zip", "--evidence", "none"), "--accept-key")
    assert (report.evidence_new, report.evidence_missing) == (0, 1)


def test_evidence_that_a_gateway_rewrote_comes_in_marked(city: City, tmp_path: Path) -> None:
    row = city.finance.result(city.budget, "文は届く")
    attached(city, tmp_path)
    sent = city.finance.send(tmp_path / "1.zip")
    rewritten = tmp_path / "書換え.zip"
    with zipfile.ZipFile(sent) as old, zipfile.ZipFile(rewritten, "w") as new:
        for member in old.infolist():
            data = old.read(member)
            new.writestr(member, b"rewritten" + data if "/data/evidence/" in member.filename else data)
    (report,) = city.division.take(rewritten, "--accept-key")
    assert (report.converted, report.evidence_missing) == (1, 1)
    assert "変換済み" in "".join(report.warnings)
    assert city.division.shown(row) == "文は届く"


def test_good_files_go_in_beside_bad_ones_which_are_named_at_the_end(city: City, tmp_path: Path) -> None:
    row = city.finance.result(city.budget, "届いた")
    good = city.finance.send(tmp_path / "良い.zip")
    bad = tmp_path / "壊れた.zip"
    bad.write_bytes(good.read_bytes()[:-7])
    missing = tmp_path / "ない.zip"
    words = ("bundle", "import", city.division.store, bad, good, missing, "--accept-key")
    complaint = city.division.fail(*words, shown=True)
    assert "「壊れた.zip」" in complaint
    assert "「ない.zip」" in complaint
    assert "良い" not in complaint
    assert city.division.shown(row) == "届いた"


def test_two_bundles_of_one_minute_do_not_replace_each_other(city: City, tmp_path: Path) -> None:
    paths = {city.finance.send(f"{tmp_path}/提出/") for _time in range(2)}
    assert len(paths) == 2
    assert all(inspect(one).purpose == "submission" for one in paths)


def test_what_a_file_cannot_send_is_said_and_nothing_is_written(city: City, tmp_path: Path) -> None:
    target = tmp_path / "出力.zip"
    refusals = [
        (city.finance, ("--purpose", "request"), "照会"),
        (city.division, ("--purpose", "submission"), "提出"),
        (city.finance, ("--all-departments",), "推進課のファイル"),
        (city.finance, ("--department", CITIZENS), CITIZENS),
        (city.division, ("--department", "ない課"), "ない課"),
        (city.division, ("--message", "長" * 20_001), "長すぎ"),
        (city.division, ("--passphrase-file", tmp_path / "ない.txt"), "合言葉"),
    ]
    for office, words, said in refusals:
        assert said in office.fail("bundle", "export", office.store, "-o", target, *words)
    before = city.citizens.dump()
    for taken in (city.citizens.store, city.finance.store):
        city.finance.fail("bundle", "export", city.finance.store, "-o", taken)
    assert city.citizens.dump() == before
    assert not target.exists()
    assert city.finance.run("bundle", "export", city.finance.store).status == 2


def test_the_divisions_key_is_guarded_by_a_passphrase_which_importing_does_not_need(city: City, tmp_path: Path) -> None:
    division = Office(tmp_path / "新しい鍵", city.division.store)
    passphrase = tmp_path / "合言葉.txt"
    passphrase.write_bytes("\ufeffひみつの合言葉\r\n".encode())
    request = division.send(tmp_path / "1.zip", "--department", FINANCE, "--passphrase-file", passphrase)
    assert "合言葉" in division.fail("bundle", "export", division.store, "-o", tmp_path / "2.zip")
    passphrase.write_text("ちがう", encoding="utf-8")
    wrong = ("-o", tmp_path / "2.zip", "--passphrase-file", passphrase)
    assert "合言葉が違う" in division.fail("bundle", "export", division.store, *wrong)
    passphrase.write_text("\n", encoding="utf-8")
    assert "空です" in division.fail("bundle", "export", division.store, *wrong)
    passphrase.write_text("ない", encoding="utf-8")
    assert "付いていません" in city.finance.fail("bundle", "export", city.finance.store, *wrong)
    assert not (tmp_path / "2.zip").exists()
    assert division.take(city.finance.send(tmp_path / "提出.zip"), "--accept-key")
    assert "変わっています" in city.finance.fail("bundle", "import", city.finance.store, request)
    assert division.known_keys()[0].public_key == inspect(request).signer.public_key


def test_a_departments_file_is_made_from_a_request_and_from_nothing_else(city: City, tmp_path: Path) -> None:
    folder = tmp_path / "作る"
    folder.mkdir()
    submission = city.finance.send(tmp_path / "提出.zip")
    everybody = city.division.send(tmp_path / "全課.zip")
    nothing = tmp_path / "空.zip"
    nothing.touch()
    for bundle, said in (
        (submission, "照会ではない"),
        (everybody, "どの課"),
        (nothing, "空.zip"),
        (tmp_path / "x", "x"),
    ):
        assert said in city.finance.fail("new", folder / "課", "--from-bundle", bundle)
        assert list(folder.iterdir()) == []
    request = city.division.send(tmp_path / "照会.zip", "--department", FINANCE)
    city.finance.succeed("new", folder / "課", "--from-bundle", request)
    before = (folder / "課.reform").read_bytes()
    assert "すでにある" in city.finance.fail("new", folder / "課", "--from-bundle", request)
    assert (folder / "課.reform").read_bytes() == before
    assert city.finance.run("new", folder / "b", "--from-bundle", request, "--department", FINANCE).status == 2
    assert city.finance.run("new", folder / "b", "--from-bundle", request, "--outline", "annaka-4").status == 2


def test_a_renamed_department_goes_on_and_its_old_bundles_find_their_way(city: City, tmp_path: Path) -> None:
    row = city.finance.result(city.budget, "改革の前に書いた")
    late = city.finance.send(tmp_path / "遅れて届く.zip")
    words = ("reorganise", city.division.store, "--department", FINANCE, "--into", "財産活用課", "--from", "R9.4.1")
    before = city.division.dump()
    planned = city.division.succeed(*words, "--dry-run").lines
    assert (planned[0], "財政課 → 財産活用課" in planned[1]) == ("移る取組 1件", True)
    assert city.division.dump() == before
    assert city.division.succeed(*words).lines[1:] == planned[1:]
    (report,) = city.division.take(late, "--accept-key")
    assert (report.held, city.division.shown(row)) == ({}, "改革の前に書いた")
    request = city.division.send(tmp_path / "新課への照会.zip", "--department", "財産活用課")
    successor = Office(tmp_path / "新しい課の鍵", tmp_path / "財産活用課.reform")
    successor.succeed("new", successor.store, "--from-bundle", request)
    assert successor.shown(row) == "改革の前に書いた"
    successor.edit(successor.store, {"kind": "year_record", "id": row, "set": {"result": "新しい課が続けた"}})
    (report,) = city.division.take(successor.send(tmp_path / "新課.zip"), "--accept-key")
    assert (report.held, report.conflicts, city.division.shown(row)) == ({}, 0, "新しい課が続けた")
    assert "すでに廃止" in city.division.fail(*words)


def test_departments_are_merged_and_split_with_their_measures(city: City) -> None:
    store, day = city.division.store, ("--from", "2027/4/1")
    city.division.succeed(
        "reorganise", store, "--department", FINANCE, "--department", CITIZENS, "--into", "総合課", *day
    )
    split = ("reorganise", store, "--department", "総合課", "--into", "甲課", "--into", "乙課", "--from", "2028/4/1")
    assert "引き継ぐ課を選んで" in city.division.fail(*split)
    assert "番号を確かめて" in city.division.fail(*split, "--heir", "9-9-9=甲課")
    first, second = (line.split()[0] for line in city.division.succeed(*split, "--dry-run").lines[1:])
    plain = "-".join(re.findall("[0-9]+", unicodedata.normalize("NFKC", first)))
    assert "新しい課の中にありません" in city.division.fail(*split, "--heir", f"{plain}=丙課")
    assert city.division.run(*split, "--heir", plain).status == 2
    moved = city.division.succeed(*split, "--heir", f"{plain}=甲課", "--heir", f"{second}=乙課").lines
    assert [line.rpartition(" → ")[2] for line in moved[1:]] == ["甲課", "乙課"]
    many = ("--department", "甲課", "--department", "乙課", "--into", "子課", "--into", "丑課", "--from", "2029/4/1")
    assert "統合と分割に分けて" in city.division.fail("reorganise", store, *many)
    city.finance.fail("reorganise", city.finance.store, "--department", FINANCE, "--into", "x", *day)
