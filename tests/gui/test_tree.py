"""The tree, the filters and the search box of the measures page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.open_files import YEAR, desktop, sample_file, sample_original, window
from reform_desktop.services import browsing, editing
from reform_desktop.store.outline import MeasureFilter, MeasureLine
from reform_desktop.ui.pages.measures.line_words import Role
from reform_desktop.ui.pages.measures.measures_page import MeasuresPage
from reform_desktop.ui.pages.measures.navigator import Navigator
from reform_desktop.ui.pages.measures.tree_model import PlanTreeModel
from reform_desktop.ui.session import Place
from reform_desktop.ui.window import MainWindow

__all__ = ["desktop", "sample_file", "sample_original", "window"]


@pytest.fixture
def page(window: MainWindow) -> MeasuresPage:
    window.show_page("measures")
    assert isinstance(window.page, MeasuresPage)
    return window.page


@pytest.fixture
def navigator(page: MeasuresPage) -> Navigator:
    return page.navigator


def all_lines(navigator: Navigator) -> list[MeasureLine]:
    desk = navigator._session.desk
    return list(browsing.list_measures(desk, MeasureFilter(YEAR), 0).lines)


def shown_hits(navigator: Navigator) -> list[str]:
    model = navigator.hits.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def tree_ids(model: PlanTreeModel) -> list[str]:
    found = []
    for policy in range(model.rowCount()):
        above = model.index(policy, 0)
        for item in range(model.rowCount(above)):
            branch = model.index(item, 0, above)
            found += [str(model.index(row, 0, branch).data(Role.ID)) for row in range(model.rowCount(branch))]
    return found


def test_the_tree_is_a_sound_model_and_holds_every_measure_once(navigator: Navigator) -> None:
    model = navigator.tree.model()
    assert isinstance(model, PlanTreeModel)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    ids = tree_ids(model)
    assert len(ids) == len(set(ids)) == model.count
    assert sorted(ids) == sorted(line.id for line in all_lines(navigator))


def test_a_row_says_number_title_and_grade_in_words(navigator: Navigator) -> None:
    line = all_lines(navigator)[0]
    index = navigator.tree.model().index_of(line.id)  # type: ignore[attr-defined]
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("1-(1)-① ")
    assert line.title in spoken
    assert spoken.split()[-1] == "年度目標達成"


def test_words_of_one_two_and_more_characters_find_what_a_substring_search_finds(
    navigator: Navigator, qtbot: QtBot
) -> None:
    for words in ("税", "窓口", "市民アンケート", "ＡＩ", "窓口 職員"):
        navigator.filter.search.setText(words)
        qtbot.waitUntil(lambda: navigator.searching)
        navigator._search()
        found = browsing.list_measures(navigator._session.desk, MeasureFilter(YEAR, words=words), 0).lines
        assert navigator.hits.model().rowCount() == len(found) > 0
        assert navigator.filter.count.text() == f"{len(found)}件"


def test_typing_shows_hits_and_clearing_brings_the_tree_back(navigator: Navigator, qtbot: QtBot) -> None:
    navigator.filter.search.setFocus()
    QTest.keyClicks(navigator.filter.search, "SNS")
    qtbot.waitUntil(navigator.hits.isVisible)
    assert any("SNS" in line for line in shown_hits(navigator))
    QTest.keyClick(navigator.filter.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(navigator.tree.isVisible)


def test_enter_goes_to_the_first_hit_and_shows_its_sheet(page: MeasuresPage, qtbot: QtBot) -> None:
    search = page.navigator.filter.search
    search.setFocus()
    QTest.keyClicks(search, "SNS")
    QTest.keyClick(search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.sheet.measure_id == page.navigator.hits.model().index(0, 0).data(Role.ID))


@pytest.mark.parametrize("typed", ["1-1-2", "1-(1)-②", "１－１－２", "1-(1)-2"])
def test_a_number_goes_straight_to_its_measure(page: MeasuresPage, qtbot: QtBot, typed: str) -> None:
    search = page.navigator.filter.search
    search.setText(typed)
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert [line.split()[0] for line in shown_hits(page.navigator)] == ["1-(1)-②"]
    qtbot.waitUntil(lambda: page.sheet.measure_id is not None)


def test_what_is_not_there_says_so_and_offers_the_way_back(navigator: Navigator, qtbot: QtBot) -> None:
    navigator.filter.search.setText("どこにもない言葉")
    qtbot.waitUntil(navigator._nothing.isVisible)
    navigator._nothing.action.emit()
    qtbot.waitUntil(navigator.tree.isVisible)
    assert navigator.filter.count.text() == f"{len(all_lines(navigator))}件"


def test_filters_leave_out_empty_branches_and_can_be_taken_away(navigator: Navigator) -> None:
    graded = [line for line in all_lines(navigator) if line.grade == "stopped"]
    navigator.filter.grade.setCurrentIndex(navigator.filter.grade.findData("stopped"))
    navigator.filter.grade.commit_pending()
    model = navigator.tree.model()
    assert isinstance(model, PlanTreeModel)
    assert tree_ids(model) == [line.id for line in graded]
    assert navigator.filter.count.text() == f"{len(graded)}件"
    navigator.filter.clear.click()
    assert model.count == len(all_lines(navigator))


def test_a_changed_grade_is_repainted_in_its_row_and_nothing_is_reset(
    navigator: Navigator, window: MainWindow
) -> None:
    model = navigator.tree.model()
    assert isinstance(model, PlanTreeModel)
    line = all_lines(navigator)[0]
    resets: list[bool] = []
    rows: list[QModelIndex] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.dataChanged.connect(lambda index, *_: rows.append(index))
    editing.set_in_year(window.session.desk, line.id, YEAR, {"grade": "stopped"})
    assert [index.data(Role.ID) for index in rows] == [line.id]
    assert "計画中止" in str(rows[0].data(Qt.ItemDataRole.AccessibleTextRole))
    window.undo_actions.undo()
    assert "年度目標達成" in str(model.index_of(line.id).data(Qt.ItemDataRole.AccessibleTextRole))
    assert resets == []


def test_a_new_measure_comes_into_the_tree_and_a_deleted_one_goes(navigator: Navigator, window: MainWindow) -> None:
    desk = window.session.desk
    item = all_lines(navigator)[0].item_id
    model = navigator.tree.model()
    assert isinstance(model, PlanTreeModel)
    row, _saved = editing.create(desk, "measure", {"item_id": item, "number": 9, "title": "新しい取組"})
    assert row in tree_ids(model)
    navigator.choose(row)
    editing.delete_record(desk, "measure", row)
    assert row not in tree_ids(model)
    assert navigator.chosen_id == ""


def test_a_place_elsewhere_in_the_program_leads_to_its_measure_even_through_a_filter(
    page: MeasuresPage, window: MainWindow, qtbot: QtBot
) -> None:
    lines = all_lines(page.navigator)
    page.navigator.filter.search.setText("SNS")
    qtbot.waitUntil(page.navigator.hits.isVisible)
    window.session.go_to.emit(Place("measures", lines[-1].id))
    assert page.sheet.measure_id == lines[-1].id
    assert page.navigator.chosen_id == lines[-1].id
    assert page.navigator.tree.currentIndex().data(Role.ID) == lines[-1].id


def test_the_arrow_keys_walk_from_the_search_box_into_the_rows(navigator: Navigator) -> None:
    navigator.filter.search.setFocus()
    QTest.keyClick(navigator.filter.search, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is navigator.tree


def test_another_year_shows_its_own_grades(navigator: Navigator, window: MainWindow) -> None:
    window.session.set_fiscal_year(YEAR + 1)
    model = navigator.tree.model()
    assert isinstance(model, PlanTreeModel)
    first = model.index_of(all_lines(navigator)[0].id)
    assert str(first.data(Qt.ItemDataRole.AccessibleTextRole)).endswith("未評価")
