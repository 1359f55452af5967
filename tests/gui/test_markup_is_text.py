"""What people type is shown to the letter: Qt must not take a title for HTML and follow what it says."""

from __future__ import annotations

import pytest
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.open_files import desktop, sample_file, sample_original, window
from reform_desktop.domain.errors import InputError
from reform_desktop.services.checking import open_plan
from reform_desktop.services.editing import set_values
from reform_desktop.ui.page_table import PAGES
from reform_desktop.ui.session import Place
from reform_desktop.ui.widgets.tool_tips import plain_tip
from reform_desktop.ui.window import MainWindow

__all__ = ["desktop", "sample_file", "sample_original", "window"]

MARKUP = '<b>重点</b><img src="file:///etc/hostname">'


def taken_for_html(widget: QWidget) -> list[str]:
    """Return the words of labels and the tool tips that Qt would read as HTML though a person typed them."""
    labels = [
        label.text()
        for label in widget.findChildren(QLabel)
        if MARKUP in label.text() and label.textFormat() is not Qt.TextFormat.PlainText
    ]
    return labels + [one.toolTip() for one in widget.findChildren(QWidget) if MARKUP in one.toolTip()]


@pytest.mark.parametrize("page", sorted(page.name for page in PAGES))
def test_markup_in_what_people_typed_is_shown_to_the_letter(window: MainWindow, page: str, qtbot: QtBot) -> None:
    if page not in {entry.name for entry in window.page_entries()}:
        pytest.skip("not a page of this file")
    desk = window.session.desk
    first = open_plan(desk).measures[0].measure
    set_values(desk, "measure", first.id, {"title": MARKUP})
    department = window.session.departments[0]
    set_values(desk, "department", department.id, {"name": MARKUP})
    window.go_to(Place(page, first.id))
    qtbot.waitUntil(lambda: window.session.runner.is_idle, timeout=10_000)
    window.say_error(InputError(f"「{MARKUP}」は使えません。"))
    window.show_checks(shown=True)
    assert taken_for_html(window) == []


def test_a_tool_tip_with_markup_is_escaped_and_other_words_stay() -> None:
    assert plain_tip("税務 < 窓口") == "税務 < 窓口"
    assert "<img" not in plain_tip(MARKUP)
    assert "&lt;img" in plain_tip(MARKUP)
