"""Filling in the sheet: what is typed is saved where it belongs, and nothing disturbs the typing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.input_method import commit, compose
from gui.sheet_window import YEAR, SheetWindow, sheet_window
from reform_desktop.domain.catalogue import KINDS
from reform_desktop.domain.identity import child_row_id
from reform_desktop.domain.records import Measure
from reform_desktop.services.arrangement import delete_with_parts, plan_deletion
from reform_desktop.services.editing import set_in_year, set_values
from reform_desktop.services.kept_entries import kept_entries
from reform_desktop.services.scripting import dump
from reform_desktop.store import records
from reform_desktop.ui.pages.measures.sheet import MeasureSheet
from reform_desktop.ui.pages.measures.sheet.bound_field import BoundField
from reform_desktop.ui.session import Place
from reform_desktop.ui.theme import apply_theme
from reform_desktop.ui.widgets.choice_field import ChoiceField
from reform_desktop.ui.widgets.line_field import ParsedField
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.widgets.text_field import TextField

HOSTILE = (
    "=1+1 @SUM(A1) -2+3",
    "<b>太字</b> &amp; \"'`; DROP TABLE measure;--",
    "𠮷野家の髙﨑さん 👨‍👩‍👧 ㎡ ①",
    "\u202e右から左\u202c \u200b見えない字",
    "あ" * 10_000,
)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SheetWindow]:
    with sheet_window(qtbot, tmp_path_factory) as made:
        yield made


@pytest.fixture
def department(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SheetWindow]:
    with sheet_window(qtbot, tmp_path_factory, department="財政課") as made:
        yield made


def year_field(desk: SheetWindow, name: str) -> BoundField:
    return desk.sheet.body.years.open_year.fields.fields[name]


def text_of(bound: BoundField) -> TextField:
    assert isinstance(bound.control, TextField)
    return bound.control


def line_of(bound: BoundField) -> ParsedField:
    assert isinstance(bound.control, ParsedField)
    return bound.control


def test_a_result_typed_is_saved_when_the_focus_leaves_and_stands_in_the_dump(desk: SheetWindow) -> None:
    desk.show()
    result = text_of(year_field(desk, "result"))
    result.setFocus()
    QTest.keyClicks(result, "done 3 times")
    year_field(desk, "reason").focus()
    assert desk.stored().years[YEAR].result == "done 3 times"
    assert any(b"done 3 times" in line for line in dump(desk.desk, "year_record"))


def test_typing_is_saved_to_the_measure_it_was_meant_for_when_another_is_chosen(desk: SheetWindow) -> None:
    desk.show()
    result = text_of(year_field(desk, "result"))
    result.setFocus()
    QTest.keyClicks(result, "first")
    desk.sheet.show_measure(desk.measures[1].measure.id)
    assert desk.stored(0).years[YEAR].result == "first"
    assert desk.stored(1).years[YEAR].result != "first"
    assert result.value() == desk.stored(1).years[YEAR].result


def test_text_in_composition_is_saved_when_another_measure_is_chosen(desk: SheetWindow) -> None:
    desk.show()
    result = text_of(year_field(desk, "result"))
    result.setFocus()
    compose(result, "へんかんちゅう")
    desk.sheet.show_measure(desk.measures[1].measure.id)
    assert desk.stored(0).years[YEAR].result == "へんかんちゅう"


def test_text_in_composition_is_saved_when_the_focus_leaves(desk: SheetWindow) -> None:
    desk.show()
    result = text_of(year_field(desk, "result"))
    result.setFocus()
    compose(result, "にほんご")
    year_field(desk, "reason").focus()
    assert desk.stored().years[YEAR].result == "にほんご"


def test_a_change_from_elsewhere_does_not_interrupt_composition(desk: SheetWindow) -> None:
    desk.show()
    result = text_of(year_field(desk, "result"))
    result.setFocus()
    compose(result, "にほん")
    set_in_year(desk.desk, desk.measures[0].measure.id, YEAR, {"result": "よそから", "plan": "別の計画"})
    assert result.composing
    assert "よそから" not in result.typed_text()
    assert text_of(year_field(desk, "plan")).value() == "別の計画"


def test_typing_is_saved_to_the_year_it_was_meant_for_when_another_year_is_opened(desk: SheetWindow) -> None:
    desk.show()
    plan = text_of(year_field(desk, "plan"))
    plan.setFocus()
    plan.selectAll()
    QTest.keyClicks(plan, "for 2026")
    desk.session.set_fiscal_year(2028)
    assert desk.stored().years[YEAR].plan == "for 2026"
    assert desk.stored().years[2028].plan != "for 2026"
    assert plan.value() == desk.stored().years[2028].plan


def test_a_folded_year_opens_with_the_keyboard(desk: SheetWindow) -> None:
    desk.show()
    folded = desk.sheet.body.years.folded[2027]
    folded.setFocus()
    QTest.keyClick(folded, Qt.Key.Key_Space)
    assert desk.session.fiscal_year == 2027
    assert desk.sheet.body.years.open_year.fiscal_year == 2027
    assert folded.isHidden()
    assert not desk.sheet.body.years.folded[YEAR].isHidden()


def test_a_repeated_stage_is_an_arrow_beside_the_open_year(desk: SheetWindow) -> None:
    desk.show()
    measure = desk.measures[0].measure.id
    for year in (2027, 2028):
        set_in_year(desk.desk, measure, year, {"stage": "continuation"})
    folded = desk.sheet.body.years.folded
    assert folded[2027].accessibleName().split("　")[1] == "継続"
    assert folded[2028].accessibleName().split("　")[1] == "→"


def test_a_grade_is_chosen_with_symbol_and_word(desk: SheetWindow) -> None:
    desk.show()
    box = year_field(desk, "grade").control
    assert isinstance(box, ChoiceField)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "○ 年度目標達成"
    year_field(desk, "reason").focus()
    assert desk.stored().years[YEAR].grade == "year_achieved"


def test_undo_brings_the_field_back(desk: SheetWindow) -> None:
    desk.show()
    before = desk.stored().years[YEAR].plan
    plan = text_of(year_field(desk, "plan"))
    plan.setFocus()
    plan.selectAll()
    QTest.keyClicks(plan, "x")
    desk.sheet.commit_pending()
    assert desk.stored().years[YEAR].plan == "x"
    QTest.keyClick(plan, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.stored().years[YEAR].plan == before
    assert plan.value() == before


def test_an_amount_that_cannot_be_read_stays_with_its_sentence(desk: SheetWindow) -> None:
    desk.show()
    amount = line_of(year_field(desk, "cost_cut_actual"))
    amount.setFocus()
    QTest.keyClicks(amount, "abc")
    year_field(desk, "reason").focus()
    assert amount.text() == "abc"
    assert "歳出削減" in amount.status.error
    assert desk.stored().years[YEAR].cost_cut_actual is None


def test_the_sheet_says_what_could_not_be_saved_before_it_shows_another_measure(desk: SheetWindow) -> None:
    desk.show()
    amount = line_of(year_field(desk, "cost_cut_actual"))
    amount.setFocus()
    QTest.keyClicks(amount, "abc")
    desk.sheet.show_measure(desk.measures[1].measure.id)
    assert any("歳出削減（実績）" in notice for notice in desk.notices)
    assert amount.text() == ""


def test_amounts_are_typed_in_either_width(desk: SheetWindow) -> None:
    desk.show()
    amount = line_of(year_field(desk, "cost_cut_actual"))
    amount.setFocus()
    commit(amount, "１，２３４")
    year_field(desk, "reason").focus()
    assert desk.stored().years[YEAR].cost_cut_actual == 1234
    assert amount.text() == "1,234"


@pytest.mark.parametrize("text", HOSTILE, ids=["formula", "markup", "signs", "bidi", "long"])
def test_any_text_comes_back_as_it_was_typed(desk: SheetWindow, text: str) -> None:
    desk.show()
    result = text_of(year_field(desk, "result"))
    result.setFocus()
    result.insert_typed(text)
    year_field(desk, "reason").focus()
    assert desk.stored().years[YEAR].result == text
    desk.sheet.show_measure(desk.measures[1].measure.id)
    desk.sheet.show_measure(desk.measures[0].measure.id)
    assert result.value() == text


@pytest.mark.parametrize("text", ["まえ\x00あと", "\x1b[31m"], ids=["NUL", "escape"])
def test_control_characters_are_refused_with_a_sentence_and_stay(desk: SheetWindow, text: str) -> None:
    desk.show()
    before = desk.stored().years[YEAR].result
    result = text_of(year_field(desk, "result"))
    result.setFocus()
    result.insert_typed(text)
    year_field(desk, "reason").focus()
    assert result.status.error
    assert desk.stored().years[YEAR].result == before


def test_the_divisions_fields_are_locked_in_a_departments_file_with_the_reason(department: SheetWindow) -> None:
    department.show()
    heading = department.sheet.body.heading
    QTest.mouseClick(heading.tab_stops()[0], Qt.MouseButton.LeftButton)
    title = heading.fields.fields["title"]
    assert not title.control.isHidden()
    goal = department.sheet.body.texts.fields.fields["overall_goal"]
    for bound in (title, heading.fields.fields["lead_department_id"], goal):
        assert "政策・デジタル推進課" in bound.labelled.field.status.lock_reason
    assert not department.sheet.body.texts.fields.fields["approach"].labelled.field.status.locked
    assert not year_field(department, "result").labelled.field.status.locked


def test_the_division_edits_title_and_departments_on_the_sheet(desk: SheetWindow) -> None:
    desk.show()
    desk.sheet.show_place(Place("measures", desk.measures[0].measure.id, "measure", "", "title"))
    title = line_of(desk.sheet.body.heading.fields.fields["title"])
    assert QApplication.focusWidget() is title
    title.selectAll()
    QTest.keyClicks(title, "New title")
    QTest.keyClick(title, Qt.Key.Key_Return)
    assert desk.stored().measure.title == "New title"


def test_another_departments_measure_is_locked(department: SheetWindow) -> None:
    foreign = next(one for one in _all_measures(department) if one.lead_department_id != department.desk.department_id)
    department.show()
    department.sheet.show_measure(foreign.id)
    assert "ほかの課" in year_field(department, "result").labelled.field.status.lock_reason
    assert not department.sheet.body.indicators.add_button.isEnabled()
    assert not department.sheet.body.evidence.attach_button.isEnabled()


def test_everything_is_locked_in_a_read_only_window(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> None:
    with sheet_window(qtbot, tmp_path_factory, read_only=True) as made:
        made.show()
        fields = [*made.sheet.body.texts.bound_fields(), *made.sheet.body.years.bound_fields()]
        assert all("読み取り専用" in bound.labelled.field.status.lock_reason for bound in fields)


def test_a_check_leads_to_its_field_in_its_year(desk: SheetWindow) -> None:
    desk.show()
    measure = desk.measures[2].measure.id
    row = child_row_id(KINDS["year_record"], measure, (2025,))
    desk.sheet.show_place(Place("measures", measure, "year_record", row, "grade", 2025))
    assert desk.sheet.measure_id == measure
    assert desk.session.fiscal_year == 2025
    assert QApplication.focusWidget() is year_field(desk, "grade").control


def test_a_field_far_down_is_scrolled_into_view(desk: SheetWindow, qtbot: QtBot) -> None:
    desk.show()
    desk.sheet.show_place(Place("measures", desk.measures[4].measure.id, "measure", "", "handover"))
    field = desk.sheet.body.handover.fields.fields["handover"].control

    def in_view() -> bool:
        top = field.mapTo(desk.window, field.rect().topLeft()).y()
        return top >= 0 and top + field.height() <= desk.window.height()

    qtbot.waitUntil(in_view)


def test_a_place_that_is_gone_is_passed_over(desk: SheetWindow) -> None:
    desk.show()
    desk.sheet.show_place(Place("measures", "00000000-0000-7000-8000-000000000000", "year_record", "x", "grade"))
    assert desk.sheet.measure_id is None
    assert desk.sheet.print_request() is None


def test_hits_are_marked_in_the_texts_and_in_folded_years(desk: SheetWindow) -> None:
    desk.show()
    measure = desk.measures[0].measure.id
    set_values(desk.desk, "measure", measure, {"approach": "甲乙 と 甲乙"})
    set_in_year(desk.desk, measure, 2028, {"plan": "甲乙"})
    desk.sheet.set_search_words("甲乙")
    assert len(text_of(desk.sheet.body.texts.fields.fields["approach"]).extraSelections()) == 2
    hits = [year for year, folded in desk.sheet.body.years.folded.items() if folded.has_hit]
    assert hits == [2028]
    desk.sheet.set_search_words("")
    assert text_of(desk.sheet.body.texts.fields.fields["approach"]).extraSelections() == []


def test_the_sheet_goes_empty_when_its_measure_is_deleted_elsewhere(desk: SheetWindow) -> None:
    desk.show()
    measure = desk.measures[0].measure.id
    delete_with_parts(desk.desk, plan_deletion(desk.desk, "measure", measure))
    assert desk.sheet.measure_id is None
    desk.session.perform(desk.desk.undo)
    desk.sheet.show_measure(measure)
    assert desk.sheet.measure_id == measure


def test_printing_means_this_sheet(desk: SheetWindow) -> None:
    desk.show()
    request = desk.sheet.print_request()
    assert request is not None
    assert (request.report, request.fiscal_year, request.subject) == ("sheet", YEAR, desk.measures[0].number)
    assert request.measure_ids == (desk.measures[0].measure.id,)


def test_every_control_has_a_name(desk: SheetWindow) -> None:
    desk.show(next(one for one in desk.measures if one.opinions and one.evidence))
    QTest.mouseClick(desk.sheet.body.heading.tab_stops()[0], Qt.MouseButton.LeftButton)
    desk.sheet.body.evidence.list.selectRow(0)
    assert unnamed_controls(desk.sheet) == []


def test_tab_goes_down_the_sheet_as_it_is_read(desk: SheetWindow) -> None:
    desk.show(next(one for one in desk.measures if one.opinions and one.evidence))
    stops = [stop for part in desk.sheet.body.parts for stop in part.tab_stops()]
    stops[0].setFocus()
    seen = [stops[0]]
    while seen[-1] is not stops[-1]:
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.append(focused)
        modifier = Qt.KeyboardModifier.NoModifier
        if focused is desk.sheet.body.indicators.grid:
            modifier = Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(focused, Qt.Key.Key_Tab, modifier)
    places = [stops.index(one) for one in seen[1:]]
    assert places == sorted(set(places))
    shown = {place for place, stop in enumerate(stops) if stop.isVisible() and stop.isEnabled()}
    passed_by = shown - set(places)
    assert all(stops[place] in (desk.sheet.body.indicators.up_button, *_row_buttons(desk)) for place in passed_by)


@pytest.mark.parametrize("scale", [1.0, 1.25])
def test_nothing_is_wider_than_the_window(
    qapp: QApplication, qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory, scale: float
) -> None:
    apply_theme(qapp, scale=scale)
    with sheet_window(qtbot, tmp_path_factory) as made:
        made.show(next(one for one in made.measures if one.opinions and one.evidence))
        made.sheet.body.evidence.list.selectRow(0)
        qtbot.wait(50)
        assert made.sheet.body.width() <= made.window.width()
        for label in made.sheet.body.findChildren(QLabel):
            if label.isVisible() and not label.wordWrap():
                assert label.width() >= label.sizeHint().width(), label.text()
        for button in made.sheet.body.findChildren(QPushButton):
            assert not button.isVisible() or button.width() >= button.sizeHint().width(), button.text()


def test_a_long_text_is_shown_whole_and_the_page_scrolls(desk: SheetWindow) -> None:
    desk.show()
    set_values(desk.desk, "measure", desk.measures[0].measure.id, {"approach": "長い文章です。" * 40})
    QApplication.processEvents()
    field = text_of(desk.sheet.body.texts.fields.fields["approach"])
    assert field.verticalScrollBar().maximum() == 0
    assert field.height() > 200


def _row_buttons(desk: SheetWindow) -> list[QWidget]:
    """Return the buttons that wake up only when the grid behind them gets the focus."""
    return [desk.sheet.body.indicators.down_button, desk.sheet.body.indicators.remove_button]


def _all_measures(desk: SheetWindow) -> list[Measure]:
    with desk.desk.store.reading() as connection:
        return records.all_records(connection, Measure)


def test_a_number_that_cannot_be_read_survives_the_window_and_is_let_go_when_put_right(
    qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with sheet_window(qtbot, tmp_path_factory) as made:
        made.show()
        shown = made.sheet.measure_id
        amount = made.sheet.body.years.open_year.fields.fields["cost_cut_actual"]
        amount.control.setFocus()
        QTest.keyClicks(amount.control, "12x")
        made.sheet.show_measure(made.measures[1].measure.id)
        assert any("入力した文字は残してあり" in notice for notice in made.notices)
        again = MeasureSheet(made.session, made.window)
        again.show_measure(shown)
        field = again.body.years.open_year.fields.fields["cost_cut_actual"]
        assert isinstance(field.control, ParsedField)
        assert field.control.text().endswith("12x")
        assert field.labelled.field.status.error
        field.control.setText("1,200")
        again.commit_pending()
        record = made.stored().years[YEAR]
        assert record.cost_cut_actual == 1200
        assert not kept_entries(made.desk)
