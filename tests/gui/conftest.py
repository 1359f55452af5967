"""What every test of the window needs: the program's own fonts and theme, and no screen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reform_desktop.ui.fonts import load_fonts
from reform_desktop.ui.icons import register_marks
from reform_desktop.ui.theme import LIGHT, active_sizes, active_theme, apply_theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from gui.fields import Show

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Dress the application as the program does, and undress whatever a test changed."""
    if qapp.property("dressed") is None:
        qapp.setProperty("dressed", "yes")
        load_fonts()
        register_marks()
        apply_theme(qapp)
    yield
    if active_theme() is not LIGHT or active_sizes().scale != 1.0:
        apply_theme(qapp)


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Return a function that shows widgets under each other in a window that has the focus."""
    windows: list[QWidget] = []

    def in_a_window(*widgets: QWidget) -> QWidget:
        window = QWidget()
        windows.append(window)
        layout = QVBoxLayout(window)
        for widget in widgets:
            layout.addWidget(widget)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        return window

    yield in_a_window
    windows.clear()
