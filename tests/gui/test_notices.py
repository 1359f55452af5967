"""News come and go without asking anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible

from reform_desktop.ui import notices
from reform_desktop.ui.notices import NoticeBar
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.widgets.roles import Strip

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_a_notice_goes_away_by_itself(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice("保存しました。", Strip.SUCCESS)
    assert bar.text == "保存しました。"
    assert bar._timer.isActive()
    bar._timer.timeout.emit()
    assert bar.text == ""
    assert bar.isHidden()


def test_a_warning_stays_until_it_is_closed(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice("ディスクの空きがありません。", Strip.ERROR)
    assert not bar._timer.isActive()
    bar._close.click()
    assert bar.isHidden()


def test_the_action_of_a_notice_is_done_once(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    done: list[str] = []
    bar.show_notice("削除しました。", action_text="元に戻す", action=lambda: done.append("undo"))
    assert unnamed_controls(bar) == []
    bar._button.click()
    bar._button.click()
    assert done == ["undo"]
    assert bar.isHidden()


def test_a_newer_notice_replaces_the_older_one(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice("一", action_text="元に戻す", action=lambda: None)
    bar.show_notice("二")
    assert bar.text == "二"
    assert bar._button.isHidden()
    bar.dismiss()


def test_a_notice_stays_while_it_has_the_focus_and_is_read_out(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "_STAYS", 60)
    monkeypatch.setattr(notices, "_STAYS_WITH_ACTION", 60)
    spoken: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: spoken.append(type(event).__name__))
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.move(300, 300)  # away from the pointer
    bar.show_notice("コピーを保存しました。", action_text="開く", action=lambda: None)
    bar.window().activateWindow()
    qtbot.waitActive(bar.window())
    bar._button.setFocus()
    qtbot.wait(200)
    assert bar.text == "コピーを保存しました。"
    assert spoken == ["QAccessibleAnnouncementEvent"]
    bar._button.clearFocus()
    qtbot.waitUntil(lambda: bar.text == "")
