"""前年度: last year's text beside this year's, and copied forward."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from gui.sheet_window import YEAR, SheetWindow, sheet_window
from reform_desktop.services.editing import set_in_year
from reform_desktop.ui.session import News
from reform_desktop.ui.widgets.naming import unnamed_controls


@pytest.fixture
def desk(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SheetWindow]:
    with sheet_window(qtbot, tmp_path_factory) as made:
        measure = made.measures[0].measure.id
        set_in_year(made.desk, measure, YEAR - 1, {"target": "去年の目標", "plan": "去年の計画"})
        set_in_year(made.desk, measure, YEAR, {"target": "", "plan": "今年の計画"})
        made.show()
        yield made


def test_last_years_text_stands_beside_this_years_when_wanted(desk: SheetWindow) -> None:
    year = desk.sheet.body.years.open_year
    beside = year.beside["target"]
    assert not beside.copy_button.isVisible()
    year.beside_action.trigger()
    assert beside.copy_button.isVisible()
    assert "去年の目標" in beside._text.accessibleName()
    assert unnamed_controls(desk.sheet) == []
    control = year.fields.fields["target"].control
    left = beside._card.mapTo(year, beside._card.rect().topLeft()).x()
    assert left > control.mapTo(year, control.rect().center()).x()
    year.beside_action.trigger()
    assert not beside.copy_button.isVisible()


def test_one_field_is_copied_with_its_button_and_taken_back_with_the_notice(desk: SheetWindow) -> None:
    news: list[News] = []
    desk.session.news.connect(news.append)
    year = desk.sheet.body.years.open_year
    year.beside_action.trigger()
    year.beside["target"].copy_button.click()
    assert desk.stored().years[YEAR].target == "去年の目標"
    assert "1件の欄を写しました" in news[0].text
    news[0].action()
    assert desk.stored().years[YEAR].target == ""


def test_fields_with_content_are_asked_about_and_only_empty_ones_are_filled(desk: SheetWindow) -> None:
    year = desk.sheet.body.years.open_year
    year.copying.copy(("target", "plan"))
    box = year.findChild(QMessageBox)
    assert box is not None
    assert "1件の欄には、もう内容があります" in box.text()
    assert box.defaultButton().text() == "やめる"
    next(button for button in box.buttons() if button.objectName() == "free").click()
    record = desk.stored().years[YEAR]
    assert (record.target, record.plan) == ("去年の目標", "今年の計画")


def test_everything_is_replaced_only_when_that_is_chosen(desk: SheetWindow) -> None:
    year = desk.sheet.body.years.open_year
    year.copying.copy(("target", "plan"))
    box = year.findChild(QMessageBox)
    assert box is not None
    next(button for button in box.buttons() if button.objectName() == "all").click()
    record = desk.stored().years[YEAR]
    assert (record.target, record.plan) == ("去年の目標", "去年の計画")
    desk.desk.undo()
    assert desk.stored().years[YEAR].plan == "今年の計画"


def test_the_first_year_has_nothing_to_copy_and_says_so(desk: SheetWindow) -> None:
    desk.session.set_fiscal_year(desk.session.fiscal_years[0])
    year = desk.sheet.body.years.open_year
    assert not any(action.isEnabled() for action in year.copy_actions)
    year.copying.copy(("target",))
    assert any("写すものはありません" in notice for notice in desk.notices)
