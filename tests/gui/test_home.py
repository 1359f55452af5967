"""ホーム: what is to be done, how the year stands, what was changed."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.open_page import YEAR, Opener, OpenPage, open_page
from reform_desktop.domain.effects import Amounts, effects_by_year
from reform_desktop.domain.progress import counts_of
from reform_desktop.domain.values import JsonValue
from reform_desktop.reports.catalogue import REPORTS
from reform_desktop.services import checking, editing, overview
from reform_desktop.services.browsing import list_measures
from reform_desktop.ui.charts.part import Swatch
from reform_desktop.ui.pages.home import HomePage
from reform_desktop.ui.pages.home.print_strip import OF_DEPARTMENT, OF_DIVISION
from reform_desktop.ui.pages.measures.measures_page import MeasuresPage
from reform_desktop.ui.widgets.naming import unnamed_controls

__all__ = ["open_page"]


def _filled(qtbot: QtBot, open_page: Opener[HomePage], **asked: object) -> OpenPage[HomePage]:
    opened = open_page(HomePage, **asked)
    qtbot.waitUntil(lambda: opened.page._watch.checked is not None and opened.page.figures.counts._shown is not None)
    return opened


def test_the_counts_are_those_of_the_plan(qtbot: QtBot, open_page: Opener[HomePage]) -> None:
    opened = _filled(qtbot, open_page)
    plan = checking.open_plan(opened.desk)
    assert opened.page.figures.counts._shown == counts_of(plan.measures, plan.scale, YEAR)
    words = [label.text() for label in opened.page.figures.counts.findChildren(QLabel)]
    assert "○ 年度目標達成" in words
    assert unnamed_controls(opened.page) == []


def test_the_previous_plan_stands_beside_with_the_published_figures(qtbot: QtBot, open_page: Opener[HomePage]) -> None:
    opened = _filled(qtbot, open_page)
    spoken = opened.page.figures.years.accessibleDescription()
    assert "令和5(2023)年度：○ 年度目標達成 13件" in spoken
    assert "67%" in spoken
    opened.page.figures.years.parts[0][0].click()
    assert (opened.places[0].page, opened.places[0].report) == ("reports", "summary")


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
    links = opened.page.to_do.tasks.findChildren(QPushButton)
    late = next(one for one in links if one.text() == "年度末：未提出 5課")
    assert "提出期限 令和8年5月8日" in late.accessibleDescription()
    late.click()
    assert (opened.places[0].page, opened.places[0].words) == ("submissions", "未提出")


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
    shown = opened.page.figures.counts._shown
    assert shown is not None
    assert shown.total == len(checking.open_plan(opened.desk, opened.desk.department_id).measures)
    assert opened.page.figures.years.isHidden()


def test_a_new_plan_says_what_comes_first(qtbot: QtBot, open_page: Opener[HomePage]) -> None:
    opened = _filled(qtbot, open_page, outline="annaka-4")
    shown = opened.page.to_do._stack.currentWidget()
    assert shown is opened.page.to_do._no_measures
    button = shown.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    button.click()
    assert opened.places[0].page == "arrangement"
    assert opened.page._recent_stack.currentIndex() == 0


def test_every_figure_leads_to_as_many_measures_as_it_says(qtbot: QtBot, open_page: Opener[HomePage]) -> None:
    opened = open_page(HomePage)
    measures = opened.measures
    editing.set_in_year(opened.desk, measures[0].measure.id, YEAR, {"outside_evaluation": True})
    editing.set_values(opened.desk, "measure", measures[1].measure.id, {"retired_from": YEAR})
    qtbot.waitUntil(lambda: bool(opened.page.figures.counts._shown and opened.page.figures.counts._shown.outside))
    figures = opened.page.figures
    buttons = [one for one in figures.counts.findChildren(QPushButton) if not one.isHidden()]
    parts = [one for chart in (figures.years, figures.policies) for line in chart.parts for one in line]
    counted = 0
    for button in (*buttons, *parts):
        opened.places.clear()
        button.click()
        place = opened.places[0]
        if place.narrowed is None:
            continue  # a closed plan, of which only the counts are known
        said = int(re.findall(r"(\d+)件", button.accessibleName())[-1])
        assert list_measures(opened.desk, place.narrowed, 0).total == said, button.accessibleName()
        counted += 1
    assert counted > 20


def test_the_measures_page_shows_the_list_that_a_figure_leads_to(qtbot: QtBot, open_page: Opener[HomePage]) -> None:
    opened = _filled(qtbot, open_page)
    opened.page.figures.policies.parts[1][0].click()
    narrowed = opened.places[0].narrowed
    assert narrowed is not None
    page = MeasuresPage(opened.session)
    qtbot.addWidget(page)
    page.show_place(opened.places[0])
    assert page.navigator.filter.chosen() == narrowed
    total = list_measures(opened.desk, narrowed, 0).total
    assert page.navigator.filter.count.text() == f"{total}件"
    assert page.navigator.chosen_id in {one.id for one in list_measures(opened.desk, narrowed, 0).lines}


def test_the_arrow_keys_walk_through_a_chart_and_enter_opens_a_part(qtbot: QtBot, open_page: Opener[HomePage]) -> None:
    opened = _filled(qtbot, open_page)
    chart = opened.page.figures.policies
    first = chart.parts[0][0]
    stops = [one for line in chart.parts for one in line if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [first]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    second = chart.parts[0][1]
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Down)
    assert any(one.hasFocus() for one in chart.parts[1])
    focused = QWidget.focusWidget(chart.window())
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert opened.places[0].narrowed is not None


def test_the_effect_amounts_are_those_of_the_dossiers(qtbot: QtBot, open_page: Opener[HomePage]) -> None:
    opened = _filled(qtbot, open_page)
    plan = checking.open_plan(opened.desk)
    shown = {one.fiscal_year: (one.cost_cut, one.revenue) for one in overview.effect_years(opened.desk, YEAR)}
    reckoned = effects_by_year(plan.measures, range(plan.fiscal_years.start, YEAR + 1))
    assert shown == {year: (one.cost_cut, one.revenue) for year, one in reckoned.items() if one.total != Amounts()}
    assert opened.page.figures.effects.parts[0][0].accessibleName().startswith("R7 計画：歳出削減")


def test_who_only_prints_finds_the_papers_at_the_top(qtbot: QtBot, open_page: Opener[HomePage]) -> None:
    opened = _filled(qtbot, open_page, department="財政課")
    offered = {one.text(): one for one in opened.page.print_strip.findChildren(QPushButton)}
    assert list(offered) == [REPORTS[name].title for name in OF_DEPARTMENT]
    assert {REPORTS[name].title for name in OF_DIVISION} == set(OF_DIVISION.values())
    offered["取組シート"].click()
    assert (opened.places[0].page, opened.places[0].report) == ("reports", "sheet")


def test_a_department_is_told_first_what_came_back(qtbot: QtBot, open_page: Opener[HomePage]) -> None:
    opened = _filled(qtbot, open_page, department="財政課")
    links = opened.page.to_do.tasks.findChildren(QPushButton)
    assert links[0].text() == "年度末の回答が差し戻されました"
    assert "4-(1)-④の歳出削減の実績額が空欄です" in links[0].accessibleDescription()


def test_what_was_saved_at_once_is_one_line_with_its_place(open_page: Opener[HomePage]) -> None:
    opened = open_page(HomePage)
    department = opened.session.departments[3]
    values: dict[str, JsonValue] = {"department_id": department.id, "fiscal_year": YEAR + 1, "period": "midyear"}
    editing.create(opened.desk, "submission", values | {"state": "draft", "deadline": "2026-10-23"})
    (first,) = overview.recent_changes(opened.desk)
    assert (first.place.label, first.label) == (f"提出 {department.name}", "提出期限 ほか1項目")


def test_every_part_of_a_bar_is_told_by_pattern_and_number_without_colour(
    qtbot: QtBot, open_page: Opener[HomePage]
) -> None:
    opened = _filled(qtbot, open_page)
    figures = opened.page.figures
    for chart in (figures.years, figures.policies):
        for line in chart.parts:
            patterns = [one._look.pattern for one in line]
            assert len(set(patterns)) == len(patterns)
            assert all(re.search(r"\d", one._look.words[0]) for one in line)
    legend = {one._pattern for one in figures.counts.findChildren(Swatch) if not one.isHidden()}
    assert {one._look.pattern for line in figures.policies.parts for one in line} <= legend
