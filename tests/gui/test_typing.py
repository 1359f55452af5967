"""Typing in fields: text in composition is never interrupted and never lost, and nothing is saved that nobody typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gui.input_method import cancel, commit, compose
from reform_desktop.domain.errors import InputError
from reform_desktop.ui.widgets import typing_state
from reform_desktop.ui.widgets.line_field import LineField
from reform_desktop.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Form(QWidget):
    """A text field, a line and a place to go to."""

    def __init__(self, field: TextField | LineField) -> None:
        super().__init__()
        self.field = field
        self.next = QLineEdit(self)
        layout = QVBoxLayout(self)
        layout.addWidget(field)
        layout.addWidget(self.next)
        self.committed: list[object] = []
        field.committed.connect(self.committed.append)


@pytest.fixture(params=[TextField, LineField])
def form(request: pytest.FixtureRequest, qtbot: QtBot) -> Form:
    made = Form(request.param())
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    made.field.setFocus()
    return made


def test_what_was_typed_is_saved_when_the_focus_leaves(form: Form) -> None:
    form.field.set_value("平均")
    QTest.keyClick(form.field, Qt.Key.Key_End)
    QTest.keyClicks(form.field, " 8")
    assert form.committed == []
    form.next.setFocus()
    assert form.committed == ["平均 8"]
    assert form.field.value() == "平均 8"


def test_what_was_typed_is_saved_after_a_pause(form: Form, qtbot: QtBot) -> None:
    form.field._typing._timer.setInterval(30)
    QTest.keyClicks(form.field, "abc")
    qtbot.waitUntil(lambda: form.committed == ["abc"], timeout=2000)
    assert form.field.hasFocus()


def test_the_pause_is_about_a_second_and_a_half() -> None:
    assert 1000 <= typing_state.PAUSE <= 2000


def test_leaving_without_typing_saves_nothing(form: Form) -> None:
    form.field.set_value("前年度と同じ")
    form.next.setFocus()
    assert form.committed == []


def test_no_break_spaces_and_rare_kanji_are_kept_and_make_no_edit(form: Form) -> None:
    text = "約\u00a012\u2009% 𠮷田\u202e"
    form.field.set_value(text)
    form.next.setFocus()
    assert form.committed == []
    assert form.field.value() == text
    form.field.setFocus()
    QTest.keyClick(form.field, Qt.Key.Key_End)
    QTest.keyClicks(form.field, "x")
    form.next.setFocus()
    assert form.committed == [text + "x"]


def test_text_in_composition_is_not_saved_by_the_pause(form: Form, qtbot: QtBot) -> None:
    form.field._typing._timer.setInterval(20)
    QTest.keyClicks(form.field, "a")
    compose(form.field, "しみん")
    qtbot.wait(80)
    assert form.committed == []
    commit(form.field, "市民")
    qtbot.waitUntil(lambda: form.committed == ["a市民"], timeout=2000)


def test_a_refresh_does_not_interrupt_the_composition(form: Form) -> None:
    form.field.set_value("始")
    QTest.keyClick(form.field, Qt.Key.Key_End)
    compose(form.field, "しみん")
    form.field.set_value("別の人の文")
    assert form.field.composing
    assert form.field.typed_text() == "始"
    commit(form.field, "市民")
    form.next.setFocus()
    assert form.committed == ["始市民"]
    assert form.field.value() == "始市民"


def test_a_refresh_waits_for_a_composition_that_comes_to_nothing(form: Form) -> None:
    form.field.set_value("前")
    compose(form.field, "しみん")
    form.field.set_value("後")
    cancel(form.field)
    assert form.field.value() == "後"
    form.next.setFocus()
    assert form.committed == []


def test_a_refresh_does_not_overwrite_what_was_typed(form: Form) -> None:
    form.field.set_value("旧")
    QTest.keyClick(form.field, Qt.Key.Key_End)
    QTest.keyClicks(form.field, "x")
    form.field.set_value("新")
    assert form.field.typed_text() == "旧x"
    form.next.setFocus()
    assert form.committed == ["旧x"]
    form.field.set_value("新")
    assert form.field.value() == "新"


def test_leaving_the_field_keeps_the_text_in_composition(form: Form) -> None:
    form.field.set_value("平均")
    QTest.keyClick(form.field, Qt.Key.Key_End)
    compose(form.field, "はちふん")
    form.next.setFocus()
    assert form.committed == ["平均はちふん"]
    assert form.field.value() == "平均はちふん"
    assert not form.field.composing


def test_saving_by_hand_keeps_the_text_in_composition(form: Form) -> None:
    compose(form.field, "かいぎ")
    form.field.commit_pending()
    assert form.committed == ["かいぎ"]


def test_another_record_ends_the_typing(form: Form) -> None:
    form.field.set_value("一")
    QTest.keyClicks(form.field, "x")
    compose(form.field, "み")
    form.field.load_value("二")
    assert form.field.value() == "二"
    form.next.setFocus()
    assert form.committed == []


def test_a_refused_text_stays_until_it_is_mended(form: Form) -> None:
    def refuse(value: object) -> None:
        if value == "bad":
            form.field.refuse("保存できません。")

    form.field.committed.connect(refuse)
    QTest.keyClicks(form.field, "bad")
    form.next.setFocus()
    assert form.field.status.error == "保存できません。"
    form.field.set_value("")
    assert form.field.typed_text() == "bad"
    form.field.setFocus()
    QTest.keyClick(form.field, Qt.Key.Key_End)
    QTest.keyClicks(form.field, "ly")
    form.next.setFocus()
    assert form.committed == ["bad", "badly"]
    assert form.field.status.error == ""


@pytest.mark.parametrize("kind", [TextField, LineField])
def test_what_cannot_be_read_is_told_and_not_saved(kind: type[TextField | LineField], qtbot: QtBot) -> None:
    def read(text: str) -> object:
        if "x" in text:
            raise InputError("xは使えません。")
        return text

    form = Form(kind(read=read))
    qtbot.addWidget(form)
    form.show()
    form.field.setFocus()
    QTest.keyClicks(form.field, "x")
    form.field.commit_pending()
    assert (form.committed, form.field.status.error) == ([], "xは使えません。")
    assert form.field.unsaved
    assert form.field.typed_text() == "x"


def test_undo_takes_back_typing_first_and_then_asks_the_program(form: Form) -> None:
    asked: list[str] = []
    form.field.undo_requested.connect(lambda: asked.append("undo"))
    form.field.redo_requested.connect(lambda: asked.append("redo"))
    QTest.keyClicks(form.field, "abc")
    QTest.keyClick(form.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (form.field.typed_text(), asked) == ("", [])
    QTest.keyClick(form.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["undo"]


def test_saved_typing_is_undone_by_the_program(form: Form) -> None:
    asked: list[str] = []
    form.field.undo_requested.connect(lambda: asked.append("undo"))
    QTest.keyClicks(form.field, "abc")
    form.field.commit_pending()
    QTest.keyClick(form.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (form.field.value(), asked) == ("abc", ["undo"])


def test_a_locked_field_can_be_read_and_not_changed(form: Form) -> None:
    form.field.set_value("計画")
    form.field.status.set_help("計画の内容です。")
    form.field.status.lock("推進課が変更します。")
    QTest.keyClicks(form.field, "x")
    compose(form.field, "しみん")
    form.next.setFocus()
    form.field.setFocus()
    assert form.field.hasFocus()
    assert form.committed == []
    assert form.field.value() == "計画"
    assert form.field.accessibleDescription() == "計画の内容です。 推進課が変更します。"
    assert "推進課" in form.field.toolTip()
    form.field.status.unlock()
    QTest.keyClicks(form.field, "x")
    form.next.setFocus()
    assert form.committed != []


def test_tab_goes_to_the_next_field(form: Form) -> None:
    QTest.keyClick(form.field, Qt.Key.Key_Tab)
    assert form.next.hasFocus()


def test_a_tab_can_be_written_with_control(qtbot: QtBot) -> None:
    field = TextField()
    qtbot.addWidget(field)
    field.show()
    QTest.keyClick(field, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert field.value() == "\t"
