"""Whoever opens a department's file for the first time, after others worked in it, is shown the way to 引継ぎ."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from reform_desktop.ui.session import News

if TYPE_CHECKING:
    from reform_desktop.ui.tasks import TaskContext
    from reform_desktop.ui.window import MainWindow

SENTENCE: Final = (
    "はじめて開くファイルです。前の担当の方が書いた引継ぎ事項があります。"
    "「引継ぎ」で、取組のようす、残っていること、連絡先を見られます。"
)
SHOW: Final = "引継ぎを見る"


def greet_successor(window: MainWindow) -> None:
    """Say so once, when the file is new to this person and somebody else left notes in it."""
    session = window.session
    department = session.desk.department_id
    if not window.is_new_here or department is None:
        return
    window.is_new_here = False
    desk = session.desk

    def look(_context: TaskContext) -> bool:
        from reform_desktop.services.handover import was_left_by_others  # noqa: PLC0415 -- only for a new file

        return was_left_by_others(desk, department)

    session.runner.run("引継ぎ事項を確かめています", look, done=partial(_tell, window), owner=window)


def _tell(window: MainWindow, left: object) -> None:
    if left:
        window.session.news.emit(News(SENTENCE, SHOW, lambda: window.show_page("handover")))
