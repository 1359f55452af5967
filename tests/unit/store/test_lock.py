"""Who may write: the visible lock beside the file."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import pytest

from reform_desktop.domain.errors import FileError, ReadOnlyError
from reform_desktop.store import lock, processes
from reform_desktop.store.lock import DEAD_AFTER_SECONDS, LockHolder, lock_path, take_lock
from reform_desktop.store.store import Opened, Store
from reform_desktop.store.write import Edit
from unit.store.small_plan import MEASURE, make_store, save, value


def _holder(**changes: str | int) -> LockHolder:
    given: dict[str, str | int] = {"who": "別の人", "host": "other-pc", "pid": 1, "since": "2025-06-01T09:00:00+09:00"}
    return msgspec.convert(given | changes, LockHolder)


def _leave(path: Path, holder: LockHolder, *, age: float = 0) -> None:
    lock_path(path).write_bytes(msgspec.json.encode(holder))
    then = time.time() - age
    os.utime(lock_path(path), (then, then))


def _dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
        return child.pid


def test_the_lock_says_who_where_and_since_when(tmp_path: Path) -> None:
    store = make_store(tmp_path / "a.reform")
    written = msgspec.json.decode(lock_path(store.path).read_bytes())
    assert written["who"] == "担当者"
    assert written["pid"] == os.getpid()
    assert written["host"]
    assert written["since"]
    store.close()
    assert not lock_path(store.path).exists()


def test_the_second_opener_reads_and_learns_who_has_it(tmp_path: Path) -> None:
    first = make_store(tmp_path / "a.reform")
    second = Store.open(first.path, who="課長")
    assert second.opened is Opened.LOCKED
    assert second.read_only
    assert second.holder is not None
    assert second.holder.who == "担当者"
    save(first, Edit("measure", MEASURE, {"approach": "予約制"}))
    assert value(second, MEASURE, "approach") == "予約制", "the reader sees what is saved meanwhile"
    second.close()
    assert lock_path(first.path).exists(), "the lock is the first one's"
    first.close()


def test_after_closing_the_next_one_may_write(tmp_path: Path) -> None:
    make_store(tmp_path / "a.reform").close()
    store = Store.open(tmp_path / "a.reform", who="後任")
    assert store.opened is Opened.READY
    store.close()
    store.close()


def test_the_lock_of_a_dead_process_on_this_pc_is_taken_over_and_the_file_checked(tmp_path: Path) -> None:
    make_store(tmp_path / "a.reform").close()
    _leave(tmp_path / "a.reform", _holder(host=socket.gethostname(), pid=_dead_process()))
    store = Store.open(tmp_path / "a.reform", who="後任")
    assert store.opened is Opened.RECOVERED
    save(store, Edit("measure", MEASURE, {"approach": "続き"}))
    store.close()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.reform"]


def test_a_lock_with_our_own_number_that_we_do_not_hold_is_dead(tmp_path: Path) -> None:
    """Left by a crash before the PC was started anew, or because a virus scanner kept it from being removed."""
    make_store(tmp_path / "a.reform").close()
    _leave(tmp_path / "a.reform", _holder(host=socket.gethostname(), pid=os.getpid()))
    store = Store.open(tmp_path / "a.reform", who="担当者")
    assert store.opened is Opened.RECOVERED
    store.close()


def test_a_process_that_ended_but_was_not_buried_yet_is_dead(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    try:
        deadline = time.monotonic() + 10
        while processes.process_runs(child.pid) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not processes.process_runs(child.pid)
        make_store(tmp_path / "a.reform").close()
        _leave(tmp_path / "a.reform", _holder(host=socket.gethostname(), pid=child.pid))
        Store.open(tmp_path / "a.reform", who="後任").close()
    finally:
        child.wait()


def test_a_process_of_somebody_else_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    assert processes.process_runs(4711)


def test_the_lock_of_another_pc_that_still_beats_is_respected(tmp_path: Path) -> None:
    make_store(tmp_path / "a.reform").close()
    _leave(tmp_path / "a.reform", _holder(pid=_dead_process()), age=DEAD_AFTER_SECONDS - 60)
    store = Store.open(tmp_path / "a.reform", who="後任")
    assert store.opened is Opened.LOCKED
    store.close()


def test_a_lock_silent_for_ten_minutes_is_taken_over(tmp_path: Path) -> None:
    make_store(tmp_path / "a.reform").close()
    _leave(tmp_path / "a.reform", _holder(), age=DEAD_AFTER_SECONDS + 5)
    store = Store.open(tmp_path / "a.reform", who="後任")
    assert store.opened is Opened.RECOVERED
    store.close()


def test_the_disks_clock_decides_not_the_pcs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_store(tmp_path / "a.reform").close()
    _leave(tmp_path / "a.reform", _holder())
    monkeypatch.setattr(time, "time", lambda: 0.0)
    store = Store.open(tmp_path / "a.reform", who="進んだ時計のPC")
    assert store.opened is Opened.LOCKED
    store.close()
    assert [one.name for one in tmp_path.iterdir() if "clock" in one.name] == []


@pytest.mark.parametrize("garbage", [b"", b"{", b"\xff\xfe", b'{"who":1}', b"null"])
def test_a_lock_that_cannot_be_read_keeps_out_until_it_is_old(tmp_path: Path, garbage: bytes) -> None:
    make_store(tmp_path / "a.reform").close()
    lock_path(tmp_path / "a.reform").write_bytes(garbage)
    store = Store.open(tmp_path / "a.reform", who="後任")
    assert store.opened is Opened.LOCKED
    assert store.holder is not None
    assert store.holder.who == ""
    store.close()
    then = time.time() - DEAD_AFTER_SECONDS - 5
    os.utime(lock_path(tmp_path / "a.reform"), (then, then))
    store = Store.open(tmp_path / "a.reform", who="後任")
    assert store.opened is Opened.RECOVERED
    store.close()


def test_a_lock_that_somebody_deleted_is_written_again(tmp_path: Path) -> None:
    store = make_store(tmp_path / "a.reform")
    lock_path(store.path).unlink()
    save(store, Edit("measure", MEASURE, {"approach": "保存できます"}))
    assert lock_path(store.path).exists()
    lock_path(store.path).unlink()
    store.beat()
    assert lock_path(store.path).exists()
    store.close()


def test_taken_over_while_open_nothing_more_is_written(tmp_path: Path) -> None:
    """The PC slept, somebody took the file over: its window turns read-only and says so."""
    store = make_store(tmp_path / "a.reform")
    save(store, Edit("measure", MEASURE, {"approach": "保存済み"}))
    _leave(store.path, _holder())
    store.beat()
    assert msgspec.json.decode(lock_path(store.path).read_bytes(), type=LockHolder) == _holder(), "theirs stays"
    with pytest.raises(ReadOnlyError, match="ほかのPCで開かれた"):
        save(store, Edit("measure", MEASURE, {"approach": "あと"}))
    assert store.read_only
    assert value(store, MEASURE, "approach") == "保存済み"
    store.close()
    assert lock_path(store.path).exists(), "theirs is not removed"


def test_a_heartbeat_renews_the_locks_time(tmp_path: Path) -> None:
    store = make_store(tmp_path / "a.reform")
    os.utime(lock_path(store.path), (1, 1))
    store.beat()
    assert lock_path(store.path).stat().st_mtime > time.time() - 60
    store.close()
    store.beat()
    assert not lock_path(store.path).exists()


def test_while_the_heart_beats_nobody_ever_sees_half_a_lock(tmp_path: Path) -> None:
    store = make_store(tmp_path / "a.reform")
    stop = threading.Event()

    def beat() -> None:
        while not stop.is_set():
            store.beat()

    thread = threading.Thread(target=beat)
    thread.start()
    try:
        for number in range(30):
            save(store, Edit("measure", MEASURE, {"approach": f"{number}"}))
    finally:
        stop.set()
        thread.join()
    store.close()


def test_a_lock_that_cannot_be_reached_is_no_takeover(tmp_path: Path) -> None:
    """A network that is away for a moment must not make the window read-only for good."""
    store = make_store(tmp_path / "a.reform")
    kept = lock_path(store.path).read_bytes()
    lock_path(store.path).unlink()
    lock_path(store.path).mkdir()
    with pytest.raises(FileError):
        save(store, Edit("measure", MEASURE, {"approach": "x"}))
    assert not store.read_only
    store.beat()
    lock_path(store.path).rmdir()
    lock_path(store.path).write_bytes(kept)
    save(store, Edit("measure", MEASURE, {"approach": "x"}))
    store.close()


def test_a_full_disk_leaves_no_lock_that_keeps_everybody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_more: object) -> None:
        raise OSError(28, "no space left on device")

    path = tmp_path / "a.reform"
    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OSError, match="no space"):
        take_lock(path, "担当者")
    assert not lock_path(path).exists()


def test_a_dead_lock_that_somebody_else_just_took_over_is_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.reform"
    dead, winner = _holder(pid=1), _holder(who="早かった人")
    _leave(path, dead, age=DEAD_AFTER_SECONDS + 5)
    judged = lock.is_dead

    def slowly(lock_file: Path, holder: LockHolder | None) -> bool:
        verdict = judged(lock_file, holder)
        if verdict:
            _leave(path, winner)
        return verdict

    monkeypatch.setattr(lock, "is_dead", slowly)
    attempt = take_lock(path, "担当者")
    assert attempt.lock is None
    assert attempt.holder == winner
    assert msgspec.json.decode(lock_path(path).read_bytes(), type=LockHolder) == winner
