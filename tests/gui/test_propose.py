"""A department proposes a measure from the window; it arrives at the division with the next submission."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gui.exchange_files import finance, own_keys, send
from gui.open_files import desktop, sample_file, sample_original, window
from gui.open_page import Opener, open_page
from reform_desktop.domain.errors import InputError, NotAllowedError
from reform_desktop.services import proposals
from reform_desktop.services.checking import open_plan
from reform_desktop.services.desk import Desk
from reform_desktop.services.exchange.importing import import_file
from reform_desktop.ui.pages.measures.measures_page import MeasuresPage
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.window import MainWindow

__all__ = ["desktop", "finance", "open_page", "own_keys", "sample_file", "sample_original", "window"]

TITLE = "髙齢者向け窓口の案内を𠮷日に行う"


def test_a_department_proposes_a_measure_and_its_sheet_opens(qtbot: QtBot, open_page: Opener[MeasuresPage]) -> None:
    opened = open_page(MeasuresPage, department="財政課")
    assert opened.page.navigator.propose_button.isVisible()
    dialog = opened.page.propose()
    assert unnamed_controls(dialog) == []
    dialog.action_button.click()
    assert "推進項目の取組かを選んで" in dialog.message.text()
    dialog.item.setCurrentIndex(2)
    dialog.action_button.click()
    assert "取組の名前を入力" in dialog.message.text()
    dialog.title.field.load_value(TITLE)
    with qtbot.waitSignal(dialog.proposed):
        dialog.action_button.click()
    (made,) = [one for one in opened.measures if one.measure.title == TITLE]
    assert made.measure.lead_department_id == opened.desk.department_id
    assert opened.page.navigator.chosen_id == made.measure.id
    opened.desk.undo()
    assert TITLE not in {one.measure.title for one in opened.measures}


def test_the_division_lays_the_plan_out_itself(open_page: Opener[MeasuresPage]) -> None:
    opened = open_page(MeasuresPage)
    assert not opened.page.navigator.propose_button.isVisible()
    with pytest.raises(NotAllowedError, match="計画の編集"):
        proposals.propose_measure(opened.desk, "x", TITLE)


def test_a_proposal_arrives_with_the_next_submission(
    window: MainWindow, finance: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = open_plan(finance).measures[0].measure.item_id
    with pytest.raises(InputError, match="名前"):
        proposals.propose_measure(finance, item, "　")
    row, _saved = proposals.propose_measure(finance, item, TITLE, "案内を予約制にします。")
    report = import_file(window.session.desk, send(finance, "提出.zip", monkeypatch), accept_keys=True)
    assert report.held == {}
    (arrived,) = [one for one in open_plan(window.session.desk).measures if one.measure.id == row]
    assert (arrived.measure.title, arrived.measure.approach) == (TITLE, "案内を予約制にします。")
