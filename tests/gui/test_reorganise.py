"""機構改革 in the window: what would come of it is seen before, and it is one step of undo."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gui.open_page import Opener, OpenPage, open_page
from reform_desktop.services.departments import list_departments
from reform_desktop.ui.pages.arrangement import ArrangementPage
from reform_desktop.ui.pages.arrangement.reorganise_dialog import ReorganiseDialog
from reform_desktop.ui.widgets.naming import unnamed_controls

__all__ = ["open_page"]

Page = OpenPage[ArrangementPage]
DAY = "2027-04-01"


def ask(opened: Page, *names: str) -> ReorganiseDialog:
    """Open the dialog with departments ticked."""
    editor = opened.page.departments
    opened.page.tabs.setCurrentWidget(editor)
    ids = {one.name: one.id for one in opened.session.departments}
    editor.choose(ids[names[0]])
    dialog = editor.reorganise()
    dialog.ended.set_value([ids[one] for one in names])
    dialog.ended.committed.emit(dialog.ended.value())
    return dialog


def write(dialog: ReorganiseDialog, text: str) -> None:
    dialog.names.set_value(text)
    dialog.names.committed.emit(text)
    dialog.day.set_value(DAY)
    dialog.day.committed.emit(DAY)


def led_by(opened: Page, name: str) -> int:
    ids = {one.name: one.id for one in list_departments(opened.desk)}
    return sum(one.measure.lead_department_id == ids[name] for one in opened.measures)


def test_a_department_is_renamed_and_the_preview_says_which_measures_move(
    qtbot: QtBot, open_page: Opener[ArrangementPage]
) -> None:
    opened = open_page(ArrangementPage)
    before = led_by(opened, "財政課")
    dialog = ask(opened, "財政課")
    assert unnamed_controls(dialog) == []
    assert not dialog.action_button.isEnabled()
    assert "新しい課の名前" in dialog.message.text()
    write(dialog, "財産活用課")
    assert dialog.message.text() == f"名称変更です。取組{before}件の担当課が変わります。"
    assert {one.department for one in dialog.model.rows} == {"財政課"}
    assert dialog.model.rowCount() == before > 0
    dialog.action_button.click()
    qtbot.waitUntil(lambda: led_by(opened, "財産活用課") == before)
    assert any("元に戻す" in one for one in opened.notices)
    opened.desk.undo()
    assert led_by(opened, "財政課") == before
    assert "財産活用課" not in {one.name for one in list_departments(opened.desk)}


def test_merged_departments_bring_all_their_measures(qtbot: QtBot, open_page: Opener[ArrangementPage]) -> None:
    opened = open_page(ArrangementPage)
    names = [one.name for one in opened.session.departments[:2]]
    both = sum(led_by(opened, one) for one in names)
    dialog = ask(opened, *names)
    write(dialog, "総合課")
    assert dialog.message.text().startswith("統合です。")
    dialog.action_button.click()
    qtbot.waitUntil(lambda: led_by(opened, "総合課") == both)


def test_a_split_waits_until_every_measure_has_an_heir(qtbot: QtBot, open_page: Opener[ArrangementPage]) -> None:
    opened = open_page(ArrangementPage)
    count = led_by(opened, "財政課")
    dialog = ask(opened, "財政課")
    write(dialog, "甲課\n乙課")
    assert f"決まっていない取組が{count}件" in dialog.message.text()
    assert not dialog.action_button.isEnabled()
    dialog.heir.setCurrentIndex(dialog.heir.findText("甲課"))
    dialog.heir.activated.emit(dialog.heir.currentIndex())
    dialog.view.selectRow(0)
    dialog.heir.setCurrentIndex(dialog.heir.findText("乙課"))
    dialog.heir.activated.emit(dialog.heir.currentIndex())
    assert dialog.message.text().startswith("分割です。")
    dialog.action_button.click()
    qtbot.waitUntil(lambda: led_by(opened, "乙課") == 1)
    assert led_by(opened, "甲課") == count - 1


def test_what_cannot_be_is_said_and_the_dialog_stays(open_page: Opener[ArrangementPage]) -> None:
    opened = open_page(ArrangementPage)
    dialog = ask(opened, *[one.name for one in opened.session.departments[:2]])
    write(dialog, "子課\n丑課")
    assert "統合と分割に分けて" in dialog.message.text()
    write(dialog, opened.session.departments[2].name)
    assert "すでにあります" in dialog.message.text()
    assert not dialog.action_button.isEnabled()
    dialog.reject()
