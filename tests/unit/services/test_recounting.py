"""What happened in a file: one entry an operation, by key from the newest back, and the way back to earlier values."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reform_desktop.changes.change import DIVISION, Change
from reform_desktop.domain.errors import NotAllowedError
from reform_desktop.domain.values import JsonValue
from reform_desktop.services import editing, recounting, restoring
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.services.recounting import Entry
from reform_desktop.store import log_pages, sqlite_dialect
from reform_desktop.store.carriers import NewCarrier, add_carrier, carry_changes
from reform_desktop.store.log import append_changes
from reform_desktop.store.log_pages import Wanted
from reform_desktop.store.write import Edit

YEAR = 2025


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plan") / "plan.reform"
    create_desk(path, "sample").close()
    return path


@pytest.fixture
def desk(original: Path, tmp_path: Path) -> Iterator[Desk]:
    made = Desk.open(Path(shutil.copy(original, tmp_path / "plan.reform")))
    yield made
    made.close()


def _entries(desk: Desk, wanted: Wanted | None = None, **more: str) -> list[Entry]:
    found: list[Entry] = []
    before: int | None = None
    while True:
        page = recounting.tell(desk, wanted, before, words=more.get("words", ""))
        found = recounting.joined(found, page.entries)
        before = page.before
        if before is None:
            return found


def _edit_two(desk: Desk) -> tuple[str, str]:
    one, other = (each.measure.id for each in open_plan(desk).measures[:2])
    edits = [Edit("measure", row, {"title": f"新しい題名{place}"}) for place, row in enumerate((one, other))]
    desk.save(edits, "取組名の一括変更")
    return one, other


def test_an_operation_is_one_entry_with_all_its_fields(desk: Desk) -> None:
    _edit_two(desk)
    editing.set_in_year(desk, open_plan(desk).measures[0].measure.id, YEAR, {"result": "待ち時間を半分にした。"})
    entries = _entries(desk)
    assert [(one.name, len(one.told)) for one in entries] == [("取組実績の変更", 1), ("取組名の一括変更", 2)]
    desk.undo()
    assert next(one.name for one in _entries(desk)) == "元に戻す・やり直し"


def test_an_import_is_one_entry_however_much_it_brought(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recounting, "AT_ONCE", 7)
    monkeypatch.setattr(recounting, "LISTED", 10)
    row = open_plan(desk).measures[0].measure.id
    editing.set_values(desk, "measure", row, {"approach": "前の版"})
    changes = [
        Change(row=row, kind="measure", unit=DIVISION, who="推進課", at=f"2026-06-01T00:{place:02}:00+09:00",
               set={"handover": f"第{place}稿"})
        for place in range(50)
    ]  # fmt: skip
    with desk.store.writing() as connection:
        placed = append_changes(connection, changes, local=False)
        number = add_carrier(connection, NewCarrier("提出_財政課.zip", "2026-06-02T00:00:00+09:00", {}))
        carry_changes(connection, number, placed.values())
    editing.set_values(desk, "measure", row, {"approach": "後の版"})
    entries = _entries(desk)
    assert [one.name for one in entries] == ["取組内容の変更", "「提出_財政課.zip」の取込み", "取組内容の変更"]
    assert len(entries[1].told) + entries[1].unlisted == 50


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(kinds=frozenset({"year_record"})), 1),
        (Wanted(kinds=frozenset({"department"})), 0),
        (Wanted(unit=DIVISION), 2),
        (Wanted(unit="other"), 0),
        (Wanted(who="担当者"), 2),
        (Wanted(who="別の人"), 0),
        (Wanted(since="2020-01-01"), 2),
        (Wanted(since="2999-01-01"), 0),
        (Wanted(until="2999-12-31"), 2),
        (Wanted(until="2020-01-01"), 0),
    ],
)
def test_kind_department_person_and_period_narrow_down(desk: Desk, wanted: Wanted, count: int) -> None:
    _edit_two(desk)
    editing.set_in_year(desk, open_plan(desk).measures[0].measure.id, YEAR, {"result": "待ち時間を半分にした。"})
    assert len(_entries(desk, wanted)) == count
    assert len(_entries(desk, wanted, words="題名1")) == (1 if count == 2 else 0)


def test_the_history_of_a_measure_tells_of_its_deleted_parts_too(desk: Desk) -> None:
    one, other = _edit_two(desk)
    given: dict[str, JsonValue] = {"measure_id": one, "fiscal_year": YEAR, "title": "議事録"}
    row, _saved = editing.create(desk, "evidence", given)
    editing.delete_record(desk, "evidence", row)
    wanted = recounting.wanted_of_measure(desk, one, Wanted())
    entries = _entries(desk, wanted)
    assert [each.name for each in entries] == ["証拠資料の削除", "証拠資料の追加", "取組名の一括変更"]
    assert {told.place.measure_id for entry in entries for told in entry.told} == {one}
    assert len(_entries(desk, recounting.wanted_of_measure(desk, other, Wanted()))) == 1
    desk.undo()
    assert recounting.wanted_of_measure(desk, one, Wanted()) == wanted
    desk.store.rebuild()
    assert recounting.wanted_of_measure(desk, one, Wanted()) == wanted


def test_earlier_values_and_deleted_records_come_back_as_edits_that_can_be_undone(desk: Desk) -> None:
    measure = open_plan(desk).measures[0].measure
    for title in ("一つ目", "二つ目"):
        editing.set_values(desk, "measure", measure.id, {"title": title})
    second, first = (one.told[0].happening for one in _entries(desk))
    assert restoring.may_restore(first)
    restoring.restore_before(desk, first)
    assert open_plan(desk).measures[0].measure.title == measure.title
    restoring.restore_after(desk, second)
    assert open_plan(desk).measures[0].measure.title == "二つ目"
    desk.undo()
    assert open_plan(desk).measures[0].measure.title == measure.title
    evidence = next(one for each in open_plan(desk).measures for one in each.evidence)
    editing.delete_record(desk, "evidence", evidence.id)
    deletion = _entries(desk)[0].told[0].happening
    assert restoring.is_deletion(deletion)
    restoring.restore_deleted(desk, [deletion])
    assert evidence in [one for each in open_plan(desk).measures for one in each.evidence]


def test_a_filter_that_finds_little_stops_and_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recounting, "LOOKED_AT", 10)
    monkeypatch.setattr(recounting, "AT_ONCE", 5)
    measure = open_plan(desk).measures[0].measure.id
    for place in range(30):
        editing.set_values(desk, "measure", measure, {"approach": f"第{place}稿"})
    page = recounting.tell(desk, words="第3稿")
    pages = 1
    while not page.entries:
        assert page.before is not None
        page = recounting.tell(desk, None, page.before, words="第3稿")
        pages += 1
    assert pages > 1
    assert page.entries[0].told[0].happening.after == "第4稿"
    assert recounting.tell(desk, goes_on=lambda: False).entries == ()


def test_what_is_the_divisions_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with_plan = create_desk(tmp_path / "all.reform", "sample")
    name = next(one.lead_department.name for one in open_plan(with_plan).measures if one.lead_department)
    with_plan.close()
    desk = create_desk(tmp_path / "own.reform", "sample", department=name)
    row = next(one.measure.id for one in open_plan(desk, desk.department_id).measures)
    at = "2026-06-01T00:00:00+09:00"
    reserved = Change(row=row, kind="measure", unit=DIVISION, at=at, set={"title": "推進課の題名"})
    with desk.store.writing() as connection:
        append_changes(connection, [reserved], local=True)
    happening = _entries(desk)[0].told[0].happening
    with pytest.raises(NotAllowedError, match="変更は保存していません"):
        restoring.restore_before(desk, happening)
    desk.close()


def test_pages_of_the_log_are_sought_by_key(desk: Desk) -> None:
    """No statement of the history walks through a table: a file may hold hundreds of thousands of changes."""
    one, _other = _edit_two(desk)
    seen: list[str] = []
    with desk.store.reading() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.set_trace_callback(seen.append)
        portion = log_pages.newest_first(connection, Wanted(), None, 10)
        rows = log_pages.rows_of_measure(connection, one)
        log_pages.newest_first(connection, Wanted(rows=rows), portion.before, 10)
        found = log_pages.origins(connection, portion.sequences)
        log_pages.begins_at(connection, found[portion.sequences[0]], portion.sequences[0])
        driver.set_trace_callback(None)
        statements = [one for one in seen if one.lstrip().upper().startswith("SELECT")]
        assert len(statements) > 8
        plans = [line[3] for one in statements for line in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}")]
    scans = [one for one in plans if one.startswith("SCAN") and "json_each" not in one and "CONSTANT" not in one]
    assert scans == []
    assert sqlite_dialect.CHANGES_OF_ROWS
