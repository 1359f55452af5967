"""Nothing is modal during long work, and no dialog only says that it worked."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import reform_desktop.ui
from gui.exchange_files import send
from gui.open_files import YEAR, desktop, sample_file, sample_original, window
from reform_desktop.services import editing
from reform_desktop.services.checking import open_plan
from reform_desktop.services.creating import create_desk
from reform_desktop.services.desk import Desk
from reform_desktop.services.drafts import read_draft
from reform_desktop.services.exchange import sending
from reform_desktop.ui.exchange.return_dialog import ReturnDialog
from reform_desktop.ui.exchange.review_dialog import ReviewDialog
from reform_desktop.ui.exchange.submit_dialog import SubmitDialog
from reform_desktop.ui.exchange.taking import offer
from reform_desktop.ui.pages.submissions import SubmissionsPage
from reform_desktop.ui.pages.submissions.answer_card import Step
from reform_desktop.ui.tasks import TaskCancelled
from reform_desktop.ui.window import MainWindow
from reform_desktop.ui.windows import OpenWindows

__all__ = ["desktop", "sample_file", "sample_original", "window"]

UI = Path(reform_desktop.ui.__file__).parent
LOOPS = {"app.py", "screenshot.py"}
"""Where the event loop of the program itself is entered."""


def _functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield path, node


def _calls(function: ast.FunctionDef) -> list[str]:
    return [ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)]


def test_every_message_box_asks_something_and_no_loop_is_nested() -> None:
    asking = 0
    for path, function in _functions():
        calls = _calls(function)
        if "QMessageBox" in calls and (path.name, function.name) != ("crash.py", "show_user_error"):
            asking += 1
            assert sum(one.endswith(".addButton") for one in calls) >= 2, (path.name, function.name)
        boxes = [one for one in calls if one.startswith("QMessageBox.")]
        assert boxes == [], (path.name, function.name)
        if path.name not in LOOPS:
            assert not [one for one in calls if one.rpartition(".")[2] in ("exec", "exec_", "processEvents")], path.name
        assert "QProgressDialog" not in calls, path.name
    assert asking >= 5


@pytest.fixture
def slow_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let handing in last until it is called off."""

    def submit(*_given: object, cancelled: object = None, **_more: object) -> list[Path]:
        assert callable(cancelled)
        while not cancelled():
            pass
        raise TaskCancelled

    monkeypatch.setattr(sending, "submit", submit)


@pytest.mark.usefixtures("slow_writing")
def test_the_window_can_be_used_while_a_bundle_is_written_and_the_form_comes_back(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = SubmitDialog(window.session, "year_end", None, 0, window)
    dialog.text.load_value("よろしくお願いします。")
    dialog.open()
    dialog._write_to(tmp_path / "提出.zip")
    qtbot.waitUntil(window._busy.isVisible)
    assert QApplication.activeModalWidget() is None
    assert not dialog.isVisible()
    window.show_page("measures")
    window._busy._cancel.click()
    qtbot.waitUntil(dialog.isVisible)
    assert dialog.text.value() == "よろしくお願いします。"
    assert not (tmp_path / "提出.zip").exists()
    dialog.reject()
    dialog.deleteLater()


@pytest.mark.usefixtures("slow_writing")
def test_closing_while_a_bundle_is_written_waits_for_it_and_leaves_nothing_half(
    desktop: OpenWindows, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = SubmitDialog(window.session, "year_end", None, 0, window)
    dialog.open()
    dialog._write_to(tmp_path / "提出.zip")
    window.close()
    qtbot.waitUntil(lambda: window not in desktop.windows)
    assert list(tmp_path.glob("*.zip")) == []


def test_files_are_looked_through_beside_the_window(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = offer(window.session, window, [tmp_path / "ない.zip"])
    assert not dialog.isModal()
    assert QApplication.activeModalWidget() is None
    qtbot.waitUntil(lambda: not dialog.queue.is_busy)
    assert open_plan(window.session.desk).measures
    dialog.reject()


def _cards(window: MainWindow) -> SubmissionsPage:
    window.show_page("submissions")
    page = window.page
    assert isinstance(page, SubmissionsPage)
    return page


def test_what_is_written_in_a_dialog_is_there_again_after_closing_the_window(
    desktop: OpenWindows, window: MainWindow, sample_file: Path, qtbot: QtBot
) -> None:
    def choose(page: SubmissionsPage) -> None:
        board = page.board
        assert board is not None
        qtbot.waitUntil(lambda: board.model.rowCount() > 0)
        board.view.choose(next(row for row, one in enumerate(board.model.rows) if one.name == "財政課"))

    page = _cards(window)
    choose(page)
    page.cards[1].step_buttons[Step.REVIEW].click()
    review = window.findChild(ReviewDialog)
    assert isinstance(review, ReviewDialog)
    qtbot.waitUntil(lambda: review.model.rowCount() > 0)
    review.comment.setFocus()
    QTest.keyClicks(review.comment, "how many people")
    window.close()
    qtbot.waitUntil(lambda: window not in desktop.windows)
    again = desktop.open_file(sample_file)
    assert again is not None
    page = _cards(again)
    choose(page)
    page.cards[1].step_buttons[Step.SEND_BACK].click()
    back = again.findChild(ReturnDialog)
    assert isinstance(back, ReturnDialog)
    assert list(back._comments.values()) == ["how many people"]
    back.reason.field.load_value("人数を書いてください。")
    again.close()
    qtbot.waitUntil(lambda: again not in desktop.windows)
    third = desktop.open_file(sample_file)
    assert third is not None
    page = _cards(third)
    choose(page)
    page.cards[1].step_buttons[Step.SEND_BACK].click()
    back = third.findChild(ReturnDialog)
    assert isinstance(back, ReturnDialog)
    assert back.reason.field.value() == "人数を書いてください。"
    back.reject()
    assert read_draft(third.session.desk, back._draft) == {}


@pytest.mark.parametrize("turns", [0, 30])
def test_closing_while_files_are_taken_in_leaves_all_of_a_file_or_nothing(
    desktop: OpenWindows, window: MainWindow, sample_file: Path, tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch, turns: int,
) -> None:  # fmt: skip
    monkeypatch.setenv("REFORM_DESKTOP_KEYS", str(tmp_path / "keys"))
    finance = create_desk(tmp_path / "課.reform", "sample", department="財政課")
    measures = [one.measure.id for one in open_plan(finance, finance.department_id).measures]
    for row in measures:
        editing.set_in_year(finance, row, YEAR, {"midyear": "届いた内容です。"})
    bundle = send(finance, "提出.zip", monkeypatch)
    finance.close()
    dialog = offer(window.session, window, [bundle])
    qtbot.waitUntil(lambda: not dialog.queue.is_busy)
    assert dialog._shown is not None
    assert dialog.queue.accept(dialog._shown.strangers)
    dialog.queue.take([bundle])
    assert dialog.queue.is_busy
    for _turn in range(turns):
        qtbot.wait(1)
    window.close()
    qtbot.waitUntil(lambda: window not in desktop.windows)
    desk = Desk.open(sample_file)
    texts = [one.years[YEAR].midyear for one in open_plan(desk).measures if one.measure.id in measures]
    assert len({text == "届いた内容です。" for text in texts}) == 1
    assert desk.store.verify().is_sound
    desk.close()
