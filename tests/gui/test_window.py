"""The window of a file: pages, menus, saving, undo, locks, closing."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.open_files import YEAR, desktop, sample_file, sample_original, window
from reform_desktop.domain.errors import FileError
from reform_desktop.services import editing, scripting
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.ui import windows
from reform_desktop.ui.banners import Banners, holder_sentence
from reform_desktop.ui.busy import BusyBar
from reform_desktop.ui.help_window import HelpWindow
from reform_desktop.ui.pages.history import HistoryPage
from reform_desktop.ui.pages.measures.measures_page import MeasuresPage
from reform_desktop.ui.practice_strip import PracticeStrip
from reform_desktop.ui.tasks import TaskContext
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.widgets.saved_indicator import SaveState
from reform_desktop.ui.widgets.text_field import TextField
from reform_desktop.ui.window import MainWindow
from reform_desktop.ui.windows import OpenWindows

if TYPE_CHECKING:
    from reform_desktop.ui.settings import Settings

__all__ = ["desktop", "sample_file", "sample_original", "window"]


def measures(window: MainWindow) -> MeasuresPage:
    window.show_page("measures")
    assert isinstance(window.page, MeasuresPage)
    return window.page


def first_measure(window: MainWindow) -> str:
    page = measures(window)
    line = page.navigator.tree.model().index(0, 0)
    while not line.data(Qt.ItemDataRole.UserRole + 1):
        line = page.navigator.tree.model().index(0, 0, line)
    return str(line.data(Qt.ItemDataRole.UserRole + 5))


def stored(path: Path, kind: str) -> bytes:
    desk = Desk.open(path, read_only=True)
    try:
        return b"".join(scripting.dump(desk, kind))
    finally:
        desk.close()


def test_the_title_names_the_file_and_the_program(window: MainWindow) -> None:
    assert window.windowTitle() == "【練習用】見本.reform — 行革デスク"


def test_the_sample_says_that_it_is_one(window: MainWindow, qtbot: QtBot) -> None:
    banner = window.findChild(Banners)
    assert isinstance(banner, Banners)
    qtbot.waitUntil(banner.isVisible)
    strip = banner.findChild(PracticeStrip)
    assert isinstance(strip, PracticeStrip)
    assert strip.isVisible()
    assert "練習用のファイルです" in strip.accessibleName()


def test_a_department_has_no_page_to_edit_the_plan(desktop: OpenWindows, tmp_path: Path) -> None:
    create_desk(tmp_path / "財政課.reform", "annaka-4", department="財政課").close()
    opened = desktop.open_file(tmp_path / "財政課.reform")
    assert opened is not None
    names = [entry.name for entry in opened.page_entries()]
    assert "arrangement" not in names
    assert "measures" in names


def test_undo_is_named_after_the_operation_and_works_from_the_keyboard(window: MainWindow) -> None:
    measure = first_measure(window)
    desk = window.session.desk
    undo, redo = window.menus.action("undo"), window.menus.action("redo")
    assert not undo.isEnabled()
    editing.set_in_year(desk, measure, YEAR, {"result": "窓口の待ち時間を計った。"})
    assert undo.text() == "取組実績の変更を元に戻す(&Z)"
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not undo.isEnabled()
    assert redo.text() == "取組実績の変更をやり直す(&Y)"
    QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert undo.isEnabled()


def test_ctrl_s_saves_what_is_being_typed_and_says_so(window: MainWindow, sample_file: Path, qtbot: QtBot) -> None:
    page = measures(window)
    page.navigator.choose(first_measure(window))
    qtbot.waitUntil(lambda: page.sheet.measure_id is not None)
    field = page.sheet.findChildren(TextField)[0]
    field.setFocus()
    QTest.keyClicks(field, "abc-typed-just-now")
    assert b"abc-typed-just-now" not in stored(sample_file, "measure")
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert b"abc-typed-just-now" in stored(sample_file, "measure")
    assert window.notices.text.startswith("すべて保存済みです。")


def test_closing_saves_what_is_being_typed(
    desktop: OpenWindows, window: MainWindow, sample_file: Path, qtbot: QtBot
) -> None:
    page = measures(window)
    page.navigator.choose(first_measure(window))
    qtbot.waitUntil(lambda: page.sheet.measure_id is not None)
    field = page.sheet.findChildren(TextField)[0]
    field.setFocus()
    QTest.keyClicks(field, "typed-before-closing")
    window.close()
    assert not desktop.windows
    assert b"typed-before-closing" in stored(sample_file, "measure")
    assert not sample_file.with_name(sample_file.name + ".lock").exists()


def test_a_second_opener_reads_only_and_hears_who_has_the_file(desktop: OpenWindows, sample_file: Path) -> None:
    lock = sample_file.with_name(sample_file.name + ".lock")
    lock.write_text(
        f'{{"who":"総務課 担当者","host":"PC-12","pid":{os.getpid()},"since":"2025-04-01T09:30:00+09:00"}}',
        encoding="utf-8",
    )
    opened = desktop.open_file(sample_file)
    assert opened is not None
    assert opened.session.desk.read_only
    assert opened.toolbar.saved.shown is SaveState.READ_ONLY
    assert "総務課 担当者 さんが PC-12 で" in opened.toolbar.saved.toolTip()
    assert opened.toolbar.saved.toolTip().endswith("から開いています。読み取り専用で表示しています。")
    assert not opened.menus.action("undo").isEnabled()
    opened.save_all()
    assert "読み取り専用" in opened.notices.text
    lock.unlink()


def test_a_lock_that_cannot_be_read_still_gives_a_sentence() -> None:
    assert holder_sentence(None).endswith("読み取り専用で表示しています。")
    assert socket.gethostname() not in holder_sentence(None)


def test_the_same_file_twice_brings_its_window_to_the_front(
    desktop: OpenWindows, window: MainWindow, sample_file: Path
) -> None:
    assert desktop.open_file(sample_file) is None
    assert desktop.windows == (window,)


def test_two_files_have_two_windows(desktop: OpenWindows, window: MainWindow, tmp_path: Path) -> None:
    create_desk(tmp_path / "b.reform", "annaka-4").close()
    other = desktop.open_file(tmp_path / "b.reform", window)
    assert other is not None
    assert len(desktop.windows) == 2
    other.close()
    assert list(desktop.windows) == [window]


def test_a_file_that_is_gone_is_explained_in_the_window_that_asked(
    desktop: OpenWindows, window: MainWindow, tmp_path: Path
) -> None:
    assert desktop.open_file(tmp_path / "gone.reform", window) is None
    assert "見つかりません" in window.notices.text
    assert desktop.welcome is None


def test_what_went_wrong_stays_until_it_is_closed(window: MainWindow) -> None:
    def fail() -> None:
        raise FileError("ディスクの空きが足りません。")

    window.session.perform(fail)
    assert window.notices.text == "ディスクの空きが足りません。"
    assert window.toolbar.saved.shown is SaveState.FAILED


def test_the_year_is_chosen_in_the_tool_bar_and_stepped_by_keys(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert window.session.fiscal_year == YEAR + 1
    assert window.toolbar.year.currentText() == "令和8(2026)年度"
    QTest.keyClick(window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert window.session.fiscal_year == YEAR


def test_search_by_keyboard_from_anywhere(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    finder = window._finder
    assert finder is not None
    qtbot.waitUntil(finder.box.hasFocus)
    finder.reject()
    window.activateWindow()
    qtbot.waitActive(window)
    window.menus.action("narrow").trigger()
    qtbot.waitUntil(measures(window).navigator.filter.search.hasFocus)


def test_the_check_list_opens_below_the_page_and_leads_to_the_field(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    panel = window._checks
    assert panel is not None
    qtbot.waitUntil(lambda: panel.count > 0)
    assert window.menus.action("checks").isChecked()
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert panel.isHidden()


def test_a_window_waits_visibly_for_work_before_it_closes(
    desktop: OpenWindows, window: MainWindow, qtbot: QtBot
) -> None:
    def work(context: TaskContext) -> None:
        while not context.cancelled():
            QTest.qSleep(5)
        context.raise_if_cancelled()

    desktop.runner.run("長い作業", work, owner=window)
    window.close()
    assert window.isVisible()
    bar = window.findChild(BusyBar)
    assert isinstance(bar, BusyBar)
    assert bar.isVisible()
    qtbot.waitUntil(lambda: not desktop.windows)


def test_the_page_and_the_measure_of_last_time_come_back(
    desktop: OpenWindows, window: MainWindow, sample_file: Path, qtbot: QtBot
) -> None:
    measure = first_measure(window)
    measures(window).navigator.choose(measure)
    qtbot.waitUntil(lambda: measures(window).sheet.measure_id == measure)
    window.close()
    again = desktop.open_file(sample_file)
    assert again is not None
    assert again.page_name == "measures"
    qtbot.waitUntil(lambda: measures(again).sheet.measure_id == measure)


def test_larger_type_lays_the_window_out_anew_with_the_same_file(
    desktop: OpenWindows, window: MainWindow, qtbot: QtBot, settings: Settings
) -> None:
    desktop.scale_by(window, 1)
    qtbot.waitUntil(lambda: bool(desktop.windows) and desktop.windows[0] is not window)
    assert settings.scale == pytest.approx(1.1)
    desktop.scale_by(desktop.windows[0], 0)


def test_printing_without_anything_to_print_says_so(window: MainWindow) -> None:
    window.printing.print_out(None)
    assert "印刷するものがありません" in window.notices.text


def test_a_report_is_written_to_a_pdf_in_the_background(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    page = measures(window)
    page.navigator.choose(first_measure(window))
    qtbot.waitUntil(lambda: page.sheet.measure_id is not None)
    request = page.print_request()
    assert request is not None
    window.printing.write(request, "pdf", tmp_path / "sheet.pdf")
    qtbot.waitUntil(lambda: "保存しました" in window.notices.text, timeout=20_000)
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")


def test_every_page_opens_and_all_its_controls_have_names(window: MainWindow, qtbot: QtBot) -> None:
    for entry in window.page_entries():
        window.navigation.chosen.emit(entry.name)
        assert window.page_name == entry.name
        assert window.page.title == entry.title
        qtbot.waitUntil(lambda: window.session.runner.is_idle, timeout=20_000)
        assert unnamed_controls(window) == []
        window.page.refresh()
    qtbot.waitUntil(lambda: window.session.runner.is_idle, timeout=20_000)


def test_every_control_of_the_window_has_a_name(window: MainWindow, qtbot: QtBot) -> None:
    page = measures(window)
    page.navigator.choose(first_measure(window))
    qtbot.waitUntil(lambda: page.sheet.measure_id is not None)
    window.show_checks(shown=True)
    assert unnamed_controls(window) == []


@pytest.fixture
def settings(desktop: OpenWindows) -> Settings:
    return desktop.settings


def test_ctrl_z_in_a_field_without_typing_undoes_one_step_and_no_more(window: MainWindow, qtbot: QtBot) -> None:
    page = measures(window)
    measure = first_measure(window)
    page.navigator.choose(measure)
    qtbot.waitUntil(lambda: page.sheet.measure_id == measure)
    for title in ("はじめの名前", "次の名前"):
        editing.set_values(window.session.desk, "measure", measure, {"title": title})
    field = page.sheet.findChildren(TextField)[0]
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    undo = window.session.desk.next_undo()
    assert undo is not None
    assert "はじめの名前".encode() in stored(window.session.desk.path, "measure")


def test_a_large_file_left_by_a_crash_is_verified_in_the_background(
    desktop: OpenWindows, sample_file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "_LARGE", 1)
    lock = sample_file.with_name(f"{sample_file.name}.lock")
    lock.write_text(
        f'{{"who":"財政課","host":"{socket.gethostname()}","pid":999999999,"since":"2025-04-01T09:30:00+09:00"}}',
        encoding="utf-8",
    )
    assert desktop.open_file(sample_file) is None
    qtbot.waitUntil(lambda: len(desktop.windows) == 1, timeout=20_000)
    assert "前回は正しく閉じられませんでした" in desktop.windows[0].notices.text


def test_f1_opens_the_manual_at_the_page_s_chapter(window: MainWindow, qtbot: QtBot) -> None:
    measures(window)
    window.menus.action("help").trigger()
    manual = HelpWindow.the_one()
    qtbot.waitUntil(manual.isVisible)
    assert manual.shown_text.startswith("取組")
    manual.show_topic("there is no such chapter")
    assert "取組" in manual.shown_text
    assert unnamed_controls(manual) == []
    HelpWindow.close_the_one()


def test_the_history_of_the_chosen_measure_is_a_key_away(window: MainWindow, qtbot: QtBot) -> None:
    page = measures(window)
    row = open_plan(window.session.desk).measures[2].measure.id
    page.navigator.choose(row)
    window.menus.action("measure-history").trigger()
    history = window.page
    assert isinstance(history, HistoryPage)
    assert history.filter.measure_id == row
    qtbot.waitUntil(lambda: history._stack.currentWidget() is history._unfound)
