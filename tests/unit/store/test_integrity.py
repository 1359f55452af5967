"""Bit rot in the log is found by the hashes, above all after a crash."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from reform_desktop.domain.errors import DamagedFileError
from reform_desktop.store.lock import LockHolder, lock_path
from reform_desktop.store.store import Opened, Store
from unit.store.small_plan import make_store


def _crash(path: Path) -> None:
    """Leave the lock of a process that is gone."""
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    holder = LockHolder("担当者", socket.gethostname(), child.pid, "2025-06-01T09:00:00+09:00")
    lock_path(path).write_bytes(msgspec.json.encode(holder))


def _rot(path: Path) -> None:
    """Flip one bit of a change's text, as a failing disk does."""
    body = bytearray(path.read_bytes())
    at = body.index('"title":"税務窓口の予約"'.encode())
    body[at + 10] ^= 4
    path.write_bytes(body)


def test_a_sound_file_is_said_to_be_sound(tmp_path: Path) -> None:
    store = make_store(tmp_path / "a.reform")
    assert store.verify().is_sound
    store.close()


def test_one_altered_bit_of_a_change_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.reform"
    make_store(path).close()
    _rot(path)
    store = Store.open(path, who="担当者")
    report = store.verify()
    assert report.structure == (), "SQLite's own check sees nothing"
    assert len(report.changes) == 1
    assert not report.is_sound
    store.close()


def test_after_a_crash_a_damaged_file_is_refused_and_the_way_back_named(tmp_path: Path) -> None:
    path = tmp_path / "a.reform"
    make_store(path).close()
    _rot(path)
    _crash(path)
    before = path.read_bytes()
    with pytest.raises(DamagedFileError, match="バックアップから戻す"):
        Store.open(path, who="担当者")
    assert path.read_bytes() == before
    assert not lock_path(path).exists()


def test_after_a_crash_a_sound_file_opens_and_says_that_it_recovered(tmp_path: Path) -> None:
    path = tmp_path / "a.reform"
    make_store(path).close()
    _crash(path)
    store = Store.open(path, who="担当者")
    assert store.opened is Opened.RECOVERED
    store.close()


def test_a_broken_structure_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.reform"
    store = make_store(path)
    with store.writing() as connection:
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = 'CREATE INDEX ix_change_row ON change (kind)' WHERE name = 'ix_change_row'"
        )
    store.close()
    again = Store.open(path, who="担当者", read_only=True)
    assert "missing from index ix_change_row" in again.verify().structure[0]
    again.close()
    _crash(path)
    with pytest.raises(DamagedFileError, match="バックアップから戻す"):
        Store.open(path, who="担当者")


def test_checking_in_steps_finds_the_same_as_checking_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.reform"
    make_store(path).close()
    _rot(path)
    store = Store.open(path, who="担当者")
    counted: list[tuple[int, int]] = []
    assert store.verify_in_steps(lambda done, total: counted.append((done, total))) == store.verify()
    assert counted[-1][0] == counted[-1][1] == len(counted)
    store.close()
