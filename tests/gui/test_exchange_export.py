"""Sending: requests to departments, handing in, and where the files are."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from gui.exchange_files import own_keys
from gui.open_page import YEAR, Opener, OpenPage, open_page
from reform_desktop.bundle.header import Header
from reform_desktop.bundle.reader import open_bundle
from reform_desktop.services.submissions import board
from reform_desktop.ui.exchange.request_dialog import RequestDialog
from reform_desktop.ui.exchange.submit_dialog import SubmitDialog
from reform_desktop.ui.pages.submissions import SubmissionsPage
from reform_desktop.ui.pages.submissions.answer_card import Step
from reform_desktop.ui.session import News
from reform_desktop.ui.widgets.naming import unnamed_controls

__all__ = ["open_page", "own_keys"]

SLOW = 60_000


def header_of(path: Path) -> Header:
    with open_bundle(path) as opened:
        return opened.header


def request_dialog(opened: OpenPage[SubmissionsPage]) -> RequestDialog:
    dialog = opened.page.window().findChild(RequestDialog)
    assert isinstance(dialog, RequestDialog)
    return dialog


def state(opened: OpenPage[SubmissionsPage], name: str, period: str) -> str | None:
    rows = {one.department.name: one for one in board(opened.desk, opened.session.fiscal_year)}
    found = rows[name].by_period.get(period)
    return found.state if found else None


def test_everybody_not_asked_yet_gets_a_request_in_one_go(
    qtbot: QtBot, open_page: Opener[SubmissionsPage], tmp_path: Path
) -> None:
    opened = open_page(SubmissionsPage, year=YEAR + 1)
    news: list[News] = []
    opened.session.news.connect(news.append)
    assert opened.page.board is not None
    opened.page.board.ask_button.click()
    dialog = request_dialog(opened)
    assert unnamed_controls(dialog) == []
    assert "まだ照会していない課" in dialog.unasked.text()
    dialog.action_button.click()
    assert dialog.message.text() == "提出期限を入力してください。"
    dialog.deadline.field.load_value("2027-05-10")
    dialog.text.field.load_value("上半期の進捗を入力してください。")
    dialog._rows = dialog._rows[:3]
    folder = tmp_path / "照会"
    folder.mkdir()
    with qtbot.waitSignal(dialog.finished, timeout=SLOW):
        dialog._write_to(folder)
    files = sorted(folder.iterdir())
    assert len(files) == 3
    header = header_of(files[0])
    assert (header.purpose, header.deadline, header.message) == (
        "request",
        "2027-05-10",
        "上半期の進捗を入力してください。",
    )
    asked = [one for one in board(opened.desk, YEAR + 1) if one.by_period]
    assert [one.by_period["midyear"].message for one in asked] == ["上半期の進捗を入力してください。"] * 3
    assert str(folder) in news[-1].text
    assert news[-1].action_text == "フォルダーを開く"


def test_a_request_that_cannot_be_written_leaves_the_board_as_it_was(
    qtbot: QtBot, open_page: Opener[SubmissionsPage], tmp_path: Path
) -> None:
    opened = open_page(SubmissionsPage, year=YEAR + 1)
    board_pane = opened.page.board
    assert board_pane is not None
    board_pane.view.choose(0)
    opened.page.cards[0].step_buttons[Step.ASK].click()
    dialog = request_dialog(opened)
    name = board_pane.model.rows[0].name
    assert dialog.windowTitle() == f"{name}に照会を送る"
    dialog.deadline.field.load_value("2027-05-10")
    dialog._write_to(tmp_path / "ない" / "照会.zip")
    qtbot.waitUntil(dialog.message.isVisible, timeout=SLOW)
    assert state(opened, name, "midyear") is None
    assert dialog.isVisible()
    dialog.reject()


def test_a_department_hands_in_after_its_manager_has_confirmed(
    qtbot: QtBot, open_page: Opener[SubmissionsPage], tmp_path: Path
) -> None:
    opened = open_page(SubmissionsPage, department="財政課")
    news: list[News] = []
    opened.session.news.connect(news.append)
    year_end = opened.page.cards[1]
    year_end.step_buttons[Step.SUBMIT].click()
    dialog = opened.page.window().findChild(SubmitDialog)
    assert isinstance(dialog, SubmitDialog)
    assert unnamed_controls(dialog) == []
    dialog.action_button.click()
    assert "課長の確認を受けてから" in dialog.message.text()
    dialog.confirmed.setChecked(True)
    assert not dialog.only_missing.isChecked()
    dialog.only_missing.setChecked(True)
    target = tmp_path / "財政課_R7_提出.zip"
    with qtbot.waitSignal(dialog.finished, timeout=SLOW):
        dialog._write_to(target)
    assert header_of(target).purpose == "submission"
    assert state(opened, "財政課", "year_end") == "submitted"
    qtbot.waitUntil(lambda: year_end.state == "提出済")
    assert target.name in news[-1].text
