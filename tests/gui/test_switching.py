"""Another theme is worn at once: every page looks as if the program had been started in it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.every_place import Everywhere, Files, files
from gui.open_files import desktop, sample_file, sample_original, window
from reform_desktop.ui import system_theme
from reform_desktop.ui.page_table import PAGES
from reform_desktop.ui.system_theme import SYSTEM
from reform_desktop.ui.theme import DARK, HIGH_CONTRAST, LIGHT, active_theme, apply_theme
from reform_desktop.ui.window import MainWindow

__all__ = ["desktop", "files", "sample_file", "sample_original", "window"]


COUNTED = 400
"""Milliseconds until a page that is shown has begun to count its findings."""


def pages(every: Everywhere, names: Collection[str]) -> dict[str, QImage]:
    """Return a picture of each page of the division's window; nothing that blinks has the focus."""
    window, found = every.division, {}
    for entry in window.page_entries():
        if entry.name in names:
            window.show_page(entry.name)
            window.setFocus()
            QTest.qWait(COUNTED)
            every.calm()
            found[entry.title] = window.grab().toImage()
    return found


@pytest.mark.parametrize("names", [("submissions",), pytest.param([one.name for one in PAGES], marks=pytest.mark.slow)])
def test_a_page_made_in_the_dark_theme_looks_after_switching_as_if_made_in_the_light_one(
    qapp: QApplication, files: Files, tmp_path: Path, names: Collection[str]
) -> None:
    (tmp_path / "light").mkdir()
    (tmp_path / "dark").mkdir()
    begun = Everywhere(qapp, files, tmp_path / "light")
    try:
        pages(begun, names)  # some count only when they are looked at again
        wanted = pages(begun, names)
    finally:
        begun.close()
    apply_theme(qapp, DARK)
    switched = Everywhere(qapp, files, tmp_path / "dark")
    try:
        in_the_dark = pages(switched, names)
        switched.desktop.wear("light")
        found = pages(switched, names)
    finally:
        switched.close()
    assert active_theme() is LIGHT
    assert [name for name, picture in found.items() if picture != wanted[name]] == []
    assert [name for name, picture in found.items() if picture == in_the_dark[name]] == []


def test_the_theme_follows_the_pc_until_one_is_chosen(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    changed, desktop = QGuiApplication.styleHints().colorSchemeChanged, window.desktop
    assert desktop.settings.theme == SYSTEM
    monkeypatch.setattr(system_theme, "_wants_dark", lambda: True)
    changed.emit(Qt.ColorScheme.Dark)  # the offscreen platform has no settings of its own that could change
    assert active_theme() is DARK
    monkeypatch.setattr(system_theme, "_wants_high_contrast", lambda: True)
    changed.emit(Qt.ColorScheme.Light)
    assert active_theme() is HIGH_CONTRAST
    desktop.wear("light")
    assert active_theme() is LIGHT
    changed.emit(Qt.ColorScheme.Dark)
    assert active_theme() is LIGHT
    assert desktop.settings.theme == "light"


def test_the_menu_ticks_what_is_worn_and_changes_it(window: MainWindow) -> None:
    menus = window.menus
    assert menus.action("PC の設定に合わせる").isChecked()
    menus.action("ハイコントラスト").trigger()
    assert active_theme() is HIGH_CONTRAST
    assert menus.action("ハイコントラスト").isChecked()
    assert menus.action("100%").isChecked()
    window.desktop.wear(SYSTEM)
