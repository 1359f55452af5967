"""競合・保留: both contents side by side, taken one by one, all at once, or joined."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.exchange_files import DEPARTMENT, YEAR, fill, finance, own_keys, own_measure, send
from gui.open_files import desktop, sample_file, sample_original, window
from reform_desktop.services import editing
from reform_desktop.services.checking import open_plan
from reform_desktop.services.conflicts import list_conflicts
from reform_desktop.services.departments import department_named
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.importing import import_file, undo_import
from reform_desktop.services.histories import field_history
from reform_desktop.ui.pages.conflicts import ConflictsPage
from reform_desktop.ui.pages.measures.measures_page import MeasuresPage
from reform_desktop.ui.pages.measures.sheet.bound_field import BoundField
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.window import MainWindow

__all__ = ["desktop", "finance", "own_keys", "sample_file", "sample_original", "window"]

FIRST = "窓口の待ち時間を20分から15分に短くしました。"
DIVISION = "窓口の待ち時間を20分から15分に短縮しました。"
FINANCE = "窓口の待ち時間を20分から14分に短くしました。"
SLOW = 10_000


def in_conflict(window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> ConflictsPage:
    """Let the division and the department write the same field, and take the department's bundle in."""
    desk = window.session.desk
    fill(finance, result=FIRST)
    import_file(desk, send(finance, "1回目.zip", monkeypatch), accept_keys=True)
    fill(desk, result=DIVISION, next_step="推進課の次年度")
    fill(finance, result=FINANCE, next_step="課の次年度")
    import_file(desk, send(finance, "2回目.zip", monkeypatch))
    window.show_page("conflicts")
    page = window.page
    assert isinstance(page, ConflictsPage)
    qtbot.waitUntil(lambda: page.conflicts.model.rowCount() == 2, timeout=SLOW)
    return page


def choose(page: ConflictsPage, field: str) -> None:
    row = next(row for row, one in enumerate(page.conflicts.model.rows) if one.conflict.field == field)
    page.conflicts.view.choose(row)


def page_row(desk: Desk) -> str:
    """Return the record of the open year of the first measure."""
    return next(one for one in open_plan(desk).measures if one.measure.id == own_measure(desk)).years[YEAR].id


def result(desk: Desk) -> str:
    return next(one for one in open_plan(desk).measures if one.measure.id == own_measure(desk)).years[YEAR].result


def test_both_contents_stand_side_by_side_with_their_difference(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = in_conflict(window, finance, qtbot, monkeypatch)
    choose(page, "result")
    cards = page.conflicts.detail.cards
    assert {card.text.accessibleName() for card in cards} == {
        f"財政課の内容 {FINANCE}",
        f"政策・デジタル推進課の内容 {DIVISION}",
    }
    department = next(card for card in cards if card.button.text().startswith("財政課の内容にする"))
    assert "<s" in department.text.text()
    assert ">14</u>" in department.text.text()
    assert page.tabs.tabText(0) == "競合 2件"
    assert unnamed_controls(page) == []
    qtbot.waitUntil(lambda: window.navigation._buttons["conflicts"].text() == "競合・保留　2")


def test_one_side_is_taken_by_the_button_that_names_it(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = in_conflict(window, finance, qtbot, monkeypatch)
    choose(page, "result")
    next(card for card in page.conflicts.detail.cards if "推進課" in card.button.text()).button.click()
    assert result(window.session.desk) == DIVISION
    qtbot.waitUntil(lambda: page.conflicts.model.rowCount() == 1, timeout=SLOW)
    assert page.conflicts.chosen is not None
    assert page.conflicts.chosen.conflict.field == "next_step"
    assert "競合を解決しました" in window.notices.text


def test_a_joined_text_is_proposed_and_taken_only_by_its_button(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = in_conflict(window, finance, qtbot, monkeypatch)
    choose(page, "result")
    detail = page.conflicts.detail
    assert detail.text.value() == "窓口の待ち時間を20分から14分に短縮しました。"
    assert len(list_conflicts(window.session.desk)) == 2
    detail.text.setFocus()
    QTest.keyClicks(detail.text, "*")
    detail.merge_button.click()
    assert result(window.session.desk) == "*窓口の待ち時間を20分から14分に短縮しました。"


def test_all_are_settled_at_once_for_the_department_and_nothing_is_forgotten(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = in_conflict(window, finance, qtbot, monkeypatch)
    assert page.conflicts.owners_button.text() == "2件とも担当課の値を採る(&O)"
    page.conflicts.owners_button.click()
    assert result(window.session.desk) == FINANCE
    assert list_conflicts(window.session.desk) == []
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 2, timeout=SLOW)
    row = page_row(window.session.desk)
    assert DIVISION in [one.after for one in field_history(window.session.desk, row, "result")]
    undo = window.session.desk.next_undo()
    assert undo is not None
    assert undo.name == "担当課の値による競合の解決（2件）"


def test_the_mark_in_the_sheet_leads_to_its_conflict(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = in_conflict(window, finance, qtbot, monkeypatch)
    choose(page, "next_step")
    page.conflicts.detail.jump_button.click()
    assert window.page_name == "measures"
    measures = window.page
    assert isinstance(measures, MeasuresPage)
    field = next(
        one
        for one in measures.findChildren(BoundField)
        if one.disputed and one.ref is not None and one.ref.field == "result"
    )
    assert field._dispute_note is not None
    field._dispute_note.linkActivated.emit("conflict")
    assert window.page_name == "conflicts"
    assert page.conflicts.chosen is not None
    assert page.conflicts.chosen.conflict.field == "result"


def test_what_is_held_says_why_and_what_to_do(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = window.session.desk
    fill(finance, result=FIRST)
    report = import_file(desk, send(finance, "1回目.zip", monkeypatch), accept_keys=True)
    fill(desk, result=DIVISION)
    undo_import(desk, report.carrier)
    window.show_page("conflicts")
    page = window.page
    assert isinstance(page, ConflictsPage)
    qtbot.waitUntil(lambda: page.held.model.rowCount() > 0, timeout=SLOW)
    page.tabs.setCurrentIndex(1)
    row = next(row for row, one in enumerate(page.held.model.rows) if one.shown == DIVISION)
    page.held.view.choose(row)
    assert page.held.content.accessibleName() == DIVISION
    assert page.held.advice.accessibleName() != ""
    assert unnamed_controls(page) == []


def test_a_deletion_against_an_edit_names_both_ways(
    window: MainWindow, finance: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = window.session.desk
    department = department_named(desk, DEPARTMENT)
    measure = open_plan(desk).of_department(department.id)[0]
    indicator = measure.indicators[0].indicator.id
    editing.delete_record(desk, "indicator", indicator)
    editing.set_values(finance, "indicator", indicator, {"name": "課が直した指標名"})
    import_file(desk, send(finance, "1回目.zip", monkeypatch), accept_keys=True)
    window.show_page("conflicts")
    page = window.page
    assert isinstance(page, ConflictsPage)
    qtbot.waitUntil(lambda: page.conflicts.model.rowCount() > 0, timeout=SLOW)
    words = sorted(card.button.text() for card in page.conflicts.detail.cards)
    assert any(one.startswith("削除する") for one in words)
