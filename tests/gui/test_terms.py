"""用語の説明: by pointer, by keyboard, and marked in the text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from gui.sheet_window import SheetWindow, sheet_window
from reform_desktop.services.editing import set_values
from reform_desktop.ui.terms.dialog import TermsDialog
from reform_desktop.ui.widgets.text_field import TextField

WORDS = "𠮷井地区で自治体DXを進める。紙をなくす。"


@pytest.fixture
def desk(qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SheetWindow]:
    with sheet_window(qtbot, tmp_path_factory) as made:
        set_values(made.desk, "measure", made.measures[0].measure.id, {"issues": WORDS})
        made.show()
        yield made
        QToolTip.hideText()


def field(desk: SheetWindow) -> TextField:
    control = desk.sheet.body.texts.fields.fields["issues"].control
    assert isinstance(control, TextField)
    return control


def cursor_at(control: TextField, words: str) -> QTextCursor:
    cursor = control.document().find(words)
    cursor.setPosition(cursor.anchor() + 1)
    return cursor


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # the offscreen platform, of tips
def test_the_pointer_over_a_term_explains_it_and_elsewhere_does_not(desk: SheetWindow) -> None:
    control = field(desk)
    place = control.cursorRect(cursor_at(control, "DX")).center()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, control.viewport().mapToGlobal(place))
    QApplication.sendEvent(control.viewport(), event)
    assert "デジタル・トランスフォーメーション" in QToolTip.text()
    place = control.cursorRect(cursor_at(control, "紙を")).center()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, control.viewport().mapToGlobal(place))
    QApplication.sendEvent(control.viewport(), event)
    assert "デジタル・トランスフォーメーション" not in QToolTip.text() or not QToolTip.isVisible()


def test_ctrl_f1_explains_the_terms_of_the_field(desk: SheetWindow) -> None:
    control = field(desk)
    control.setFocus()
    QTest.keyClick(control, Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    dialog = control.findChild(TermsDialog)
    assert dialog is not None
    assert "DX：" in dialog.accessibleDescription()
    dialog.accept()
    assert QApplication.focusWidget() is control


def test_terms_are_marked_with_dots_and_the_menu_offers_them(desk: SheetWindow) -> None:
    control = field(desk)
    marked = [one.cursor.selectedText() for one in control.extraSelections()]  # type: ignore[attr-defined]
    assert marked == ["DX"]
    menu = desk.sheet.body.texts.fields.fields["issues"].context_menu()
    action = next(one for one in menu.actions() if "用語の説明" in one.text())
    assert action.isEnabled()
    menu.deleteLater()


def test_a_term_that_was_just_typed_is_marked_when_it_is_saved(desk: SheetWindow) -> None:
    control = field(desk)
    control.setFocus()
    control.selectAll()
    control.insert_typed("RPAとAIを使う")
    desk.sheet.commit_pending()
    marked = [one.cursor.selectedText() for one in control.extraSelections()]  # type: ignore[attr-defined]
    assert marked == ["RPA", "AI"]
