"""Beginning: the welcome window, the first start, a new file, the sample, backups."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gui.open_files import YEAR, desktop, sample_file, sample_original, window
from reform_desktop.services import editing
from reform_desktop.services.browsing import list_measures
from reform_desktop.services.creating import NewFile, practice_department
from reform_desktop.store.backup import list_backups
from reform_desktop.store.outline import MeasureFilter
from reform_desktop.ui.backups_dialog import BackupsDialog
from reform_desktop.ui.first_start import FirstStartDialog
from reform_desktop.ui.new_file import NewFileDialog
from reform_desktop.ui.practice_again import YES
from reform_desktop.ui.settings import Settings
from reform_desktop.ui.welcome import WelcomeWindow
from reform_desktop.ui.who_form import DEPARTMENT
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.window import MainWindow
from reform_desktop.ui.windows import OpenWindows

__all__ = ["desktop", "sample_file", "sample_original", "window"]


@pytest.fixture
def welcome(desktop: OpenWindows, qtbot: QtBot) -> WelcomeWindow:
    desktop.show_welcome()
    assert desktop.welcome is not None
    qtbot.waitExposed(desktop.welcome)
    return desktop.welcome


def test_without_files_the_welcome_says_what_will_be_there(welcome: WelcomeWindow) -> None:
    assert welcome.recent.isHidden()
    assert unnamed_controls(welcome) == []


def test_a_file_opened_lately_is_one_click_away(
    desktop: OpenWindows, sample_file: Path, qtbot: QtBot
) -> None:
    Settings().add_recent_file(sample_file)
    desktop.show_welcome()
    welcome = desktop.welcome
    assert welcome is not None
    index = welcome.recent.model().index(0, 0)
    assert str(index.data()).startswith("見本.reform")
    welcome.recent.activated.emit(index)
    assert [one.session.desk.path for one in desktop.windows] == [sample_file]
    qtbot.waitUntil(lambda: desktop.welcome is None)


def test_a_file_dropped_on_the_welcome_is_opened(
    welcome: WelcomeWindow, desktop: OpenWindows, sample_file: Path
) -> None:
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(sample_file))])
    move, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), move, carried, left, none)
    QApplication.sendEvent(welcome, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(welcome, QDropEvent(QPoint(5, 5), move, carried, left, none))
    assert len(desktop.windows) == 1


def test_the_sample_is_made_once_and_opened_again(desktop: OpenWindows, welcome: WelcomeWindow, qtbot: QtBot) -> None:
    welcome.sample_button.click()
    qtbot.waitUntil(lambda: len(desktop.windows) == 1, timeout=20_000)
    first = desktop.windows[0]
    assert first.session.plan.sample
    path = first.session.desk.path
    first.close()
    desktop.show_welcome()
    assert desktop.welcome is not None
    desktop.open_sample(desktop.welcome)
    assert [one.session.desk.path for one in desktop.windows] == [path]


def test_a_department_s_file_is_made_from_the_outline(
    desktop: OpenWindows, welcome: WelcomeWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = NewFileDialog(desktop.settings, welcome)
    dialog.decided.connect(lambda wanted: desktop.create(wanted, welcome))
    dialog.show()
    dialog.own.click()
    dialog.department.setCurrentText("財政課")
    assert unnamed_controls(dialog) == []
    dialog.next_button.click()
    chooser = dialog.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "財政課.reform"))
    chooser.reject()
    qtbot.waitUntil(lambda: len(desktop.windows) == 1, timeout=20_000)
    department = desktop.windows[0].session.desk.department()
    assert department is not None
    assert department.name == "財政課"


def test_a_department_without_a_name_is_asked_for_it(desktop: OpenWindows, welcome: WelcomeWindow) -> None:
    dialog = NewFileDialog(desktop.settings, welcome)
    dialog.show()
    dialog.own.click()
    dialog.department.setCurrentText("　")
    dialog.next_button.click()
    assert dialog.message.text() == "課の名前を入力してください。"
    assert dialog.findChild(QFileDialog) is None
    dialog.close()


def test_a_name_that_is_taken_is_refused_with_a_sentence(
    desktop: OpenWindows, welcome: WelcomeWindow, sample_file: Path, qtbot: QtBot
) -> None:
    before = sample_file.read_bytes()
    desktop.create(NewFile(sample_file, "annaka-4"), welcome)
    qtbot.waitUntil(lambda: "すでにある" in welcome.notices.text)
    assert sample_file.read_bytes() == before


def test_a_department_practises_in_a_file_of_its_own_kind(
    desktop: OpenWindows, welcome: WelcomeWindow, qtbot: QtBot
) -> None:
    desktop.settings.role = "担当者"
    desktop.settings.set_text(DEPARTMENT, "市民課")
    welcome.sample_button.click()
    qtbot.waitUntil(lambda: len(desktop.windows) == 1, timeout=20_000)
    desk = desktop.windows[0].session.desk
    own = desk.department()
    assert own is not None
    assert (own.name, desk.path.name) == ("市民課", "練習用_市民課.reform")
    assert practice_department("庁舎建設準備室") == "財政課"


def test_practice_is_begun_again_from_the_menu(desktop: OpenWindows, sample_file: Path, qtbot: QtBot) -> None:
    window = desktop.open_file(sample_file)
    assert window is not None
    action = window.menus.action("start-over")
    assert action.isVisible()
    measure = list_measures(window.session.desk, MeasureFilter(YEAR), 0).lines[0]
    editing.set_values(window.session.desk, "measure", measure.id, {"title": "練習で直した題名"})
    action.trigger()
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    next(one for one in box.buttons() if one.text() == YES).click()
    qtbot.waitUntil(lambda: bool(desktop.windows) and desktop.windows[0] is not window, timeout=20_000)
    again = desktop.windows[0]
    assert list_measures(again.session.desk, MeasureFilter(YEAR), 0).lines[0].title == measure.title
    assert (sample_file.parent / f"{sample_file.stem}_前回の練習.reform").exists()


def test_the_first_start_asks_department_and_role_and_nothing_else(desktop: OpenWindows, qtbot: QtBot) -> None:
    dialog = FirstStartDialog(desktop.settings)
    qtbot.addWidget(dialog)
    dialog.show()
    assert len(dialog.findChildren(QLineEdit)) == 1
    dialog.department.setText(" 財政課 ")
    dialog.role.setCurrentIndex(dialog.role.findData("課長"))
    dialog.accept_button.click()
    assert desktop.who == "財政課 課長"
    assert Settings().role == "課長"
    assert unnamed_controls(dialog) == []


def test_the_first_start_can_be_put_off(desktop: OpenWindows, qtbot: QtBot) -> None:
    dialog = FirstStartDialog(desktop.settings)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.reject()
    assert desktop.who == "担当者"


def test_going_back_to_a_backup_says_what_will_happen_and_brings_the_old_state(
    desktop: OpenWindows, window: MainWindow, qtbot: QtBot
) -> None:
    desk, path = window.session.desk, window.session.desk.path
    measure = list_measures(desk, MeasureFilter(YEAR), 0).lines[0]
    desktop.show_backups(window)
    dialog = window.findChild(BackupsDialog)
    assert isinstance(dialog, BackupsDialog)
    assert not dialog.restore_button.isEnabled()
    assert unnamed_controls(dialog) == []
    dialog.make_button.click()
    qtbot.waitUntil(lambda: len(list_backups(path)) == 1)
    qtbot.waitUntil(dialog.restore_button.isEnabled)
    editing.set_values(desk, "measure", measure.id, {"title": "バックアップのあとの名前"})
    dialog.restore_button.click()
    question = dialog.findChild(QMessageBox)
    assert isinstance(question, QMessageBox)
    assert "また戻せます" in question.text()
    next(button for button in question.findChildren(QPushButton) if button.text() == "戻す").click()
    qtbot.waitUntil(lambda: bool(desktop.windows) and desktop.windows[0] is not window)
    titles = [line.title for line in list_measures(desktop.windows[0].session.desk, MeasureFilter(YEAR), 0).lines]
    assert measure.title in titles
    assert "バックアップのあとの名前" not in titles
    assert [one.occasion for one in list_backups(path)] == ["restore", "manual"]


def test_a_damaged_file_offers_its_backups(
    desktop: OpenWindows, window: MainWindow, qtbot: QtBot
) -> None:
    path = window.session.desk.path
    window.session.desk.store.back_up("manual")
    window.close()
    qtbot.waitUntil(lambda: not desktop.windows)
    path.write_bytes(b"")
    assert desktop.open_file(path) is None
    assert desktop.welcome is not None
    assert "空のファイル" in desktop.welcome.notices.text
    dialog = desktop.welcome.findChild(BackupsDialog)
    assert isinstance(dialog, BackupsDialog)
    dialog.restoring.emit(list_backups(path)[0])
    assert [one.session.desk.path for one in desktop.windows] == [path]
    dialog.close()
