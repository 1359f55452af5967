"""Making a file, opening it, and what is refused with a plain sentence."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath

import pytest

from reform_desktop.domain.errors import DamagedFileError, FileError, NotFoundError, ReadOnlyError, UserError
from reform_desktop.store import migrations, sqlite_dialect
from reform_desktop.store.lock import lock_path
from reform_desktop.store.store import Opened, Store
from reform_desktop.store.write import Edit
from unit.store.small_plan import MEASURE, as_nobody, make_store, save, shown, value


def test_a_new_file_is_open_for_writing_and_empty(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "計画 #1?.reform", unit="division", who="担当者")
    assert store.opened is Opened.READY
    assert not store.read_only
    assert shown(store).records == {}
    store.close()
    assert [one.name for one in tmp_path.iterdir()] == ["計画 #1?.reform"], "no lock and no journal is left"


def test_what_was_saved_is_there_after_reopening(tmp_path: Path) -> None:
    store = make_store(tmp_path / "a.reform")
    save(store, Edit("measure", MEASURE, {"approach": "予約制にします。"}))
    before = shown(store)
    store.close()
    again = Store.open(tmp_path / "a.reform", who="後任")
    assert again.opened is Opened.READY
    assert again.id == store.id
    assert shown(again) == before
    again.close()


def test_the_program_is_told_by_the_files_header(tmp_path: Path) -> None:
    make_store(tmp_path / "a.reform").close()
    with closing(sqlite3.connect(tmp_path / "a.reform")) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x5246524D,)
        assert connection.execute("PRAGMA user_version").fetchone() == (migrations.CURRENT,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_every_connection_checks_references_and_synchronises_fully(tmp_path: Path) -> None:
    store = make_store(tmp_path / "a.reform")
    with store.writing() as connection:
        found = {
            name: connection.exec_driver_sql("PRAGMA " + name).scalar()
            for name in ("foreign_keys", "trusted_schema", "synchronous", "journal_mode")
        }
    assert found == {"foreign_keys": 1, "trusted_schema": 0, "synchronous": 2, "journal_mode": "delete"}
    store.close()


def test_a_file_that_is_there_already_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.reform").write_bytes(b"precious")
    with pytest.raises(FileError, match="すでにあるため"):
        Store.create(tmp_path / "a.reform", unit="division", who="担当者")
    assert (tmp_path / "a.reform").read_bytes() == b"precious"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="フォルダーがない"):
        Store.create(tmp_path / "なし" / "a.reform", unit="division", who="担当者")


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="見つかりません"):
        Store.open(tmp_path / "a.reform", who="担当者")
    assert list(tmp_path.iterdir()) == []


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("行革デスクのファイルではありません。" * 100, encoding="utf-8")


def _short(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0")


def _other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.commit()


def _folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("strange", [_empty, _text, _short, _other_database, _folder])
def test_a_strange_file_is_refused_and_left_alone(tmp_path: Path, strange: Callable[[Path], None]) -> None:
    path = tmp_path / "a.reform"
    strange(path)
    before = path.read_bytes() if path.is_file() else b""
    for read_only in (False, True):
        with pytest.raises(FileError, match=r"「a\.reform」"):
            Store.open(path, who="担当者", read_only=read_only)
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert list(tmp_path.iterdir()) == [path], "no lock is left beside it"


def test_a_file_whose_making_was_interrupted_is_said_to_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.reform"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 0x5246524D")
        connection.commit()
    with pytest.raises(DamagedFileError, match="空のファイル"):
        Store.open(path, who="担当者")
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_whose_middle_is_torn_out_is_refused_as_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.reform"
    make_store(path).close()
    body = path.read_bytes()
    path.write_bytes(body[:4096] + b"\xff" * (len(body) - 4096))
    with pytest.raises(DamagedFileError):
        Store.open(path, who="担当者")
    assert not lock_path(path).exists()


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    "newer",
    [
        "PRAGMA user_version = 99",
        "UPDATE setting SET value = 99 WHERE name = 'least_reader'",
    ],
)
def test_a_file_of_a_newer_program_is_refused_with_a_sentence(tmp_path: Path, newer: str, *, read_only: bool) -> None:
    path = tmp_path / "a.reform"
    make_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(newer)
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(FileError, match="新しい版"):
        Store.open(path, who="担当者", read_only=read_only)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_asked_for_reading_only_it_cannot_be_changed_and_takes_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "a.reform"
    make_store(path).close()
    store = Store.open(path, who="課長", read_only=True)
    assert store.opened is Opened.READ_ONLY_ASKED
    assert store.read_only
    assert value(store, MEASURE, "title") == "税務窓口の予約"
    with pytest.raises(ReadOnlyError, match="読み取り専用"):
        save(store, Edit("measure", MEASURE, {"approach": "x"}))
    with pytest.raises(ReadOnlyError):
        store.rebuild()
    assert not lock_path(path).exists()
    store.close()


def test_a_readers_file_of_another_version_is_refused_since_it_would_have_to_be_rebuilt(tmp_path: Path) -> None:
    path = tmp_path / "a.reform"
    make_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE setting SET value = 'other' WHERE name = 'derived_fingerprint'")
        connection.commit()
    with pytest.raises(ReadOnlyError, match="別の版"):
        Store.open(path, who="課長", read_only=True)
    store = Store.open(path, who="担当者")
    assert store.migrated_from is None
    assert value(store, MEASURE, "title") == "税務窓口の予約"
    store.close()
    Store.open(path, who="課長", read_only=True).close()


@pytest.fixture
def place_of_nobody() -> Iterator[Path]:
    """A folder that a person without special rights owns."""
    folder = Path(tempfile.mkdtemp(prefix="reform-nobody-"))
    if os.geteuid() == 0:
        os.chown(folder, 65534, 65534)
    yield folder
    for one in (folder, *folder.iterdir()):
        one.chmod(0o700)
    shutil.rmtree(folder)


def test_in_a_folder_without_write_access_the_file_opens_for_reading(place_of_nobody: Path) -> None:
    path = place_of_nobody / "a.reform"
    with as_nobody():
        make_store(path).close()
        place_of_nobody.chmod(0o500)
        store = Store.open(path, who="担当者")
        assert store.opened is Opened.READ_ONLY_PLACE
        assert value(store, MEASURE, "title") == "税務窓口の予約"
        with pytest.raises(ReadOnlyError):
            save(store, Edit("measure", MEASURE, {"approach": "x"}))
        store.close()


def test_a_file_without_write_access_opens_for_reading(place_of_nobody: Path) -> None:
    path = place_of_nobody / "a.reform"
    with as_nobody():
        make_store(path).close()
        path.chmod(0o400)
        store = Store.open(path, who="担当者")
        assert store.opened is Opened.READ_ONLY_PLACE
        assert value(store, MEASURE, "title") == "税務窓口の予約"
        store.close()
    assert not lock_path(path).exists()


def test_a_file_cannot_be_made_in_a_folder_without_write_access(place_of_nobody: Path) -> None:
    with as_nobody():
        place_of_nobody.chmod(0o500)
        with pytest.raises(ReadOnlyError, match="書き込みが許されていない"):
            Store.create(place_of_nobody / "a.reform", unit="division", who="担当者")
    assert list(place_of_nobody.iterdir()) == []


def test_a_folder_that_becomes_read_only_while_open_loses_nothing(place_of_nobody: Path) -> None:
    path = place_of_nobody / "a.reform"
    with as_nobody():
        store = make_store(path)
        save(store, Edit("measure", MEASURE, {"approach": "保存済み"}))
        place_of_nobody.chmod(0o500)
        with pytest.raises(UserError, match=r"「a\.reform」"):
            save(store, Edit("measure", MEASURE, {"approach": "あと"}))
        assert value(store, MEASURE, "approach") == "保存済み"
        place_of_nobody.chmod(0o700)
        save(store, Edit("measure", MEASURE, {"approach": "あと"}))
        assert value(store, MEASURE, "approach") == "あと"
        store.close()


def test_an_operation_is_all_or_nothing(tmp_path: Path) -> None:
    store = make_store(tmp_path / "a.reform")
    before = shown(store)
    with pytest.raises(NotFoundError, match="すでに削除されています"):
        save(store, Edit("measure", MEASURE, {"approach": "x"}), Edit("measure", "no-such-row", {"approach": "y"}))
    assert shown(store) == before
    store.close()


def test_a_failed_creation_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(5, "input/output error")

    monkeypatch.setattr(migrations, "step_statements", fail)
    with pytest.raises(FileError, match="読み書きに失敗"):
        Store.create(tmp_path / "a.reform", unit="division", who="担当者")
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_transaction_is_rolled_back_on_opening(tmp_path: Path) -> None:
    """The journal of a crash lies beside the file: nobody needs to do anything, and nothing is refused."""
    path = tmp_path / "a.reform"
    store = make_store(path)
    before = shown(store)
    store.close()
    crashed = tmp_path / "b.reform"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("PRAGMA cache_spill = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE search_document SET body = hex(randomblob(9000))")
        connection.execute("UPDATE measure SET title = hex(randomblob(9000))")
        shutil.copyfile(path, crashed)
        shutil.copyfile(tmp_path / "a.reform-journal", tmp_path / "b.reform-journal")
        connection.execute("ROLLBACK")
    assert crashed.read_bytes() != path.read_bytes(), "the copy was caught in the middle"
    again = Store.open(crashed, who="担当者")
    assert shown(again) == before
    assert again.verify().is_sound
    again.close()


def test_a_file_on_a_server_is_opened_by_its_path_and_not_by_a_hosts_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``//server/share`` on Windows; the file system here reads two slashes as one."""
    server = PurePosixPath(f"/{tmp_path}", "計画 #1?.reform")
    assert str(server).startswith("//")
    monkeypatch.setattr(Path, "absolute", lambda _path: server)
    location = sqlite_dialect.location(Path("Z:/計画.reform"), "rwc")
    assert location.startswith("file:////")
    with closing(sqlite3.connect(location, uri=True)) as connection:
        connection.execute("CREATE TABLE here(a)")
    assert (tmp_path / "計画 #1?.reform").is_file()


def test_what_is_no_database_is_let_go_of_at_once(tmp_path: Path) -> None:
    torn = tmp_path / "a.reform"
    torn.write_bytes(b"torn" * 5000)
    with pytest.raises(sqlite3.DatabaseError):
        sqlite_dialect.connect(torn, "rw", sqlite_dialect.CONNECTION_PRAGMAS)
    held = [one for one in Path("/proc/self/fd").iterdir() if one.is_symlink() and one.readlink() == torn]
    assert held == []
