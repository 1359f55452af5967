"""The day's backup and the week's check beside an open window: quiet, unless something is wrong."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from pytestqt.qtbot import QtBot

from gui.open_files import desktop, sample_file, sample_original, window
from reform_desktop.services.desk import Desk
from reform_desktop.store.backup import backup_folder, list_backups
from reform_desktop.ui import upkeep
from reform_desktop.ui.backups_dialog import BackupsDialog
from reform_desktop.ui.window import MainWindow
from reform_desktop.ui.windows import OpenWindows

__all__ = ["desktop", "sample_file", "sample_original", "window"]


def wait(qtbot: QtBot, opened: MainWindow) -> None:
    qtbot.waitUntil(lambda: opened.session.runner.is_idle, timeout=20_000)


def test_the_first_opening_of_a_day_leaves_a_backup_and_says_nothing(window: MainWindow, qtbot: QtBot) -> None:
    upkeep.plan_upkeep(window, after=0)
    qtbot.waitUntil(lambda: bool(list_backups(window.session.desk.path)), timeout=20_000)
    wait(qtbot, window)
    assert window.notices.text == ""
    upkeep.start_upkeep(window)
    wait(qtbot, window)
    assert len(list_backups(window.session.desk.path)) == 1


def test_damage_is_said_with_the_way_back(window: MainWindow, qtbot: QtBot) -> None:
    with closing(sqlite3.connect(window.session.desk.path)) as connection:
        connection.execute("UPDATE chunk SET data = zeroblob(length(data))")
        connection.commit()
    upkeep.start_upkeep(window)
    wait(qtbot, window)
    assert window.notices.text == upkeep.DAMAGED
    window.notices._run()
    dialog = window.findChild(BackupsDialog)
    assert dialog is not None
    dialog.reject()


def test_what_is_typed_during_the_check_is_saved(window: MainWindow) -> None:
    desk = window.session.desk
    seen: list[int] = []

    def save_meanwhile(done: int, _total: int) -> None:
        if done % 5 == 0:
            with desk.store.writing() as connection:
                connection.exec_driver_sql("UPDATE setting SET value = value")
            seen.append(done)

    assert desk.store.verify_in_steps(save_meanwhile).is_sound
    assert seen


def test_a_backup_that_cannot_be_made_is_said_once_and_nothing_else_happens(window: MainWindow, qtbot: QtBot) -> None:
    backup_folder(window.session.desk.path).write_text("in the way", encoding="utf-8")
    upkeep.start_upkeep(window)
    wait(qtbot, window)
    assert window.notices.text.startswith(upkeep.NOT_BACKED_UP)


def test_a_window_that_only_reads_looks_after_nothing(desktop: OpenWindows, sample_file: Path, qtbot: QtBot) -> None:
    second = desktop.show_desk(Desk.open(sample_file, read_only=True))
    upkeep.plan_upkeep(second, after=0)
    qtbot.wait(50)
    assert second.session.runner.is_idle
    assert list_backups(sample_file) == []
