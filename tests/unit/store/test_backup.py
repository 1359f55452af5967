"""Backups: made, kept in number, and given back."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from reform_desktop.domain.errors import DamagedFileError, FileError, NotFoundError
from reform_desktop.services.attachments import attach_file, read_evidence, save_evidence_as
from reform_desktop.services.desk import Desk
from reform_desktop.store import backup
from reform_desktop.store.backup import backup_folder, list_backups
from reform_desktop.store.lock import lock_path
from reform_desktop.store.store import Opened, Store, restore
from reform_desktop.store.write import Edit
from unit.store.small_plan import MEASURE, author, make_store, save, shown, value

PAPER = bytes(range(256)) * 16384


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return make_store(tmp_path / "計画.reform")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "写真.jpg"
    path.write_bytes(PAPER)
    return path


class Clock:
    """Gives the backups the moments at which they are made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, start: str) -> None:
        self.now = datetime.fromisoformat(start)
        clock = self

        class Moments(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # the wall clock of the test
                del tz
                return clock.now

        monkeypatch.setattr(backup, "datetime", Moments)


def _pool(store: Path) -> list[Path]:
    return [one for one in (backup_folder(store) / "evidence").rglob("*") if one.is_file()]


def test_a_backup_says_when_and_before_what_it_was_made(store: Store) -> None:
    made = store.back_up("import")
    assert made.label == "取込みの前"
    assert list_backups(store.path) == [made]
    assert backup_folder(store.path).name == "計画.reform-backups"
    store.close()


def test_a_file_without_backups_lists_none(tmp_path: Path) -> None:
    assert list_backups(tmp_path / "a.reform") == []


def test_restoring_gives_back_what_was_there_with_history_undo_and_evidence(
    store: Store, paper: Path, tmp_path: Path
) -> None:
    save(store, Edit("measure", MEASURE, {"approach": "前"}), name="前の操作")
    evidence_id, _saved = attach_file(Desk(store), MEASURE, 2025, paper)
    before = shown(store)
    made = store.back_up("manual")
    save(store, Edit("measure", MEASURE, {"approach": "あと"}), Edit("evidence", evidence_id, delete=True))
    after = shown(store)
    store.close()
    restore(store.path, made, "担当者")
    again = Store.open(store.path, who="担当者")
    assert again.opened is Opened.READY
    assert again.id == store.id
    assert shown(again) == before
    assert again.verify().is_sound
    save_evidence_as(Desk(again), evidence_id, tmp_path / "again.jpg")
    assert (tmp_path / "again.jpg").read_bytes() == PAPER
    again.undo(author(again))
    again.undo(author(again))
    assert value(again, MEASURE, "approach") == ""
    again.close()
    newest = list_backups(store.path)[0]
    assert newest.label == "バックアップから戻す前"
    restore(store.path, newest, "担当者")
    last = Store.open(store.path, who="担当者")
    assert shown(last) == after
    last.close()


def test_evidence_lies_once_beside_all_backups(store: Store, paper: Path) -> None:
    attach_file(Desk(store), MEASURE, 2025, paper)
    attach_file(Desk(store), MEASURE, 2026, paper)
    made = [store.back_up("manual") for _ in range(3)]
    assert len(_pool(store.path)) == 1
    assert all(one.path.stat().st_size < len(PAPER) / 4 for one in made)
    store.close()


def test_evidence_that_was_cut_off_among_the_backups_is_written_again(store: Store, paper: Path) -> None:
    attach_file(Desk(store), MEASURE, 2025, paper)
    store.back_up("manual")
    (kept,) = _pool(store.path)
    kept.write_bytes(PAPER[:100])
    store.back_up("manual")
    assert kept.read_bytes() == PAPER
    store.close()


def test_the_newest_ten_and_the_last_of_twelve_months_are_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch, "2024-01-01T09:00:00")
    while clock.now < datetime.fromisoformat("2025-06-15T12:00:00"):
        store.back_up("daily")
        clock.now += timedelta(days=5, hours=1)
    kept = [one.at for one in list_backups(store.path)]
    months = [(at.year, at.month) for at in kept[10:]]
    assert kept[:10] == sorted(kept[:10], reverse=True)
    assert len({(at.year, at.month) for at in kept}) == 12
    assert len(months) == len(set(months)), "one of each month before the newest ten"
    assert min(kept) >= datetime.fromisoformat("2024-07-01")
    store.close()


def test_evidence_that_no_backup_names_any_more_is_let_go(
    store: Store, paper: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch, "2025-06-01T09:00:00")
    attach_file(Desk(store), MEASURE, 2025, paper)
    store.back_up("manual")
    with store.writing() as connection:
        for table in ("chunk", "blob"):
            connection.exec_driver_sql("DELETE FROM " + table)  # noqa: S608 -- one of the two above
    for _ in range(9):
        clock.now += timedelta(minutes=1)
        store.back_up("manual")
    assert len(_pool(store.path)) == 1
    clock.now += timedelta(minutes=1)
    store.back_up("manual")
    assert _pool(store.path) == []
    store.close()


def test_a_backup_made_by_a_clock_that_was_put_back_is_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch, "2025-06-20T09:00:00")
    for _ in range(12):
        clock.now += timedelta(minutes=1)
        store.back_up("manual")
    clock.now = datetime.fromisoformat("2025-06-01T09:00:00")
    made = store.back_up("import")
    assert made in list_backups(store.path)
    store.close()


