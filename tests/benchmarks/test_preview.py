"""From the click to the first page of a book of 36 measures, against building the whole book."""

from __future__ import annotations

import gc
import statistics
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from benchmarks.big_store import make_big_store
from benchmarks.conftest import REPEATS, RatioBook
from reform_desktop.services.desk import Desk
from reform_desktop.services.reporting import write_report
from reform_desktop.ui.pages.reports import ReportsPage
from reform_desktop.ui.preview.pdf_pages import PdfPages
from reform_desktop.ui.session import Session
from reform_desktop.ui.tasks import TaskRunner

pytestmark = [pytest.mark.benchmark, pytest.mark.gui]

MEASURES = 36


def test_the_first_page_is_shown_long_before_the_book_is_whole(
    tmp_path: Path, qtbot: QtBot, ratio_book: RatioBook
) -> None:
    store = tmp_path / "book.reform"
    make_big_store(store, MEASURES)
    runner = TaskRunner()
    session = Session(Desk.open(store, who="計測"), runner)
    page = ReportsPage(session)
    qtbot.addWidget(page)
    page.resize(1180, 690)
    page.choices.report.load_value("book")
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: page.preview.page_count > MEASURES and runner.is_idle, timeout=60_000)
    gc.collect()
    gc.freeze()  # as the program does after its first paint
    whole = statistics.median(_whole(session.desk, tmp_path) for _round in range(REPEATS))
    first = statistics.median(_first(page, runner, qtbot) for _round in range(REPEATS))
    gc.unfreeze()
    page.close()
    session.close()
    assert runner.close(5)
    ratio_book.check(
        "preview: click to first page / whole book of 36 measures",
        first / whole,
        0.3,
        f"{first * 1000:.0f} ms / {whole * 1000:.0f} ms",
    )


def _whole(desk: Desk, folder: Path) -> float:
    start = time.perf_counter()
    write_report(desk, "book", "pdf", folder / "book.pdf")
    return time.perf_counter() - start


def _first(page: ReportsPage, runner: TaskRunner, qtbot: QtBot) -> float:
    """Return the seconds from the click on 「プレビューを作る」 until the first page has been drawn."""
    page.preview.show_pages(None)
    start = time.perf_counter()
    with qtbot.waitSignal(page.preview.view.pictures.drawn, timeout=60_000, check_params_cb=lambda number: number == 0):
        page._long.action.emit()
    drawn = time.perf_counter() - start
    shown = page.preview.view.pictures.pages
    assert isinstance(shown, PdfPages)
    assert page.preview.view.isVisible()
    qtbot.waitUntil(lambda: runner.is_idle and page.preview.page_count > MEASURES, timeout=60_000)
    return drawn
