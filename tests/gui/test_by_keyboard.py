"""The year's work by keyboard alone: fill in, attach evidence, have it confirmed, submit, and save for printing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.every_place import YEAR, Everywhere, Files, files
from reform_desktop.services.checking import open_plan
from reform_desktop.services.desk import Desk
from reform_desktop.ui.window import MainWindow

__all__ = ["files"]

Key, Modifier = Qt.Key, Qt.KeyboardModifier
MOST = 150
"""Presses of Tab within which everything on a page can be reached."""

RESULT = "done by keys alone"
SLOW = 30_000


def focused() -> QWidget:
    """Return what has the keyboard."""
    if QApplication.activeWindow() is None:  # there is no window manager to hand the keyboard back
        behind = QApplication.activeModalWidget() or max(QApplication.topLevelWidgets(), key=_is_own_window)
        behind.activateWindow()
        assert QTest.qWaitForWindowActive(behind)
    found = QApplication.focusWidget() or QApplication.activeWindow()
    assert found is not None
    return found


def _is_own_window(widget: QWidget) -> bool:
    return isinstance(widget, MainWindow) and not widget.session.desk.is_division


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
    QTest.keyClick(QApplication.activePopupWidget() or focused(), key, modifier)


def tab_to(name: str) -> QWidget:
    """Press Tab until something of that name has the keyboard."""
    passed = []
    for _step in range(MOST):
        widget = focused()
        heard = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        if re.fullmatch(name, widget.accessibleName() or heard):
            return widget
        passed.append(widget.accessibleName() or heard)
        press(Key.Key_Tab)
    pytest.fail(f"Tab does not come to {name!r}; it came by {passed}")


def give_file_name(qtbot: QtBot, path: Path) -> None:
    """Type a path into the file dialog that has come up, and press Enter."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), QFileDialog))
    line = focused()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, str(path))
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: not isinstance(QApplication.activeWindow(), QFileDialog))


def fill_in(every: Everywhere, qtbot: QtBot, evidence: Path) -> None:
    """Choose a measure, write its result, choose its grade and attach a file."""
    press(Key.Key_2, Modifier.ControlModifier)
    tab_to("方針・推進項目・取組")
    for _row in range(3):
        press(Key.Key_Down)
    every.calm()
    result = tab_to("令和8.*年度 取組実績")
    press(Key.Key_A, Modifier.ControlModifier)
    QTest.keyClicks(result, RESULT)
    tab_to("令和8.*年度 達成状況")
    press(Key.Key_Home)
    press(Key.Key_Down)
    tab_to("ファイルを添付")
    press(Key.Key_Space)
    give_file_name(qtbot, evidence)
    every.calm()


def submit(every: Everywhere, qtbot: QtBot, sent: Path) -> None:
    """Hand the year in, once the manager has confirmed it."""
    press(Key.Key_3, Modifier.ControlModifier)
    every.calm()
    tab_to("年度末：.*提出する")
    press(Key.Key_Space)
    every.calm()
    tab_to("課長の確認を受けました.*")
    press(Key.Key_Space)
    tab_to("保存先を選んで提出する.*")
    press(Key.Key_Space)
    give_file_name(qtbot, sent)
    qtbot.waitUntil(sent.exists, timeout=SLOW)
    every.calm()


def save_for_printing(every: Everywhere, qtbot: QtBot, printed: Path) -> None:
    """Save the measure's sheet as a PDF by the menu."""
    press(Key.Key_2, Modifier.ControlModifier)
    press(Key.Key_F, Modifier.AltModifier)
    press(Key.Key_D)
    give_file_name(qtbot, printed)
    qtbot.waitUntil(printed.exists, timeout=SLOW)
    every.calm()


def test_a_measure_s_year_goes_from_filling_in_to_submission_and_paper_without_the_mouse(
    qapp: QApplication, qtbot: QtBot, files: Files, tmp_path: Path
) -> None:
    evidence = tmp_path / "count.txt"
    evidence.write_text("窓口の件数", encoding="utf-8")
    every = Everywhere(qapp, files, tmp_path)
    window = every.department
    path = window.session.desk.path
    try:
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        with files.at("department"):
            fill_in(every, qtbot, evidence)
            submit(every, qtbot, tmp_path / "sent.zip")
            save_for_printing(every, qtbot, tmp_path / "sheet.pdf")
    finally:
        every.close()
    stored = Desk.open(path, read_only=True)
    try:
        done = [one for one in open_plan(stored).measures if YEAR in one.years and one.years[YEAR].result == RESULT]
        assert len(done) == 1
        assert done[0].years[YEAR].grade
        assert "count.txt" in [one.file_name for one in done[0].evidence]
    finally:
        stored.close()
