"""`dump` against reading the same rows with bare sqlite3 and writing JSON lines."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.conftest import RatioBook, median_of

pytestmark = pytest.mark.benchmark

BARE = """
import json, sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
with open(sys.argv[2], "w", encoding="utf-8") as out:
    for kind in sys.argv[3:]:
        cursor = connection.execute(f"SELECT * FROM {kind} ORDER BY id")
        names = [column[0] for column in cursor.description]
        for row in cursor:
            fields = dict(zip(names, row))
            out.write(json.dumps({"kind": kind, "id": fields.pop("id"), "fields": fields}, ensure_ascii=False) + "\\n")
"""


def test_dump_costs_little_more_than_reading_the_rows(
    big_store_path: Path, tmp_path: Path, ratio_book: RatioBook
) -> None:
    kinds = _kinds_with_rows(big_store_path)
    bare = median_of(lambda: _bare(big_store_path, tmp_path / "bare.jsonl", kinds))
    ours = median_of(lambda: _dump(big_store_path, tmp_path / "ours.jsonl"))
    assert _count(tmp_path / "bare.jsonl") == _count(tmp_path / "ours.jsonl")
    json.loads((tmp_path / "ours.jsonl").read_text(encoding="utf-8").splitlines()[0])
    ratio_book.check("`dump` / bare sqlite3 + JSON lines", ours / bare, 3, f"{ours:.1f} s / {bare:.1f} s")


def _kinds_with_rows(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    kinds = ("plan", "policy", "item", "department", "measure", "year_record", "plan_count")
    found = [kind for kind in kinds if connection.execute(f"SELECT 1 FROM {kind} LIMIT 1").fetchone()]  # noqa: S608
    connection.close()
    return found


def _bare(path: Path, target: Path, kinds: list[str]) -> float:
    return _timed([sys.executable, "-c", BARE, str(path), str(target), *kinds])


def _dump(path: Path, target: Path) -> float:
    start = time.perf_counter()
    with target.open("wb") as out:
        subprocess.run([sys.executable, "-m", "reform_desktop", "dump", str(path)], check=True, stdout=out)
    return time.perf_counter() - start


def _timed(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def _count(path: Path) -> int:
    with path.open("rb") as lines:
        return sum(1 for _line in lines)
