"""A bug is told plainly, with a report that holds nothing anybody entered."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from reform_desktop.domain.errors import FileError
from reform_desktop.ui.crash import CrashDialog, CrashReporter, report_text, show_user_error
from reform_desktop.ui.widgets.naming import unnamed_controls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

SECRET = "市民の氏名"  # noqa: S105 -- stands for something entered, which a report must not hold


def fail_with(text: str) -> None:
    """Fail as code does that quotes what it was given."""
    entered = text
    try:
        int(entered)
    except ValueError as error:
        raise KeyError(entered) from error


def caught() -> BaseException:
    try:
        fail_with(SECRET)
    except KeyError as error:
        error.add_note(SECRET)
        return error
    raise AssertionError


@pytest.fixture
def reporter(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[CrashReporter]:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    made = CrashReporter(qapp)
    made.install()
    yield made
    made.uninstall()
    if made.dialog is not None:
        made.dialog.close()
    made.deleteLater()


def test_the_report_says_where_and_never_what() -> None:
    report = report_text(caught())
    assert "builtins.KeyError" in report
    assert "builtins.ValueError" in report
    assert "test_crash.py:" in report
    assert "fail_with" in report
    assert "Qt 6" in report
    assert SECRET not in report
    assert "/" not in report.split("PySide6", 1)[1].split("test_crash")[0].split("Qt", 1)[1]


def test_a_bug_opens_the_dialog_once(reporter: CrashReporter, qtbot: QtBot, capsys: pytest.CaptureFixture[str]) -> None:
    error = caught()
    for _ in range(3):
        sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    dialog = reporter.dialog
    assert isinstance(dialog, CrashDialog)
    assert unnamed_controls(dialog) == []
    assert any("保存済みの内容は失われていません" in label.text() for label in dialog.findChildren(QLabel))
    dialog.copy_report()
    assert QGuiApplication.clipboard().text() == dialog.report == report_text(error)
    assert SECRET not in capsys.readouterr().err
    dialog.accept()
    assert reporter.dialog is None


def test_a_bug_in_another_thread_is_shown_too(reporter: CrashReporter, qtbot: QtBot) -> None:
    thread = threading.Thread(target=fail_with, args=(SECRET,))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: isinstance(reporter.dialog, CrashDialog))


def test_the_details_are_folded_away_at_first(qtbot: QtBot) -> None:
    dialog = CrashDialog("報告")
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog._details.isVisible()
    dialog._fold.click()
    assert dialog._details.isVisible()
    assert dialog._details.toPlainText() == "報告"


def test_a_user_error_that_nobody_caught_is_no_crash(reporter: CrashReporter, qtbot: QtBot) -> None:
    error = FileError("ファイルが見つかりません。")
    sys.excepthook(FileError, error, None)
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    dialog = reporter.dialog
    assert isinstance(dialog, QMessageBox)
    assert dialog.text() == "ファイルが見つかりません。"


def test_stopping_the_program_from_the_keyboard_is_no_bug(
    reporter: CrashReporter, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    qtbot.wait(20)
    assert reporter.dialog is None
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_a_user_error_is_shown_word_for_word(qtbot: QtBot) -> None:
    dialog = show_user_error(None, FileError("<b>「a&b.reform」</b>を開けません。"))
    assert isinstance(dialog, QMessageBox)
    qtbot.addWidget(dialog)
    assert dialog.text() == "<b>「a&b.reform」</b>を開けません。"
    assert [button.text() for button in dialog.buttons()] == ["閉じる"]
    dialog.close()
