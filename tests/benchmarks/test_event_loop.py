"""The longest gap of the event loop while a book of 300 sheets is written, against an idle window."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from benchmarks.big_store import make_big_store
from benchmarks.conftest import FULL, REPEATS, RatioBook
from benchmarks.gap_clock import GapClock
from reform_desktop.services.desk import Desk
from reform_desktop.services.reporting import write_report
from reform_desktop.ui.pages.measures.measures_page import MeasuresPage
from reform_desktop.ui.session import Session
from reform_desktop.ui.tasks import TaskRunner

pytestmark = [pytest.mark.benchmark, pytest.mark.gui]

SHEETS = 300 if FULL else 48


def test_the_window_answers_while_a_book_is_written(tmp_path: Path, qtbot: QtBot, ratio_book: RatioBook) -> None:
    store = tmp_path / "book.reform"
    make_big_store(store, SHEETS)
    runner = TaskRunner()
    session = Session(Desk.open(store, who="計測"), runner)
    page = MeasuresPage(session)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    qtbot.waitExposed(page)
    qtbot.wait(300)
    gc.collect()
    gc.freeze()  # as the program does after its first paint: the tests' own objects are not to be gone through
    gaps = [_measure_once(session, runner, tmp_path, qtbot) for _round in range(REPEATS)]
    gc.unfreeze()
    session.close()
    assert runner.close(5)
    idle, busy = sorted(one[0] for one in gaps)[REPEATS // 2], sorted(one[1] for one in gaps)[REPEATS // 2]
    ratio_book.check(
        "longest gap while a book is written / idle", busy / idle, 3, f"{busy * 1000:.1f} ms / {idle * 1000:.1f} ms"
    )


def _measure_once(session: Session, runner: TaskRunner, folder: Path, qtbot: QtBot) -> tuple[float, float]:
    finished: list[Path] = []
    with GapClock() as busy:
        start = time.perf_counter()
        runner.run(
            "計測",
            lambda context: write_report(
                session.desk,
                "sheet",
                "pdf",
                folder / "book.pdf",
                progress=context.progress,
                cancelled=context.cancelled,
            ),
            done=finished.append,
        )
        qtbot.waitUntil(lambda: bool(finished), timeout=120_000)
        duration = time.perf_counter() - start
    with GapClock() as idle:
        qtbot.wait(int(duration * 1000))
    return idle.longest, busy.longest