def test_a_damaged_old_backup_does_not_keep_new_ones_from_being_made(store: Store, paper: Path) -> None:
    attach_file(Desk(store), MEASURE, 2025, paper)
    first = store.back_up("manual")
    first.path.write_bytes(b"broken" * 1000)
    for _ in range(14):
        store.back_up("manual")
    assert len(_pool(store.path)) == 1
    list_backups(store.path)[0].path.write_bytes(b"broken" * 1000)
    with store.writing() as connection:
        for table in ("chunk", "blob"):
            connection.exec_driver_sql("DELETE FROM " + table)  # noqa: S608 -- one of the two above
    for _ in range(9):
        store.back_up("manual")
    assert len(_pool(store.path)) == 1, "what a damaged backup may still need is not let go"
    store.close()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def _flip(path: Path) -> None:
    body = bytearray(path.read_bytes())
    at = body.index("税務窓口".encode())
    body[at] ^= 1
    path.write_bytes(body)


def _replace(path: Path) -> None:
    path.write_bytes(b"not a database" * 500)


@pytest.mark.parametrize("harm", [_cut, _flip, _replace, Path.unlink])
def test_a_damaged_backup_is_refused_and_the_file_stays(store: Store, harm: object) -> None:
    made = store.back_up("manual")
    save(store, Edit("measure", MEASURE, {"approach": "あと"}))
    before = shown(store)
    store.close()
    assert callable(harm)
    harm(made.path)
    with pytest.raises((DamagedFileError, NotFoundError)):
        restore(store.path, made, "担当者")
    again = Store.open(store.path, who="担当者")
    assert again.opened is Opened.READY
    assert shown(again) == before
    again.close()
    assert [one.name for one in store.path.parent.iterdir() if one.name.startswith(".")] == []


@pytest.mark.parametrize("missing", [True, False])
def test_a_backup_whose_evidence_is_gone_or_altered_is_refused(store: Store, paper: Path, *, missing: bool) -> None:
    attach_file(Desk(store), MEASURE, 2025, paper)
    made = store.back_up("manual")
    before = shown(store)
    store.close()
    (kept,) = _pool(store.path)
    if missing:
        kept.unlink()
        store.path.rename(store.path.with_suffix(".aside"))
    else:
        kept.write_bytes(PAPER[:-1] + b"x")
    with pytest.raises(DamagedFileError, match="証拠資料"):
        restore(store.path, made, "担当者")
    if missing:
        assert not store.path.exists()
        store.path.with_suffix(".aside").rename(store.path)
    again = Store.open(store.path, who="担当者")
    assert shown(again) == before
    again.close()


def test_a_file_that_is_open_elsewhere_is_not_restored(store: Store) -> None:
    made = store.back_up("manual")
    with pytest.raises(FileError, match="開かれているため"):
        restore(store.path, made, "課長")
    save(store, Edit("measure", MEASURE, {"approach": "まだ開いています"}))
    store.close()


def test_a_file_that_was_deleted_comes_back_from_its_backups(store: Store) -> None:
    before = shown(store)
    made = store.back_up("manual")
    store.close()
    store.path.unlink()
    restore(store.path, made, "担当者")
    again = Store.open(store.path, who="担当者")
    assert shown(again) == before
    again.close()


@pytest.mark.parametrize("left", [b"", b"torn" * 5000])
def test_a_damaged_file_is_laid_aside_byte_for_byte_before_it_is_replaced(store: Store, left: bytes) -> None:
    before = shown(store)
    made = store.back_up("manual")
    store.close()
    store.path.write_bytes(left)
    restore(store.path, made, "担当者")
    again = Store.open(store.path, who="担当者")
    assert shown(again) == before
    again.close()
    kept = [one for one in backup_folder(store.path).iterdir() if re.search(r"_damaged\.reform$", one.name)]
    assert [one.read_bytes() for one in kept] == ([left] if left else [])
    assert list_backups(store.path) == [made]


@pytest.mark.parametrize("deleted", [True, False])
def test_a_journal_that_a_crash_left_does_not_spoil_the_restored_file(store: Store, *, deleted: bool) -> None:
    """SQLite would roll the old file's journal back into the new one."""
    before = shown(store)
    made = store.back_up("manual")
    store.close()
    journal = backup.journal_path(store.path)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE search_document SET body = hex(randomblob(9000))")
        connection.execute("UPDATE measure SET title = hex(randomblob(9000))")
        saved = journal.read_bytes()
        connection.execute("ROLLBACK")
    if deleted:
        store.path.unlink()
    else:
        store.path.write_bytes(b"SQLite format 3\0" + b"torn" * 5000)
    journal.write_bytes(saved)
    restore(store.path, made, "担当者")
    assert not journal.exists()
    again = Store.open(store.path, who="担当者")
    assert shown(again) == before
    assert again.verify().is_sound
    again.close()


def test_a_full_copy_is_a_file_of_its_own_with_everything_in_it(store: Store, paper: Path, tmp_path: Path) -> None:
    evidence_id, _saved = attach_file(Desk(store), MEASURE, 2025, paper)
    target = tmp_path / "写し.reform"
    target.write_bytes(b"older copy")
    store.copy_to(target)
    copy = Store.open(target, who="後任")
    assert copy.opened is Opened.READY
    assert shown(copy) == shown(store)
    assert read_evidence(Desk(copy), evidence_id).file_size == len(PAPER)
    assert copy.verify().is_sound
    save(copy, Edit("measure", MEASURE, {"approach": "写しだけ"}))
    assert value(store, MEASURE, "approach") == ""
    copy.close()
    store.close()
    assert not lock_path(target).exists()
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


def test_a_copy_into_a_folder_that_is_not_there_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"「写し\.reform」"):
        store.copy_to(tmp_path / "なし" / "写し.reform")
    store.close()


def test_other_files_among_the_backups_are_left_alone(store: Store) -> None:
    store.back_up("manual")
    note = backup_folder(store.path) / "メモ.txt"
    note.write_text("大切なメモ", encoding="utf-8")
    for _ in range(12):
        store.back_up("manual")
    assert note.exists()
    store.close()
