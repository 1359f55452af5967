"""Taking many departments' bundles in, against bare sqlite3 inserting the same rows."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from benchmarks.conftest import FULL, RatioBook
from benchmarks.submitted_bundles import Department, make_division
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.values import JsonValue
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.importing import import_several

pytestmark = pytest.mark.benchmark

DEPARTMENTS = 1_000 if FULL else 20


def bare_insert(path: Path, departments: Iterable[Department]) -> float:
    """Insert the rows of all departments with nothing but sqlite3, and return the seconds that it took."""
    rows: dict[str, list[list[JsonValue]]] = {"measure": [], "year_record": []}
    for one in departments:
        for kind, row, values in one.rows():
            rows[kind].append([row, *(values.get(name) for name in KINDS[kind].fields)])
    start = time.perf_counter()
    connection = sqlite3.connect(path)
    for kind, found in rows.items():
        names = ", ".join(["id TEXT PRIMARY KEY", *KINDS[kind].fields])
        marks = ", ".join("?" * (1 + len(KINDS[kind].fields)))
        connection.execute(f"CREATE TABLE {kind} ({names})")
        connection.executemany(f"INSERT INTO {kind} VALUES ({marks})", found)  # noqa: S608 -- names of our own
    connection.commit()
    connection.close()
    return time.perf_counter() - start


def test_many_departments_are_taken_in_at_little_more_than_the_cost_of_their_rows(
    tmp_path: Path, ratio_book: RatioBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFORM_DESKTOP_KEYS", str(tmp_path / "keys"))
    departments = [Department(number) for number in range(DEPARTMENTS)]
    paths = [tmp_path / f"{number}.zip" for number in range(DEPARTMENTS)]
    bare = min(bare_insert(tmp_path / f"bare{turn}.db", departments) for turn in range(3))
    make_division(tmp_path / "division.reform", DEPARTMENTS)
    desk = Desk.open(tmp_path / "division.reform")
    try:
        _submit(departments, paths)
        first = _take_in(desk, paths)
        _go_on(departments)
        _submit(departments, paths, left_out=1)
        second = _take_in(desk, paths)
        _go_on(departments)
        _submit(departments, paths)
        whole = _take_in(desk, paths)
        again = _take_in(desk, paths)
        _is_all_there(desk, departments)
    finally:
        desk.close()
    size = f"{DEPARTMENTS:,} departments"
    ratio_book.note("the second with all earlier packs sent again / bare inserts", whole / bare, f"{whole:.1f} s")
    ratio_book.check_all(
        [
            (f"first import, {size} / bare inserts", first / bare, 4, f"{first:.1f} s / {bare:.1f} s"),
            ("second import, 20 % changed / bare inserts", second / bare, 1.2, f"{second:.1f} s"),
            ("import of all again, unchanged / bare inserts", again / bare, 0.2, f"{again:.1f} s"),
        ]
    )


def _go_on(departments: Iterable[Department]) -> None:
    for one in departments:
        one.go_on()


def _submit(departments: Iterable[Department], paths: Iterable[Path], *, left_out: int = 0) -> None:
    for one, path in zip(departments, paths, strict=True):
        one.submit(path, left_out=left_out)


def _take_in(desk: Desk, paths: list[Path]) -> float:
    start = time.perf_counter()
    outcome = import_several(desk, paths, accept_keys=True)
    seconds = time.perf_counter() - start
    assert not outcome.refusals
    assert len(outcome.reports) == len(paths)
    return seconds


def _is_all_there(desk: Desk, departments: list[Department]) -> None:
    rows = sum(1 for one in departments for _row in one.rows())
    with desk.store.reading() as connection:
        found = connection.exec_driver_sql("SELECT (SELECT count(*) FROM measure) + (SELECT count(*) FROM year_record)")
        assert found.scalar_one() == rows
        assert connection.exec_driver_sql("SELECT count(*) FROM held").scalar_one() == 0
