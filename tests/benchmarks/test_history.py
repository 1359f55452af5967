"""The history of a file with very many changes: a page of it costs the page, not the file."""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.conftest import REPEATS, RatioBook
from reform_desktop.services import recounting
from reform_desktop.services.desk import Desk
from reform_desktop.store.log_pages import Wanted

pytestmark = pytest.mark.benchmark


def test_a_page_of_the_history_costs_less_than_reading_the_log(big_store_path: Path, ratio_book: RatioBook) -> None:
    desk = Desk.open(big_store_path, read_only=True)
    with desk.store.reading() as connection:
        row = connection.exec_driver_sql("SELECT id FROM measure LIMIT 1").scalar()
    measure = _seconds(lambda: recounting.tell(desk, recounting.wanted_of_measure(desk, str(row), Wanted())))
    newest = _seconds(lambda: recounting.tell(desk, with_outline=True))
    peer = _seconds(lambda: _read_all(big_store_path))
    desk.close()
    told = f"{measure * 1000:.1f} ms / {peer * 1000:.0f} ms"
    ratio_book.check("history of a measure / reading the whole log", measure / peer, 0.3, told)
    told = f"{newest * 1000:.1f} ms / {peer * 1000:.0f} ms"
    ratio_book.check("newest page of the history / reading the whole log", newest / peer, 1.0, told)


def _seconds(work: Callable[[], object]) -> float:
    times = []
    for _round in range(REPEATS + 1):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _read_all(path: Path) -> int:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    count = sum(len(body) for (body,) in connection.execute("SELECT body FROM change"))
    connection.close()
    return count
