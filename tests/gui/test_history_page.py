"""履歴: what was done, what stood there before, the way back, and what can be undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.open_page import YEAR, Opener, OpenPage, open_page
from reform_desktop.services import editing, recounting
from reform_desktop.ui.pages.history import HistoryPage
from reform_desktop.ui.session import Place
from reform_desktop.ui.widgets.naming import unnamed_controls

__all__ = ["open_page"]


def _with_changes(qtbot: QtBot, open_page: Opener[HistoryPage], department: str | None = None) -> OpenPage[HistoryPage]:
    opened = open_page(HistoryPage, department=department)
    first, second = opened.measures[0].measure, opened.measures[1].measure
    editing.set_in_year(opened.desk, first.id, YEAR, {"result": "待ち時間を半分にしました。"})
    editing.set_values(opened.desk, "measure", second.id, {"title": "新しい題名"})
    qtbot.waitUntil(lambda: opened.page.model.rowCount() == 2)
    return opened


def _names(opened: OpenPage[HistoryPage]) -> list[str]:
    return [one.name for one in opened.page.model.rows]


def test_the_newest_change_stands_first_with_its_place(qtbot: QtBot, open_page: Opener[HistoryPage]) -> None:
    opened = _with_changes(qtbot, open_page)
    rows = [[str(opened.page.model.index(row, column).data()) for column in (2, 3)] for row in range(2)]
    assert rows[0] == ["取組名の変更", "1-(1)-② 新しい題名"]
    assert rows[1][0] == "取組実績の変更"
    assert unnamed_controls(opened.page) == []


def test_before_and_after_are_marked_inside_the_text(qtbot: QtBot, open_page: Opener[HistoryPage]) -> None:
    opened = _with_changes(qtbot, open_page)
    measure = opened.measures[0].measure.id
    editing.set_in_year(opened.desk, measure, YEAR, {"result": "待ち時間を三割にしました。"})
    qtbot.waitUntil(lambda: opened.page.model.rowCount() == 3)
    opened.page.view.choose(0)
    shown = opened.page.detail.text.text()
    assert "<s" in shown
    assert "半分" in shown
    assert "<u" in shown
    assert "三割" in shown
    assert "待" in shown.partition("<s")[0]


def test_an_earlier_value_is_brought_back_and_that_can_be_undone(qtbot: QtBot, open_page: Opener[HistoryPage]) -> None:
    opened = _with_changes(qtbot, open_page)
    opened.page.view.choose(0)
    opened.page.detail.back.click()
    qtbot.waitUntil(lambda: _names(opened)[0] == "取組名を前の内容に戻す")
    assert opened.measures[1].measure.title != "新しい題名"
    opened.desk.undo()
    assert opened.measures[1].measure.title == "新しい題名"
    opened.page.detail.again.click()
    assert opened.failures == []


def test_words_kind_and_measure_narrow_the_list(qtbot: QtBot, open_page: Opener[HistoryPage]) -> None:
    opened = _with_changes(qtbot, open_page)
    page = opened.page
    page.filter.words.setText("待ち時間")
    qtbot.waitUntil(lambda: _names(opened) == ["取組実績の変更"])
    page.filter.words.setText("そのような言葉はない")
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page._unfound)
    page.filter.words.clear()
    page.filter.kind.load_value("取組")
    page.filter.changed.emit()
    qtbot.waitUntil(lambda: _names(opened) == ["取組名の変更"])
    page.filter.kind.load_value(None)
    page.show_place(Place("history", opened.measures[0].measure.id))
    qtbot.waitUntil(lambda: _names(opened) == ["取組実績の変更"])
    page.filter.everything.click()
    qtbot.waitUntil(lambda: len(_names(opened)) == 2)


def test_enter_goes_to_the_changed_field(qtbot: QtBot, open_page: Opener[HistoryPage]) -> None:
    opened = _with_changes(qtbot, open_page)
    opened.page.view.choose(1)
    QTest.keyClick(opened.page.view, Qt.Key.Key_Return)
    place = opened.places[0]
    assert (place.measure_id, place.field, place.fiscal_year) == (opened.measures[0].measure.id, "result", YEAR)


def test_printing_prints_the_sheet_of_the_chosen_change_else_the_list(
    qtbot: QtBot, open_page: Opener[HistoryPage]
) -> None:
    opened = _with_changes(qtbot, open_page)
    everything = opened.page.print_request()
    assert everything is not None
    assert (everything.report, everything.measure_ids) == ("list", None)
    opened.page.view.choose(1)
    sheet = opened.page.print_request()
    assert sheet is not None
    assert (sheet.report, sheet.measure_ids) == ("sheet", (opened.measures[0].measure.id,))
    assert sheet.subject == "1-(1)-①"


def test_undo_and_redo_are_named_and_done(qtbot: QtBot, open_page: Opener[HistoryPage]) -> None:
    opened = _with_changes(qtbot, open_page)
    side = opened.page.undo_side
    assert [one.name for one in side.done.rows] == ["取組名の変更", "取組実績の変更"]
    side.undo.click()
    qtbot.waitUntil(lambda: [one.name for one in side.undone.rows] == ["取組名の変更"])
    assert opened.measures[1].measure.title != "新しい題名"
    side.redo.click()
    qtbot.waitUntil(lambda: not side.undone.rows)
    assert opened.measures[1].measure.title == "新しい題名"


def test_a_deleted_record_keeps_its_name_and_comes_back(qtbot: QtBot, open_page: Opener[HistoryPage]) -> None:
    opened = _with_changes(qtbot, open_page)
    row, _saved = editing.create(opened.desk, "department", {"name": "未来課"})
    editing.delete_record(opened.desk, "department", row)
    qtbot.waitUntil(lambda: opened.page.model.rowCount() == 4)
    assert opened.page.model.index(0, 3).data() == "課 未来課"
    opened.page.view.choose(0)
    assert not opened.page.detail.undelete.isHidden()
    opened.page.detail.undelete.click()
    qtbot.waitUntil(lambda: _names(opened)[0] == "課の削除の取消し")
    assert row in {one.id for one in opened.session.departments}


def test_older_changes_are_read_as_one_scrolls(
    qtbot: QtBot, open_page: Opener[HistoryPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recounting, "PAGE", 20)
    monkeypatch.setattr(recounting, "AT_ONCE", 20)
    opened = open_page(HistoryPage)
    measure = opened.measures[0].measure.id
    for place in range(45):
        editing.set_values(opened.desk, "measure", measure, {"approach": f"第{place}稿"})
    qtbot.waitUntil(lambda: opened.page.model.rowCount() > 0)
    qtbot.waitUntil(lambda: opened.page._task is None and not opened.page._timer.isActive())
    first = opened.page.model.rowCount()
    assert first < 45
    opened.page.view.scrollToBottom()
    qtbot.waitUntil(lambda: opened.page.model.rowCount() > first)
