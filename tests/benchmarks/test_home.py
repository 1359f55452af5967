"""All that ホーム shows, of a plan of 1,000 measures, against bare sqlite3 that goes through the same rows once."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from benchmarks.big_store import make_big_store
from benchmarks.conftest import RatioBook, median_of
from reform_desktop.services.desk import Desk
from reform_desktop.ui.pages.home.home_page import read_overview

pytestmark = pytest.mark.benchmark

YEAR = 2025
MEASURES = 1_000
FLOOR = """
    SELECT y.fiscal_year, i.policy_id, y.grade, count(*), sum(y.cost_cut_planned), sum(y.cost_cut_actual)
    FROM measure m JOIN item i ON m.item_id = i.id LEFT JOIN year_record y ON y.measure_id = m.id
    GROUP BY y.fiscal_year, i.policy_id, y.grade
"""


def test_home_is_read_in_a_blink(tmp_path: Path, ratio_book: RatioBook) -> None:
    path = tmp_path / "plan.reform"
    make_big_store(path, MEASURES)
    desk = Desk.open(path)
    connection = sqlite3.connect(path)

    def bare() -> float:
        start = time.perf_counter()
        assert connection.execute(FLOOR).fetchall()
        return time.perf_counter() - start

    def ours() -> float:
        start = time.perf_counter()
        found = read_overview(desk, YEAR)
        spent = time.perf_counter() - start
        assert found.columns[-1].counts.total == MEASURES
        return spent

    floor, home = median_of(bare, 5), median_of(ours, 5)
    connection.close()
    desk.close()
    detail = f"{home * 1000:.0f} ms / {floor * 1000:.1f} ms, {MEASURES:,} measures"
    ratio_book.check("ホーム of 1,000 measures / one pass of bare sqlite3", home / floor, 10, detail)
