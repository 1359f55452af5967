"""履歴: what was changed, what stood there before, what can be undone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.open_page import YEAR, Opener, OpenPage, open_page
from reform_desktop.services import editing
from reform_desktop.ui.pages.history import HistoryPage
from reform_desktop.ui.widgets.naming import unnamed_controls

__all__ = ["open_page"]


def _with_changes(qtbot: QtBot, open_page: Opener[HistoryPage]) -> OpenPage[HistoryPage]:
    opened = open_page(HistoryPage)
    first, second = opened.measures[0].measure, opened.measures[1].measure
    editing.set_in_year(opened.desk, first.id, YEAR, {"result": "待ち時間を半分にしました。"})
    editing.set_values(opened.desk, "measure", second.id, {"title": "新しい題名"})
    qtbot.waitUntil(lambda: opened.page.model.rowCount() == 2)
    return opened


def test_the_newest_change_stands_first_with_its_place(qtbot: QtBot, open_page: Opener[HistoryPage]) -> None:
    opened = _with_changes(qtbot, open_page)
    rows = [[str(opened.page.model.index(row, column).data()) for column in (1, 2)] for row in range(2)]
    assert rows[0] == ["1-(1)-② 新しい題名", "取組名"]
    assert rows[1][1] == "取組実績"
    assert unnamed_controls(opened.page) == []


def test_before_and_after_are_shown_in_full(qtbot: QtBot, open_page: Opener[HistoryPage]) -> None:
    opened = _with_changes(qtbot, open_page)
    before = opened.measures[0].years[YEAR]
    opened.page.view.choose(1)
    assert opened.page.after.toPlainText() == "待ち時間を半分にしました。" == before.result
    assert opened.page.before.toPlainText() != ""


def test_words_narrow_the_list(qtbot: QtBot, open_page: Opener[HistoryPage]) -> None:
    opened = _with_changes(qtbot, open_page)
    QTest.keyClicks(opened.page.filter, "1-(1)-")
    assert opened.page.model.rowCount() == 2
    opened.page.filter.setText("待ち時間")
    assert opened.page.model.rowCount() == 1
    opened.page.filter.setText("そのような言葉はない")
    assert opened.page._stack.currentIndex() == 2


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


def test_a_deleted_record_keeps_its_name(qtbot: QtBot, open_page: Opener[HistoryPage]) -> None:
    opened = _with_changes(qtbot, open_page)
    row, _saved = editing.create(opened.desk, "department", {"name": "未来課"})
    editing.delete_record(opened.desk, "department", row)
    qtbot.waitUntil(lambda: opened.page.model.rowCount() == 4)
    assert opened.page.model.index(0, 1).data() == "課 未来課"


def test_older_changes_are_read_as_one_scrolls(qtbot: QtBot, open_page: Opener[HistoryPage]) -> None:
    opened = open_page(HistoryPage)
    opened.page.with_outline.setChecked(True)
    qtbot.waitUntil(lambda: opened.page.model.rowCount() > 0)
    first = opened.page.model.rowCount()
    QTest.keyClick(opened.page.view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    opened.page.view.scrollToBottom()
    qtbot.waitUntil(lambda: opened.page.model.rowCount() > first)
