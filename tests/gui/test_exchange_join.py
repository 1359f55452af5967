"""推進課の依頼から始める: a department's file out of the division's request, in three steps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.exchange_files import DEPARTMENT, YEAR, own_keys
from gui.open_files import desktop, sample_file, sample_original
from reform_desktop.services.checking import open_plan
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.exporting import WithEvidence
from reform_desktop.services.exchange.joining import create_from_bundle
from reform_desktop.services.exchange.keys import known_keys
from reform_desktop.services.exchange.sending import Request, send_requests
from reform_desktop.services.submissions import board
from reform_desktop.ui.exchange.import_dialog import ImportDialog
from reform_desktop.ui.exchange.join_dialog import JoinDialog
from reform_desktop.ui.pages.measures.measures_page import MeasuresPage
from reform_desktop.ui.welcome import WelcomeWindow
from reform_desktop.ui.widgets.headings import ProseLabel
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.windows import OpenWindows

__all__ = ["desktop", "own_keys", "sample_file", "sample_original"]

SLOW = 20_000


@pytest.fixture
def request_file(sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The division's request to 財政課."""
    desk = Desk.open(sample_file)
    with monkeypatch.context() as there:
        there.setenv("REFORM_DESKTOP_KEYS", str(tmp_path / "division"))
        finance = next(one.department.id for one in board(desk, YEAR + 1) if one.department.name == DEPARTMENT)
        asked = Request((finance,), YEAR + 1, "midyear", date(2026, 10, 23), "よろしくお願いします。", WithEvidence.ALL)
        (path,) = send_requests(desk, asked, tmp_path / "財政課_照会.zip")
    desk.close()
    return path


@pytest.fixture
def welcome(desktop: OpenWindows) -> WelcomeWindow:
    desktop.show_welcome()
    assert desktop.welcome is not None
    return desktop.welcome


def drop(welcome: WelcomeWindow, path: Path, qtbot: QtBot) -> JoinDialog:
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(path))])
    how = Qt.DropAction.CopyAction, carried, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(welcome, QDragEnterEvent(QPoint(5, 5), *how))
    QApplication.sendEvent(welcome, QDropEvent(QPoint(5, 5), *how))
    dialog = welcome.findChild(JoinDialog)
    assert isinstance(dialog, JoinDialog)
    qtbot.waitUntil(lambda: bool(dialog.facts or dialog.message.text()), timeout=SLOW)
    return dialog


def test_a_request_dropped_on_the_welcome_becomes_the_departments_file(
    desktop: OpenWindows, welcome: WelcomeWindow, request_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = drop(welcome, request_file, qtbot)
    assert dialog.facts["課"] == DEPARTMENT
    assert dialog.facts["照会文"] == "よろしくお願いします。"
    assert len(dialog.facts["推進課の鍵の番号"].split()) == 6
    assert unnamed_controls(dialog) == []
    assert dialog.bar.accessibleName() == "手順 1/3 依頼を確かめる"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.bar.accessibleName() == "手順 2/3 所属と氏名"
    assert dialog.who.form.department.text() == DEPARTMENT
    assert unnamed_controls(dialog) == []
    person = dialog.who.form.person
    assert person is not None
    person.setText("髙﨑")
    QTest.keyClick(person, Qt.Key.Key_Return)
    assert dialog.bar.accessibleName() == "手順 3/3 記入を始める"
    assert unnamed_controls(dialog) == []
    dialog.place.show_target(tmp_path / "財政課.reform")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desktop.windows) == 1, timeout=SLOW)
    window = desktop.windows[0]
    desk = window.session.desk
    assert desk.who == desktop.who == "財政課 担当者 髙﨑"
    assert window.page_name == "measures"
    page = window.page
    assert isinstance(page, MeasuresPage)
    own = open_plan(desk, desk.department_id).measures
    assert page.navigator.chosen_id == own[0].measure.id
    department = desk.department()
    assert department is not None
    assert department.name == DEPARTMENT
    answers = board(desk, YEAR + 1)[0].by_period["midyear"]
    assert (answers.state, answers.deadline) == ("draft", date(2026, 10, 23))
    assert [one.unit for one in known_keys(desk)] == ["division"]


def test_a_file_that_is_there_already_is_not_replaced(
    desktop: OpenWindows, welcome: WelcomeWindow, request_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    there = tmp_path / "財政課.reform"
    there.write_bytes(b"precious")
    dialog = drop(welcome, request_file, qtbot)
    dialog.show_step(2)
    dialog.place.show_target(there)
    dialog.action_button.click()
    assert dialog.isVisible()
    assert dialog.place.open_button.isVisible()
    dialog._decide(there)  # somebody made the file meanwhile
    qtbot.waitUntil(lambda: "すでにある" in welcome.notices.text, timeout=SLOW)
    assert there.read_bytes() == b"precious"
    assert desktop.windows == ()


def test_a_department_that_has_its_file_already_takes_the_request_into_it(
    desktop: OpenWindows, welcome: WelcomeWindow, request_file: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    there = tmp_path / "財政課.reform"
    create_from_bundle(there, request_file).close()
    dialog = drop(welcome, request_file, qtbot)
    dialog.show_step(2)
    dialog.place.show_target(there)
    dialog.place.open_button.click()
    qtbot.waitUntil(lambda: len(desktop.windows) == 1, timeout=SLOW)
    offered = desktop.windows[0].findChild(ImportDialog)
    assert isinstance(offered, ImportDialog)
    offered.reject()


def test_steps_can_be_taken_back_and_keep_what_was_filled_in(
    welcome: WelcomeWindow, request_file: Path, qtbot: QtBot
) -> None:
    dialog = drop(welcome, request_file, qtbot)
    assert dialog.back_button.isHidden()
    dialog.show_step(1)
    dialog.who.form.department.setText("財政課 財政係")
    dialog.show_step(2)
    dialog.back_button.click()
    assert (dialog.step, dialog.who.form.department.text()) == (1, "財政課 財政係")
    assert dialog.place.target.name == "練習用_財政課_実施計画.reform"
    assert any("練習用の照会です" in one.accessibleName() for one in dialog.request.findChildren(ProseLabel))
    dialog.reject()


def test_a_damaged_request_says_so_and_nothing_can_be_begun(
    welcome: WelcomeWindow, request_file: Path, qtbot: QtBot
) -> None:
    request_file.write_bytes(request_file.read_bytes()[:-100])
    dialog = drop(welcome, request_file, qtbot)
    assert "取り込めません" in dialog.message.text()
    assert not dialog.action_button.isEnabled()
    dialog.reject()
