"""意見: what the meetings said, and the answers."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gui.open_page import Opener, OpenPage, open_page
from reform_desktop.services.opinions import list_opinions
from reform_desktop.ui.pages.arrangement.questions import DELETE
from reform_desktop.ui.pages.opinions import OpinionsPage
from reform_desktop.ui.session import Place
from reform_desktop.ui.widgets.naming import unnamed_controls
from reform_desktop.ui.widgets.text_field import TextField

__all__ = ["open_page"]


def _answer_field(opened: OpenPage[OpinionsPage]) -> TextField:
    field = opened.page.form.fields["response"].field
    assert isinstance(field, TextField)
    return field


def test_the_division_sees_all_opinions_newest_first(open_page: Opener[OpinionsPage]) -> None:
    opened = open_page(OpinionsPage)
    dates = [one.opinion.date for one in opened.page.model.rows if one.opinion.date]
    assert len(opened.page.model.rows) == 10
    assert dates == sorted(dates, reverse=True)
    assert unnamed_controls(opened.page) == []


def test_an_answer_typed_in_place_is_saved_when_the_focus_leaves(qtbot: QtBot, open_page: Opener[OpinionsPage]) -> None:
    opened = open_page(OpinionsPage, department="職員課")
    open_one = next(row for row, one in enumerate(opened.page.model.rows) if not one.opinion.response)
    opened.page.view.choose(open_one)
    field = _answer_field(opened)
    field.setFocus()
    QTest.keyClicks(field, "Next year we will train more staff.")
    opened.page.view.setFocus()
    qtbot.waitUntil(lambda: bool(opened.page.model.rows[open_one].opinion.response))
    saved = list_opinions(opened.desk, department_id=opened.desk.department_id)[open_one]
    assert saved.opinion.response == "Next year we will train more staff."


def test_a_department_cannot_word_the_opinion_itself(open_page: Opener[OpinionsPage]) -> None:
    opened = open_page(OpinionsPage, department="財政課")
    opened.page.view.choose(0)
    assert opened.page.form.fields["text"].field.status.locked
    assert not _answer_field(opened).status.locked


def test_only_what_is_not_answered_yet(open_page: Opener[OpinionsPage]) -> None:
    opened = open_page(OpinionsPage)
    opened.page.only_open.setChecked(True)
    assert [one.opinion.response for one in opened.page.model.rows] == [""]


def test_the_list_is_narrowed_to_one_meeting(open_page: Opener[OpinionsPage]) -> None:
    opened = open_page(OpinionsPage)
    opened.page.body.load_value("council")
    opened.page.refresh()
    assert {one.meeting for one in opened.page.model.rows} == {"行政改革審議会"}


def test_the_division_adds_words_and_deletes_an_opinion(open_page: Opener[OpinionsPage]) -> None:
    opened = open_page(OpinionsPage)
    row = opened.page.add()
    opened.page.form.fields["text"].field.committed.emit("効果を数字で示してほしい。")
    assert opened.page.model.rows[opened.page.model.row_of(row)].opinion.text == "効果を数字で示してほしい。"
    opened.page.delete()
    box = opened.page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    next(one for one in box.findChildren(QPushButton) if one.text() == DELETE).click()
    assert opened.page.model.row_of(row) == -1
    opened.desk.undo()
    assert opened.page.model.row_of(row) >= 0


def test_an_opinion_is_found_from_elsewhere_though_it_was_filtered_out(open_page: Opener[OpinionsPage]) -> None:
    opened = open_page(OpinionsPage)
    answered = next(one.opinion.id for one in opened.page.model.rows if one.opinion.response)
    opened.page.only_open.setChecked(True)
    opened.page.show_place(Place("opinions", "", "opinion", answered))
    assert opened.page.form.rows == (answered,)


def test_a_file_without_opinions_says_what_will_be_here(open_page: Opener[OpinionsPage]) -> None:
    opened = open_page(OpinionsPage, outline="annaka-4")
    assert opened.page._stack.currentIndex() == 1
