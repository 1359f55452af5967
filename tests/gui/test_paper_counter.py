"""紙面: counted while one writes, said when it runs over, with the way to the printed sheet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.sheet_window import SheetWindow, sheet_window
from reform_desktop.ui.pages.measures.sheet.paper_counter import PaperCounter
from reform_desktop.ui.session import Place
from reform_desktop.ui.widgets.text_field import TextField


@pytest.fixture
def desk(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SheetWindow]:
    with sheet_window(qtbot, tmp_path_factory) as made:
        made.show()
        yield made


def test_lines_are_counted_at_the_label_while_the_field_has_the_focus(desk: SheetWindow, qtbot: QtBot) -> None:
    bound = desk.sheet.body.years.open_year.fields.fields["plan"]
    control = bound.control
    assert isinstance(control, TextField)
    counter = bound.labelled.findChild(PaperCounter)
    assert counter is not None
    assert not counter.isVisible()
    control.setFocus()
    qtbot.waitUntil(counter.isVisible)
    assert counter.text().startswith("紙面 ")
    control.selectAll()
    QTest.keyClicks(control, "x" * 30)
    control.insert_typed("あ" * 300)
    qtbot.waitUntil(lambda: "行はみ出します" in counter.text())
    other = desk.sheet.body.years.open_year.fields.fields["target"].control
    other.setFocus()
    assert counter.isVisible()
    places: list[Place] = []
    desk.session.go_to.connect(places.append)
    counter.click()
    assert places == [Place("reports", desk.measures[0].measure.id)]
    desk.sheet.show_measure(desk.measures[1].measure.id)
    assert not counter.isVisible()


def test_the_menu_leads_to_the_printed_sheet_by_keyboard(desk: SheetWindow) -> None:
    bound = desk.sheet.body.texts.fields.fields["issues"]
    menu = bound.context_menu()
    action = next(one for one in menu.actions() if "印刷の見え方" in one.text())
    places: list[Place] = []
    desk.session.go_to.connect(places.append)
    action.trigger()
    menu.deleteLater()
    assert places == [Place("reports", desk.measures[0].measure.id)]
