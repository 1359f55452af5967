"""A file of an earlier version is changed after a backup, and the window says so; one of a later version is refused."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.open_files import desktop, sample_file, sample_original, window
from reform_desktop.store import migrations
from reform_desktop.ui.backups_dialog import BackupsDialog
from reform_desktop.ui.window import MainWindow
from reform_desktop.ui.windows import OpenWindows

__all__ = ["desktop", "sample_file", "sample_original", "window"]

FIRST_FORMAT = Path(__file__).parents[1] / "fixtures" / "store-format-1.reform"


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(FIRST_FORMAT, tmp_path / "古い計画.reform"))


def test_the_window_says_that_the_file_was_changed_and_where_the_old_state_is(
    desktop: OpenWindows,
    earlier: Path,
) -> None:
    opened = desktop.open_file(earlier)
    assert opened is not None
    assert opened.notices.text == "ファイルを新しい形式に変えました。変える前の状態は、バックアップに残してあります。"
    button = next(one for one in opened.notices.findChildren(QPushButton) if one.text() == "バックアップを見る")
    button.click()
    dialog = opened.findChild(BackupsDialog)
    assert isinstance(dialog, BackupsDialog)
    dialog.close()
    opened.close()
    again = desktop.open_file(earlier)
    assert again is not None
    assert "新しい形式" not in again.notices.text


def test_a_file_of_a_later_version_is_refused_in_a_sentence_and_stays_as_it_is(
    desktop: OpenWindows,
    window: MainWindow,
    qtbot: QtBot,
) -> None:
    path = window.session.desk.path
    window.close()
    qtbot.waitUntil(lambda: not desktop.windows)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {migrations.CURRENT + 1}")
    before = path.read_bytes()
    assert desktop.open_file(path) is None
    assert desktop.welcome is not None
    assert "新しい版を使ってください" in desktop.welcome.notices.text
    assert path.read_bytes() == before
