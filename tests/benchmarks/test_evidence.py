"""A gigabyte of evidence from one file to another: against hashing and copying the same bytes, with flat memory."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.conftest import FULL, RatioBook
from reform_desktop.services import attachments
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.store import evidence

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc"),
]

FILES = 21 if FULL else 3
SIZE = 50_000_000 if FULL else 12_000_000
"""The largest file that may be attached, 21 times: a little over a gigabyte."""
ROUNDS = 3 if FULL else 1
MEGABYTES = 150
WORKER = Path(__file__).with_name("evidence_worker.py")


def test_evidence_is_sent_and_taken_in_at_little_more_than_the_cost_of_its_bytes(
    tmp_path: Path, ratio_book: RatioBook
) -> None:
    files = _files(tmp_path / "資料")
    own, division = tmp_path / "財政課.reform", tmp_path / "全体.reform"
    _attach_all(own, files)
    create_desk(division, "sample").close()
    rounds = [_round(tmp_path, own, division, files) for _turn in range(ROUNDS)]
    hashing, copying = min(one.hashing for one in rounds), min(one.copying for one in rounds)
    out = min((one.out for one in rounds), key=lambda one: one["seconds"])
    taken = min((one.taken for one in rounds), key=lambda one: one["seconds"])
    size = f"{FILES * SIZE / 1e9:.2f} GB of evidence"
    floor = hashing + copying
    measured = [
        (what, seconds / bare, limit, f"{seconds:.2f} s / {bare:.2f} s")
        for what, seconds, bare, limit in (
            (f"write {size} / hashing the same bytes", out["seconds"], hashing, 3.5),
            (f"verify and import {size} / hashing and copying", taken["seconds"], floor, 2.0),
        )
    ]
    for what, done in (("write", out), ("import", taken)):
        most = done["megabytes"]
        measured.append((f"memory above idle to {what} it / {MEGABYTES} MB", most / MEGABYTES, 1, f"{most:.0f} MB"))
    ratio_book.check_all(measured)
    assert max(out["megabytes"], taken["megabytes"]) <= MEGABYTES


@dataclass(frozen=True)
class _Round:
    """Everything once, one after the other: on a shared machine only neighbours can be compared."""

    hashing: float
    copying: float
    out: dict[str, float]
    taken: dict[str, float]


def _round(folder: Path, own: Path, division: Path, files: list[Path]) -> _Round:
    sent, taking = folder / "提出", folder / "取込み.reform"
    sent.mkdir()
    shutil.copy(division, taking)
    hashing = _hash_all(files)
    out = _work(folder, "send", own, sent)
    copying = _copy_all(files, folder / "写し")
    taken = _work(folder, "take", taking, *sorted(sent.glob("*.zip")))
    _same_bytes(taking, files)
    shutil.rmtree(sent)
    taking.unlink()
    return _Round(hashing, copying, out, taken)


def _files(folder: Path) -> list[Path]:
    folder.mkdir()
    paths = [folder / f"{place}.bin" for place in range(FILES)]
    for path in paths:
        path.write_bytes(os.urandom(SIZE))
    return paths


def _attach_all(store: Path, files: list[Path]) -> None:
    desk = create_desk(store, "sample", department="財政課")
    measure = open_plan(desk).of_department(desk.department_id or "")[0].measure.id
    for path in files:
        attachments.attach_file(desk, measure, 2025, path)
    desk.close()


def _hash_all(files: list[Path]) -> float:
    start = time.perf_counter()
    for path in files:
        _digest(path)
    return time.perf_counter() - start


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _copy_all(files: list[Path], folder: Path) -> float:
    """Copy the files as a careful program does: whole on the disk before it says that it is done."""
    folder.mkdir()
    start = time.perf_counter()
    for path in files:
        target = folder / path.name
        shutil.copyfile(path, target)
        with target.open("rb+") as stream:
            os.fsync(stream.fileno())
    seconds = time.perf_counter() - start
    shutil.rmtree(folder)
    return seconds


def _work(folder: Path, action: str, store: Path, *words: Path) -> dict[str, float]:
    environment = os.environ | {"REFORM_DESKTOP_KEYS": str(folder / f"{store.stem}の鍵")}
    command = [sys.executable, str(WORKER), action, str(store), *map(str, words)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    result: dict[str, float] = json.loads(done.stdout)
    return result


def _same_bytes(store: Path, files: list[Path]) -> None:
    desk = Desk.open(store, read_only=True)
    with desk.store.reading() as connection:
        here = {sha256 for sha256, _size in evidence.list_files(connection)}
        assert {_digest(one) for one in files} <= here
        assert evidence.damaged_files(connection) == []
    desk.close()
