"""Looking through what came, sending it back with comments, and the to-do list that these become."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.exchange_files import DEPARTMENT, YEAR, fill, finance, own_keys, send
from gui.open_files import desktop, sample_file, sample_original, window
from reform_desktop.services.departments import department_named
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.importing import import_file
from reform_desktop.services.exchange.review import remarks, review
from reform_desktop.services.submissions import board
from reform_desktop.ui.exchange.return_dialog import ReturnDialog
from reform_desktop.ui.exchange.review_dialog import ReviewDialog
from reform_desktop.ui.pages.submissions import SubmissionsPage
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.window import MainWindow

__all__ = ["desktop", "finance", "own_keys", "sample_file", "sample_original", "window"]

SLOW = 20_000


def twice(window: MainWindow, finance: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the department hand in, and hand in again with another result."""
    fill(finance, result="はじめの実績です。", reason="変わらない理由です。")
    import_file(window.session.desk, send(finance, "1回目.zip", monkeypatch), accept_keys=True)
    fill(finance, result="途中の実績です。")
    fill(finance, result="直した実績です。")
    import_file(window.session.desk, send(finance, "2回目.zip", monkeypatch))


def review_dialog(window: MainWindow, qtbot: QtBot) -> ReviewDialog:
    window.show_page("submissions")
    page = window.page
    assert isinstance(page, SubmissionsPage)
    assert page.board is not None
    board_pane = page.board
    qtbot.waitUntil(lambda: bool(board_pane.model.rows), timeout=SLOW)
    board_pane.choose(department_named(window.session.desk, DEPARTMENT).id)
    chosen = board_pane.chosen()
    assert chosen is not None
    board_pane._review(chosen, "year_end")
    dialog = window.findChildren(ReviewDialog)[-1]
    qtbot.waitUntil(lambda: dialog.model.rowCount() > 0, timeout=SLOW)
    return dialog


def test_only_what_changed_since_the_last_time_is_reviewed(
    window: MainWindow, finance: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice(window, finance, monkeypatch)
    desk = window.session.desk
    found = review(desk, department_named(desk, DEPARTMENT).id)
    assert found.file == "2回目.zip"
    assert [(one.label, one.before, one.after) for one in found.changes] == [
        ("取組実績", "はじめの実績です。", "直した実績です。")
    ]


def test_findings_and_changes_are_listed_and_commented(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    twice(window, finance, monkeypatch)
    dialog = review_dialog(window, qtbot)
    assert [one.what for one in dialog.model.rows][-1] == "変更"
    assert unnamed_controls(dialog) == []
    dialog.view.choose(dialog.model.rowCount() - 1)
    assert "<s" in dialog.after.text()
    QTest.keyClicks(dialog.comment, "kazu")
    dialog.close_button.click()
    again = review_dialog(window, qtbot)
    assert again.model.index(again.model.rowCount() - 1, 4).data() == "kazu"
    again.reject()


def send_back(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, target: Path
) -> None:
    """Comment on the last change in the review and send the answers back, and let the department take that in."""
    twice(window, finance, monkeypatch)
    dialog = review_dialog(window, qtbot)
    dialog.view.choose(dialog.model.rowCount() - 1)
    dialog.comment.setPlainText("件数も書いてください。")
    dialog.back_button.click()
    back = window.findChild(ReturnDialog)
    assert isinstance(back, ReturnDialog)
    assert unnamed_controls(back) == []
    back.action_button.click()
    assert back.message.text() == "差戻しの理由を入力してください。"
    back.reason.field.load_value("件数がありません。")
    with qtbot.waitSignal(back.finished, timeout=SLOW):
        back._write_to(target)
    import_file(finance, target, accept_keys=True)


def test_comments_go_back_and_become_a_list_of_things_to_do(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    send_back(window, finance, qtbot, monkeypatch, tmp_path / "差戻し.zip")
    rows = {one.department.name: one.by_period for one in board(window.session.desk, YEAR)}
    assert rows[DEPARTMENT]["year_end"].state == "returned"
    assert [(one.label, one.text, one.done) for one in remarks(finance)[1]] == [
        ("取組実績", "件数も書いてください。", False)
    ]


def test_a_remark_leads_to_its_field_and_is_done_when_the_field_was_changed(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    send_back(window, finance, qtbot, monkeypatch, tmp_path / "差戻し.zip")
    finance.close()
    opened = window.desktop.open_file(finance.path)
    assert opened is not None
    opened.session.set_fiscal_year(YEAR)
    opened.show_page("submissions")
    page = opened.page
    assert isinstance(page, SubmissionsPage)
    assert page.own is not None
    own = page.own
    qtbot.waitUntil(lambda: own.remarks.model.rowCount() == 1, timeout=SLOW)
    assert unnamed_controls(page) == []
    assert own.remarks._head.text() == "直す項目(&D)　残り1件"
    QTest.keyClick(own.remarks.view, Qt.Key.Key_Return)
    assert opened.page_name == "measures"
    qtbot.wait(1100)  # a remark is done by what was written in a later second
    fill(opened.session.desk, result="直した実績は12件です。")
    opened.show_page("submissions")
    qtbot.waitUntil(lambda: own.remarks._head.text() == "直す項目(&D)　すべて直しました", timeout=SLOW)
