"""探す: one box over everything, and the way to a measure by its number."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.open_files import YEAR, desktop, sample_file, sample_original, window
from reform_desktop.domain.values import JsonValue
from reform_desktop.services import editing
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.finding import Line
from reform_desktop.ui.finder.finder_dialog import FinderDialog
from reform_desktop.ui.pages.measures.measures_page import MeasuresPage
from reform_desktop.ui.pages.measures.saved_filters import saved_filters
from reform_desktop.ui.settings import Settings
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.window import MainWindow
from reform_desktop.ui.windows import OpenWindows

__all__ = ["desktop", "sample_file", "sample_original", "window"]


def _finder(window: MainWindow) -> FinderDialog:
    window.menus.action("search").trigger()
    return next(one for one in window.findChildren(FinderDialog))


def _type(qtbot: QtBot, finder: FinderDialog, words: str) -> list[Line]:
    finder.box.clear()
    finder.box.insert(words)
    asked = (words, finder.filter.chosen())
    qtbot.waitUntil(lambda: finder._shown_for == asked)
    model = finder.model
    return [line for row in range(model.rowCount()) if (line := model.line(model.index(row))) is not None]


def test_evidence_opinions_and_results_are_found_as_one_types(window: MainWindow, qtbot: QtBot) -> None:
    finder = _finder(window)
    lines = _type(qtbot, finder, "資料")
    assert {"evidence", "year_record", "measure"} <= {one.kind for one in lines}
    desk = window.session.desk
    measure = open_plan(desk).measures[0].measure
    given: dict[str, JsonValue] = {"measure_id": measure.id, "fiscal_year": YEAR, "text": "ゴミの出し方も知らせて。"}
    editing.create(desk, "opinion", given)
    for typed in ("ゴミの出", "ごみの出", "ｺﾞﾐの出"):
        found = _type(qtbot, finder, typed)
        assert [(one.kind, one.field) for one in found] == [("opinion", "text")]
    assert unnamed_controls(finder) == []


def test_enter_goes_to_the_field_that_was_found(window: MainWindow, qtbot: QtBot) -> None:
    desk = window.session.desk
    measure = open_plan(desk).measures[3].measure
    editing.set_in_year(desk, measure.id, YEAR, {"next_step": "葉書で尋ねるやり方を試す。"})
    finder = _finder(window)
    _type(qtbot, finder, "葉書で尋")
    QTest.keyClick(finder.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not finder.isVisible())
    page = window.page
    assert isinstance(page, MeasuresPage)
    assert page.navigator.chosen_id == measure.id
    window.activateWindow()
    qtbot.waitUntil(lambda: "次年度の取組" in _focused_name())
    assert page.sheet._words == "葉書で尋"
    page.navigator.choose(open_plan(desk).measures[4].measure.id)
    qtbot.waitUntil(lambda: page.sheet._words == "")


def test_a_number_leads_to_its_measure_even_before_the_answer_came(window: MainWindow, qtbot: QtBot) -> None:
    measures = open_plan(window.session.desk).measures
    window.menus.action("number").trigger()
    finder = next(one for one in window.findChildren(FinderDialog))
    for typed, wanted in (("112", 1), ("１－（１）－①", 0), ("1.1.3", 2)):
        finder.begin()
        finder.box.setText(typed)
        QTest.keyClick(finder.box, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not finder.isVisible())
        page = window.page
        assert isinstance(page, MeasuresPage)
        assert page.navigator.chosen_id == measures[wanted].measure.id


def test_arrows_walk_over_headings_and_back_to_the_box(window: MainWindow, qtbot: QtBot) -> None:
    finder = _finder(window)
    _type(qtbot, finder, "窓口")
    QTest.keyClick(finder.box, Qt.Key.Key_Down)
    assert finder.list.hasFocus()
    first = finder.list.currentIndex()
    assert finder.model.line(first) is not None
    for _step in range(finder.model.rowCount()):
        QTest.keyClick(finder.list, Qt.Key.Key_Down)
        assert finder.model.line(finder.list.currentIndex()) is not None
    finder.list.setCurrentIndex(first)
    QTest.keyClick(finder.list, Qt.Key.Key_Up)
    assert finder.box.hasFocus()


def test_a_filter_is_kept_under_a_name_and_taken_in_the_list_too(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("measures")
    page = window.page
    assert isinstance(page, MeasuresPage)
    bar = page.navigator.filter
    bar.stage.load_value("implementation")
    bar.empty_field.load_value("reason")
    bar.choice_changed.emit()
    narrowed = page.navigator._tree_model.count
    assert 0 < narrowed < len(open_plan(window.session.desk).measures)
    dialog = bar.saved.ask_name()
    assert dialog.textValue() == "実施・理由・課題が未記入"
    dialog.setTextValue("要確認")
    dialog.accept()
    bar.reset()
    assert page.navigator._tree_model.count > narrowed
    assert [one.name for one in saved_filters(Settings())] == ["要確認"]
    finder = _finder(window)
    for other in (bar, finder.filter):
        other.saved.fill()
        other.saved.menu().actions()[0].trigger()
        assert (other.stage.value(), other.empty_field.value()) == ("implementation", "reason")
    assert page.navigator._tree_model.count == narrowed
    qtbot.waitUntil(lambda: not finder._timer.isActive())


def test_where_the_plan_cannot_be_edited_its_parts_lead_to_their_measures(
    desktop: OpenWindows, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "課.reform"
    create_desk(path, "sample", department="財政課").close()
    window = desktop.open_file(path)
    assert window is not None
    finder = _finder(window)
    lines = _type(qtbot, finder, "わかりやすい情報の発信")
    assert [one.kind for one in lines] == ["item"]
    QTest.keyClick(finder.box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not finder.isVisible())
    page = window.page
    assert isinstance(page, MeasuresPage)
    assert page.navigator.filter.words == "1-(1)"
    assert page.navigator._hits_model.rowCount() == 3
    assert {one.kind for one in _type(qtbot, finder, "市民課")} >= {"department"}
    department = next(row for row in range(finder.model.rowCount()) if _kind(finder, row) == "department")
    finder._open(finder.model.index(department))
    assert page.navigator.filter.department.currentText() == "市民課"


def _kind(finder: FinderDialog, row: int) -> str:
    line = finder.model.line(finder.model.index(row))
    return line.kind if line is not None else ""


def _focused_name() -> str:
    focused = QApplication.focusWidget()
    return focused.accessibleName() if focused is not None else ""
