"""練習をはじめからやり直す: the practice file as it was at first; what was practised is kept beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from reform_desktop.ui.widgets.roles import Look, set_look

if TYPE_CHECKING:
    from reform_desktop.ui.window import MainWindow

TITLE: Final = "練習をはじめからやり直す"
YES: Final = "はじめに戻す"
NO: Final = "このまま続ける"


def ask_start_over(window: MainWindow) -> QMessageBox:
    """Ask, then close the file, put a fresh one in its place and open that."""
    window.commit_pending()
    box = QMessageBox(window)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(TITLE)
    box.setText("この練習用のファイルを、はじめの状態に戻しますか。")
    box.setInformativeText("今の内容は「前回の練習」という名前で、同じフォルダーに残ります。本番のファイルは変わりません。")
    yes = box.addButton(YES, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton(NO, QMessageBox.ButtonRole.RejectRole)
    set_look(no, Look.QUIET)
    box.setDefaultButton(no)
    box.setEscapeButton(no)
    box.buttonClicked.connect(lambda button: _start_over(window) if button is yes else None)
    box.finished.connect(box.deleteLater)
    box.open()
    return box


def _start_over(window: MainWindow) -> None:
    from reform_desktop.services.creating import practise_again  # noqa: PLC0415 -- templates load late

    desk = window.session.desk
    department = desk.department()
    name = department.name if department else None
    window.desktop.reopen(window, partial(practise_again, desk.path, name, desk.who))
