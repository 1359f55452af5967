"""A file opens where it was left, and whatever is typed is there, at whatever moment it is closed."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.open_files import YEAR, desktop, sample_file, sample_original, window
from reform_desktop.services import editing
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.store.lock import lock_path
from reform_desktop.ui.pages.measures.measures_page import MeasuresPage
from reform_desktop.ui.tasks import TaskContext
from reform_desktop.ui.widgets.text_field import TextField
from reform_desktop.ui.window import MainWindow
from reform_desktop.ui.windows import OpenWindows

__all__ = ["desktop", "sample_file", "sample_original", "window"]


def _measures(window: MainWindow) -> MeasuresPage:
    window.show_page("measures")
    page = window.page
    assert isinstance(page, MeasuresPage)
    return page


def _close(desktop: OpenWindows, window: MainWindow, qtbot: QtBot) -> None:
    window.close()
    qtbot.waitUntil(lambda: window not in desktop.windows)


def _open(desktop: OpenWindows, path: Path) -> MainWindow:
    opened = desktop.open_file(path)
    assert opened is not None
    return opened


def test_a_file_that_was_moved_opens_where_it_was_left(
    desktop: OpenWindows, window: MainWindow, sample_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = _measures(window)
    measure = open_plan(window.session.desk).measures[5].measure.id
    page.navigator.choose(measure)
    qtbot.waitUntil(lambda: page.sheet.measure_id == measure)
    window.session.set_fiscal_year(YEAR + 2)
    window.resize(1111, 666)
    page._splitter.setSizes([400, 700])
    page._splitter.splitterMoved.emit(400, 1)
    divided = page._splitter.sizes()
    qtbot.wait(100)
    page.sheet._scroll.verticalScrollBar().setValue(240)  # type: ignore[union-attr]  # a measure is shown
    _close(desktop, window, qtbot)
    other = tmp_path / "other.reform"
    create_desk(other, "sample").close()
    second = _open(desktop, other)
    second.show_page("history")
    second.resize(999, 600)
    _close(desktop, second, qtbot)
    moved = sample_file.rename(tmp_path / "移した.reform")
    again = _open(desktop, moved)
    assert again.page_name == "measures"
    assert again.session.fiscal_year == YEAR + 2
    assert (again.width(), again.height()) == (1111, 666)
    page = _measures(again)
    assert page.navigator.chosen_id == measure
    assert page._splitter.sizes() == divided
    qtbot.waitUntil(lambda: page.sheet.down == 240)


def test_a_measure_and_a_year_that_are_gone_are_passed_over(
    desktop: OpenWindows, window: MainWindow, sample_file: Path, qtbot: QtBot
) -> None:
    page = _measures(window)
    measure = open_plan(window.session.desk).measures[5].measure.id
    page.navigator.choose(measure)
    window.session.set_fiscal_year(YEAR + 4)
    _close(desktop, window, qtbot)
    desk = Desk.open(sample_file)
    editing.delete_record(desk, "measure", measure)
    editing.set_values(desk, "plan", desk.plan().id, {"last_fiscal_year": YEAR + 2})
    desk.close()
    again = _open(desktop, sample_file)
    assert again.session.fiscal_year in again.session.fiscal_years
    assert _measures(again).navigator.chosen_id == ""


def test_closing_while_typing_keeps_what_was_typed(
    desktop: OpenWindows, window: MainWindow, sample_file: Path, qtbot: QtBot
) -> None:
    page = _measures(window)
    measure = open_plan(window.session.desk).measures[0].measure.id
    page.navigator.choose(measure)
    qtbot.waitUntil(lambda: page.sheet.measure_id == measure)
    field = page.sheet.body.years.open_year.fields.fields["result"].control
    assert isinstance(field, TextField)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "half a sente")
    _close(desktop, window, qtbot)
    desk = Desk.open(sample_file)
    assert open_plan(desk).measures[0].years[YEAR].result == "half a sente"
    desk.close()


def test_closing_during_long_work_stops_it_and_keeps_what_was_typed(
    desktop: OpenWindows, window: MainWindow, sample_file: Path, qtbot: QtBot
) -> None:
    page = _measures(window)
    measure = open_plan(window.session.desk).measures[0].measure.id
    page.navigator.choose(measure)
    qtbot.waitUntil(lambda: page.sheet.measure_id == measure)
    stopped = threading.Event()

    def work(context: TaskContext) -> None:
        while not context.cancelled():
            stopped.wait(0.01)
        stopped.set()
        context.raise_if_cancelled()

    window.session.runner.run("帳票を作成しています", work, owner=window)
    field = page.sheet.body.years.open_year.fields.fields["result"].control
    assert isinstance(field, TextField)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "typed meanwhile")
    _close(desktop, window, qtbot)
    assert stopped.is_set()
    desk = Desk.open(sample_file)
    assert open_plan(desk).measures[0].years[YEAR].result == "typed meanwhile"
    desk.close()


def test_who_has_the_file_is_said_and_when_it_is_free_it_is_opened_for_writing(
    desktop: OpenWindows, sample_file: Path, qtbot: QtBot
) -> None:
    path = lock_path(sample_file)
    somebody = {"who": "総務課 担当者", "host": "PC-12", "pid": 1, "since": "2026-05-01T09:30:00+09:00"}
    path.write_text(json.dumps(somebody), encoding="utf-8")
    window = _open(desktop, sample_file)
    assert "総務課 担当者 さんが PC-12 で" in window._banners.sentences[0][0]
    window._holder_watch.look()
    qtbot.waitUntil(lambda: not window._holder_watch._looking)
    assert window.notices.text == ""
    path.write_text(json.dumps({**somebody, "who": "財政課 課長", "host": "PC-3"}), encoding="utf-8")
    window._holder_watch.look()
    label = window._banners._holder_label
    assert label is not None
    qtbot.waitUntil(lambda: "財政課 課長 さんが PC-3 で" in label.accessibleName())
    path.unlink()
    window._holder_watch.look()
    qtbot.waitUntil(lambda: "閉じました" in window.notices.text)
    window.notices._button.click()
    qtbot.waitUntil(lambda: bool(desktop.windows) and desktop.windows[0] is not window)
    again = desktop.windows[0]
    assert not again.session.desk.read_only
    again.save_all()
    assert "このPC" in again.notices.text
    assert "で開いています" in again.toolbar.saved.toolTip()
