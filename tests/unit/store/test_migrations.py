"""Files of every format open for ever, and a new file is what a migrated one is."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reform_desktop.domain.errors import FileError, ReadOnlyError
from reform_desktop.store import backup, migrations
from reform_desktop.store.backup import list_backups
from reform_desktop.store.schema import ddl, derived_metadata, log_metadata
from reform_desktop.store.store import Opened, Store, restore
from unit.store.small_plan import author, make_store, shown

Records = dict[str, tuple[str, dict[str, object]]]
FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture
def first_format(tmp_path: Path) -> Path:
    path = tmp_path / "古い計画.reform"
    shutil.copyfile(FIXTURES / "store-format-1.reform", path)
    return path


@pytest.fixture
def content() -> Records:
    loaded: dict[str, tuple[str, dict[str, object]]] = json.loads(
        (FIXTURES / "store-format-1.json").read_text(encoding="utf-8")
    )
    return {row: (kind, fields) for row, (kind, fields) in loaded.items()}


def as_then(store: Store, content: Records) -> Records:
    """Return what the file shows, in the fields that there were when the fixture was made."""
    return {
        row: (kind, {name: fields[name] for name in content[row][1]} if row in content else fields)
        for row, (kind, fields) in shown(store).records.items()
    }


def _log(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        statements = [
            f"SELECT * FROM {table}"  # noqa: S608 -- names of ours
            for table in ("change", "operation", "operation_change", "blob", "chunk")
        ]
        return [row for statement in statements for row in connection.execute(statement)]


def test_a_file_of_the_first_format_opens_with_the_same_content(first_format: Path, content: Records) -> None:
    before = _log(first_format)
    store = Store.open(first_format, who="担当者")
    assert store.opened is Opened.READY
    assert store.migrated_from == 1
    assert as_then(store, content) == content
    assert store.verify().is_sound
    store.close()
    assert _log(first_format) == before, "the log is carried over word for word"
    again = Store.open(first_format, who="担当者")
    assert again.migrated_from is None
    assert as_then(again, content) == content
    again.close()


def test_it_can_be_edited_and_undone_like_any_other(first_format: Path) -> None:
    store = Store.open(first_format, who="担当者")
    before = shown(store)
    store.undo(author(store))
    assert shown(store) != before
    store.redo(author(store))
    assert shown(store) == before
    store.close()


def test_it_is_backed_up_before_and_the_backup_gives_the_old_file_back(first_format: Path, content: Records) -> None:
    before = _log(first_format)
    Store.open(first_format, who="担当者").close()
    (made,) = list_backups(first_format)
    assert made.label == "新しい形式への変換の前"
    restore(first_format, made, "担当者")
    with closing(sqlite3.connect(first_format)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert _log(first_format) == before
    store = Store.open(first_format, who="担当者")
    assert as_then(store, content) == content
    store.close()


def test_without_a_backup_nothing_is_migrated(first_format: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(28, "no space left on device")

    before = first_format.read_bytes()
    monkeypatch.setattr(backup, "make_backup", fail)
    with pytest.raises(FileError, match="ディスクの空き"):
        Store.open(first_format, who="担当者")
    assert first_format.read_bytes() == before


def test_a_step_that_fails_leaves_the_old_file(first_format: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _log(first_format)
    known = migrations.step_statements

    def broken(step: int) -> list[str]:
        return [*known(step), "CREATE TABLE broken (a BLUNDER) STRICT"]

    monkeypatch.setattr(migrations, "step_statements", broken)
    with pytest.raises(Exception, match="BLUNDER"):
        Store.open(first_format, who="担当者")
    monkeypatch.undo()
    with closing(sqlite3.connect(first_format)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'carrier'").fetchone() is None
    assert _log(first_format) == before


def test_for_reading_only_it_must_be_copied_first(first_format: Path) -> None:
    before = first_format.read_bytes()
    with pytest.raises(ReadOnlyError, match="別の版"):
        Store.open(first_format, who="課長", read_only=True)
    assert first_format.read_bytes() == before


def _schema(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    """Return every table's columns, keys and indexes, whatever way they were written down."""
    found: list[tuple[object, ...]] = []
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in sorted(names):
        if name.startswith(("search_index", "sqlite_")):
            continue
        (listed,) = connection.execute("SELECT wr, strict FROM pragma_table_list WHERE name = ?", (name,))
        found.append((name, *listed))
        for pragma in ("table_info", "foreign_key_list", "index_list"):
            rows = connection.execute(f"SELECT * FROM pragma_{pragma}(?)", (name,))  # noqa: S608 -- a name of ours
            found.extend(sorted((name, pragma, *row[1:]) for row in rows))
    return found


def test_a_new_files_tables_are_those_that_the_program_declares(tmp_path: Path) -> None:
    make_store(tmp_path / "a.reform").close()
    with closing(sqlite3.connect(tmp_path / "a.reform")) as made, closing(sqlite3.connect(":memory:")) as declared:
        declared.executescript(ddl(log_metadata) + ddl(derived_metadata))
        assert _schema(made) == _schema(declared)


def test_a_migrated_files_tables_are_those_of_a_new_one(tmp_path: Path, first_format: Path) -> None:
    make_store(tmp_path / "a.reform").close()
    Store.open(first_format, who="担当者").close()
    with closing(sqlite3.connect(tmp_path / "a.reform")) as new, closing(sqlite3.connect(first_format)) as old:
        assert _schema(new) == _schema(old)


def test_every_step_has_its_text() -> None:
    assert all(migrations.step_statements(step) for step in range(1, migrations.CURRENT + 1))
    with pytest.raises(ValueError, match="unpack"):
        migrations.step_statements(migrations.CURRENT + 1)
