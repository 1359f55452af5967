"""提出・取りまとめ: how far everybody has come."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gui.open_page import YEAR, Opener, open_page
from reform_desktop.services.submissions import board
from reform_desktop.ui.pages.submissions import SubmissionsPage
from reform_desktop.ui.pages.submissions.answer_card import CONFIRM, TAKE_BACK
from reform_desktop.ui.widgets.naming import unnamed_controls

__all__ = ["open_page"]


def test_the_board_shows_state_and_deadline_of_every_department(open_page: Opener[SubmissionsPage]) -> None:
    opened = open_page(SubmissionsPage)
    cells = {
        str(opened.page.model.index(row, 0).data()): [
            str(opened.page.model.index(row, column).data()) for column in range(1, 5)
        ]
        for row in range(opened.page.model.rowCount())
    }
    assert cells["財政課"] == ["受理", "R7.10.24", "差戻し", "R8.5.8"]
    assert cells["税務課"] == ["未照会", "", "未照会", ""]
    assert "年度末 20課のうち15課が提出済み" in opened.page._summary.text()
    assert unnamed_controls(opened.page) == []


def test_the_division_can_read_why_an_answer_went_back_and_change_nothing(
    open_page: Opener[SubmissionsPage],
) -> None:
    opened = open_page(SubmissionsPage)
    row = next(row for row, one in enumerate(opened.page.model.rows) if one.department.name == "財政課")
    opened.page.view.choose(row)
    year_end = opened.page.cards[1]
    assert year_end.state == "差戻し"
    assert "4-(1)-④" in year_end._reason.accessibleName()
    assert all(card.button.isHidden() for card in opened.page.cards)


def test_a_department_records_its_managers_confirmation_and_takes_it_back(
    qtbot: QtBot, open_page: Opener[SubmissionsPage]
) -> None:
    opened = open_page(SubmissionsPage, department="財政課")
    midyear, year_end = opened.page.cards
    assert midyear.button.isHidden()
    assert year_end.button.text() == CONFIRM
    year_end.button.click()
    qtbot.waitUntil(lambda: year_end.state == "課長確認済")
    assert board(opened.desk, YEAR)[0].by_period["year_end"].state == "confirmed"
    assert year_end.button.text() == TAKE_BACK
    undo = opened.desk.next_undo()
    assert undo is not None
    assert undo.name == "課長確認の記録"
    opened.desk.undo()
    qtbot.waitUntil(lambda: year_end.state == "差戻し")
    assert unnamed_controls(opened.page) == []


def test_what_the_checks_still_find_is_said_beside_the_button(qtbot: QtBot, open_page: Opener[SubmissionsPage]) -> None:
    opened = open_page(SubmissionsPage, department="財政課")
    qtbot.waitUntil(lambda: "1件残っています" in opened.page.cards[1]._findings.text())


def test_another_year_has_its_own_board(open_page: Opener[SubmissionsPage]) -> None:
    opened = open_page(SubmissionsPage)
    opened.session.set_fiscal_year(YEAR + 1)
    assert "照会はまだありません" in opened.page._summary.text()
