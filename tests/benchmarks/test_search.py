"""From a keystroke in the search box to the list repainted, against a LIKE scan of the same rows."""

from __future__ import annotations

import sqlite3
import statistics
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from pytestqt.qtbot import QtBot

from benchmarks.conftest import FULL, RatioBook
from reform_desktop.services import finding
from reform_desktop.services.desk import Desk
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.ui.pages.measures.measures_page import MeasuresPage
from reform_desktop.ui.session import Session
from reform_desktop.ui.tasks import TaskRunner

pytestmark = [pytest.mark.benchmark, pytest.mark.gui]

WORDS = ("税", "の", "税務", "予算", "見直し", "指定管理者", "公共施設 予算", "（99")
ROUNDS = 10 if FULL else 2


class _PaintClock(QObject):
    """Notes when the watched widget was last painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted_at = 0.0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.painted_at = time.perf_counter()
        return False


def test_hits_are_there_with_the_key(big_store_path: Path, qtbot: QtBot, ratio_book: RatioBook) -> None:
    desk = Desk.open(big_store_path, read_only=True)
    runner = TaskRunner()
    session = Session(desk, runner)
    page = MeasuresPage(session)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    qtbot.waitExposed(page)
    search = page.navigator.filter.search
    clock = _PaintClock()
    page.navigator.hits.viewport().installEventFilter(clock)
    times: list[float] = []
    for _round in range(ROUNDS):
        for words in WORDS:
            search.clear()
            search.setText(words[:-1])
            qtbot.wait(60)
            start = time.perf_counter()
            clock.painted_at = 0.0
            search.insert(words[-1])
            qtbot.waitUntil(lambda: clock.painted_at > 0, timeout=20_000)
            times.append(clock.painted_at - start)
    session.close()
    assert runner.close(5)
    scans = _like_scans(big_store_path)
    ours, peer = _p95(times), _p95(scans)
    ratio_book.check(
        "keystroke to repainted list / LIKE scan, p95", ours / peer, 0.2, f"{ours * 1000:.1f} ms / {peer * 1000:.0f} ms"
    )


def test_the_box_over_everything_answers_while_one_types(big_store_path: Path, ratio_book: RatioBook) -> None:
    desk = Desk.open(big_store_path, read_only=True)
    times: list[float] = []
    for _round in range(ROUNDS):
        for words in WORDS:
            start = time.perf_counter()
            finding.find(desk, words, MeasureFilter(2026))
            times.append(time.perf_counter() - start)
    desk.close()
    ours, peer = _p95(times), _p95(_like_scans(big_store_path))
    ratio_book.check(
        "finds in everything / LIKE scan, p95", ours / peer, 0.4, f"{ours * 1000:.1f} ms / {peer * 1000:.0f} ms"
    )


def _like_scans(path: Path) -> list[float]:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    times = []
    for _round in range(ROUNDS):
        for words in WORDS:
            start = time.perf_counter()
            connection.execute("SELECT row FROM search_document WHERE body LIKE ?", (f"%{words}%",)).fetchall()
            times.append(time.perf_counter() - start)
    connection.close()
    return times


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
