"""引継ぎ: the successor finds each measure, what is open and whom to ask; the predecessor writes it there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.open_files import desktop
from gui.open_page import YEAR, Opener, OpenPage, open_page
from reform_desktop.services import editing
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.ui.pages.handover import HandoverPage
from reform_desktop.ui.successor import SHOW, greet_successor
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.widgets.text_field import TextField
from reform_desktop.ui.windows import OpenWindows

__all__ = ["desktop", "open_page"]


def _filled(qtbot: QtBot, open_page: Opener[HandoverPage]) -> OpenPage[HandoverPage]:
    opened = open_page(HandoverPage, department="財政課")
    qtbot.waitUntil(lambda: opened.page.model.rowCount() > 0)
    return opened


def test_the_successor_sees_every_measure_and_goes_to_what_is_open(
    qtbot: QtBot, open_page: Opener[HandoverPage]
) -> None:
    opened = _filled(qtbot, open_page)
    page = opened.page
    own = [one for one in opened.measures if one.measure.lead_department_id == opened.desk.department_id]
    assert [one.number for one in page.model.rows] == [one.number for one in own]
    assert page.detail._title.text().startswith(own[0].number)
    links = page.detail.points.findChildren(QPushButton)
    assert links[0].text() == "理由・課題　令和7(2025)年度"
    links[0].setFocus()
    QTest.keyClick(links[0], Qt.Key.Key_Return)
    place = opened.places[0]
    assert (place.page, place.measure_id, place.field, place.fiscal_year) == (
        "measures",
        own[0].measure.id,
        "reason",
        YEAR,
    )
    assert unnamed_controls(page) == []


def test_what_is_written_there_is_saved_and_leaves_the_list_of_unwritten_ones(
    qtbot: QtBot, open_page: Opener[HandoverPage]
) -> None:
    opened = _filled(qtbot, open_page)
    field = opened.page.detail.form.fields["contact"].field.widget()
    assert isinstance(field, TextField)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "keikaku 1021")
    opened.page.commit_pending()
    shown = opened.page.model.rows[0].measure
    assert next(one for one in opened.measures if one.measure.id == shown.id).measure.contact == "keikaku 1021"
    qtbot.waitUntil(lambda: opened.page.model.rows[0].first_contact == "keikaku 1021")


def test_it_prints_the_papers_of_the_department_and_of_one_measure(
    qtbot: QtBot, open_page: Opener[HandoverPage]
) -> None:
    opened = _filled(qtbot, open_page)
    request = opened.page.print_request()
    assert request is not None
    assert (request.report, request.department_id) == ("handover", opened.desk.department_id)
    opened.page.print_button.click()
    opened.page.detail.print_button.click()
    assert [(one.report, one.measure_id) for one in opened.places] == [
        ("handover", ""),
        ("handover", opened.page.model.rows[0].id),
    ]


def test_the_coordinator_chooses_a_department_first(qtbot: QtBot, open_page: Opener[HandoverPage]) -> None:
    opened = open_page(HandoverPage)
    page = opened.page
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 2)
    request = page.print_request()
    assert request is not None
    assert request.department_id is None
    finance = next(one for one in opened.session.departments if one.name == "財政課")
    page.department.load_value(finance.id)
    page.refresh()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)
    assert "財政課" in page._summary.text()


def test_the_successor_is_shown_the_way_once(desktop: OpenWindows, tmp_path: Path, qtbot: QtBot) -> None:
    desk = create_desk(tmp_path / "財政課.reform", "sample", department="財政課", who="財政課 前任")
    own = open_plan(desk, desk.department_id).measures[0].measure
    editing.set_values(desk, "measure", own.id, {"handover": "鍵は庶務係にある。"})
    desk.close()
    window = desktop.open_file(tmp_path / "財政課.reform")
    assert window is not None
    greet_successor(window)
    qtbot.waitUntil(lambda: "引継ぎ事項があります" in window.notices.text)
    action = next(one for one in window.notices.findChildren(QPushButton) if one.text() == SHOW)
    action.click()
    assert window.page_name == "handover"
    window.close()
    again = desktop.open_file(tmp_path / "財政課.reform")
    assert again is not None
    assert not again.is_new_here
