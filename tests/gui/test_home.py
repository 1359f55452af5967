"""ホーム: what is to be done, how the year stands, what was changed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.open_page import YEAR, Opener, OpenPage, open_page
from reform_desktop.domain.progress import counts_of
from reform_desktop.services import checking, editing, overview
from reform_desktop.ui.pages.home import HomePage
from reform_desktop.ui.widgets.naming import unnamed_controls

__all__ = ["open_page"]


def _filled(qtbot: QtBot, open_page: Opener[HomePage], **asked: object) -> OpenPage[HomePage]:
    opened = open_page(HomePage, **asked)
    qtbot.waitUntil(lambda: opened.page._watch.checked is not None and opened.page.counts._shown is not None)
    return opened


def test_the_counts_are_those_of_the_plan(qtbot: QtBot, open_page: Opener[HomePage]) -> None:
    opened = _filled(qtbot, open_page)
    plan = checking.open_plan(opened.desk)
    assert opened.page.counts._shown == counts_of(plan.measures, plan.scale, YEAR)
    words = [label.text() for label in opened.page.counts.findChildren(QLabel)]
    assert "○ 年度目標達成" in words
    assert unnamed_controls(opened.page) == []


def test_the_previous_plan_stands_beside_with_the_published_figures(qtbot: QtBot, open_page: Opener[HomePage]) -> None:
    opened = _filled(qtbot, open_page)
    spoken = opened.page.bars.accessibleDescription()
    assert "令和5(2023)年度：○ 年度目標達成 13件" in spoken
    assert "一部以上達成 67%" in spoken


def test_every_count_equals_that_of_the_dossiers_in_every_year(open_page: Opener[HomePage]) -> None:
    opened = open_page(HomePage)
    measures = opened.measures
    editing.set_in_year(opened.desk, measures[0].measure.id, YEAR, {"outside_evaluation": True})
    editing.set_values(opened.desk, "measure", measures[1].measure.id, {"retired_from": YEAR})
    editing.set_values(opened.desk, "item", measures[9].measure.item_id, {"retired_from": YEAR + 1})
    plan = checking.open_plan(opened.desk)
    for year in plan.fiscal_years:
        assert overview.year_columns(opened.desk, year)[-1].counts == counts_of(plan.measures, plan.scale, year)


def test_a_measure_with_findings_leads_to_the_first_of_them(qtbot: QtBot, open_page: Opener[HomePage]) -> None:
    opened = _filled(qtbot, open_page)
    to_do = opened.page.to_do
    to_do.view.choose(0)
    QTest.keyClick(to_do.view, Qt.Key.Key_Return)
    first = checking.check(opened.desk, YEAR)[0]
    assert (opened.places[0].measure_id, opened.places[0].field) == (first.measure_id, first.field)


def test_a_deadline_says_how_many_are_waited_for_and_leads_to_the_board(
    qtbot: QtBot, open_page: Opener[HomePage]
) -> None:
    opened = _filled(qtbot, open_page)
    links = opened.page.to_do.findChildren(QPushButton)
    late = next(one for one in links if "年度末" in one.text())
    assert "未提出 5課" in late.text()
    late.click()
    assert opened.places[0].page == "submissions"


def test_a_change_shows_up_and_leads_back_to_its_field(qtbot: QtBot, open_page: Opener[HomePage]) -> None:
    opened = _filled(qtbot, open_page)
    measure = opened.measures[2].measure
    editing.set_in_year(opened.desk, measure.id, YEAR, {"result": "窓口を一つにまとめました。"})
    qtbot.waitUntil(lambda: opened.page.recent.rowCount() == 1)
    assert measure.title in str(opened.page.recent.index(0, 1).data())
    opened.page.recent_view.choose(0)
    QTest.keyClick(opened.page.recent_view, Qt.Key.Key_Return)
    place = opened.places[0]
    assert (place.measure_id, place.field, place.fiscal_year) == (measure.id, "result", YEAR)


def test_a_department_sees_its_own_measures_only(qtbot: QtBot, open_page: Opener[HomePage]) -> None:
    opened = _filled(qtbot, open_page, department="財政課")
    shown = opened.page.counts._shown
    assert shown is not None
    assert shown.total == len(checking.open_plan(opened.desk, opened.desk.department_id).measures)
    assert opened.page.bars.isHidden()


def test_a_new_plan_says_what_comes_first(qtbot: QtBot, open_page: Opener[HomePage]) -> None:
    opened = _filled(qtbot, open_page, outline="annaka-4")
    shown = opened.page.to_do._stack.currentWidget()
    assert shown is opened.page.to_do._no_measures
    button = shown.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    button.click()
    assert opened.places[0].page == "arrangement"
    assert opened.page._recent_stack.currentIndex() == 0
