"""提出・取りまとめ: how far everybody has come."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gui.open_page import YEAR, Opener, OpenPage, open_page
from reform_desktop.services import editing, findings
from reform_desktop.services.checking import open_plan
from reform_desktop.services.exchange.exporting import WithEvidence
from reform_desktop.services.exchange.sending import Answers, HandedIn, submit
from reform_desktop.services.submissions import board
from reform_desktop.ui.pages.submissions import SubmissionsPage
from reform_desktop.ui.pages.submissions.answer_card import CONFIRM, TAKE_BACK, Step
from reform_desktop.ui.pages.submissions.board_pane import BoardPane
from reform_desktop.ui.widgets.naming import unnamed_controls

__all__ = ["open_page"]


def board_of(opened: OpenPage[SubmissionsPage]) -> BoardPane:
    board = opened.page.board
    assert board is not None
    return board


def choose(opened: OpenPage[SubmissionsPage], name: str) -> None:
    board = board_of(opened)
    board.view.choose(next(row for row, one in enumerate(board.model.rows) if one.name == name))


def test_the_board_shows_state_and_deadline_of_every_department(open_page: Opener[SubmissionsPage]) -> None:
    opened = open_page(SubmissionsPage)
    model = board_of(opened).model
    cells = {
        str(model.index(row, 0).data()): [str(model.index(row, column).data()) for column in range(1, 5)]
        for row in range(model.rowCount())
    }
    assert cells["財政課"] == ["受理", "R7.10.24", "差戻し", "R8.5.8"]
    assert cells["税務課"] == ["未照会", "", "未照会", ""]
    assert "年度末 20課のうち15課が提出済み" in opened.page._summary.text()
    assert unnamed_controls(opened.page) == []


def test_counts_of_a_search_that_ended_early_are_said_to_be_more(
    open_page: Opener[SubmissionsPage], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "LIMIT", 2)
    model = board_of(open_page(SubmissionsPage)).model
    place = next(place for place, one in enumerate(model.columns) if one.title == "指摘")

    def counts() -> list[str]:
        return [str(model.index(row, place).data()) for row in range(model.rowCount())]

    qtbot.waitUntil(lambda: "…" not in counts(), timeout=20_000)
    assert set(counts()) == {"0以上", "1以上", "2以上"} & set(counts())
    assert set(counts()) - {"0以上"}


def test_the_division_can_read_why_an_answer_went_back_and_change_nothing(
    open_page: Opener[SubmissionsPage],
) -> None:
    opened = open_page(SubmissionsPage)
    choose(opened, "財政課")
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


def test_the_board_counts_findings_and_conflicts_of_each_department(
    qtbot: QtBot, open_page: Opener[SubmissionsPage]
) -> None:
    opened = open_page(SubmissionsPage)
    board = board_of(opened)
    qtbot.waitUntil(lambda: all(one.findings is not None for one in board.model.rows), timeout=10_000)
    findings = {one.name: one.findings for one in board.model.rows}
    assert findings["財政課"] == 1
    assert all(one.conflicts == 0 for one in board.model.rows)


def test_the_board_is_narrowed_down_to_a_state(open_page: Opener[SubmissionsPage]) -> None:
    opened = open_page(SubmissionsPage)
    board = board_of(opened)
    board.state.setCurrentText("差戻し")
    assert [one.name for one in board.model.rows] == ["職員課", "財政課"]
    board.state.setCurrentIndex(0)
    assert len(board.model.rows) > 20


def test_a_reminder_names_those_who_have_not_answered(open_page: Opener[SubmissionsPage]) -> None:
    opened = open_page(SubmissionsPage)
    board_of(opened).remind_button.click()
    text = QGuiApplication.clipboard().text()
    assert "・財政課（差戻し）　期限 令和8年5月8日" in text
    assert "受理" not in text
    assert opened.notices[-1].startswith("督促の文面")


def test_a_submission_is_accepted_with_one_button(qtbot: QtBot, open_page: Opener[SubmissionsPage]) -> None:
    opened = open_page(SubmissionsPage)
    board = board_of(opened)
    board.state.setCurrentText("提出済")
    board.view.choose(0)
    name = board.model.rows[0].name
    year_end = opened.page.cards[1]
    year_end.step_buttons[Step.ACCEPT].click()
    qtbot.waitUntil(lambda: name in [one.name for one in board.lines if one.state == "受理"])
    assert opened.notices == [f"{name}の回答を受理しました。"]


def test_a_department_sees_what_changed_since_it_handed_in(
    qtbot: QtBot, open_page: Opener[SubmissionsPage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFORM_DESKTOP_KEYS", str(tmp_path / "keys"))
    opened = open_page(SubmissionsPage, department="財政課")
    desk, own = opened.desk, opened.page.own
    assert own is not None
    measure = open_plan(desk, desk.department_id).measures[0].measure.id
    editing.set_in_year(desk, measure, YEAR, {"result": "一度目の提出の内容です。"})
    dialog = own.show_changes()
    qtbot.waitUntil(lambda: [one.label for one in dialog.model.rows] == ["取組実績"])
    assert "まだ提出していません" in dialog._about.text()
    dialog.reject()
    answers, handed_in = Answers(desk.department_id or "", YEAR, "year_end"), HandedIn("", WithEvidence.NONE)
    submit(desk, answers, handed_in, tmp_path / "提出.zip")
    dialog = own.show_changes()
    qtbot.waitUntil(lambda: dialog._stack.currentIndex() == 1)
    dialog.reject()
    editing.set_in_year(desk, measure, YEAR, {"result": "二度目の提出の内容です。"})
    dialog = own.show_changes()
    qtbot.waitUntil(lambda: len(dialog.model.rows) == 1)
    assert (dialog.model.rows[0].before, dialog.model.rows[0].after) == (
        "一度目の提出の内容です。",
        "二度目の提出の内容です。",
    )
    assert "<s" in dialog.text.text()
    assert unnamed_controls(dialog) == []
    dialog.jump.click()
    assert opened.places[-1].field == "result"
    dialog.reject()
