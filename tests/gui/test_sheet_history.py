"""Opinions with their answers, the history of a field, and fields about which two copies disagree."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.sheet_window import YEAR, SheetWindow, sheet_window
from reform_desktop.changes.change import DIVISION, Change
from reform_desktop.services.editing import set_in_year, set_indicator_value
from reform_desktop.store.write import record_changes
from reform_desktop.ui.pages.measures.sheet.history_dialog import HistoryDialog, shown_time
from reform_desktop.ui.session import Place
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.widgets.text_field import TextField


@pytest.fixture
def desk(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SheetWindow]:
    with sheet_window(qtbot, tmp_path_factory) as made:
        made.show(next(one for one in made.measures if one.opinions))
        yield made


def shown(desk: SheetWindow) -> int:
    return next(place for place, one in enumerate(desk.measures) if one.measure.id == desk.sheet.measure_id)


def history(desk: SheetWindow) -> HistoryDialog:
    dialog = desk.sheet.findChild(HistoryDialog)
    assert dialog is not None
    return dialog


def test_an_answer_to_an_opinion_is_saved(desk: SheetWindow) -> None:
    card = desk.sheet.body.opinions.cards[0]
    answer = card.fields.fields["response"].control
    assert isinstance(answer, TextField)
    answer.setFocus()
    answer.selectAll()
    QTest.keyClicks(answer, "we will")
    desk.sheet.commit_pending()
    assert desk.stored(shown(desk)).opinions[0].response == "we will"


def test_an_opinion_is_locked_for_the_department_but_not_its_answer(
    qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory, desk: SheetWindow
) -> None:
    measure = desk.measures[shown(desk)]
    assert measure.lead_department is not None
    with sheet_window(qtbot, tmp_path_factory, department=measure.lead_department.name) as made:
        made.show(next(one for one in made.measures if one.opinions))
        fields = made.sheet.body.opinions.cards[0].fields.fields
        assert fields["text"].labelled.field.status.locked
        assert not fields["response"].labelled.field.status.locked


def test_cards_of_the_measure_before_do_not_stay(desk: SheetWindow) -> None:
    desk.sheet.show_measure(next(one.measure.id for one in desk.measures if not one.opinions))
    assert desk.sheet.body.opinions.cards == []


def test_a_place_leads_to_the_answer_of_an_opinion(desk: SheetWindow) -> None:
    measure = desk.measures[shown(desk)]
    place = Place("measures", measure.measure.id, "opinion", measure.opinions[0].id, "response")
    desk.sheet.show_place(place)
    assert desk.sheet.body.opinions.cards[0].fields.fields["response"].control.hasFocus()


def test_an_earlier_content_is_brought_back_from_the_history(desk: SheetWindow) -> None:
    measure = desk.measures[shown(desk)].measure.id
    for text in ("一回目", "二回目"):
        set_in_year(desk.desk, measure, YEAR, {"result": text})
    bound = desk.sheet.body.years.open_year.fields.fields["result"]
    bound.focus()
    QTest.keyClick(bound.control, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    dialog = history(desk)
    assert unnamed_controls(dialog) == []
    assert dialog.model.happenings[0].after == "二回目"
    assert not dialog.restore_button.isEnabled()
    dialog.list.selectRow(1)
    assert "一回目" in dialog.text.text()
    dialog.list.selectRow(0)
    assert "<s" in dialog.text.text()
    assert "<u" in dialog.text.text()
    dialog.list.selectRow(1)
    dialog.restore_button.click()
    assert desk.stored(shown(desk)).years[YEAR].result == "一回目"
    control = bound.control
    assert isinstance(control, TextField)
    assert control.value() == "一回目"
    undo = desk.desk.next_undo()
    assert undo is not None
    assert undo.name == "取組実績を前の内容に戻す"


def test_the_context_menu_of_a_field_leads_to_its_history(desk: SheetWindow) -> None:
    bound = desk.sheet.body.years.open_year.fields.fields["result"]
    menu = bound.context_menu()
    menu.actions()[-1].trigger()
    assert "取組実績" in history(desk).windowTitle()
    menu.close()


def test_the_history_of_a_cell_is_that_of_its_year(desk: SheetWindow) -> None:
    model, grid = desk.sheet.body.indicators.model, desk.sheet.body.indicators.grid
    set_indicator_value(desk.desk, model.indicators[0].indicator.id, YEAR, {"actual": "7"})
    grid.go_to(model.find(model.indicators[0].indicator.id, "actual", YEAR))
    grid.show_history()
    assert [one.after for one in history(desk).model.happenings] == ["7"]


def test_a_field_about_which_copies_disagree_says_so_until_somebody_decides(desk: SheetWindow) -> None:
    row = desk.measures[shown(desk)].years[YEAR].id
    unseen = Change(row=row, kind="year_record", unit=DIVISION, set={"plan": "別の控えの計画"})
    with desk.desk.store.writing() as connection:
        record_changes(connection, [unseen], desk.desk.author(), None)
    desk.sheet.refresh()
    fields = desk.sheet.body.years.open_year.fields.fields
    assert {name for name, bound in fields.items() if bound.disputed} == {"plan"}
    plan = fields["plan"].control
    assert isinstance(plan, TextField)
    plan.setFocus()
    plan.selectAll()
    QTest.keyClicks(plan, "decided")
    desk.sheet.commit_pending()
    assert not fields["plan"].disputed
    assert desk.stored(shown(desk)).years[YEAR].plan == "decided"


def test_a_cell_about_which_copies_disagree_is_marked(desk: SheetWindow) -> None:
    model = desk.sheet.body.indicators.model
    indicator = model.indicators[0].indicator
    unseen = Change(row=indicator.id, kind="indicator", unit=DIVISION, set={"unit": "別の単位"})
    with desk.desk.store.writing() as connection:
        record_changes(connection, [unseen], desk.desk.author(), None)
    desk.sheet.refresh()
    index = model.find(indicator.id, "unit", None)
    assert str(index.data()).startswith("≠")
    assert "食い違って" in str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def test_times_are_shown_without_their_machinery() -> None:
    assert shown_time("2026-05-20T14:03:11+09:00") == "2026-05-20 14:03"
    assert shown_time("") == ""
